"""The plot: none, one and many values, told apart without colour, with a table beside it."""

from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from goldseam.ui.plot import Plot, Series, day_labels, drawn, table_of

START = date(2026, 3, 1)


def plot_of(*series: Series) -> Plot:
    return Plot("Closeness", "How close you felt.", list(series), "far apart", "very close")


def many(name: str, who: str, count: int, apart: int = 7) -> Series:
    points = [(START + timedelta(days=apart * step), 40.5 + step) for step in range(count)]
    return Series(name, points, "me" if who == "me" else "you")


def shown(plot: Plot) -> str:
    return Template("{% load ui %}{% plot plot %}{% plot_table plot %}").render(Context({"plot": plot}))


@pytest.mark.parametrize("plot", [plot_of(), plot_of(Series("You", []))])
def test_with_nothing_to_show_it_says_so(plot: Plot) -> None:
    page = shown(plot)
    assert "Nothing here yet" in page and 'class="plot"' not in page and "<table" not in page


def test_one_value_is_one_mark_in_the_middle_with_its_day() -> None:
    plot = plot_of(many("You", "me", 1))
    assert [mark.x for mark in drawn(plot)[0].marks] == ["170.0"]
    assert [(label.day, label.anchor) for label in day_labels(plot)] == [(START, "middle")]
    assert "1 Mar 2026" in shown(plot)


def test_many_values_lie_in_order_from_the_first_day_to_the_last() -> None:
    plot = plot_of(Series("You", list(reversed(many("You", "me", 9).points))))
    across = [float(mark.x) for mark in drawn(plot)[0].marks]
    assert across == sorted(across) and len(across) == 9
    assert [label.anchor for label in day_labels(plot)] == ["start", "end"]


def test_two_people_are_told_apart_by_shape_as_well_as_colour() -> None:
    page = shown(plot_of(many("You", "me", 3), many("Ben", "you", 2)))
    assert page.count("<circle") == 3 + 1 and page.count('<path class="mark"') == 2
    assert "Ben" in page and 'class="you line"' in page


def test_a_value_outside_is_kept_inside() -> None:
    marks = drawn(plot_of(Series("You", [(START, -20), (START + timedelta(days=1), 900)])))[0].marks
    assert [mark.y for mark in marks] == ["166.0", "26.0"]


def test_the_line_breaks_over_a_long_silence() -> None:
    assert drawn(plot_of(many("You", "me", 3, apart=60)))[0].path.count("M") == 3
    assert drawn(plot_of(many("You", "me", 3, apart=7)))[0].path.count("M") == 1


def test_the_table_says_the_same_newest_first_with_gaps_where_there_is_nothing() -> None:
    plot = plot_of(many("You", "me", 2), Series("Ben", [(START, 70.0)], "you"))
    assert table_of(plot) == [(START + timedelta(days=7), ["42", ""]), (START, ["40", "70"])]
    page = shown(plot)
    assert '<th scope="row">1 Mar 2026</th>' in page and "<td>–</td>" in page


def test_a_language_with_decimal_commas_does_not_bend_the_picture() -> None:
    with translation.override("de"):
        assert 'cx="7.0"' in shown(plot_of(many("You", "me", 2)))


def test_a_name_cannot_break_out_of_the_picture() -> None:
    assert "<script>" not in shown(plot_of(Series("<script>", [(START, 1.0)])))

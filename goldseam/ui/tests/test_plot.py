"""The plot: none, one and many values, told apart without colour, with a table beside it."""

import re
from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format

from goldseam.ui.plot import POINTS_MOST, Near, Plot, Series, day_labels, drawn, since_of

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
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", shown(plot))
    told = [date_format(START + timedelta(days=days), "j M Y") for days in (7, 0)]
    assert rows == [(told[0], "<td>42</td><td>–</td>"), (told[1], "<td>40</td><td>70</td>")]
    page = shown(plot)
    assert '<th scope="row">1 Mar 2026</th>' in page and "<td>–</td>" in page


def test_a_language_with_decimal_commas_does_not_bend_the_picture() -> None:
    with translation.override("de"):
        assert 'cx="7.0"' in shown(plot_of(many("You", "me", 2)))


def test_a_name_cannot_break_out_of_the_picture() -> None:
    assert "<script>" not in shown(plot_of(Series("<script>", [(START, 1.0)])))


# -- a level with its band ----------------------------------------------------------------------------------------


def levelled(*days: int, who: str = "me") -> Series:
    """Answers on these days, and a band over every day from the first to the last."""
    points = [(START + timedelta(days=day), 50.0) for day in days]
    every = range(min(days), max(days) + 1)
    band = [Near(START + timedelta(days=day), 40.0, 50.0, 60.0) for day in every]
    return Series("You", points, "you" if who == "you" else "me", band)


def test_a_band_is_an_area_with_a_line_in_its_middle_and_the_answers_as_dots() -> None:
    found = drawn(plot_of(levelled(0, 3, 9)))[0]
    assert (found.area.count("M"), found.area.count("Z"), found.path.count("M")) == (1, 1, 1)
    assert found.dots.count("M") == 3 and found.marks == []
    page = shown(plot_of(levelled(0, 3, 9)))
    assert page.count('class="area"') == 1 and page.count('class="dots"') == 1 and "<circle" not in page


def test_a_band_and_its_line_break_over_a_long_silence_and_nothing_is_drawn_inside_it() -> None:
    found = drawn(plot_of(levelled(0, 5, 200, 204)))[0]
    assert (found.area.count("M"), found.path.count("M")) == (2, 2)
    across = [float(step.split(",")[0]) for step in found.path.replace("M", "L").split("L")[1:]]
    assert [x for x in across if 20 < x < 310] == []


def test_an_answer_alone_after_a_long_silence_is_a_dot_without_a_band() -> None:
    found = drawn(plot_of(levelled(0, 5, 200)))[0]
    assert found.area.count("M") == 1 and found.dots.count("M") == 3


def test_a_band_of_years_is_sent_in_few_points_and_ends_where_it_ends() -> None:
    found = drawn(plot_of(levelled(*range(1000))))[0]
    assert found.path.count("L") <= 2 * POINTS_MOST
    assert found.path.endswith(f"{333.0},{96.0}")


def test_two_bands_are_told_apart_by_the_shape_of_their_dots() -> None:
    mine, theirs = (drawn(plot_of(levelled(0, 3, who=who)))[0].dots for who in ("me", "you"))
    assert "h0" in mine and "h0" not in theirs and "z" in theirs


def test_the_day_that_the_words_speak_of_is_marked_while_it_is_in_the_picture() -> None:
    day = START + timedelta(days=40)
    inside = Plot("Closeness", "", [levelled(0, 20, 40, 60)], "low", "high", (day, "four weeks ago"))
    assert "four weeks ago" in shown(inside) and 'class="since"' in shown(inside)
    before = Plot("Closeness", "", [levelled(50, 60)], "low", "high", (day, "four weeks ago"))
    assert since_of(before) is None and "four weeks ago" not in shown(before)

"""What was shown, as the place Us includes it: none, one and many, told apart by more than colour."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.template.loader import render_to_string

from conftest import Cast
from goldseam.growth import actions, reads
from goldseam.growth.tests.browser import checked_in
from goldseam.people import actions as people
from goldseam.people.me import Me
from goldseam.vault import seam

Pair = tuple[Cast, Cast]
START = datetime(2026, 2, 2, 20, tzinfo=UTC)

IN_AN_ADDRESS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
"""Random ids, in which any number may stand."""


def page_for(me: Me) -> str:
    return render_to_string("growth/_shown.html", {"shown": reads.shown_for(me)})


def show(who: Cast, day: int, *parts: str, **told: object) -> None:
    with seam.pretend_it_is(START + timedelta(days=day)):
        kept = checked_in(who, **told)
        actions.show_to_partner(who.me, UUID(kept), parts)


def test_with_none_it_says_what_will_be_here_and_presses_nobody(pair: Pair) -> None:
    page = page_for(pair[0].closed())
    assert "Nothing shown yet" in page and "nothing is a fine amount" in page


def test_with_none_in_a_pause_it_leads_to_what_is_ones_own(pair: Pair) -> None:
    people.pause(pair[1].me)
    assert "Just now nothing can be shown." in page_for(pair[0].closed())


def test_with_one_there_is_a_plot_a_table_and_the_words(pair: Pair) -> None:
    ana, ben = pair
    show(ana, 0, "closeness", "line", closeness=37, line="read this, Ben", tension=91)
    for reader, name in ((ana, "You"), (ben, "Ana")):
        page = page_for(reader.anew())
        assert "read this, Ben" in page and "<td>37</td>" in page and f"{name}, 2 February" in page
        assert "91" not in IN_AN_ADDRESS.sub("", page) and "Tension" not in page
    assert "Take it back" in page_for(ana.closed()) and "Take it back" not in page_for(ben.closed())


def test_the_two_are_told_apart_by_shape_and_words(pair: Pair) -> None:
    ana, ben = pair
    show(ana, 0, "closeness", closeness=20)
    show(ben, 1, "closeness", closeness=70)
    page = page_for(ana.anew())
    plot = page.partition('<svg class="plot"')[2].partition("</svg>")[0]
    assert plot.count('<circle class="mark"') == 1 and plot.count('<path class="mark"') == 1
    assert "<title" in plot and "You, on 2 February" in plot and "Ben, on 3 February" in plot
    assert '<th scope="col">You</th><th scope="col">Ben</th>' in page


def test_with_many_the_newest_stand_first_and_the_rest_is_folded(pair: Pair) -> None:
    ana, ben = pair
    for day in range(24):
        show((ana, ben)[day % 2], day, "closeness", "line", closeness=day, line=f"words of day {day:02}.")
    page = page_for(ana.anew())
    first, _, rest = page.partition("Earlier ones")
    assert [day for day in range(24) if f"words of day {day:02}." in first] == [21, 22, 23]
    assert [day for day in range(24) if f"words of day {day:02}." in rest] == list(range(4, 21))
    assert "These are the newest." in rest and page.count("<td>0</td>") == 1

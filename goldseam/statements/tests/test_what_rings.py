"""What rings: words written, a change asked for, a name put under them. Never taking off, ending, erasing, reading."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Cast
from goldseam.live.models import Belfry
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.reminders import asking
from goldseam.reminders.models import Channel, Due, Reason
from goldseam.reminders.wishes import chosen_by
from goldseam.statements import actions
from goldseam.statements.tests.two import ENDING, now, sign, signed_by_both, write
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


@pytest.fixture
def listening(pair: Pair) -> Pair:
    """Both have a place that rings."""
    for number, who in enumerate(pair):
        Channel.objects.create(person=who.me.person, way=Channel.MAIL, address=b"sealed", digest=bytes([number]) * 32)
    return pair


def rung(pair: Pair) -> int:
    found = Belfry.objects.filter(circle__pair__seats__person=pair[0].me.person).first()
    return found.at if found else 0


def waiting() -> list[Any]:
    found = Reason.objects.filter(kind=actions.NEWS, due__state=Due.WAITING)
    return sorted(found.values_list("person__username", flat=True))


def wanted(who: Cast) -> bool:
    found = Reason.objects.filter(kind=actions.NEWS, person=who.me.person)
    return bool(asking.wanted(found, chosen_by(who.me.person.pk), seam.now()))


def test_words_and_names_ring_for_the_other(listening: Pair) -> None:
    ana, ben = listening
    before = rung(listening)
    made = write(ana, "One.")
    assert (rung(listening) - before, waiting()) == (1, ["ben"])
    actions.remark(ben.anew(), made, "Shorter.")
    assert (rung(listening) - before, waiting()) == (2, ["ben"])
    sign(ben, made)
    assert (rung(listening) - before, waiting()) == (3, ["ana", "ben"])
    assert wanted(ana) and wanted(ben)


def test_the_same_twice_rings_once(listening: Pair) -> None:
    ana, _ = listening
    made = write(ana, "One.")
    sign(ana, made)
    before = rung(listening)
    sign(ana, made)
    write(ana, "One.")
    assert rung(listening) == before


def test_taking_off_ending_and_erasing_ring_nothing_and_let_the_news_go(listening: Pair) -> None:
    ana, ben = listening
    made = signed_by_both(ana, ben, "Sundays are ours.", ENDING)
    mine = write(ana, "One.")
    sign(ana, mine)
    before = rung(listening)
    actions.unsign(ana.anew(), mine)
    actions.erase_words(ana.anew(), mine)
    actions.unsign(ben.anew(), made)
    actions.end(ben.anew(), ENDING)
    now(ben)
    assert rung(listening) == before
    actions.erase_words(ana.anew(), made)
    assert waiting() == []


@pytest.mark.parametrize("how", ["pause", "quietly"])
def test_while_things_rest_nothing_goes(listening: Pair, how: str) -> None:
    ana, ben = listening
    write(ana, "One.")
    if how == "pause":
        people.pause(ben.anew())
    else:
        people.leave(ana.anew(), Leaving.QUIETLY)
    assert not wanted(ben)


def test_what_waits_on_the_disk_does_not_say_what_it_is_about(listening: Pair) -> None:
    """The reason names a row, by a random id."""
    made = write(listening[0], "One.")
    assert list(Reason.objects.filter(kind=actions.NEWS).values_list("subject", flat=True)) == [made]

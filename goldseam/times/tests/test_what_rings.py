"""What a time rings: at its hour for both, news at slots, nothing for private acts, nothing while things rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from conftest import Cast
from goldseam.live.models import Belfry
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.reminders import asking, kinds
from goldseam.reminders.models import Channel, Due, Reason
from goldseam.reminders.wishes import chosen_by
from goldseam.times import access, actions
from goldseam.times.rules import Deed
from goldseam.times.tests.two import agreed, on, suggested
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


@pytest.fixture
def listening(pair: Pair) -> Pair:
    """Both have a place that rings."""
    for number, who in enumerate(pair):
        Channel.objects.create(person=who.me.person, way=Channel.MAIL, address=b"sealed", digest=bytes([number]) * 32)
    return pair


def reasons(kind: str) -> list[tuple[Any, Any, Any]]:
    waiting = Reason.objects.filter(kind=kind, due__state=Due.WAITING)
    return sorted(waiting.values_list("person__username", "subject", "at"))


def wanted(who: Cast, kind: str) -> bool:
    found = Reason.objects.filter(kind=kind, person=who.me.person)
    person = who.me.person.pk
    return bool(asking.wanted(found, chosen_by(person), seam.now()))


def rung(pair: Pair) -> int:
    found = Belfry.objects.filter(circle__pair__seats__person=pair[0].me.person).first()
    return found.at if found else 0


def test_an_agreed_time_rings_for_both_at_its_hour(listening: Pair) -> None:
    ana, ben = listening
    wish = on()
    made = agreed(ana, ben, wish)
    assert reasons(actions.AGREED) == [("ana", made, wish.at), ("ben", made, wish.at)]
    assert wanted(ana, actions.AGREED) and wanted(ben, actions.AGREED)


def test_it_rings_no_more_when_it_is_called_off(listening: Pair) -> None:
    ana, ben = listening
    made = agreed(ana, ben)
    actions.answer(ana.anew(), made, Deed.CALL_OFF)
    assert reasons(actions.AGREED) == []


def test_when_another_time_is_agreed_only_that_one_rings(listening: Pair) -> None:
    ana, ben = listening
    first = agreed(ana, ben)
    second = actions.suggest(ben.anew(), on(6), instead_of=first)
    assert {row[1] for row in reasons(actions.AGREED)} == {first}
    actions.answer(ana.anew(), second, Deed.ACCEPT)
    assert {row[1] for row in reasons(actions.AGREED)} == {second}


@pytest.mark.parametrize("kind", [actions.AGREED, actions.NEWS])
def test_while_either_pauses_or_has_quietly_left_nothing_goes_and_going_on_brings_it_back(
    listening: Pair, kind: str
) -> None:
    ana, ben = listening
    agreed(ana, ben)
    suggested(ana, days=4)
    assert wanted(ben, kind)
    people.pause(ana.anew())
    assert not wanted(ana, kind) and not wanted(ben, kind)
    people.resume(ana.anew())
    assert wanted(ben, kind)
    people.leave(ana.anew(), Leaving.QUIETLY)
    assert not wanted(ana, kind) and not wanted(ben, kind)


def test_nothing_goes_after_one_has_openly_left(listening: Pair) -> None:
    ana, ben = listening
    made = agreed(ana, ben)
    people.leave(ben.anew(), Leaving.WITH_A_WORD, word="")
    for who in listening:
        assert not access.is_still_agreed(who.me.person.pk, made)
        assert not wanted(who, actions.AGREED)


def test_news_are_for_the_other_and_wait_for_a_slot(listening: Pair) -> None:
    ana, ben = listening
    made = suggested(ana)
    assert [row[0] for row in reasons(actions.NEWS)] == ["ben"]
    actions.answer(ben.anew(), made, Deed.ACCEPT)
    assert [row[0] for row in reasons(actions.NEWS)] == ["ana", "ben"]
    assert all(at > seam.now() for _, _, at in reasons(actions.NEWS))


def test_many_suggestions_are_one_message(listening: Pair) -> None:
    ana, _ben = listening
    for days in (1, 2, 3):
        suggested(ana, days=days)
    assert len(reasons(actions.NEWS)) == Due.objects.count() == 1


def test_what_is_taken_back_before_the_slot_calls_nobody(listening: Pair) -> None:
    ana, _ben = listening
    first, second = suggested(ana), suggested(ana, days=3)
    actions.answer(ana.anew(), first, Deed.TAKE_BACK)
    assert len(reasons(actions.NEWS)) == 1  # the second is still new
    actions.answer(ana.anew(), second, Deed.TAKE_BACK)
    assert reasons(actions.NEWS) == []


def test_what_the_other_gave_keeps_no_news_of_what_was_taken_back(listening: Pair) -> None:
    """His phone would ring, nothing would be new, and he would know that something was taken back."""
    ana, ben = listening
    suggested(ben, days=5)
    made = suggested(ana)
    assert [row[0] for row in reasons(actions.NEWS)] == ["ana", "ben"]
    actions.answer(ana.anew(), made, Deed.TAKE_BACK)
    assert [row[0] for row in reasons(actions.NEWS)] == ["ana"]


def test_an_answer_that_was_given_stays_news_when_a_suggestion_is_taken_back(listening: Pair) -> None:
    ana, ben = listening
    agreed(ben, ana, on(6))
    made = suggested(ana)
    actions.answer(ana.anew(), made, Deed.TAKE_BACK)
    assert [row[0] for row in reasons(actions.NEWS)] == ["ana", "ben"]


def test_the_bell_rings_for_what_is_given_and_not_for_what_is_taken_back(pair: Pair) -> None:
    ana, ben = pair
    before = rung(pair)
    made = suggested(ana)
    assert rung(pair) == before + 1
    actions.answer(ana.anew(), made, Deed.TAKE_BACK)
    assert rung(pair) == before + 1
    made = agreed(ana, ben)
    assert rung(pair) == before + 3
    people.pause(ben.anew())
    actions.answer(ana.anew(), made, Deed.CALL_OFF)
    assert rung(pair) == before + 3


def test_both_kinds_can_be_switched_off(pair: Pair) -> None:
    assert {actions.AGREED, actions.NEWS} <= {kind.label for kind in kinds.kinds()}


def test_a_time_that_is_long_over_rings_no_more(listening: Pair) -> None:
    ana, ben = listening
    wish = on()
    agreed(ana, ben, wish)
    with seam.pretend_it_is(wish.at + timedelta(minutes=31)):
        assert not wanted(ana, actions.AGREED)

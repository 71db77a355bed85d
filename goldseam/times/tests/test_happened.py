"""Which times both know to have taken place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from conftest import Cast
from goldseam.practice import Happened
from goldseam.times import actions
from goldseam.times.happened import happened
from goldseam.times.rules import ERASED_AFTER, Deed
from goldseam.times.tests.two import agreed, on, suggested
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    with seam.pretend_it_is(seam.now() - timedelta(days=days)):
        yield


def told(who: Cast) -> list[Happened]:
    return happened(who.anew())


def test_a_time_is_told_to_both_alike_once_it_is_over_and_not_before(pair: Pair) -> None:
    agreed(*pair, on(2))
    assert told(pair[0]) == []
    with days_ago(10):
        agreed(*pair, on(2))
        day = timezone.localdate(seam.now()) + timedelta(days=2)
    first, second = (told(who) for who in pair)
    assert first == second
    assert [(each.id, each.days) for each in first] == [("times.talk", (day,))]


def test_what_was_only_suggested_declined_or_called_off_took_no_place(pair: Pair) -> None:
    ana, ben = pair
    with days_ago(10):
        suggested(ana, on(2))
        actions.answer(ben.anew(), suggested(ana, on(3)), Deed.DECLINE)
        actions.answer(ben.anew(), agreed(ana, ben, on(4)), Deed.CALL_OFF)
    assert told(ana) == told(ben) == []


def test_times_of_the_same_words_are_one_thing_and_two_on_a_day_are_one_day(pair: Pair) -> None:
    with days_ago(10):
        for days, hour, what in ((2, 9, "A walk"), (2, 18, "a walk"), (3, 9, "A WALK"), (3, 18, "")):
            agreed(*pair, on(days, hour, what=what))
    assert {each.id: len(each.days) for each in told(pair[1])} == {"times.words.a walk": 2, "times.talk": 1}


def test_what_may_be_erased_any_day_is_told_no_more_and_it_says_how_far_back_it_knows(pair: Pair) -> None:
    for days in (60, 20):
        with days_ago(days):
            agreed(*pair, on(2))
    (found,) = told(pair[0])
    assert len(found.days) == 1
    assert found.since == timezone.localdate(seam.now() - ERASED_AFTER)


def test_somebody_alone_has_none(cleo: Cast, db: None) -> None:
    assert told(cleo) == []

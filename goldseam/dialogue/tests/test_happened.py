"""What was done here as both may know it: days, gold, and the steps of a road."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from conftest import Cast
from goldseam.dialogue import actions, done, portability
from goldseam.dialogue.actions import Asking
from goldseam.dialogue.alone import prepared
from goldseam.dialogue.rules.acts import Deed, Shape, Way
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.dialogue.tests.talking import asks, begun, closed, does, heard
from goldseam.practice import Happened, Topic
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    with seam.pretend_it_is(seam.now() - timedelta(days=days)):
        yield


def told(who: Cast) -> list[Happened]:
    return done.happened(who.anew())


def lighter(pair: Pair, shape: Shape) -> None:
    ana, ben = pair
    talk = actions.ask(ana.anew(), Asking("", shape=shape, minutes=10), seam.uuid())
    does(ben, talk, Deed.READY)
    for who in (ana, ben):
        does(who, talk, Deed.SAY, free="A long day.")
    does(ana, talk, Deed.CLOSE)
    for who in pair:
        does(who, talk, Deed.DONE, choice="let-go")


def test_a_talk_is_told_to_both_alike_once_it_is_closed_and_not_before(pair: Pair) -> None:
    begun(pair)
    assert told(pair[0]) == []
    with days_ago(3):
        closed(pair)
        day = timezone.localdate(seam.now())
    first, second = (told(who) for who in pair)
    assert first == second
    assert [(each.id, each.days, each.since) for each in first] == [("dialogue.full", (day,), None)]


def test_put_away_later_a_talk_counts_on_the_day_on_which_it_ended_and_tells_nobody_who_came_back_when(
    pair: Pair,
) -> None:
    ana, ben = pair
    with days_ago(6):
        talk = begun(pair)
        heard(ana, ben, talk)
        does(ana, talk, Deed.PASS)
        heard(ben, ana, talk)
        does(ana, talk, Deed.CLOSE)
        does(ana, talk, Deed.DONE, choice="let-go")
        day = timezone.localdate(seam.now())
    actions.tend(ben.anew())
    (found,) = told(ana)
    assert found.days == (day,)


def test_a_talk_in_which_one_said_nothing_lays_no_gold_and_marks_no_day(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    heard(ana, ben, talk)
    does(ana, talk, Deed.CLOSE)
    for who in pair:
        does(who, talk, Deed.DONE, choice="let-go")
    assert told(ana) == [] and done.gold(ana.anew()) == []


def test_each_kind_is_a_thing_of_its_own_and_letters_have_no_day(pair: Pair) -> None:
    closed(pair)
    closed(pair)
    closed(pair, way=Way.LETTERS)
    lighter(pair, Shape.DAILY)
    assert {each.id: len(each.days) for each in told(pair[1])} == {"dialogue.full": 1, "dialogue.daily": 1}
    assert done.gold(pair[0].anew()) == done.gold(pair[1].anew()) == [Topic.TALKING] * 4


def test_gold_stays_when_one_erases_their_own_words(pair: Pair) -> None:
    ana, ben = pair
    closed(pair)
    portability.erase(ana.anew())
    assert done.gold(ben.anew()) == [Topic.TALKING]


def test_each_step_leads_to_its_page_and_knows_when_it_was_done_last(pair: Pair) -> None:
    ana = pair[0]
    steps = {step.id: step for step in done.STEPS}
    for step in done.STEPS:
        assert reverse(step.url_name) and step.exercise().minutes > 0
        assert step.last_done(ana.anew()) is None
    closed(pair)
    lighter(pair, Shape.WEEKLY)
    prepared.keep(ana.anew(), Prepared(words={"free": "For me."}), seam.uuid())
    known = {name for name, step in steps.items() if step.last_done(ana.anew())}
    assert known == {"dialogue.talk", "dialogue.weekly", "dialogue.prepare"}
    assert not steps["dialogue.letters"].last_done(pair[1].anew())


def test_somebody_alone_and_an_asking_without_an_answer_are_nothing(pair: Pair, cleo: Cast) -> None:
    asks(pair[0])
    for who in (*pair, cleo):
        assert told(who) == [] and done.gold(who.anew()) == []

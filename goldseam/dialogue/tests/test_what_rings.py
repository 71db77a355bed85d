"""What rings in a talk: what was given to both. Never a mark, a draft, taking back, reading."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.dialogue import access, actions
from goldseam.dialogue.alone import drafts, prepared
from goldseam.dialogue.rules.acts import KEEP, YES, Deed, Way
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.dialogue.tests.talking import asks, begun, closed, does, sees
from goldseam.live import bell
from goldseam.live.models import Belfry
from goldseam.people import access as pairs
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.reminders import asking, wishes
from goldseam.reminders.models import Channel, Due, Reason
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


@pytest.fixture
def listening(pair: Pair) -> Pair:
    """Both have a place that rings."""
    for number, who in enumerate(pair):
        Channel.objects.create(person=who.me.person, way=Channel.MAIL, address=b"sealed", digest=bytes([number]) * 32)
    return pair


def at(pair: Pair) -> int:
    found = Belfry.objects.filter(circle__pair__seats__person=pair[0].me.person).first()
    return found.at if found else 0


def rung_since(pair: Pair, number: int) -> set[object]:
    circle = pairs.togetherness_of(pair[0].anew())
    assert circle is not None
    return {room for room, _ in bell.since(circle.circle, number)}


def waiting(kind: str = actions.NEWS) -> list[Any]:
    found = Reason.objects.filter(kind=kind, due__state=Due.WAITING)
    return sorted(found.values_list("person__username", flat=True))


def wanted(who: Cast, kind: str = actions.NEWS) -> bool:
    found = Reason.objects.filter(kind=kind, person=who.me.person)
    return bool(asking.wanted(found, wishes.chosen_by(who.me.person.pk), seam.now()))


def test_asking_calls_the_other_and_rings_in_the_talk_and_everywhere(listening: Pair) -> None:
    ana, ben = listening
    before = at(listening)
    talk = asks(ana)
    circle = sees(ana, talk).circle.pk
    assert rung_since(listening, before) == {talk, circle}
    assert waiting() == ["ben"] and wanted(ben) and not wanted(ana)


def test_what_is_said_on_two_phones_rings_in_the_room_alone_and_calls_nobody(listening: Pair) -> None:
    ana, _ = listening
    talk = begun(listening)
    before, called = at(listening), waiting()
    does(ana, talk, Deed.SAY, free="I felt alone.")
    assert rung_since(listening, before) == {talk} and waiting() == called


def test_a_letter_calls_whoever_isnt_looking(listening: Pair) -> None:
    ana, ben = listening
    talk = begun(listening, Way.LETTERS)
    Reason.objects.all().delete()
    does(ana, talk, Deed.SAY, free="Dear you.")
    assert waiting() == ["ben"]
    does(ben, talk, Deed.BACK, about=sees(ben, talk).state.statement, words="You miss me.")
    assert waiting() == ["ana", "ben"]


def test_a_request_and_its_answer_call_the_other(listening: Pair) -> None:
    ana, ben = listening
    talk = begun(listening)
    does(ana, talk, Deed.CLOSE)
    Reason.objects.all().delete()
    wish = does(ana, talk, Deed.REQUEST, words="Supper on Friday.")
    assert waiting() == ["ben"]
    does(ben, talk, Deed.ANSWER, about=wish, choice=YES)
    assert waiting() == ["ana", "ben"]


def test_not_now_calls_nobody(listening: Pair) -> None:
    ana, ben = listening
    talk = asks(ana)
    Reason.objects.all().delete()
    does(ben, talk, Deed.NOT_NOW)
    assert waiting() == []


def test_a_break_calls_both_at_its_end_and_nobody_when_it_was_ended_before(listening: Pair) -> None:
    ana, _ = listening
    talk = begun(listening)
    does(ana, talk, Deed.PAUSE, until=seam.now())
    assert waiting(actions.BACK) == ["ana", "ben"]
    does(ana, talk, Deed.CLOSE)
    assert waiting(actions.BACK) == []


def test_marks_drafts_preparing_taking_back_and_reading_ring_nothing(listening: Pair) -> None:
    ana, ben = listening
    kept, other = closed(listening, keep=(KEEP, KEEP)), begun(listening)
    said = next(act.id for act in sees(ana, kept).acts if act.deed is Deed.SAY and act.side == "me")
    taken_back = asks(ana, "The kitchen")
    before, called = at(listening), waiting()
    actions.mark(ana.anew(), other, access.Mark(stirred=9))
    drafts.keep(ana.anew(), other, "say-0", {"free": "I wanted to"})
    prepared.keep(ana.anew(), Prepared(words={"free": "For me."}), seam.uuid())
    actions.take_back_words(ana.anew(), kept, said)
    actions.take_back_offer(ana.anew(), taken_back)
    for name, args in (("talk", []), ("talk-room", [other]), ("talk-room", [kept])):
        assert browser_of(ben).get(reverse(name, args=args)).status_code == 200
    assert at(listening) == before and waiting() == called


@pytest.mark.parametrize("how", ["pause", "quietly"])
def test_while_things_rest_nothing_goes(listening: Pair, how: str) -> None:
    ana, ben = listening
    talk = begun(listening)
    does(ana, talk, Deed.PAUSE, until=seam.now())
    asks(ana)
    if how == "pause":
        people.pause(ben.anew())
    else:
        people.leave(ana.anew(), Leaving.QUIETLY)
    assert not wanted(ben) and not wanted(ben, actions.BACK)


def test_what_waits_on_the_disk_names_a_talk_by_a_random_id_and_nothing_else(listening: Pair) -> None:
    talk = asks(listening[0], "Your drinking")
    assert list(Reason.objects.filter(kind=actions.NEWS).values_list("subject", flat=True)) == [talk]


def test_ones_own_choices_name_both_kinds(listening: Pair) -> None:
    page = browser_of(listening[0]).get(reverse("reminders")).content.decode()
    assert "A break in a talk is over" in page and "Somebody would like a talk" in page

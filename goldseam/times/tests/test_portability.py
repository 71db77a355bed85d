"""Taken along, erased, and never made of a file."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Cast
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.reminders.models import Channel, Due, Reason
from goldseam.road import actions as road
from goldseam.times import access, actions, portability
from goldseam.times.models import AgreedTime, Answer, Appointment
from goldseam.times.rules import Deed
from goldseam.times.tests.two import agreed, on, suggested
from goldseam.vault import verify
from goldseam.vault.models import Link

Pair = tuple[Cast, Cast]


def taken(who: Cast) -> Any:
    return portability.export(who.anew())


def test_each_takes_along_what_both_said_about_times(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben, on(what="The kitchen"))
    actions.make_feed(ben.anew())
    hers, his = taken(ana), taken(ben)
    assert [(told["what"], told["state"], told["suggested_by_me"]) for told in hers["times"]] == [
        ("The kitchen", "agreed", True)
    ]
    assert [told["suggested_by_me"] for told in his["times"]] == [False]
    assert (hers["calendar_address"], his["calendar_address"]) == (False, True)


def test_what_was_left_behind_can_still_be_taken(pair: Pair) -> None:
    ana, _ben = pair
    suggested(ana, on(what="The kitchen"))
    people.leave(ana.anew(), Leaving.QUIETLY)
    assert [told["what"] for told in taken(ana)["times"]] == ["The kitchen"]


def test_what_was_taken_back_is_only_in_the_file_of_who_took_it_back(pair: Pair) -> None:
    ana, ben = pair
    actions.answer(ana.anew(), suggested(ana, on(what="Your drinking")), Deed.TAKE_BACK)
    assert [told["state"] for told in taken(ana)["times"]] == ["taken-back"]
    assert taken(ben)["times"] == []


def test_a_file_tells_nobody_to_the_minute_when_the_other_was_here(pair: Pair) -> None:
    ana, ben = pair
    suggested(ana)
    assert "suggested" in taken(ana)["times"][0]
    assert "suggested" not in taken(ben)["times"][0]


def test_a_file_makes_no_time_and_the_same_file_twice_neither(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    part = taken(ana)
    road.erase(ana.anew())
    assert portability.restore(ben.anew(), part) == 0
    assert AgreedTime.objects.count() == 0


@pytest.mark.parametrize("part", [None, [], {}, {"format": 2, "times": []}, {"format": 1, "times": "x"}])
def test_another_file_is_refused_by_name(ana: Cast, part: Any) -> None:
    with pytest.raises(portability.Unreadable):
        portability.restore(ana.me, part)


def test_who_erases_takes_their_times_answers_and_bells_with_them(pair: Pair) -> None:
    ana, ben = pair
    Channel.objects.create(person=ben.me.person, way=Channel.MAIL, address=b"sealed", digest=bytes(32))
    agreed(ana, ben)
    theirs = suggested(ben, days=5)
    actions.answer(ana.anew(), theirs, Deed.DECLINE)
    actions.make_feed(ana.anew())
    road.erase(ana.anew())
    assert [row.pk for row in Appointment.objects.all()] == [theirs]
    assert not Answer.objects.exists() and not AgreedTime.objects.exists()
    assert not Reason.objects.filter(kind=actions.AGREED, due__state=Due.WAITING).exists()
    assert verify.everything().faults == []
    assert access.times_of(ben.anew()).times == ()


def test_erasing_works_also_when_somebody_broke_the_record(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    Link.objects.order_by("-number").first().delete()  # type: ignore[union-attr]
    actions.erase_own(ana.anew())
    assert not Appointment.objects.exists() and not Answer.objects.exists()

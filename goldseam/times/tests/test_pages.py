"""The pages of times, as two people, a stranger and nobody get them."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client, override_settings

from conftest import Cast, browser_of
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.reminders import wishes
from goldseam.reminders.rules import Slots
from goldseam.times import access, actions, zones
from goldseam.times.forms import AS_TYPED
from goldseam.times.rules import Deed, State
from goldseam.times.tests.two import BERLIN, agreed, on, suggested
from goldseam.vault import seam

Pair = tuple[Cast, Cast]
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|data-live-at=")[^"]*"')


def page(who: Cast, address: str) -> str:
    answer = browser_of(who, private=False).get(address)
    assert answer.status_code == 200, address
    return TOKEN.sub("", answer.content.decode())


def typed(days: int = 3, zone: str = "UTC") -> str:
    at = (seam.now() + timedelta(days=days)).replace(hour=18, minute=30)
    return zones.on_the_clock(at, ZoneInfo(zone)).strftime(AS_TYPED)


def test_ana_suggests_and_ben_accepts_without_a_pin_and_without_a_script(pair: Pair) -> None:
    ana, ben = pair
    hers, his = browser_of(ana, private=False), browser_of(ben, private=False)
    sent = hers.post("/us/times/new/", {"at": typed(), "what": "Money, holidays"})
    assert sent.status_code == 302
    address = sent.headers["Location"]
    shown = his.get(address).content.decode()
    assert "Ana suggests" in shown and "Money, holidays" in shown and "Yes, that suits me" in shown
    assert his.post(f"{address}answer/", {"deed": "accept"}).headers["Location"] == address
    assert "You have both said yes" in hers.get(address).content.decode()
    assert "Put it into my calendar" in his.get(address).content.decode()


@override_settings(TIME_ZONE=BERLIN)
def test_what_is_typed_is_meant_on_the_clock_that_the_form_names(pair: Pair) -> None:
    ana, _ben = pair
    browser = browser_of(ana, private=False)
    form = browser.get("/us/times/new/").content.decode()
    assert "On the clock of Berlin." in form and "Ben reads the hour on their own clock. Yours is not named." in form
    browser.post("/us/times/new/", {"at": typed(zone=BERLIN)})
    (time,) = access.times_of(ana.anew()).times
    assert (time.at.hour, time.at.minute) == (18, 30)


def test_each_reads_the_hour_on_the_clock_that_they_chose(pair: Pair) -> None:
    ana, ben = pair
    wishes.keep(wishes_of(ben), wishes.chosen_by(wishes_of(ben)).with_slots(Slots("Asia/Kathmandu")))
    made = suggested(ana, on(2))
    assert "18:00" in page(ana, f"/us/times/{made}/")
    told = page(ben, f"/us/times/{made}/")
    assert "23:45" in told and "18:00" not in told
    assert "On the clock of Kathmandu." in page(ben, "/us/times/new/")


def wishes_of(who: Cast) -> UUID:
    """Whose wishes: the row is there once it was held."""
    with transaction.atomic():
        wishes.hold(who.me.person.pk)
    return who.me.person.pk


def test_nobody_is_told_on_which_clock_the_other_lives(pair: Pair) -> None:
    ana, ben = pair
    before = page(ben, f"/us/times/{suggested(ana, on(2))}/")
    wishes.keep(wishes_of(ana), wishes.chosen_by(wishes_of(ana)).with_slots(Slots("Asia/Kathmandu")))
    after = page(ben, f"/us/times/{suggested(ana, on(3))}/")
    assert "Kathmandu" not in after and "18:00" in before and "18:00" in after


def test_a_device_lends_its_clock_to_somebody_who_chose_none(pair: Pair) -> None:
    ana, _ben = pair
    browser = browser_of(ana, private=False)
    assert "data-clock" in browser.get("/us/times/new/").content.decode()
    browser.post("/us/times/new/", {"at": typed(zone=BERLIN), "clock": BERLIN})
    (time,) = access.times_of(ana.anew()).times
    assert (time.at.hour, time.at.minute) == (18, 30)
    again = browser.get("/us/times/new/").content.decode()
    assert "On the clock of Berlin." in again and "data-clock" not in again


@pytest.mark.parametrize("clock", ["", "nowhere", "../../etc/passwd"])
def test_a_clock_that_nobody_knows_is_not_taken(pair: Pair, clock: str) -> None:
    ana, _ben = pair
    browser_of(ana, private=False).post("/us/times/new/", {"at": typed(), "clock": clock})
    (time,) = access.times_of(ana.anew()).times
    assert (time.at.hour, time.at.minute) == (18, 30)


def test_a_chosen_clock_stands_whatever_the_device_says(pair: Pair) -> None:
    ana, _ben = pair
    wishes.keep(wishes_of(ana), wishes.chosen_by(wishes_of(ana)).with_slots(Slots(BERLIN)))
    browser_of(ana, private=False).post("/us/times/new/", {"at": typed(zone=BERLIN), "clock": "Asia/Kathmandu"})
    (time,) = access.times_of(ana.anew()).times
    assert (time.at.hour, time.at.minute) == (18, 30)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("", "Choose a day and a time first."),
        ("tomorrow", "Choose a day and a time first."),
        ("2020-01-01T20:00", "gone by"),
        ("9999-12-31T23:59", "more than a year away"),
        ("2026-11-26T20:00+01:00", "Choose a day and a time first."),
        ("0000-00-00T00:00", "Choose a day and a time first."),
    ],
)
def test_a_moment_that_cannot_be_is_refused_with_a_sentence(pair: Pair, at: str, told: str) -> None:
    ana, _ben = pair
    answer = browser_of(ana, private=False).post("/us/times/new/", {"at": at, "what": "kept words"})
    assert answer.status_code == 400
    assert told in answer.content.decode() and "kept words" in answer.content.decode()


def next_change(hours: int) -> str:
    """02:30 in Berlin in the coming night in which clocks go forward (1) or back (-1)."""
    clock, now = ZoneInfo(BERLIN), seam.now()
    for day in (now + timedelta(days=n) for n in range(1, 366)):
        start, end = (day.replace(hour=hour).astimezone(clock).utcoffset() for hour in (0, 3))
        if start is not None and end is not None and end - start == timedelta(hours=hours):
            return f"{day:%Y-%m-%d}T02:30"
    raise AssertionError("no such night")


@override_settings(TIME_ZONE=BERLIN)
def test_the_night_with_a_missing_hour_and_the_one_with_an_hour_twice(pair: Pair) -> None:
    browser = browser_of(pair[0], private=False)
    answer = browser.post("/us/times/new/", {"at": next_change(1)})
    assert "this hour is left out" in answer.content.decode()
    made = browser.post("/us/times/new/", {"at": next_change(-1)}).headers["Location"]
    assert "The first one is meant" in browser.get(made).content.decode()


def test_long_words_and_odd_lengths_are_refused_and_kept(pair: Pair) -> None:
    ana, _ben = pair
    browser = browser_of(ana, private=False)
    for fields in ({"what": "x" * 81}, {"minutes": "7"}, {"minutes": "soon"}):
        answer = browser.post("/us/times/new/", {"at": typed(), **fields})
        assert answer.status_code == 400, fields
        assert '<details class="fold" open>' in answer.content.decode()
    assert access.times_of(ana.anew()).times == ()


def test_what_somebody_wrote_is_shown_as_words_only(pair: Pair) -> None:
    ana, ben = pair
    made = agreed(ana, ben, on(1, what="<script>alert(1)</script> & شكرا"))
    for address in (f"/us/times/{made}/", "/us/times/", "/us/", "/"):
        shown = page(ben, address)
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown, address


def test_a_page_says_nothing_of_looking_and_nothing_of_not_answering(pair: Pair) -> None:
    ana, ben = pair
    made = suggested(ana)
    addresses = (f"/us/times/{made}/", "/us/times/", "/us/", "/")
    before = {address: page(ana, address) for address in addresses}
    for address in addresses:
        page(ben, address)
    assert {address: page(ana, address) for address in addresses} == before
    for words in before.values():
        assert not re.search(r"waiting for|not answered|hasn.t|unanswered|seen by|has read", words)


def test_what_was_left_open_goes_by_itself_and_nobody_is_told(pair: Pair) -> None:
    ana, _ben = pair
    soon = (seam.now() + timedelta(hours=1)).replace(microsecond=0)
    made = suggested(ana, on(at=soon))
    browsers = [browser_of(who, private=False) for who in pair]
    for browser in browsers:
        assert str(made) in browser.get("/us/times/").content.decode()
    with seam.pretend_it_is(soon + timedelta(seconds=1)):
        for browser in browsers:
            lists = browser.get("/us/times/").content + browser.get("/us/").content + browser.get("/").content
            assert str(made).encode() not in lists
        one, other = (TOKEN.sub("", browser.get(f"/us/times/{made}/").content.decode()) for browser in browsers)
        assert one == other
        assert "This time has gone by" in one


def test_it_doesnt_suit_says_no_more_than_that(pair: Pair) -> None:
    ana, ben = pair
    made = suggested(ana)
    actions.answer(ben.anew(), made, Deed.DECLINE)
    shown = page(ana, f"/us/times/{made}/")
    assert "It doesn’t suit Ben. That is about the hour, and says nothing else." in shown
    assert "Not at that time" in page(ana, "/us/times/")
    assert str(made) not in page(ben, "/us/times/")


def test_what_was_taken_back_is_gone_from_the_others_list(pair: Pair) -> None:
    ana, ben = pair
    made = suggested(ana)
    actions.answer(ana.anew(), made, Deed.TAKE_BACK)
    assert str(made) not in page(ben, "/us/times/") + page(ben, "/us/") + page(ben, "/")


def test_who_comes_too_late_reads_how_it_stands(pair: Pair) -> None:
    ana, ben = pair
    made = suggested(ana, on(what="Your drinking"))
    actions.answer(ana.anew(), made, Deed.TAKE_BACK)
    answer = browser_of(ben, private=False).post(f"/us/times/{made}/answer/", {"deed": "accept"})
    assert answer.status_code == 400
    assert "Your drinking" not in answer.content.decode()
    assert "Here is how it stands now." in answer.content.decode() and "Taken back" in answer.content.decode()


def test_a_deed_that_nobody_knows_changes_nothing(pair: Pair) -> None:
    ana, ben = pair
    made = suggested(ana)
    for deed in ("", "erase", "ACCEPT"):
        assert browser_of(ben, private=False).post(f"/us/times/{made}/answer/", {"deed": deed}).status_code == 400
    assert access.time_for(ana.anew(), made).state is State.SUGGESTED


def test_many_open_ones_are_gently_refused(pair: Pair) -> None:
    ana, _ben = pair
    for days in (1, 2, 3):
        suggested(ana, days=days)
    answer = browser_of(ana, private=False).post("/us/times/new/", {"at": typed(5)})
    assert answer.status_code == 400
    assert "3 of your suggestions are still open" in answer.content.decode()


def test_a_pause_and_a_quiet_leaving_give_the_same_pages(pair: Pair) -> None:
    ana, ben = pair
    made, open_one = agreed(ana, ben), suggested(ana, days=3)
    addresses = ("/us/times/", f"/us/times/{made}/", f"/us/times/{open_one}/", "/us/times/new/", "/us/", "/")
    seen = []
    for leave in (people.pause, lambda me: people.leave(me, Leaving.QUIETLY)):
        leave(ana.anew())
        seen.append({address: page(ben, address) for address in addresses})
    assert seen[0] == seen[1]
    assert "Your shared space is resting" in seen[0]["/us/times/"]
    assert "Suggest it to" not in seen[0]["/us/times/new/"]
    assert "Yes, that suits me" not in seen[0][f"/us/times/{open_one}/"]
    assert "Call it off" in seen[0][f"/us/times/{made}/"]
    assert str(made) not in seen[0]["/"]


def test_strangers_and_those_without_a_pair_get_nothing(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    made = agreed(ana, ben)
    browser = browser_of(cleo)
    for address in (f"/us/times/{made}/", f"/us/times/{made}/rather/", f"/us/times/{made}/notes.ics"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/us/times/{made}/answer/", {"deed": "call-off"}).status_code == 404
    assert "Times that two people agree to will be here" in browser.get("/us/times/").content.decode()
    assert access.time_for(ana.anew(), made).state is State.AGREED
    assert Client().get(f"/us/times/{made}/").status_code == 302


def test_today_tells_of_what_is_agreed_for_today_or_tomorrow(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben, on(1, 12, what="The kitchen"))
    agreed(ana, ben, on(4, 12, what="Next week"))
    for who in pair:
        shown = page(who, "/")
        assert "Tomorrow at 12:00: The kitchen" in shown
        assert "Next week" not in shown
    actions.answer(ben.anew(), access.times_of(ben.anew()).times[0].id, Deed.CALL_OFF)
    assert "The kitchen" not in page(ana, "/")


def test_the_others_words_wait_behind_the_card_until_both_have_said_yes(pair: Pair) -> None:
    """Six lines a day could otherwise be put in front of somebody who only opens their own first page."""
    ana, ben = pair
    made = suggested(ana, on(1, what="You owe me an answer"))
    assert "You owe me an answer" not in page(ben, "/")
    assert "You owe me an answer" in page(ben, f"/us/times/{made}/")


def test_today_tells_who_was_asked_and_not_who_asks(pair: Pair) -> None:
    ana, ben = pair
    made = suggested(ana)
    assert "A time for you two?" in page(ben, "/")
    assert "A time for you two?" not in page(ana, "/")
    actions.answer(ben.anew(), made, Deed.DECLINE)
    assert "A time for you two?" not in page(ben, "/")

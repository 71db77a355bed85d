"""A calendar's feed: neutral for everybody, without a session, empty while things rest, dead when it should be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from conftest import Cast, bring_together, browser_of
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import account_actions
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.reminders import neutral
from goldseam.road import actions as road
from goldseam.times import actions, ics
from goldseam.times.models import CalendarFeed
from goldseam.times.rules import Deed, Refused
from goldseam.times.tests.two import agreed, on, suggested
from goldseam.vault import holders, seam

Pair = tuple[Cast, Cast]


def asked(token: str, **headers: str) -> Any:
    return Client().get(f"/calendar/{token}.ics", headers=headers)


def events(token: str) -> list[Any]:
    answer = asked(token)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_each_event_says_the_one_neutral_text_and_no_more(pair: Pair) -> None:
    ana, ben = pair
    wish = on(what="Money; for the, holidays", minutes=90)
    made = agreed(ana, ben, wish)
    agreed(ben, ana, on(3, 9, what="You know what", minutes=10))
    token = actions.make_feed(ana.anew())
    found = events(token)
    assert [(str(one["summary"]), str(one["description"])) for one in found] == [(neutral.TITLE, neutral.TEXT)] * 2
    assert found[0].decoded("dtstart") == wish.at
    assert {one.decoded("dtend") - one.decoded("dtstart") for one in found} == {timedelta(minutes=ics.MINUTES)}
    words = asked(token).content.decode()
    for told in ("Money", "holidays", "Ana", "Ben", "ana", "ben", made.hex, str(made), "LOCATION", "ALARM", "ATTENDEE"):
        assert told not in words.replace("CALENDAR", ""), told


def test_the_two_feeds_cannot_be_laid_side_by_side(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    uids = [{str(one["uid"]) for one in events(actions.make_feed(who.anew()))} for who in pair]
    assert uids[0].isdisjoint(uids[1])
    assert uids[0] == {str(one["uid"]) for one in events(actions.make_feed(ana.anew()))}


def test_it_holds_what_both_agreed_to_and_nothing_else(pair: Pair) -> None:
    ana, ben = pair
    token = actions.make_feed(ana.anew())
    made = suggested(ana)
    assert events(token) == []
    actions.answer(ben.anew(), made, Deed.ACCEPT)
    assert len(events(token)) == 1
    actions.answer(ben.anew(), made, Deed.CALL_OFF)
    assert events(token) == []


def test_a_pause_and_a_quiet_leaving_empty_both_feeds_alike_and_going_on_fills_them(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    tokens = [actions.make_feed(who.anew()) for who in pair]
    full = [asked(token).content for token in tokens]
    empty = []
    for leave in (people.pause, lambda me: people.leave(me, Leaving.QUIETLY)):
        leave(ana.anew())
        empty.append([asked(token).content for token in tokens])
        if leave is people.pause:
            people.resume(ana.anew())
            assert [asked(token).content for token in tokens] == full
    assert empty[0] == empty[1]
    assert all(b"VEVENT" not in each for each in empty[0])


def test_when_one_leaves_and_says_so_neither_calendar_shows_anything(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    tokens = [actions.make_feed(who.anew()) for who in pair]
    people.leave(ben.anew(), Leaving.WITH_A_WORD, word="")
    assert [events(token) for token in tokens] == [[], []]


def test_an_address_from_a_pair_that_was_left_tells_nothing_about_the_next_one(pair: Pair, cleo: Cast) -> None:
    ana, _ben = pair
    token = actions.make_feed(ana.anew())
    people.leave(ana.anew(), Leaving.QUIETLY)
    bring_together(ana, cleo)
    agreed(ana, cleo)
    assert events(token) == []
    assert len(events(actions.make_feed(ana.anew()))) == 1
    assert events(token) == []


def test_an_old_address_is_dead_when_it_is_renewed_ended_or_its_person_is_gone(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    first = actions.make_feed(ana.anew())
    second = actions.make_feed(ana.anew())
    assert (asked(first).status_code, asked(second).status_code) == (404, 200)
    actions.end_feed(ana.anew())
    assert asked(second).status_code == 404
    third = actions.make_feed(ana.anew())
    road.erase(ana.anew())
    assert asked(third).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_changing_every_lock_ends_the_address(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    token = actions.make_feed(ana.anew())
    assert len(events(token)) == 1
    old = holders.pass_key_of(ana.me.person.holder, ana.passphrase)
    account_actions.new_keys(ana.anew(), old, "nine quiet walnut trees")
    assert asked(token).status_code == 404


def test_an_unknown_address_looks_like_any_missing_page(pair: Pair) -> None:
    unknown, missing = asked("A" * 43), Client().get("/calendar/none")
    assert unknown.status_code == missing.status_code == 404
    assert unknown.content == missing.content


def test_only_a_digest_is_kept(pair: Pair) -> None:
    ana, _ben = pair
    token = actions.make_feed(ana.anew())
    row = CalendarFeed.objects.get()
    assert len(token) == 43
    assert bytes(row.digest) not in (token.encode(), b"")
    assert token.encode() not in bytes(row.digest)


def test_it_needs_no_cookie_gives_none_and_knows_no_language(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    token = actions.make_feed(ana.anew())
    plain, signed_in = asked(token), browser_of(ben).get(f"/calendar/{token}.ics", headers={"accept-language": "de"})
    assert plain.content == signed_in.content
    assert dict(plain.headers) == dict(signed_in.headers)
    assert not plain.cookies and not signed_in.cookies
    assert plain.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert plain.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in plain.headers and "Vary" not in plain.headers
    assert Client().head(f"/calendar/{token}.ics").status_code == 200


def test_private_acts_change_nothing_in_it(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    tokens = [actions.make_feed(who.anew()) for who in pair]
    before = [asked(token).content for token in tokens]
    for number in range(3):
        growth.keep_check_in(ana.anew(), Answers({"tension": 90}, line=f"Afraid {number}."))
    account_actions.make_sheet(ana.anew())
    suggested(ana, days=5)
    assert [asked(token).content for token in tokens] == before


def test_what_is_over_leaves_the_calendar(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    token = actions.make_feed(ana.anew())
    with seam.pretend_it_is(seam.now() + timedelta(days=4)):
        assert events(token) == []


def test_nobody_on_their_own_has_one(cleo: Cast) -> None:
    with pytest.raises(Refused, match="alone"):
        actions.make_feed(cleo.anew())


def test_the_page_shows_the_address_once(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    browser = browser_of(ana)
    assert "/calendar/" not in browser.get("/account/calendar/").content.decode().replace("/account/calendar/", "")
    made = browser.post("/account/calendar/", {"do": "make"}).content.decode()
    address = made.partition('id="address" dir="ltr">')[2].partition("<")[0]
    assert address.startswith(f"{settings.SITE_URL}/calendar/")
    assert len(events(address.rpartition("/")[2].removesuffix(".ics"))) == 1
    again = browser.get("/account/calendar/").content.decode()
    assert address not in again and "Make a new one" in again
    assert browser.post("/account/calendar/", {"do": "end"}).status_code == 302
    assert "Make my address" in browser.get("/account/calendar/").content.decode()


def test_the_page_stands_behind_the_pin(pair: Pair) -> None:
    ana, _ben = pair
    assert "pin" in browser_of(ana, private=False).get("/account/calendar/").headers.get("Location", "")


ODD = ["a; b, c\\d", "two\nlines", "شكرا לך — RTL \u202e over", "💛" * 60, "x" * 80, "BEGIN:VEVENT", "=:;,\\n", "  "]


@pytest.mark.parametrize("what", ODD)
def test_a_file_of_ones_own_bears_any_title_whole(pair: Pair, what: str) -> None:
    ana, ben = pair
    made = agreed(ana, ben, on(what=what, minutes=45))
    answer = browser_of(ben, private=False).get(f"/us/times/{made}/notes.ics")
    assert answer.status_code == 200
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == (" ".join(what.split()) or "Time for a talk")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.ics"'


def test_there_is_a_file_only_of_what_is_agreed_and_only_for_the_two(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    made = suggested(ana)
    assert browser_of(ana).get(f"/us/times/{made}/notes.ics").status_code == 404
    actions.answer(ben.anew(), made, Deed.ACCEPT)
    assert browser_of(ana).get(f"/us/times/{made}/notes.ics").status_code == 200
    assert browser_of(cleo).get(f"/us/times/{made}/notes.ics").status_code == 404

"""Two people agree on a time, in two browsers; a calendar without a session shows it, as long as nobody rests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from goldseam.reminders import neutral
from tests.journeys.pages import chooses_a_pin, invites, joins, suggests
from tests.journeys.walker import Walker

if TYPE_CHECKING:
    from tests.command_line import Serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def come_together(ana: Walker, ben: Walker) -> None:
    for who in (ana, ben):
        who.go("/new/")
        who.signs_up()
        who.page.wait_for_url(re.compile(r":\d+/$"))
        chooses_a_pin(who)
    joins(ben, invites(ana))
    ana.go("/invite/")
    ana.press("Yes, let them in")


def makes_an_address(who: Walker) -> str:
    who.go("/account/calendar/")
    who.press("Make my address")
    return urlsplit(who.page.locator("#address").inner_text().strip()).path


def events(server: Serving, address: str) -> list[Any]:
    status, headers, text = server.get(address)
    assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert not headers["Set-Cookie"]
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_ana_suggests_ben_accepts_and_a_pause_empties_the_calendars(ana: Walker, ben: Walker, server: Serving) -> None:
    come_together(ana, ben)
    feeds = [makes_an_address(who) for who in (ana, ben)]
    assert [events(server, feed) for feed in feeds] == [[], []]

    address = suggests(ana, "Money for the holidays")
    assert "You suggest" in ana.reads()
    ben.go("/")
    assert "A time for you two?" in ben.reads()
    ben.follow("Look at it")
    assert "Ana suggests" in ben.reads() and "Money for the holidays" in ben.reads()
    ben.press("Yes, that suits me")

    for who in (ana, ben):
        who.go("/us/")
        assert "Agreed" in who.reads() and "Tomorrow at 20:00" in who.reads()
        who.go("/")
        assert "Tomorrow at 20:00: Money for the holidays" in who.reads()
    for feed in feeds:
        (event,) = events(server, feed)
        assert (str(event["summary"]), str(event["description"])) == (neutral.TITLE, neutral.TEXT)

    ana.go("/us/pause/")
    ana.press("Pause now")
    assert [events(server, feed) for feed in feeds] == [[], []]
    ben.go("/")
    assert "Money for the holidays" not in ben.reads()
    ben.go(address)
    assert "Your shared space is resting" in ben.reads()

    ana.go("/us/pause/")
    ana.press("I am ready to go on")
    assert [len(events(server, feed)) for feed in feeds] == [1, 1]

    ben.go(address)
    with ben.page.expect_download() as coming:
        ben.follow("Put it into my calendar")
    taken = Calendar.from_ical(coming.value.path().read_bytes())
    assert [str(event["summary"]) for event in taken.walk("VEVENT")] == ["Money for the holidays"]
    assert coming.value.suggested_filename == "notes.ics"

    ben.page.locator("main details summary", has_text="It doesn’t work out").click()
    ben.press("Call it off")
    assert "Called off" in ben.reads()
    assert [events(server, feed) for feed in feeds] == [[], []]


def test_what_ben_answers_is_on_anas_screen_without_a_reload(ana: Walker, ben: Walker) -> None:
    come_together(ana, ben)
    address = suggests(ana)
    ana.page.evaluate("window.untouched = true")
    ben.go(address)
    ben.press("Yes, that suits me")
    ana.page.get_by_text("You have both said yes").wait_for(timeout=15_000)
    assert ana.page.evaluate("window.untouched")

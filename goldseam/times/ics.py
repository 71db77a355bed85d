"""Times as calendars read them (RFC 5545). A feed is neutral for everybody; a file that somebody takes bears its title.

Moments are written in UTC: each is a single one, and a calendar shows it on its owner's clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from goldseam.reminders import neutral
from goldseam.times.models import AgreedTime

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MINUTES = 30
"""Each event of a feed lasts as long as any other."""
ASK_AGAIN = timedelta(hours=1)


def feed(agreed: Iterable[AgreedTime]) -> bytes:
    """The same words in each event, whatever it is for; a random name for each, which the other's feed doesn't have."""
    calendar = _calendar()
    calendar.add("x-wr-calname", neutral.TITLE)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", ASK_AGAIN)
    for each in agreed:
        event = _event(each.pk, each.at, MINUTES, neutral.TITLE)
        event.add("description", neutral.TEXT)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def one(time_id: UUID, at: datetime, minutes: int, title: str) -> bytes:
    """One agreed time for the calendar of who asked for it, with its title and its true length."""
    calendar = _calendar()
    calendar.add_component(_event(time_id, at, minutes, title))
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    from icalendar import Calendar  # brought in by the first calendar that asks: it is large, and many never do

    calendar = Calendar()
    calendar.add("prodid", "-//Notes//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def _event(event_id: UUID, at: datetime, minutes: int, title: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", str(event_id))
    event.add("dtstamp", at)  # the moment itself: when it was agreed is nobody's business
    event.add("dtstart", at)
    event.add("dtend", at + timedelta(minutes=minutes))
    event.add("summary", title)
    event.add("class", "PRIVATE")
    return event

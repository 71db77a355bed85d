"""When a message may go. Plain Python: no Django, no clock, no database; `now` is passed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

LEASE = timedelta(minutes=2)
"""How long a worker may keep what it took. Then another takes it: the first is dead, or as good as dead."""
GOING_SECONDS = 6.0
"""The most that handing over one message may take, from the last question about consent to the last byte."""
SLOTS_MOST = 6
FIRST_WAIT, LONGEST_WAIT, LONGEST_ASKED = timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=6)


class NotAClock(ValueError):
    """What was typed is no time of day, no known zone, or too much of it."""


@dataclass(frozen=True)
class Slots:
    """The times of a day at which a person wants to hear, on the clock where they live."""

    zone: str = "UTC"
    times: tuple[time, ...] = (time(8), time(20))

    def __post_init__(self) -> None:
        if self.zone not in known_zones() or not 1 <= len(self.times) <= SLOTS_MOST:
            raise NotAClock(self.zone)


def known_zones() -> frozenset[str]:
    global _zones
    if not _zones:
        _zones = frozenset(available_timezones()) | {"UTC"}
    return _zones


_zones: frozenset[str] = frozenset()


def read_times(words: Iterable[str]) -> tuple[time, ...]:
    """`08:00`, `20:00` and so on, each once and in their order. Raises NotAClock."""
    found = set()
    for word in words:
        hour, colon, minute = word.strip().partition(":")
        if not (colon and hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
            raise NotAClock(word)
        try:
            found.add(time(int(hour), int(minute)))
        except ValueError as error:
            raise NotAClock(word) from error
    if not 1 <= len(found) <= SLOTS_MOST:
        raise NotAClock(str(len(found)))
    return tuple(sorted(found))


def next_slot(after: datetime, slots: Slots) -> datetime:
    """The first slot strictly after a moment, in UTC.

    A time that summer time skips comes as much later as the clock was moved; one that comes twice counts the first
    time. So every day has each of its slots once, whatever the clocks do.
    """
    zone = ZoneInfo(slots.zone)
    today = after.astimezone(zone).date()
    moments = (_moment(today + timedelta(days=away), at, zone) for away in range(-2, 4) for at in slots.times)
    return min(moment for moment in moments if moment > after)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)  # fold=0: before a gap's change, and a fold's first time


def is_too_late(at: datetime, too_late: timedelta, now: datetime) -> bool:
    return now > at + too_late


def wait_before_try(tries: int, chance: float) -> timedelta:
    """Twice as long each time, up to a quarter of an hour; `chance` (0 to 1) spreads those that failed together."""
    longest: timedelta = min(FIRST_WAIT * int(2 ** min(tries, 12)), LONGEST_WAIT)
    return longest * (0.5 + chance / 2)


def wait_that_was_asked(asked: str, least: timedelta) -> timedelta:
    """A push service's Retry-After in seconds, never less than our own wait and never more than six hours."""
    seconds = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    return max(least, min(timedelta(seconds=seconds), LONGEST_ASKED))

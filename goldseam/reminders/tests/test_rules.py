"""Slots on every clock: each once a day, also when the clocks change; and waits that grow."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldseam.reminders import rules
from goldseam.reminders.rules import NotAClock, Slots

LISBON = "Europe/Lisbon"
ZONES = [
    "UTC",
    LISBON,
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
]
moments = some.datetimes(datetime(2009, 1, 1), datetime(2037, 1, 1), timezones=some.just(UTC))
clocks = some.builds(
    Slots,
    some.sampled_from(ZONES),
    some.sets(some.times().map(lambda at: at.replace(second=0, microsecond=0)), min_size=1, max_size=6).map(
        lambda found: tuple(sorted(found))
    ),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(moments, clocks)
def test_the_next_slot_is_later_and_soon_and_none_lies_between(now: datetime, slots: Slots) -> None:
    found = rules.next_slot(now, slots)
    assert now < found <= now + timedelta(hours=50)  # Apia once skipped a whole day
    assert rules.next_slot(found - timedelta(microseconds=1), slots) == found
    assert rules.next_slot(now + (found - now) / 2, slots) == found


@given(moments, clocks)
def test_it_shows_a_chosen_time_on_that_clock_unless_the_clock_skipped_it(now: datetime, slots: Slots) -> None:
    found = rules.next_slot(now, slots)
    there = found.astimezone(ZoneInfo(slots.zone))
    if there.time() not in slots.times:
        before = (found - timedelta(hours=25)).astimezone(there.tzinfo).utcoffset()
        assert there.utcoffset() != before  # an hour, or a day, was taken out just before


@given(some.sampled_from(ZONES), some.dates(datetime(2009, 1, 5).date(), datetime(2036, 1, 1).date()), some.times())
def test_a_year_has_each_slot_about_once_a_day(zone: str, day: object, at: time) -> None:
    assert hasattr(day, "year")
    slots, now = Slots(zone, (at.replace(second=0, microsecond=0),)), datetime(day.year, 1, 1, tzinfo=UTC)
    count, end = 0, datetime(day.year, 2, 1, tzinfo=UTC)
    while (now := rules.next_slot(now, slots)) < end:
        count += 1
    assert 29 <= count <= 32


def test_a_time_that_summer_time_skips_comes_an_hour_later_that_day() -> None:
    slots = Slots(LISBON, (time(1, 30),))  # on 29 March 2026 one o'clock becomes two
    assert rules.next_slot(utc("2026-03-29T00:00"), slots) == utc("2026-03-29T01:30")
    assert rules.next_slot(utc("2026-03-29T01:30"), slots) == utc("2026-03-30T00:30")


def test_a_time_that_comes_twice_counts_once() -> None:
    slots = Slots(LISBON, (time(1, 30),))  # on 25 October 2026 two o'clock becomes one
    first = rules.next_slot(utc("2026-10-24T12:00"), slots)
    assert first == utc("2026-10-25T00:30")
    assert rules.next_slot(first, slots) == utc("2026-10-26T01:30")


def test_two_times_that_fall_together_on_that_day_are_one_moment() -> None:
    slots = Slots(LISBON, (time(1, 30), time(2, 30)))
    first = rules.next_slot(utc("2026-03-29T00:00"), slots)
    assert rules.next_slot(first, slots) == utc("2026-03-30T00:30")


@pytest.mark.parametrize(
    "words", [[], ["8"], ["25:00"], ["08:60"], ["aa:bb"], ["-1:00"], ["٠٨:٠٠"], [f"{hour:02}:00" for hour in range(7)]]
)
def test_what_is_no_time_is_refused(words: list[str]) -> None:
    with pytest.raises(NotAClock):
        rules.read_times(words)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(NotAClock):
        Slots("Mars/Base")


@given(some.integers(0, 10_000), some.floats(0, 1))
def test_waits_grow_to_a_quarter_of_an_hour_and_never_vanish(tries: int, chance: float) -> None:
    wait = rules.wait_before_try(tries, chance)
    assert timedelta(seconds=15) <= wait <= rules.LONGEST_WAIT
    assert rules.wait_before_try(tries, 1.0) <= rules.wait_before_try(tries + 1, 1.0)


@given(some.text(max_size=30))
def test_whatever_a_service_asks_for_the_wait_is_bounded(asked: str) -> None:
    least = timedelta(seconds=30)
    assert least <= rules.wait_that_was_asked(asked, least) <= rules.LONGEST_ASKED
    assert rules.wait_that_was_asked("600", least) == timedelta(seconds=600)

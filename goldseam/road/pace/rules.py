"""Which words Today has for somebody on their road. Plain Python: no Django, no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goldseam.road.plan.rules import Rulebook

FIRST_DAYS = 2
LAST_DAYS = 7
LOOK_DAYS = 7
BACK_DAYS = 28
TALKED_DAYS = 3
HARD_DAYS = 7
LOW_BELOW, HIGH_ABOVE = 36, 64
"""Thirds of a slider, as check-ins tell them in words."""


class Tone(StrEnum):
    """Where somebody stands on their road. Nothing in it says what the other did, or what wasn't done."""

    MAKE = "make"
    LATER = "begins-later"
    ABSENT = "absent"
    OVER = "over"
    LOOK = "look"
    BACK = "back"
    NOTHING = ""
    HARD = "hard"
    TALKED = "talked"
    LAST = "last"
    FIRST = "first"
    ALONE = "alone"
    MIDDLE = "middle"


STEP_TONES = frozenset({Tone.HARD, Tone.TALKED, Tone.LAST, Tone.FIRST, Tone.ALONE, Tone.MIDDLE})
"""Those that go with a next step."""


@dataclass(frozen=True)
class Place:
    """Where a person stands: days only. `touched` is their own last deed; `back_due` a look back that is due."""

    today: date
    begun: date | None = None
    start: date | None = None
    end: date | None = None
    ended: date | None = None
    touched: date | None = None
    back_due: int = 0
    is_fresh: bool = False
    """Nothing was chosen or done since the road was made."""


def frame_tone(place: Place, book: Rulebook) -> Tone | None:
    """What is said whatever the next step is; None when the next step is to be told."""
    if place.begun is None or place.start is None or place.end is None:
        return Tone.MAKE
    if place.ended is not None:
        return Tone.BACK if place.back_due else Tone.NOTHING
    if place.today < place.start:
        return Tone.LATER
    if place.touched is not None and (place.today - max(place.touched, place.start)).days >= book.absent_days:
        return Tone.ABSENT
    if place.today >= place.end:
        return Tone.OVER
    return None


def is_time_to_look(place: Place, looked: date | None, book: Rulebook) -> bool:
    """Every few weeks, for a week; not when somebody looked in that time."""
    if place.start is None or place.today < place.start:
        return False
    weeks = (place.today - place.start).days // 7
    is_week = weeks > 0 and weeks % book.look_weeks == 0
    return is_week and (looked is None or (place.today - looked).days >= 7 * book.look_weeks - LOOK_DAYS)


def step_tone(place: Place, *, hard: bool, talked: bool, is_alone: bool) -> Tone:
    """The words that go with the next step. What was hard comes before everything."""
    if hard:
        return Tone.HARD
    if talked:
        return Tone.TALKED
    if place.end is not None and place.today >= place.end - timedelta(days=LAST_DAYS):
        return Tone.LAST
    if place.is_fresh and place.begun is not None and (place.today - place.begun).days < FIRST_DAYS:
        return Tone.FIRST
    return Tone.ALONE if is_alone else Tone.MIDDLE


def sounds_hard(values: Mapping[str, int]) -> bool:
    """By one's own newest check-in: tense, or far away and weighed down."""
    tense = values.get("tension", 0) > HIGH_ABOVE
    far = values.get("closeness", 100) < LOW_BELOW
    return tense or (far and values.get("stress", 0) > HIGH_ABOVE)


def back_due(today: date, done: Sequence[int], dues: Mapping[int, date]) -> int:
    """The latest look back that has come and wasn't taken; none stays for longer than four weeks."""
    for months, due in sorted(dues.items(), reverse=True):
        if 0 <= (today - due).days < BACK_DAYS:
            return 0 if months in done else months
    return 0

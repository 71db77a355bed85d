"""Weeks of answers, made up, for tests of one's own insights."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from conftest import Cast
from goldseam.growth import actions
from goldseam.growth.rules import Answers
from goldseam.vault import seam

SEED = 63
Course = Callable[[int], float]
"""A level for each day, counted back from today: 0 is today."""


def today() -> date:
    return timezone.localdate(seam.now())


def steady(level: float) -> Course:
    return lambda _ago: level


def fallen(before: float, after: float, ago: int) -> Course:
    """One level until so many days ago, another one since."""
    return lambda day: before if day > ago else after


def points(course: Course, days: Sequence[int], *, noise: float = 8, seed: int = SEED) -> list[tuple[date, float]]:
    """Answers round a course, oldest first."""
    chance = random.Random(seed)
    told = ((day, course(day) + chance.gauss(0, noise)) for day in sorted(days, reverse=True))
    return [(today() - timedelta(days=day), float(round(min(max(value, 0), 100)))) for day, value in told]


def lived(who: Cast, days: Sequence[int], **courses: Course) -> None:
    """Check-ins on these days."""
    drawn = {part: dict(points(course, days, seed=SEED + len(part))) for part, course in courses.items()}
    for ago in sorted(days, reverse=True):
        day = today() - timedelta(days=ago)
        moment = timezone.make_aware(datetime(day.year, day.month, day.day, 6))
        with seam.pretend_it_is(min(moment, seam.now())):
            actions.keep_check_in(who.me, Answers({part: int(drawn[part][day]) for part in courses}))

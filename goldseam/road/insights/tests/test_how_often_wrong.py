"""How often unchanged weeks are called a move, and how soon a real one is told. docs/algorithms/own-insights.md.

The short form runs always; with GOLDSEAM_PROVE=1 it is the whole one, and prints the figures of that page.
"""

from __future__ import annotations

import os
import random
from datetime import date, timedelta

import pytest

from goldseam.road.insights.rules import Move
from goldseam.road.insights.working import insights_of

SEED = 63
WHOLE = bool(os.environ.get("GOLDSEAM_PROVE"))
PEOPLE = 400 if WHOLE else 10
START = date(2026, 1, 1)
DAYS, LOOKS, MISSING = 126, 12, 0.3
Points = list[tuple[date, float]]


def lived(
    chance: random.Random, *, noise: float = 12, stays: float = 0.0, falls: float = 0.0, at: int = DAYS
) -> Points:
    """Answers of `DAYS` days round one level. `stays`: how much of a day's mood is left a day later; `falls`: so many
    points lower from the day `at` on."""
    level, mood, points = chance.uniform(35, 65), 0.0, []
    for day in range(DAYS):
        mood = stays * mood + chance.gauss(0, noise * (1 - stays**2) ** 0.5)
        if chance.random() > MISSING:
            value = level - (falls if day >= at else 0) + mood
            points.append((START + timedelta(days=day), float(round(min(max(value, 0), 100)))))
    return points


def told_at(points: Points, day: int) -> Move | None:
    there = [point for point in points if point[0] <= START + timedelta(days=day)]
    return insights_of({"closeness": there}, START + timedelta(days=day))[0].known.move


def moved(points: Points) -> bool:
    """Was a move told at any of twelve looks, a week apart?"""
    looks = (DAYS - 1 - 7 * look for look in range(LOOKS))
    return any(told_at(points, day) in (Move.MORE, Move.LESS) for day in looks)


@pytest.mark.parametrize(("name", "stays", "most"), [("each day by itself", 0.0, 0.05), ("moods that last", 0.5, 0.2)])
def test_unchanged_weeks_are_seldom_called_a_move_at_any_of_twelve_looks(name: str, stays: float, most: float) -> None:
    chance = random.Random(SEED)
    wrong = sum(moved(lived(chance, stays=stays)) for _ in range(PEOPLE)) / PEOPLE
    print(f"seed {SEED}, {PEOPLE} people, {name}: {wrong:.1%} told of a move in twelve weekly looks")
    assert wrong <= most + 2 * (most / PEOPLE) ** 0.5


@pytest.mark.parametrize("falls", [12, 24])
def test_a_fall_that_stays_is_told_after_some_weeks(falls: int) -> None:
    chance, ago = random.Random(SEED), 21
    found = [told_at(lived(chance, falls=falls, at=DAYS - ago), DAYS - 1) for _ in range(PEOPLE)]
    right, wrong = (sum(move is which for move in found) / PEOPLE for which in (Move.LESS, Move.MORE))
    print(f"seed {SEED}, {PEOPLE} people, {falls} lower for {ago} days: told {right:.0%}, the wrong way {wrong:.0%}")
    assert wrong == 0 and right >= ((0.5 if WHOLE else 0.1) if falls == 24 else 0)

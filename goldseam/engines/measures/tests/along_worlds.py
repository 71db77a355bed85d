"""Pairs for whom nothing helps, and what drives their marked days: worlds in which a claim would be false.

A value is a mood that hangs on yesterday's, in standard deviations; the two partners' moods are alike to .4. What is
asked of a world is when days are marked and what else moves the mood. `effect` adds something true to the day after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FIRST = 738_886  # a Monday


@dataclass(frozen=True)
class Pair:
    """What an app would have: days and values (0–100) of each, and the marked days."""

    days_one: list[int]
    one: list[float]
    days_other: list[int]
    other: list[float]
    marked: set[int]


@dataclass(frozen=True)
class World:
    """`chance(day, moods, hidden)`: how likely a day is marked, given both moods so far (days × 2) and what is hidden.
    `moves(rng, days)`: what is hidden, one figure a day, added to both moods. Answers are missing by chance, or when a
    mood is low, or for ten days when one partner is away; `hang`: a marked day brings the next with this chance."""

    chance: Callable[[int, Floats, Floats], float]
    moves: Callable[[np.random.Generator, int], Floats] = field(default=lambda _rng, days: np.zeros(days))
    memory: float = 0.4
    noise: float = 0.0
    missing: float = 0.0
    missing_when_low: float = 0.0
    answer: Callable[[Floats], Floats] = field(default=lambda mood: 55 + 15 * mood)
    heavy: bool = False
    away: bool = False
    hang: float = 0.0


def pair(world: World, rng: np.random.Generator, weeks: int, effect: float = 0.0) -> Pair:
    days = weeks * 7
    hidden = world.moves(rng, days)
    lived, told, marked = _lived(world, rng, hidden, effect)
    answers = world.answer(told)
    unseen = rng.random((days, 2)) < world.missing + world.missing_when_low * (lived < -0.5)
    if world.away:
        start = int(rng.integers(14, days - 14))
        unseen[start : start + 10, 1] = True
        marked[start : start + 10] = False
    numbers = FIRST + np.arange(days)
    seen = [numbers[~unseen[:, person]].tolist() for person in (0, 1)]
    said = [answers[~unseen[:, person], person].tolist() for person in (0, 1)]
    return Pair(seen[0], said[0], seen[1], said[1], set(numbers[marked].tolist()))


def _lived(
    world: World, rng: np.random.Generator, hidden: Floats, effect: float
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    days, keep = hidden.size, np.sqrt(1 - world.memory**2)
    shocks = rng.standard_t(3, (days, 2)) / np.sqrt(3) if world.heavy else rng.normal(size=(days, 2))
    shocks[:, 1] = 0.4 * shocks[:, 0] + np.sqrt(1 - 0.16) * shocks[:, 1]
    noise = world.noise * rng.normal(size=(days, 2))
    mood, lived, marked = np.zeros(2), np.zeros((days, 2)), np.zeros(days, dtype=bool)
    for day in range(days):
        mood = world.memory * mood + keep * shocks[day] + effect * bool(day and marked[day - 1])
        lived[day] = mood + hidden[day]
        again = world.hang if day and marked[day - 1] else 0.0
        marked[day] = rng.random() < again + (1 - again) * world.chance(day, lived[: day + 1], hidden)
    return lived, lived + noise, marked


def logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


def spells(rng: np.random.Generator, days: int, *, stay: float = 0.9, size: float = 0.8) -> Floats:
    state, line = rng.random() < 0.5, np.zeros(days)
    for day in range(days):
        state = state if rng.random() < stay else not state
        line[day] = size * (state - 0.5)
    return line


def weekends(_rng: np.random.Generator, days: int) -> Floats:
    return np.where(np.arange(days) % 7 >= 5, 0.8, -0.3) * 1.0


def paydays(rng: np.random.Generator, days: int) -> Floats:
    return np.where((np.arange(days) + int(rng.integers(30))) % 30 < 4, 1.2, -0.2)


def jump(rng: np.random.Generator, days: int) -> Floats:
    at = int(rng.integers(days // 4, 3 * days // 4))
    return np.where(np.arange(days) < at, -0.75, 0.75)


def rising(_rng: np.random.Generator, days: int) -> Floats:
    return np.linspace(-0.75, 0.75, days)


def illness(rng: np.random.Generator, days: int) -> Floats:
    line = np.full(days, 0.1)
    for start in rng.integers(0, days, max(1, days // 40)):
        line[start : start + 5] = -1.2
    return line


def walk(rng: np.random.Generator, days: int) -> Floats:
    return np.cumsum(rng.normal(0, 0.12, days))


def seven_steps(mood: Floats) -> Floats:
    return np.clip(np.rint(5.5 + 1.2 * mood), 1, 7)


def near_the_top(mood: Floats) -> Floats:
    return np.clip(np.rint(90 + 15 * mood), 0, 100)


def near_the_floor(mood: Floats) -> Floats:
    return np.clip(np.rint(10 + 15 * mood), 0, 100)


def coin(_day: int, _lived: Floats, _hidden: Floats) -> float:
    return 0.35


def when_low(_day: int, lived: Floats, _hidden: Floats) -> float:
    return logistic(-0.8 - 1.2 * float(lived[-1].mean()))


def when_high(_day: int, lived: Floats, _hidden: Floats) -> float:
    return logistic(-0.8 + 1.2 * float(lived[-1].mean()))


def after_good_days(_day: int, lived: Floats, _hidden: Floats) -> float:
    return logistic(-0.8 + 1.5 * float(lived[-3:].mean()))


def more_often(day: int, _lived: Floats, hidden: Floats) -> float:
    return 0.1 + 0.5 * day / hidden.size


def in_high_times(day: int, _lived: Floats, hidden: Floats) -> float:
    return 0.6 if hidden[day] > 0 else 0.15


def the_coin_suggests(_day: int, _lived: Floats, _hidden: Floats) -> float:
    return 0.5


def before_high_days(day: int, _lived: Floats, hidden: Floats) -> float:
    return 0.7 if hidden[min(day + 1, hidden.size - 1)] > 0 else 0.15


OBSERVED: dict[str, World] = {
    "a coin": World(coin),
    "they talk when it is bad": World(when_low),
    "they talk when it is good": World(when_high),
    "more often as things improve": World(more_often, moves=rising),
    "a calm spell, but the coin suggests": World(the_coin_suggests, moves=spells),
}
HIDDEN: dict[str, World] = {"a calm spell brings both": World(in_high_times, moves=spells)}
OTHERS: dict[str, World] = {
    "a coin, three in ten missing": World(coin, missing=0.3),
    "bad, three in ten missing": World(when_low, missing=0.3),
    "good, three in ten missing": World(when_high, missing=0.3),
    "good, no answer when low": World(when_high, missing=0.1, missing_when_low=0.4),
    "coin, days hang together .9": World(coin, memory=0.9),
    "bad, days hang together .9": World(when_low, memory=0.9),
    "good, days hang together .9": World(when_high, memory=0.9),
    "good, heavy tails": World(when_high, heavy=True),
    "good, the answer is noisy": World(when_high, noise=0.7),
    "bad, the answer is noisy": World(when_low, noise=0.7),
    "after some good days": World(after_good_days),
    "after some good days, noisy": World(after_good_days, noise=0.7),
    "runs of marks": World(coin, hang=0.6),
    "runs of marks, .9": World(coin, hang=0.6, memory=0.9),
    "weekends": World(before_high_days, moves=weekends),
    "a walk": World(coin, moves=walk),
    "good, a walk": World(when_high, moves=walk),
    "good, seven steps": World(when_high, answer=seven_steps),
    "good, near the top": World(when_high, answer=near_the_top),
    "bad, near the floor": World(when_low, answer=near_the_floor),
    "partner away": World(coin, away=True),
}
OTHERS_HIDDEN: dict[str, World] = {
    "calm spell, three in ten missing": World(in_high_times, moves=spells, missing=0.3),
    "long calm spells": World(in_high_times, moves=lambda rng, days: spells(rng, days, stay=0.96)),
    "short calm spells": World(in_high_times, moves=lambda rng, days: spells(rng, days, stay=0.75)),
    "strong calm spells": World(in_high_times, moves=lambda rng, days: spells(rng, days, size=1.5)),
    "one jump": World(in_high_times, moves=jump),
    "paydays": World(in_high_times, moves=paydays),
    "illness": World(in_high_times, moves=illness),
}

"""Made-up lives in which the true level is known: how often bands hold it, and whether chances come true as often as
said.

`python -m benchmarks.levels` prints all of them; test_levels_hold.py asks a few.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from goldseam.engines.measures.levels import Change, Levels, level

Floats = npt.NDArray[np.float64]
Chance = np.random.Generator


def walk(chance: Chance, days: int, step: float, start: float = 60.0) -> Floats:
    return np.asarray(start + np.cumsum(chance.normal(0, step, days)))


def plain(step: float, noise: float, start: float = 60.0) -> Callable[[Chance, int], tuple[Floats, Floats]]:
    def life(chance: Chance, days: int) -> tuple[Floats, Floats]:
        true = walk(chance, days, step, start)
        return true, true + chance.normal(0, noise, days)

    return life


def heavy_tailed(chance: Chance, days: int) -> tuple[Floats, Floats]:
    true = walk(chance, days, 2)
    return true, true + chance.standard_t(3, days) * 10 / np.sqrt(3)


def outliers(chance: Chance, days: int) -> tuple[Floats, Floats]:
    true = walk(chance, days, 2)
    return true, true + chance.normal(0, 1, days) * np.where(chance.random(days) < 0.07, 35, 7)


def jumping(by: float, last: int) -> Callable[[Chance, int], tuple[Floats, Floats]]:
    """A jump at any day but the first quarter and the `last` ones."""

    def life(chance: Chance, days: int) -> tuple[Floats, Floats]:
        true = walk(chance, days, 1)
        true[chance.integers(days // 4, days - last) :] += by * chance.choice([-1, 1])
        return true, true + chance.normal(0, 8, days)

    return life


def coming_back(chance: Chance, days: int) -> tuple[Floats, Floats]:
    """A level that is drawn back to 60 day by day: no walk at all."""
    true = np.empty(days)
    true[0] = chance.normal(0, 10)
    for day in range(1, days):
        true[day] = 0.9 * true[day - 1] + chance.normal(0, 10 * np.sqrt(1 - 0.81))
    return true + 60, true + 60 + chance.normal(0, 10, days)


def sinking(chance: Chance, days: int) -> tuple[Floats, Floats]:
    true = walk(chance, days, 0.5, 75) - 0.8 * np.arange(days)
    return true, true + chance.normal(0, 10, days)


def weekly(chance: Chance, days: int) -> tuple[Floats, Floats]:
    true = walk(chance, days, 2)
    return true, true + 6 * np.sin(2 * np.pi * np.arange(days) / 7) + chance.normal(0, 9, days)


def people_differ(chance: Chance, days: int) -> tuple[Floats, Floats]:
    step, noise = np.exp(chance.uniform(np.log([0.5, 3]), np.log([5, 25])))
    return plain(step, noise, chance.uniform(30, 80))(chance, days)


def near_the_top(chance: Chance, days: int) -> tuple[Floats, Floats]:
    """A level that the slider's end turns back."""
    true = 100 - np.abs(100 - walk(chance, days, 1.5, 93))
    return true, true + chance.normal(0, 8, days)


def at_random(chance: Chance, true: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray(chance.random(len(true)) < 0.7)


def in_clusters(chance: Chance, true: Floats) -> npt.NDArray[np.bool_]:
    """Spells of answering and of silence, 70 % and 30 % of days, five days a silence."""
    seen, now = np.empty(len(true), dtype=bool), True
    for day in range(len(true)):
        now = chance.random() < (1 - 0.3 / 3.5 if now else 0.2)
        seen[day] = now
    return seen


def less_when_low(chance: Chance, true: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray(chance.random(len(true)) < np.where(true < np.median(true), 0.5, 0.9))


@dataclass(frozen=True)
class World:
    name: str
    life: Callable[[Chance, int], tuple[Floats, Floats]]
    seen: Callable[[Chance, Floats], npt.NDArray[np.bool_]] = at_random
    low: float = 0.0
    high: float = 100.0
    steps: int | None = None


@dataclass
class Tally:
    """Of all series: whether the band held the last day's level, a middle day's, and the change of half the time."""

    now: list[bool] = field(default_factory=list)
    middle: list[bool] = field(default_factory=list)
    change: list[bool] = field(default_factory=list)
    wide: list[float] = field(default_factory=list)
    said_lower: list[float] = field(default_factory=list)
    was_lower: list[bool] = field(default_factory=list)

    def add(self, found: Levels, true: Floats) -> None:
        """`true` has a level for each of `found`'s days."""
        last, middle = len(true) - 1, len(true) // 2
        ago = last - last // 2
        difference = found.change(ago)
        assert isinstance(difference, Change)
        self.now.append(found.now.low <= true[last] <= found.now.high)
        self.middle.append(bool(found.low[middle] <= true[middle] <= found.high[middle]))
        self.change.append(difference.band.low <= true[last] - true[last - ago] <= difference.band.high)
        self.wide.append(found.now.wide)
        self.said_lower.append(difference.p_lower)
        self.was_lower.append(bool(true[last] < true[last - ago]))

    def came_true(self, least: float, most: float) -> tuple[float, float, int]:
        """Of series told a chance from `least` to `most`: the chance said, how often it came true, how many."""
        said, was = np.array(self.said_lower), np.array(self.was_lower)
        here = (said >= least) & (said < most)
        return (float(said[here].mean()), float(was[here].mean()), int(here.sum())) if here.any() else (0.0, 0.0, 0)


def lived(world: World, days: int, count: int, seed: int) -> Tally:
    # Each world and length has chances of its own: with the same ones, all rows would be lucky together.
    chance, tally = np.random.default_rng([seed, days, zlib.crc32(world.name.encode())]), Tally()
    while len(tally.now) < count:
        true, felt = world.life(chance, days)
        seen = world.seen(chance, true)
        whole = np.clip(np.rint(felt), world.low, world.high)
        found = level(
            np.nonzero(seen)[0].tolist(),
            whole[seen].tolist(),
            low=world.low,
            high=world.high,
            steps=world.steps,
            until=days - 1,
        )
        if isinstance(found, Levels):
            tally.add(found, true[int(found.days[0]) :])
    return tally


USUAL = World("usual: walks 2, noise 10", plain(2, 10))
SEVEN = World("answers 1 to 7: walks .2, noise .8", plain(0.2, 0.8, 4.5), low=1, high=7, steps=7)
JUMP = World("one jump of 25", jumping(25, 2))
HEAVY = World("heavy-tailed days", heavy_tailed)
BARS = [USUAL, SEVEN, JUMP, HEAVY]
"""Those that have a figure to reach."""
WORLDS = [
    *BARS,
    World("usual, silences in clusters", plain(2, 10), in_clusters),
    World("usual, fewer answers when low", plain(2, 10), less_when_low),
    World("people differ", people_differ),
    World("slow: walks 1, noise 10", plain(1, 10)),
    World("fast: walks 4, noise 8", plain(4, 8)),
    World("still: walks 0, noise 10", plain(0, 10)),
    World("loud: walks 2, noise 25", plain(2, 25)),
    World("quiet: walks .5, noise 1", plain(0.5, 1)),
    World("all walk: walks 4, noise .5", plain(4, 0.5)),
    World("outliers, one in 14", outliers),
    World("one jump of 40, late", jumping(40, 1)),
    World("drawn back to 60", coming_back),
    World("sinking .8 a day", sinking),
    World("a rhythm of the week", weekly),
    World("near the top", near_the_top),
    World("answers 1 to 7: walks .3, noise 1.2", plain(0.3, 1.2, 4.5), low=1, high=7, steps=7),
    World("answers 1 to 5: walks .15, noise .6", plain(0.15, 0.6, 3.5), low=1, high=5, steps=5),
]

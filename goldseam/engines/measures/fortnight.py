"""A fortnight by chance: on which days something is suggested, and whether days after a suggestion were better.

Two weeks, seven days suggested. Every list of days that keeps the rules of `allowed` is as likely as any other, so what
would have come out under every other list can be worked out exactly (a randomisation test): no assumption about how
days hang together, about trends or about missing answers is needed. Days count as suggested, followed or not.

Too little is said as `NotEnough` with one of these words: "days" (the fortnight isn't over), "answers" (too few on the
days after), or what level two lacks.

Method, limits and what was measured: docs/algorithms/what-goes-along.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.day_after import Floats, checked
from goldseam.engines.measures.goes_along import Look

DAYS = 14
SUGGESTED = 7
LONGEST_RUN = 3
FEWEST_ANSWERS = 8
MOST_COUNTED = 4
LUCK_AT_MOST = 0.016
STEPS = 1024
SMALLEST_STEP = 1e-6
"""In standard deviations: what is smaller is the arithmetic's own dust, and dust has no luck."""


@dataclass(frozen=True)
class Fortnight:
    """Two weeks from the ordinal day `first_day`, and the days of them that were suggested.

    Raises ValueError when the days are none that `suggested_days` could have drawn.
    """

    first_day: int
    suggested: tuple[int, ...]

    def __post_init__(self) -> None:
        if self._days() not in _places():
            raise ValueError("These are no days that could have been drawn for this fortnight.")

    def _days(self) -> tuple[int, ...]:
        return tuple(day - self.first_day for day in self.suggested)

    @property
    def place(self) -> int:
        """Which of all lists that could have been drawn it is."""
        return _places()[self._days()]


@dataclass(frozen=True)
class Helped:
    """Level three. `helps` is the only thing to tell. `luck`: the share of all fortnights that could have been drawn
    under which days after a suggestion would have come out as well."""

    helps: bool
    luck: float


def suggested_days(generator: np.random.Generator, first_day: int) -> tuple[int, ...]:
    """Seven of the fourteen days from `first_day` on, as ordinal day numbers, increasing.

    >>> suggested_days(np.random.default_rng(5), 100) == suggested_days(np.random.default_rng(5), 100)
    True
    """
    lists = _lists()
    return tuple(first_day + day for day in lists[int(generator.integers(len(lists)))])


def helped(
    look: Look | NotEnough,
    days_one: Sequence[int],
    one: Sequence[float],
    days_other: Sequence[int],
    other: Sequence[float],
    fortnights: Sequence[Fortnight],
) -> Helped | NotEnough:
    """Level three for one kind: level two says `helpful`, and days after suggested days were better than chance makes.

    `fortnights` are all that the pair has had of this kind, in order; those that are not over by the last answer are
    left out, and after four the answer stands. Four looks at 1.6 % each are wrong in 5 % at most, all together: they
    are looks at one growing sum (Pocock, Biometrika 1977, 64, 191-199). Raises ValueError as `looks_helpful`.
    """
    if isinstance(look, NotEnough):
        return look
    people = [checked(days_one, one), checked(days_other, other)]
    last = max((int(days[-1]) for days, _ in people if days.size), default=0)
    over = [fortnight for fortnight in fortnights if fortnight.first_day + DAYS <= last]
    if not over:
        more = fortnights[-1].first_day + DAYS - last if fortnights else None
        return NotEnough("days", more, "No fortnight is over yet.")
    left = [_left_over(people, fortnight.first_day) for fortnight in over]
    counted = [(fortnight, sums) for fortnight, sums in zip(over, left, strict=True) if sums is not None]
    if not counted:
        return NotEnough("answers", None, f"At least {FEWEST_ANSWERS} answers of each are needed on the days after.")
    luck = _luck(counted[:MOST_COUNTED])
    return Helped(look.helpful and luck <= LUCK_AT_MOST, luck)


def _left_over(people: Sequence[tuple[NDArray[np.int64], Floats]], first_day: int) -> Floats | None:
    """What a straight line through the fortnight leaves on the day after each of its days, summed over both people."""
    total = np.zeros(DAYS)
    for days, values in people:
        at = days - first_day - 1
        seen = (at >= 0) & (at < DAYS)
        if int(seen.sum()) < FEWEST_ANSWERS:
            return None
        scale = float(np.std(values)) or 1.0
        line = np.column_stack([np.ones(int(seen.sum())), at[seen]])
        fitted = line @ np.linalg.lstsq(line, values[seen], rcond=None)[0]
        total[at[seen]] += (values[seen] - fitted) / scale
    return total


def _luck(counted: Sequence[tuple[Fortnight, Floats]]) -> float:
    """The share of all lists of days, over all fortnights at once, whose sum is at least the one that was drawn.

    Sums are rounded to a fine grid first; a rounded sum is as fair a measure as any, so the share stays exact.
    """
    step = max([float(np.abs(sums).sum()) / STEPS for _, sums in counted] + [SMALLEST_STEP])
    shares, least, drawn = np.ones(1), 0, 0
    for fortnight, sums in counted:
        rounded = np.rint(_table() @ sums / step).astype(np.int64)
        low = int(rounded.min())
        shares = np.convolve(shares, np.bincount(rounded - low) / rounded.size)
        least += low
        drawn += int(rounded[fortnight.place])
    return min(1.0, float(shares[drawn - least :].sum()))


@cache
def _lists() -> tuple[tuple[int, ...], ...]:
    """Every list of seven of fourteen days with three or four in each week and never more than three alike in a row."""
    return tuple(days for days in combinations(range(DAYS), SUGGESTED) if _is_fair(days))


def _is_fair(days: tuple[int, ...]) -> bool:
    line = "".join("x" if day in days else "-" for day in range(DAYS))
    too_long = any(mark * (LONGEST_RUN + 1) in line for mark in "x-")
    return line[: DAYS // 2].count("x") in (3, 4) and not too_long


@cache
def _places() -> dict[tuple[int, ...], int]:
    return {days: place for place, days in enumerate(_lists())}


@cache
def _table() -> Floats:
    """One line a list, one column a day: 1.0 where suggested."""
    return np.array([[float(day in days) for day in range(DAYS)] for days in _lists()])

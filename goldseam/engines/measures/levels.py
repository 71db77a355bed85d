"""Where somebody's level lies, how sure that is, and whether it is lower than it was, from answers on a slider.

An answer is the level of that day and some noise; the level walks. How fast it walks and how noisy answers are is not
known for one person with a few weeks of answers, so every pair of the two is weighed by how well it foretells the
answers, and all are mixed: a band from one best pair claims 90 % and holds 74-81 %. docs/algorithms/levels.md tells
it in words.

Words of `NotEnough` here: "answers" (fewer than FEWEST, `more` says how many are missing) and "days" (the first
answer is not that long ago, `more` says how many days).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from goldseam.engines.measures.answers import Band, NotEnough
from goldseam.engines.measures.walk import mixture, scales, smoother
from goldseam.engines.measures.walk.smoother import Floats

FEWEST = 5
"""Answers below which nothing is said."""
HELD = 0.9
FURTHEST = 20_000
"""Days from the first answer to the last beyond which the days are held to be a mistake."""


@dataclass(frozen=True)
class Belief:
    """What is thought of each day: normals, one a column, mixed by `weights` (columns,)."""

    weights: Floats
    mean: Floats
    sd: Floats
    with_last: Floats


@dataclass(frozen=True)
class Change:
    """The level of the last day less that of `days_ago` days before; all in the answers' unit."""

    days_ago: int
    mean: float
    band: Band
    p_lower: float
    p_higher: float


@dataclass(frozen=True)
class Levels:
    """A level for every day from the first answer on, also where nobody answered.

    `days`, `mean`, `low`, `high` are arrays of one length; `low` to `high` is meant to hold the day's level in 90 %
    of cases. The level is what the answers scatter round, so it may lie beyond the slider's ends: who would say more
    than 100 says 100. `on_the_slider()` gives the same cut to the ends, for pages.
    """

    days: npt.NDArray[np.int64]
    mean: Floats
    low: Floats
    high: Floats
    ends: tuple[float, float]
    answered: int
    noise: float
    """How far a day's answer usually lies from its level: the SD that the answers speak for."""
    belief: Belief = field(repr=False)

    @property
    def now(self) -> Band:
        return self.at(int(self.days[-1]))

    @property
    def now_mean(self) -> float:
        return float(self.mean[-1])

    def at(self, day: int) -> Band:
        """Raises ValueError for a day before the first answer or after the last day."""
        place = self._place(day)
        return Band(float(self.low[place]), float(self.high[place]), HELD)

    def change(self, days_ago: int) -> Change | NotEnough:
        """The last day's level less that of `days_ago` days before it, from what both have in common.

        Raises ValueError unless `days_ago` is above 0.
        """
        short = self._lacks(days_ago)
        if short:
            return short
        weights, mean, sd = self._difference(days_ago)
        low, high = (float(mixture.quantile(p, weights, mean[None], sd[None])[0]) for p in _tails())
        lower = float(mixture.share_below(0.0, weights, mean, sd))
        return Change(days_ago, float(mean @ weights), Band(low, high, HELD), lower, 1 - lower)

    def p_lower_by(self, points: float, days_ago: int) -> float | NotEnough:
        """How likely the last day's level lies more than `points` below that of `days_ago` days before it."""
        short = self._lacks(days_ago)
        return short or float(mixture.share_below(-points, *self._difference(days_ago)))

    def on_the_slider(self) -> Levels:
        """The same with every figure by day cut to the slider's ends."""
        mean, low, high = (np.clip(values, *self.ends) for values in (self.mean, self.low, self.high))
        return replace(self, mean=mean, low=low, high=high)

    def _place(self, day: int) -> int:
        place = day - int(self.days[0])
        if not 0 <= place < len(self.days):
            raise ValueError(f"Day {day} is not between {self.days[0]} and {self.days[-1]}.")
        return place

    def _lacks(self, days_ago: int) -> NotEnough | None:
        if days_ago <= 0:
            raise ValueError(f"{days_ago} days ago is not before the last day.")
        more = days_ago - (len(self.days) - 1)
        if more <= 0:
            return None
        return NotEnough("days", more, f"The first answer is not {days_ago} days ago: {more} more are needed.")

    def _difference(self, days_ago: int) -> tuple[Floats, Floats, Floats]:
        one = self.belief
        then = len(self.days) - 1 - days_ago
        variance = one.sd[-1] ** 2 + one.sd[then] ** 2 - 2 * one.with_last[then]
        return one.weights, one.mean[-1] - one.mean[then], np.sqrt(np.maximum(variance, 1e-12))


def level(
    days: Sequence[int],
    values: Sequence[float],
    *,
    low: float = 0.0,
    high: float = 100.0,
    steps: int | None = None,
    until: int | None = None,
) -> Levels | NotEnough:
    """The level behind `values` on `days`: ordinal day numbers, rising, with or without gaps; one value a day.

    `low` and `high` are the slider's ends; `steps` says how many answers there are between them, ends included, where
    it isn't a slider (7 for an answer from 1 to 7). `until` is the last day asked about, by default the last
    answer's.
    """
    given, said = _checked(days, values, low, high, steps)
    if len(said) < FEWEST:
        more = FEWEST - len(said)
        return NotEnough("answers", more, f"{more} more answers are needed.")
    last = int(given[-1]) if until is None else until
    if last < given[-1] or last - given[0] > FURTHEST:
        raise ValueError(f"Day {last} is before the last answer's, or too far from the first.")
    belief, noise = _believed(given, said, last, high - low, (high - low) / ((steps or 101) - 1))
    mean = belief.mean @ belief.weights
    under, over = (mixture.quantile(p, belief.weights, belief.mean, belief.sd) for p in _tails())
    return Levels(np.arange(given[0], last + 1), mean, under, over, (low, high), len(said), noise, belief)


def _tails() -> tuple[float, float]:
    return (1 - HELD) / 2, (1 + HELD) / 2


def _checked(
    days: Sequence[int], values: Sequence[float], low: float, high: float, steps: int | None
) -> tuple[npt.NDArray[np.int64], Floats]:
    given, said = np.asarray(days, dtype=np.int64), np.asarray(values, dtype=np.float64)
    if given.ndim != 1 or given.shape != said.shape:
        raise ValueError("There must be one value for each day.")
    if (np.diff(given) <= 0).any():
        raise ValueError("The days must rise.")
    if not low < high or not np.isfinite([low, high]).all():
        raise ValueError(f"A slider from {low} to {high} has no room.")
    if steps is not None and steps < 2:
        raise ValueError(f"{steps} steps leave nothing to choose from.")
    if not ((said >= low) & (said <= high)).all():
        raise ValueError(f"A value is outside {low} to {high}.")
    return given, said


def _believed(days: npt.NDArray[np.int64], said: Floats, until: int, wide: float, unit: float) -> tuple[Belief, float]:
    gaps = np.diff(days, prepend=days[0]).astype(np.float64)
    walk = scales.RATIOS**2
    columns = np.ones((1, len(walk)))
    start = np.repeat(said[:1], len(walk))
    forward = smoother.filtered(
        gaps, said[:, None] * columns, np.ones((len(days), 1)) * columns, walk, start, np.full(len(walk), 1e7)
    )
    weighed = scales.scales_of(forward, len(days), unit * unit / 12, wide)
    whole = smoother.on_every_day(days, until, forward, smoother.smoothed(forward), walk)
    weights = np.exp(weighed.weight - weighed.weight.max())
    weights /= weights.sum()
    kept = np.nonzero(weights > 1e-4 * weights.max())
    share = weights[kept] / weights[kept].sum()
    noise = weighed.noise[kept]
    ratio = kept[1]
    belief = Belief(
        share,
        whole.mean[:, ratio],
        np.sqrt(whole.variance[:, ratio]) * noise,
        whole.with_last[:, ratio] * noise**2,
    )
    return belief, float(np.exp(np.log(noise) @ share))

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
from goldseam.engines.measures.walk import belief, mixture
from goldseam.engines.measures.walk.belief import Belief
from goldseam.engines.measures.walk.given import Given, Slider, given, last_day
from goldseam.engines.measures.walk.smoother import Floats

FEWEST = 5
"""Answers below which nothing is said."""
HELD = 0.9


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
    spread: float
    """SD of the answers themselves."""
    thought: Belief = field(repr=False)

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
        ends = [mixture.quantile(share, weights, mean[None], sd[None])[0] for share in _tails()]
        # Levels beyond the slider's ends may lie far apart; no change is said to be more than the slider's width.
        wide = self.ends[1] - self.ends[0]
        middle, low, high = np.clip([mean @ weights, *ends], -wide, wide).tolist()
        lower = float(mixture.share_below(0.0, weights, mean, sd))
        return Change(days_ago, middle, Band(low, high, HELD), lower, 1 - lower)

    def p_lower_by(self, points: float, days_ago: int) -> float | NotEnough:
        """How likely the last day's level lies more than `points` below that of `days_ago` days before it."""
        short = self._lacks(days_ago)
        return short or float(mixture.share_below(-points, *self._difference(days_ago)))

    def p_higher_by(self, points: float, days_ago: int) -> float | NotEnough:
        """How likely it lies more than `points` above."""
        short = self._lacks(days_ago)
        return short or 1 - float(mixture.share_below(points, *self._difference(days_ago)))

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
        one = self.thought
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
    """The level behind `values` on `days`: whole day numbers, rising, with or without gaps; one value a day.

    `low` and `high` are the slider's ends. `steps` says how many answers there are, both ends included, where it
    isn't a slider (7 for an answer from 1 to 7). `until` is the last day asked about, by default the last answer's:
    with today there, silence since then widens the band. Raises ValueError for what can't be: values off the slider,
    days that don't rise, a last day before the last answer's. Figures are in the values' unit.

    >>> found = level([1, 2, 4, 5, 6, 9], [62, 55, 70, 58, 66, 61], until=9)
    >>> round(found.now_mean), round(found.now.low), round(found.now.high)
    (62, 56, 68)
    >>> level([1, 2, 4], [62, 55, 70])
    NotEnough(lacks='answers', more=2, reason='2 more answers are needed.')
    """
    return levels_of(days, [values], low=low, high=high, steps=steps, until=until)[0]


def levels_of(
    days: Sequence[int],
    series: Sequence[Sequence[float]],
    *,
    low: float = 0.0,
    high: float = 100.0,
    steps: int | None = None,
    until: int | None = None,
) -> list[Levels | NotEnough]:
    """The levels of several sliders that were answered on the same days: what `level` tells of each alone, in one go.

    >>> both = levels_of([1, 2, 4, 5, 6, 9], [[62, 55, 70, 58, 66, 61], [30, 35, 33, 41, 38, 40]], until=9)
    >>> [round(each.now_mean) for each in both]
    [62, 39]
    """
    slider = Slider(low, high, steps)
    answers = [given(days, values, slider) for values in series]
    if not answers:
        return []
    missing = FEWEST - len(days)
    if missing > 0:
        return [NotEnough("answers", missing, f"{missing} more answers are needed.") for _ in answers]
    last = last_day(answers[0], until)
    thoughts = _thoughts(answers, last)
    return [_levels(each, thought, last) for each, thought in zip(answers, thoughts, strict=True)]


def _levels(answers: Given, thought: Belief, last: int) -> Levels:
    slider = answers.slider
    under, over = (mixture.quantile(share, thought.weights, thought.mean, thought.sd) for share in _tails())
    # Nobody can tell levels beyond an end apart, so a band there reaches back to where the end's answer begins.
    under, over = np.minimum(under, slider.high - slider.unit / 2), np.maximum(over, slider.low + slider.unit / 2)
    every, mean = np.arange(answers.days[0], last + 1), thought.mean @ thought.weights
    spread = float(answers.values.std(ddof=1))
    return Levels(every, mean, under, over, (slider.low, slider.high), len(answers.values), spread, thought)


def _thoughts(answers: Sequence[Given], until: int) -> list[Belief]:
    """Those that mean what they say go through the days together; in each of the others the answers say how far."""
    slider, days = answers[0].slider, answers[0].days
    plain = [at for at, each in enumerate(answers) if each.all_mean_what_they_say()]
    found: dict[int, Belief] = {}
    if plain:
        values = np.array([answers[at].values for at in plain])
        found |= zip(plain, belief.from_values(days, values, until, slider.wide, slider.unit**2 / 12), strict=True)
    for at, each in enumerate(answers):
        if at not in found:
            found[at] = belief.from_intervals(days, each.heard(), until, slider.low, slider.high)
    return [found[at] for at in range(len(answers))]


def _tails() -> tuple[float, float]:
    return (1 - HELD) / 2, (1 + HELD) / 2

"""Answers as somebody gave them: checked, and told apart into those that mean what they say and those that mean a
range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.walk.belief import Days
from goldseam.engines.measures.walk.intervals import Heard
from goldseam.engines.measures.walk.smoother import Floats

POINTS = 101
"""Answers that a slider has, ends included: it is read to whole hundredths of its width."""
FURTHEST = 20_000
"""Days from the first answer beyond which a day is held to be a mistake."""


@dataclass(frozen=True)
class Slider:
    """From `low` to `high`; `steps` answers with both ends, or None for one that may stand anywhere."""

    low: float
    high: float
    steps: int | None

    def __post_init__(self) -> None:
        if not self.low < self.high or not np.isfinite([self.low, self.high]).all():
            raise ValueError(f"A slider from {self.low} to {self.high} has no room.")
        if self.steps is not None and self.steps < 2:
            raise ValueError(f"With {self.steps} steps there is nothing to choose from.")

    @property
    def wide(self) -> float:
        return self.high - self.low

    @property
    def unit(self) -> float:
        """From one answer to the next."""
        return self.wide / ((self.steps or POINTS) - 1)


@dataclass(frozen=True)
class Given:
    days: Days
    values: Floats
    slider: Slider

    def all_mean_what_they_say(self) -> bool:
        return self.slider.steps is None and not self._at_an_end().any()

    def heard(self) -> Heard:
        """A step stands for half a step to each side, an end for all beyond it too."""
        low, high, unit = self.slider.low, self.slider.high, self.slider.unit
        return Heard(
            np.diff(self.days, prepend=self.days[0]).astype(np.float64),
            self.values,
            self._at_an_end() | (self.slider.steps is not None),
            np.where(self.values == low, -np.inf, self.values - unit / 2),
            np.where(self.values == high, np.inf, self.values + unit / 2),
            unit * unit / 12,
        )

    def _at_an_end(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        return np.asarray((self.values == self.slider.low) | (self.values == self.slider.high))


def given(days: Sequence[int], values: Sequence[float], slider: Slider) -> Given:
    """Raises ValueError for unequal lengths, days that don't rise or aren't whole, and values off the slider."""
    when, said = np.asarray(days, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if when.ndim != 1 or when.shape != said.shape:
        raise ValueError("There must be one value for each day.")
    if not (when == np.rint(when)).all() or (np.diff(when) <= 0).any():
        raise ValueError("Days must be whole numbers, each above the one before.")
    if not ((said >= slider.low) & (said <= slider.high)).all():
        raise ValueError(f"A value is outside {slider.low} to {slider.high}.")
    place = (said - slider.low) / slider.unit
    if slider.steps is not None and (np.abs(place - np.rint(place)) > 1e-6).any():
        raise ValueError(f"A value is none of the {slider.steps} steps from {slider.low} to {slider.high}.")
    return Given(when.astype(np.int64), said, slider)


def last_day(answers: Given, until: int | None) -> int:
    """Raises ValueError for a last day asked about that is before the last answer's or far from the first's."""
    first, last = int(answers.days[0]), int(answers.days[-1])
    asked = last if until is None else until
    if not last <= asked <= first + FURTHEST:
        raise ValueError(f"Day {asked} is before day {last}, or more than {FURTHEST} days after day {first}.")
    return asked

"""One couple's two levels as "together" and "apart": half the sum and half the difference of two people's answers of
one day.

Kenny, Kashy & Cook, Dyadic Data Analysis (2006), call them the common fate and the difference. They are uncorrelated
when both answers are equally noisy, so each has a level of its own. Words of `NotEnough` here: those of levels.py, of
days on which both answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.levels import Levels, level
from goldseam.engines.measures.walk.given import Slider, given


@dataclass(frozen=True)
class TogetherApart:
    """`together` on the slider's own scale; `apart` is half of one less the other; below 0 the other says more."""

    together: Levels
    apart: Levels


def together_apart(
    days_one: Sequence[int],
    one: Sequence[float],
    days_other: Sequence[int],
    other: Sequence[float],
    *,
    low: float = 0.0,
    high: float = 100.0,
    steps: int | None = None,
    until: int | None = None,
) -> TogetherApart | NotEnough:
    """Levels of half the sum and half the difference, from the days on which both answered."""
    slider = Slider(low, high, steps)
    first, second = _by_day(days_one, one, slider), _by_day(days_other, other, slider)
    days = sorted(first.keys() & second.keys())
    halves = None if steps is None else 2 * steps - 1
    half = (high - low) / 2
    together = level(
        days, [(first[day] + second[day]) / 2 for day in days], low=low, high=high, steps=halves, until=until
    )
    apart = level(
        days, [(first[day] - second[day]) / 2 for day in days], low=-half, high=half, steps=halves, until=until
    )
    if isinstance(together, NotEnough):
        return together
    if isinstance(apart, NotEnough):
        return apart
    return TogetherApart(together, apart)


def _by_day(days: Sequence[int], values: Sequence[float], slider: Slider) -> dict[int, float]:
    answers = given(days, values, slider)
    return dict(zip(answers.days.tolist(), answers.values.tolist(), strict=True))

"""How much higher the value is on the day after a marked day: one person's daily answers, one regression.

    z_t = a + c z_(t-1) + d t + weekday + slow_t + sum_k b_k m_(k, t-1) + e_t,        e_t ~ N(0, s²)

z are the answers in units of their own standard deviation; m_k is 1 on days marked with kind k. Only days count whose
yesterday has an answer too. `slow` is a smooth line of cosines, so that a spell of good weeks is not credited to what
happened in it; b_k ~ N(0, 0.4²). How strong the slow line is and s² are averaged over a grid, weighted by how well
each explains the answers, instead of being set to one best guess.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EFFECT_SD = 0.4
SHRUNK_SDS = (0.05, 0.1, 0.2, 0.4)
MOST_AT_ONCE = 3
WIDE = 3.0
"""What is thought of the mean, the trend and yesterday: next to nothing, so that none is pulled to 0."""
WEEKDAY_SD = 1.5
"""Wide too: what always comes on Fridays must not be credited with Saturdays."""
SLOW_VARIANCES = (0.0, 0.15, 0.6)
SHORTEST_WAVE = 10.0
SLOW_MEMORY = 10.0
MOST_WAVES = 73
"""The slow line: its share of the variance; days of its shortest wave; days after which it has forgotten itself; and
how many waves it has at most, those of a year: longer than that, the shortest get longer instead of more."""
NOISE_VARIANCES = tuple(float(v) for v in np.geomspace(0.02, 1.6, 16))


@dataclass(frozen=True)
class Rows:
    """The days that count for one person: day numbers, the answer, yesterday's and tomorrow's as given (NaN: none)."""

    days: NDArray[np.int64]
    values: Floats
    yesterday: Floats
    tomorrow: Floats

    def upto(self, day: int) -> Rows:
        """As it was known on that day."""
        seen = self.days <= day
        tomorrow = np.where(self.days[seen] < day, self.tomorrow[seen], np.nan)
        return Rows(self.days[seen], self.values[seen], self.yesterday[seen], tomorrow)

    def between(self) -> Rows:
        """Those whose tomorrow is known too."""
        known = ~np.isnan(self.tomorrow)
        return Rows(self.days[known], self.values[known], self.yesterday[known], self.tomorrow[known])


@dataclass(frozen=True)
class Effects:
    """For each kind the posterior mean and standard deviation of b, in standard deviations of the answers; and what is
    left over on each day of `rows`, in the same unit."""

    mean: Floats
    sd: Floats
    left_over: Floats


def checked(days: Sequence[int], values: Sequence[float]) -> tuple[NDArray[np.int64], Floats]:
    """Raises ValueError for unequal lengths, days not increasing, and values that are no numbers."""
    when, what = np.asarray(days, dtype=np.int64), np.asarray(values, dtype=np.float64)
    if when.shape != what.shape or when.ndim != 1:
        raise ValueError(f"There are {when.size} days and {what.size} values; there must be one value a day.")
    if np.any(np.diff(when) <= 0):
        raise ValueError("The days must increase, each once.")
    if not np.all(np.isfinite(what)):
        raise ValueError("A value is no number.")
    return when, what


def rows_of(days: Sequence[int], values: Sequence[float]) -> Rows:
    """The days whose yesterday has an answer too. Raises ValueError as `checked`.

    >>> rows_of([1, 2, 5, 6], [40, 50, 60, 70]).yesterday.tolist()
    [40.0, 60.0]
    """
    when, what = checked(days, values)
    follows = np.flatnonzero(np.diff(when) == 1) + 1
    next_day, next_value = np.append(when[1:], when[-1:]), np.append(what[1:], what[-1:])
    tomorrow = np.where(next_day == when + 1, next_value, np.nan)
    return Rows(when[follows], what[follows], what[follows - 1], tomorrow[follows])


def effects(rows: Rows, marks: Floats, beside: Floats | None = None) -> Effects:
    """`marks`: one column a kind, one line a row, 1.0 where the day before the row was marked. `beside`: columns of
    anything else that is to be held apart from them, with a wide prior.

    Up to three kinds have each their own prior; more are shrunk jointly, their spread averaged over `SHRUNK_SDS`.
    """
    mean, scale = float(np.mean(rows.values)), float(np.std(rows.values))
    z = (rows.values - mean) / scale
    others = np.empty((rows.days.size, 0)) if beside is None else beside
    background, background_sds = _background(rows, (rows.yesterday - mean) / scale, others)
    design = np.hstack([background, marks])
    spreads = _spreads(background_sds, marks.shape[1])
    return _averaged(design, z, spreads, kinds=marks.shape[1])


def _background(rows: Rows, yesterday: Floats, beside: Floats) -> tuple[Floats, Floats]:
    """The columns besides the kinds, and for each slow variance one line of their prior standard deviations."""
    days = rows.days - rows.days[0]
    span = float(max(days[-1], 1))
    weekdays = np.eye(7)[rows.days % 7] - 1 / 7
    waves = np.arange(1, min(int(2 * span / SHORTEST_WAVE), MOST_WAVES) + 1)
    slow = np.cos(np.pi * np.outer(days / span, waves)) * math.sqrt(2)
    weight = 1 / ((np.pi * waves / span) ** 2 + SLOW_MEMORY**-2)
    weight = weight / weight.sum() if waves.size else weight
    steady = [WIDE, WIDE, WIDE, *[WEEKDAY_SD] * 7]
    others = np.full(beside.shape[1], WIDE)
    lines = [np.concatenate([steady, others, np.sqrt(weight * variance)]) for variance in SLOW_VARIANCES]
    columns = np.column_stack([np.ones_like(yesterday), 2 * days / span - 1, yesterday])
    return np.hstack([columns, weekdays, _of_one_size(beside), slow]), np.array(lines)


def _of_one_size(columns: Floats) -> Floats:
    spread = np.std(columns, axis=0)
    sized: Floats = (columns - np.mean(columns, axis=0)) / np.where(spread > 0, spread, 1.0)
    return sized


def _spreads(background: Floats, kinds: int) -> Floats:
    """One line of prior standard deviations, a figure for each column, for every prior to be averaged over."""
    sds = (EFFECT_SD,) if kinds <= MOST_AT_ONCE else SHRUNK_SDS
    return np.array([np.concatenate([line, np.full(kinds, sd)]) for line in background for sd in sds])


def _averaged(design: Floats, z: Floats, spreads: Floats, *, kinds: int) -> Effects:
    """Ridge regressions for every line of `spreads` and every noise variance, weighted by their evidence.

    With columns X scaled by their prior, X'X = V L V': the posterior mean is V q / (L + s²) with q = V'X'z, its
    covariance V s² / (L + s²) V', and log evidence is -(n log s² + sum log(1 + L/s²) + (z'z - sum q²/(L + s²))/s²)/2.
    """
    scaled = design * spreads[:, None, :]
    eigen, turn = np.linalg.eigh(scaled.transpose(0, 2, 1) @ scaled)
    eigen = np.maximum(eigen, 0.0)[:, None, :]
    noise = np.array(NOISE_VARIANCES)[None, :, None]
    along = (z @ scaled)[:, None, :] @ turn
    held = 1 / (eigen + noise)
    unexplained = float(z @ z) - (along**2 * held).sum(axis=2)
    evidence = -0.5 * (
        z.size * np.log(noise[..., 0]) + np.log1p(eigen / noise).sum(axis=2) + unexplained / noise[..., 0]
    )
    weight = np.exp(evidence - evidence.max())
    weight /= weight.sum()
    back = turn.transpose(0, 2, 1)
    means = (along * held) @ back * spreads[:, None, :]
    variances = (noise * held) @ back**2 * spreads[:, None, :] ** 2
    mean = (weight[..., None] * means).sum(axis=(0, 1))
    variance = (weight[..., None] * (variances + (means - mean) ** 2)).sum(axis=(0, 1))
    theirs = slice(design.shape[1] - kinds, None)
    return Effects(mean[theirs], np.sqrt(variance[theirs]), z - design @ mean)

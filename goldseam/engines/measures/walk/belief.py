"""What is thought of each day's level: every pair of walk and noise weighed by the answers, and their smoothers
mixed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldseam.engines.measures.walk import intervals, scales, smoother
from goldseam.engines.measures.walk.intervals import Heard, Model
from goldseam.engines.measures.walk.smoother import Filtered, Floats, Smoothed

Days = npt.NDArray[np.int64]

ANYWHERE = 1e7
"""Variance of a first level of which nothing is known, where the noise's is 1."""
ANYWHERE_ON_IT = 1 / 3
"""SD of a first level round the slider's middle, as a share of its width, where answers at its ends leave that open."""
LIGHT = 1e-4
"""Pairs that weigh less than this share of the heaviest are left out."""
HOPELESS = 12.0
"""Pairs whose first log weight is this much less than the heaviest's aren't followed further."""
_RATIOS, _NOISES = 41, 7
_FEW_RATIOS, _FEW_NOISES, _ROUNDS = 13, 11, 4
_LOOK = np.array([-0.7, 0.0, 0.7])


@dataclass(frozen=True)
class Belief:
    """Normals, one a column, mixed by `weights` (columns,); the rest is (days, columns)."""

    weights: Floats
    mean: Floats
    sd: Floats
    with_last: Floats
    noise: Floats
    """SD of an answer round its level, (columns,)."""


def from_values(days: Days, series: Floats, until: int, wide: float, rounding: float) -> list[Belief]:
    """From answers that stand for themselves, up to a rounding of variance `rounding`; `wide` is the slider's width.

    `series` (series, days): several given on the same days go through them together, each as if it were alone.
    """
    ratio = scales.ratios(_RATIOS)
    walk, seen = np.tile(ratio**2, len(series)), np.repeat(series.T, _RATIOS, axis=1)
    forward = smoother.filtered(_gaps(days), seen, np.ones_like(seen), walk, seen[0], np.full(len(walk), ANYWHERE))
    back = smoother.smoothed(forward)
    each = [slice(at, at + _RATIOS) for at in range(0, len(walk), _RATIOS)]
    return [_from_passes(days, forward.only(part), back.only(part), until, wide, rounding) for part in each]


def _from_passes(days: Days, forward: Filtered, back: Smoothed, until: int, wide: float, rounding: float) -> Belief:
    ratio = scales.ratios(_RATIOS)
    hill = scales.hill_of(forward, rounding)
    logs, room = scales.spread_round(*hill.peak(ratio, wide), _NOISES)
    weights, kept = _heaviest(hill.height(logs) + scales.prior(ratio, logs, wide) + room)
    whole = smoother.on_every_day(days, until, forward, back, ratio**2)
    return _mixed(weights, whole, kept[1], np.exp(logs)[kept], scaled=True)


def from_intervals(days: Days, heard: Heard, until: int, low: float, high: float) -> Belief:
    """From answers of which some only say between which two values the feeling lay."""
    wide = high - low
    ratio = scales.ratios(_FEW_RATIOS)
    spread = max(float(heard.said.std()), 0.03 * wide)
    look = np.log(spread / np.sqrt(1 + 3 * ratio)) + _LOOK[:, None]
    heights = intervals.once_through(heard, _model(look, ratio, low, high)).log_likelihood
    hill = scales.hill_through(look, heights.reshape(look.shape))
    logs, room = scales.spread_within(hill, ratio, wide, _FEW_NOISES)
    model = _model(logs, ratio, low, high)
    first = intervals.once_through(heard, model)
    before = (scales.prior(ratio, logs, wide) + room).ravel()
    worth = np.nonzero(first.log_likelihood + before > (first.log_likelihood + before).max() - HOPELESS)[0]
    model = model.only(worth)
    done = intervals.settled(heard, model, first.only(worth), _ROUNDS)
    weights, kept = _heaviest(done.log_likelihood + before[worth])
    whole = smoother.on_every_day(days, until, done.forward, done.back, model.walk)
    return _mixed(weights, whole, kept[0], np.sqrt(model.noise)[kept], scaled=False)


def _model(logs: Floats, ratio: Floats, low: float, high: float) -> Model:
    noise = np.exp(2 * logs)
    sd = ANYWHERE_ON_IT * (high - low)
    return Model(noise.ravel(), (noise * ratio**2).ravel(), (low + high) / 2, sd * sd)


def _gaps(days: Days) -> Floats:
    return np.diff(days, prepend=days[0]).astype(np.float64)


def _heaviest(heights: Floats) -> tuple[Floats, tuple[npt.NDArray[np.intp], ...]]:
    weights = np.exp(heights - heights.max())
    kept = np.nonzero(weights > LIGHT)
    return weights[kept] / weights[kept].sum(), kept


def _mixed(weights: Floats, whole: Smoothed, columns: npt.NDArray[np.intp], noise: Floats, *, scaled: bool) -> Belief:
    times = noise if scaled else np.ones_like(noise)
    sd = np.sqrt(whole.variance[:, columns]) * times
    return Belief(weights, whole.mean[:, columns], sd, whole.with_last[:, columns] * times**2, noise)

"""Answers that only say between which two values somebody's feeling lay: a step of seven, or an end of the slider.

Each such answer is stood for by a normal one, "this value, this noise", chosen so that the level's mean and variance
come out as the interval itself would give them. First once through the days, each answer after those before it
(assumed density filtering); then, with the smoother, each among all others (expectation propagation, Minka 2001), all
days of all columns at once and most of the way only, since many answers at one end would together overshoot. An
interval of a normal is log-concave, so a stand-in's noise is never below 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from goldseam.engines.measures.walk import smoother, tails
from goldseam.engines.measures.walk.smoother import Filtered, Floats, Smoothed

PART = 0.7
"""Of the way from a stand-in to a better one, how much is gone in a round."""
SETTLED = 0.01
"""Rounds end when no level moves by more than this share of its SD."""


@dataclass(frozen=True)
class Heard:
    """Answers, one an answered day: `gaps` in days to the one before (0 for the first), `said`, and what it stands for.

    `open` tells which lay somewhere between `below` and `above`; the others are what they say, up to the variance
    `rounding`.
    """

    gaps: Floats
    said: Floats
    open: npt.NDArray[np.bool_]
    below: Floats
    above: Floats
    rounding: float


@dataclass(frozen=True)
class Model:
    """Columns to weigh: `noise` and `walk` are variances (columns,); the first level is N(start, unsure)."""

    noise: Floats
    walk: Floats
    start: float
    unsure: float

    def only(self, columns: npt.NDArray[np.intp]) -> Model:
        return replace(self, noise=self.noise[columns], walk=self.walk[columns])


@dataclass(frozen=True)
class StandIns:
    """Values and noise variances, (days, columns), and the likelihood that the days had one after the other,
    (columns,).
    """

    value: Floats
    noise: Floats
    log_likelihood: Floats

    def only(self, columns: npt.NDArray[np.intp]) -> StandIns:
        return StandIns(self.value[:, columns], self.noise[:, columns], self.log_likelihood[columns])


@dataclass(frozen=True)
class Settled:
    forward: Filtered
    back: Smoothed
    log_likelihood: Floats


def once_through(heard: Heard, model: Model) -> StandIns:
    """Stand-ins from the days before each, and the log-likelihood that they add up to."""
    columns = np.ones_like(model.noise)
    value = heard.said[:, None] * columns
    noise = (model.noise + heard.rounding) * np.ones((len(value), 1))
    mean, variance, total = model.start * columns, model.unsure * columns, 0 * columns
    for t, is_open in enumerate(heard.open):
        variance = variance + heard.gaps[t] * model.walk
        if is_open:
            value[t], noise[t], log = _matched(mean, variance, heard.below[t], heard.above[t], model.noise)
        else:
            log = _log_normal(value[t] - mean, variance + noise[t])
        total += log
        gain = variance / (variance + noise[t])
        mean = mean + gain * (value[t] - mean)
        variance = gain * noise[t]
    return StandIns(value, noise, total)


def settled(heard: Heard, model: Model, first: StandIns, rounds: int) -> Settled:
    """The smoother with stand-ins that have seen one another, from the `first` ones."""
    columns = np.ones_like(model.noise)
    value, noise, which = first.value, first.noise, np.nonzero(heard.open)[0]
    below, above = heard.below[which, None], heard.above[which, None]
    held: Floats | float = np.inf
    for _ in range(rounds):
        forward = smoother.filtered(heard.gaps, value, noise, model.walk, model.start * columns, model.unsure * columns)
        back = smoother.smoothed(forward)
        mean, variance = back.mean[which], back.variance[which]
        old_value, old_noise = value[which], noise[which]
        middle, spread = _without(mean, variance, old_value, old_noise)
        new_value, new_noise, log = _matched(middle, spread, below, above, model.noise)
        added = log - _log_normal(old_value - middle, spread + old_noise)
        if (np.abs(mean - held) <= SETTLED * np.sqrt(variance)).all():
            break
        held = mean
        weight = (1 - PART) / old_noise + PART / new_noise
        value[which] = ((1 - PART) * old_value / old_noise + PART * new_value / new_noise) / weight
        noise[which] = 1 / weight
    return Settled(forward, back, forward.log_likelihood() + added.sum(axis=0))


def _without(mean: Floats, variance: Floats, value: Floats, noise: Floats) -> tuple[Floats, Floats]:
    """What the other days say of a day's level: the smoother's answer with the day's own stand-in taken out."""
    own, whole = 1 / noise, 1 / variance
    others = np.maximum(whole - own, 1e-9 * whole)
    return (mean * whole - value * own) / others, 1 / others


def _matched(
    middle: Floats, spread: Floats, below: Floats, above: Floats, noise: Floats
) -> tuple[Floats, Floats, Floats]:
    """The normal answer that moves a level N(middle, spread) as the interval does, and the log of the interval's
    share.
    """
    sd = np.sqrt(spread + noise)
    log, slope, bend = tails.inside((below - middle) / sd, (above - middle) / sd)
    return middle - slope / bend * sd, -sd * sd / bend - spread, log


def _log_normal(away: Floats, variance: Floats) -> Floats:
    return np.asarray(-0.5 * (np.log(2 * np.pi * variance) + away * away / variance))

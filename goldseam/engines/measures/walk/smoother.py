"""A level that walks from day to day, seen through noisy answers: Kalman filter and smoother, many settings at once.

    level:   l(t) = l(t - 1) + w(t),   w ~ N(0, walk * days between)
    answer:  y(t) = l(t) + v(t),       v ~ N(0, noise)

A column is one setting of `walk` and `noise` (both variances). All columns go through the days together, so a loop
runs over days only. Formulas: Durbin & Koopman, Time Series Analysis by State Space Methods (2012), 2.2 and 4.4; the
backward pass is that of Rauch, Tung & Striebel (1965).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

NOT_SEEN = 1e200
"""The noise variance of a day without an answer: it weighs nothing, and adds the same to every column's likelihood."""


@dataclass(frozen=True)
class Filtered:
    """What each answered day says with the days up to it; arrays are (days, columns)."""

    stepped: Floats
    """How much the walk may have moved since the answered day before: a variance."""
    ahead: Floats
    """Variance of the level before the day's answer."""
    wrong: Floats
    """The answer less what was expected."""
    noise: Floats
    mean: Floats
    left: Floats
    """Variance of the level after the day's answer."""

    def log_likelihood(self) -> Floats:
        """One figure a column: -1/2 * sum(log(2 pi F) + e^2 / F), F the variance of an answer foreseen from the days
        before.
        """
        foreseen = self.ahead + self.noise
        terms = np.log(2 * np.pi * foreseen) + self.wrong * self.wrong / foreseen
        return np.asarray(-0.5 * terms.sum(axis=0))

    def only(self, columns: slice) -> Filtered:
        return Filtered(*(getattr(self, each.name)[:, columns] for each in fields(self)))


@dataclass(frozen=True)
class Smoothed:
    """What all answers together say of each day; arrays are (days, columns)."""

    mean: Floats
    variance: Floats
    with_last: Floats
    """Covariance of the day's level with the last day's."""

    def only(self, columns: slice) -> Smoothed:
        return Smoothed(*(getattr(self, each.name)[:, columns] for each in fields(self)))


def filtered(gaps: Floats, seen: Floats, noise: Floats, walk: Floats, start: Floats, unsure: Floats) -> Filtered:
    """Forward through the answered days.

    `gaps` (days,) are days since the answered day before, 0 for the first; `seen` and `noise` (days, columns); `walk`
    (columns,); `start` and `unsure` (columns,) mean and variance of the first day's level before any answer.
    """
    stepped = gaps[:, None] * walk
    ahead, wrong, mean, left = (np.empty(noise.shape) for _ in range(4))
    middle, spread = start, unsure
    for step, answer, blur, before, error, after, rest in zip(
        stepped, seen, noise, ahead, wrong, mean, left, strict=True
    ):
        np.add(spread, step, out=before)
        gain = before / (before + blur)
        np.subtract(answer, middle, out=error)
        middle = np.add(middle, gain * error, out=after)
        spread = np.multiply(gain, blur, out=rest)
    return Filtered(stepped, ahead, wrong, noise, mean, left)


def smoothed(forward: Filtered) -> Smoothed:
    """Backward through the answered days: each day's level given every answer."""
    back = forward.left[:-1] / forward.ahead[1:]
    mean, variance = forward.mean.copy(), forward.left.copy()
    mean[:-1] -= back * forward.mean[:-1]
    variance[:-1] *= forward.stepped[1:] / forward.ahead[1:]
    for t in range(len(back) - 1, -1, -1):
        pull = back[t]
        mean[t] += pull * mean[t + 1]
        variance[t] += pull * pull * variance[t + 1]
    chain = np.cumprod(np.vstack([back, np.ones((1, back.shape[1]))])[::-1], axis=0)[::-1]
    return Smoothed(mean, variance, chain * variance[-1])


def on_every_day(days: npt.NDArray[np.int64], until: int, forward: Filtered, back: Smoothed, walk: Floats) -> Smoothed:
    """The same for every day from the first answered one to `until`, with or without an answer.

    Between two answered days the walk is a bridge: the day's level given the answers before it, pulled to the next
    answered day. After the last one it only spreads.
    """
    every = np.arange(days[0], until + 1)
    before = np.searchsorted(days, every, side="right") - 1
    spread = forward.left[before] + (every - days[before])[:, None] * walk
    within = every < days[-1]
    held, after = before[within], before[within] + 1
    pull = spread[within] / forward.ahead[after]
    mean, variance = forward.mean[before], spread.copy()
    mean[within] += pull * (back.mean[after] - forward.mean[held])
    variance[within] += pull * pull * (back.variance[after] - forward.ahead[after])
    with_last = spread.copy()
    with_last[within] = pull * back.with_last[after]
    return Smoothed(mean, variance, with_last)

"""The way to the top of a likelihood: a few expectation steps, then quasi-Newton, then Newton until nothing is left.

Done when what a Newton step still promises (the decrement, half of g'H⁻¹g) is below `NOTHING_LEFT` in units of the
logarithm of the likelihood, and no direction bends the wrong way (a saddle is left along it).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.dyads.likelihood import Likelihood, Look, OffTheMap
from goldseam.engines.measures.dyads.model import Numbers

NOTHING_LEFT = 1e-8
EXPECTATION_STEPS = 4
QUASI_NEWTON_STEPS = 200
NEWTON_STEPS = 12
STEP = 1e-4


@dataclass(frozen=True)
class Top:
    """Where the search ended. `bend` (figures, figures) is the second slope of minus the logarithm there, and
    `spreads` (figures, effects, effects) how the effects' covariance changes along each figure."""

    figures: Numbers
    look: Look
    bend: Numbers
    spreads: Numbers
    looks: int
    left: float
    reached: bool


class _Counted:
    def __init__(self, likelihood: Likelihood) -> None:
        self.likelihood = likelihood
        self.looks = 0

    def __call__(self, figures: Numbers) -> Look:
        self.looks += 1
        return self.likelihood.at(figures)


def climb(likelihood: Likelihood, start: Numbers) -> Top:
    """The top of the likelihood from `start`. Raises OffTheMap when it can't even be worked out there."""
    at = _Counted(likelihood)
    figures, look = _by_expectation(at, start)
    bend = _second_slopes_roughly(at, figures, look)
    figures, look = _by_quasi_newton(at, figures, look, _inverse(bend))
    for _ in range(NEWTON_STEPS):
        bend, spreads = _second_slopes(at, figures)
        left = _decrement(bend, look.slope)
        if left < NOTHING_LEFT and not _bends_down(bend).any():
            return Top(figures, look, bend, spreads, at.looks, left, reached=True)
        moved = _step(at, figures, look, -_inverse(bend) @ look.slope + _off_a_saddle(bend, look.slope))
        if moved is None:
            break
        figures, look = moved
    reached = left < 100 * NOTHING_LEFT and not _bends_down(bend).any()
    return Top(figures, look, bend, spreads, at.looks, left, reached)


def _by_expectation(at: _Counted, figures: Numbers) -> tuple[Numbers, Look]:
    """A few steps that take the expected cross-products for the covariances; they never go down on full days."""
    look = at(figures)
    products, shape = at.likelihood.products, at.likelihood.shape
    if not products.random or not products.days[0]:
        return figures, look
    for _ in range(EXPECTATION_STEPS):
        random = np.where(_within(shape.blocks), look.random / products.couples, 0.0)
        random[np.diag_indices(len(random))] += 1e-8
        try:
            onward = shape.figures(random, look.errors / products.days[0])
            ahead = at(onward)
        except (np.linalg.LinAlgError, OffTheMap):
            break
        if ahead.value > look.value:
            break
        figures, look = onward, ahead
    return figures, look


def _within(blocks: tuple[int, ...]) -> Numbers:
    belongs = np.repeat(np.arange(len(blocks)), blocks)
    return np.asarray(belongs[:, None] == belongs[None, :])


def _by_quasi_newton(at: _Counted, figures: Numbers, look: Look, inverse: Numbers) -> tuple[Numbers, Look]:
    """Broyden, Fletcher, Goldfarb and Shanno's rule for the second slopes, from those worked out at the start."""
    for _ in range(QUASI_NEWTON_STEPS):
        direction = -inverse @ look.slope
        if -(direction @ look.slope) / 2 < NOTHING_LEFT:
            break
        moved = _step(at, figures, look, direction)
        if moved is None:
            break
        way, turn = moved[0] - figures, moved[1].slope - look.slope
        figures, look = moved
        along = float(way @ turn)
        if along > 1e-12 * float(np.linalg.norm(way) * np.linalg.norm(turn)):
            left = np.eye(len(way)) - np.outer(way, turn) / along
            inverse = left @ inverse @ left.T + np.outer(way, way) / along
    return figures, look


def _step(at: _Counted, figures: Numbers, look: Look, direction: Numbers) -> tuple[Numbers, Look] | None:
    """The first of ever shorter steps along `direction` that goes down enough; None when none does."""
    falls = float(direction @ look.slope)
    length = min(1.0, 2.0 / max(1e-300, float(np.abs(direction).max())))
    while length > 1e-10:
        onward = figures + length * direction
        try:
            ahead = at(onward)
        except OffTheMap:
            length /= 4
            continue
        if ahead.value <= look.value + 1e-4 * length * min(0.0, falls):
            return onward, ahead
        length /= 3
    return None


def _second_slopes_roughly(at: _Counted, figures: Numbers, look: Look) -> Numbers:
    """Differences of the slopes towards one side, good enough to set out with."""
    ahead = [at(figures + step) for step in STEP * np.eye(len(figures))]
    bend = np.array([(onward.slope - look.slope) / STEP for onward in ahead])
    return np.asarray((bend + bend.T) / 2)


def _second_slopes(at: _Counted, figures: Numbers) -> tuple[Numbers, Numbers]:
    """Differences of the slopes, and of the effects' covariance, to both sides: near a variance of nought the bend is
    so slight that what one side errs by would hide it."""
    sides = [(at(figures + step), at(figures - step)) for step in STEP * np.eye(len(figures))]
    bend = np.array([(ahead.slope - behind.slope) / (2 * STEP) for ahead, behind in sides])
    spreads = np.array([(ahead.spread - behind.spread) / (2 * STEP) for ahead, behind in sides])
    return (bend + bend.T) / 2, spreads


def _inverse(bend: Numbers) -> Numbers:
    """The inverse of the second slopes made safe: what bends down is turned up, what is flat is left alone."""
    values, vectors = np.linalg.eigh(bend)
    floor = 1e-7 * max(1.0, float(np.abs(values).max()))
    sizes = np.abs(values)
    turned = np.where(sizes > floor, 1 / np.maximum(sizes, floor), 0.0)
    return np.asarray((vectors * turned) @ vectors.T)


def _bends_down(bend: Numbers) -> Numbers:
    values = np.linalg.eigvalsh(bend)
    return np.asarray(values < -1e-3 * max(1.0, float(np.abs(values).max())))


def _off_a_saddle(bend: Numbers, slope: Numbers) -> Numbers:
    """A push along what bends down, where the slope itself gives none (a variance that stands at nought by mistake)."""
    down = _bends_down(bend)
    if not down.any():
        return np.zeros(len(slope))
    _, vectors = np.linalg.eigh(bend)
    push = vectors[:, 0] * (1.0 if vectors[:, 0] @ slope <= 0 else -1.0)
    return np.asarray(0.1 * push)


def _decrement(bend: Numbers, slope: Numbers) -> float:
    return float(slope @ _inverse(bend) @ slope) / 2

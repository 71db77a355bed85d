"""How fast a level may walk and how noisy answers are: nobody knows, so all pairs of the two are weighed and mixed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.walk.smoother import Filtered, Floats

SLOWEST, FASTEST = 0.006, 8.0
"""Walk of a day over noise of an answer, both as standard deviations: the least and the greatest ratio weighed."""
USUAL_NOISE, NOISE_WITHIN = 0.1, 1.8
USUAL_WALK, WALK_WITHIN = 0.03, 1.2
"""What is thought of the SDs of an answer's noise and of a day's walk before any answer, as shares of the scale from
low to high: log-normal round the first figure, the second the SD of the logarithm. A tenth or ten times is thinkable.
"""
FARTHEST = 0.5
"""No level walks further in a usual day, as a share of the scale."""
LEAST, MOST = 0.002, 0.8
"""Noises that intervals can tell of, as shares of the scale."""
_TURNS = 8
_PRIOR_CURVE = NOISE_WITHIN**-2 + WALK_WITHIN**-2
_ROOM = 0.5


@dataclass(frozen=True)
class Hill:
    """How likely a noise s is, for each ratio: log L(s) = top - terms * log s - apart / (2 s^2).

    For normal answers that is exact, `terms` their number less one and `apart` their squared errors weighed; for
    intervals it is laid through three noises.
    """

    top: Floats
    terms: Floats
    apart: Floats

    def peak(self, ratio: Floats, wide: float) -> tuple[Floats, Floats]:
        """Where log s is likeliest, prior and all, and how sharply it falls off there (minus the second derivative)."""
        log = 0.5 * np.log(self.apart / self.terms)
        for _ in range(_TURNS):
            pull = self.apart * np.exp(-2 * log)
            log = log + np.clip((pull - self.terms + _prior_slope(ratio, log, wide)) / (2 * pull + _PRIOR_CURVE), -1, 1)
        return log, 2 * self.apart * np.exp(-2 * log) + _PRIOR_CURVE

    def height(self, log: Floats) -> Floats:
        return self.top - self.terms * log - 0.5 * self.apart * np.exp(-2 * log)


def ratios(count: int) -> Floats:
    return np.geomspace(SLOWEST, FASTEST, count)


def prior(ratio: Floats, log_noise: Floats, wide: float) -> Floats:
    """Logarithm of what is thought of both before any answer; `wide` is the scale's width in the answers' unit."""
    noisier, faster = _off_usual(ratio, log_noise, wide)
    thought = -0.5 * (noisier * noisier + faster * faster)
    return np.where(np.exp(log_noise) * ratio <= FARTHEST * wide, thought, -np.inf)


def _prior_slope(ratio: Floats, log_noise: Floats, wide: float) -> Floats:
    noisier, faster = _off_usual(ratio, log_noise, wide)
    return np.asarray(-noisier / NOISE_WITHIN - faster / WALK_WITHIN)


def _off_usual(ratio: Floats, log_noise: Floats, wide: float) -> tuple[Floats, Floats]:
    log = log_noise - np.log(wide)
    return (log - np.log(USUAL_NOISE)) / NOISE_WITHIN, (log + np.log(ratio / USUAL_WALK)) / WALK_WITHIN


def hill_of(unit: Filtered, rounding: float) -> Hill:
    """From one filter run with noise 1: every variance goes with the noise's, so no second run is needed.

    To the squared errors comes what rounding hides, `rounding` an answer.
    """
    foreseen = unit.ahead + unit.noise
    answered = len(foreseen)
    apart = (unit.wrong**2 / foreseen).sum(axis=0) + answered * rounding
    return Hill(-0.5 * np.log(foreseen).sum(axis=0), np.full(len(apart), answered - 1.0), apart)


def hill_through(logs: Floats, heights: Floats) -> Hill:
    """Through three noises a ratio: `logs` and `heights` are (3, ratios), the logs evenly apart.

    Where the three don't bend like a hill, as when every answer is at the slider's end, `terms` is not a number.
    """
    gap = logs[1] - logs[0]
    fall = np.exp(-2 * gap)
    first, second = heights[1] - heights[0], heights[2] - heights[1]
    # With height = top - terms * log - b * exp(-2 log), two differences give b, then terms, then top.
    each = np.exp(-2 * logs[0]) * (1 - fall)
    half = (first - second) / (each * (1 - fall))
    terms = (half * each - first) / gap
    terms = np.where((half > 0) & (terms > 1), terms, np.nan)
    return Hill(heights[1] + terms * logs[1] + half * each * fall / (1 - fall), terms, 2 * half)


def spread_round(log: Floats, curve: Floats, count: int) -> tuple[Floats, Floats]:
    """`count` noises a ratio, three deviations to each side, as logarithms (count, ratios); and the log of their
    room.
    """
    sd = 1 / np.sqrt(curve)
    return log + np.linspace(-3, 3, count)[:, None] * sd, np.log(sd)


def spread_within(hill: Hill, ratio: Floats, wide: float, count: int) -> tuple[Floats, Floats]:
    """The same, held to noises that a slider can tell of, and over all of these where there is no hill."""
    log, curve = hill.peak(ratio, wide)
    around = 3 / np.sqrt(curve)
    least, most = np.log(np.array([LEAST, MOST]) * wide)
    low = np.where(np.isnan(log), least, np.clip(log - around, least, most - _ROOM))
    high = np.where(np.isnan(log), most, np.clip(log + around, low + _ROOM, most))
    return low + np.linspace(0, 1, count)[:, None] * (high - low), np.log(high - low)

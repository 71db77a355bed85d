"""How fast a level may walk and how noisy answers are: nobody knows, so every pair of the two is weighed and all are
mixed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.walk.smoother import Filtered, Floats

RATIOS = np.geomspace(0.006, 8, 41)
"""Walk of a day over noise of an answer, both as standard deviations."""
USUAL_RATIO, RATIO_WITHIN = 0.2, 1.2
"""What is thought of the ratio before any answer: log-normal round the first, with the second as SD of its logarithm.
"""
USUAL_NOISE, NOISE_WITHIN = 0.1, 1.2
"""The same for the noise of an answer, as a share of the scale from low to high."""
NODES = np.linspace(-3, 3, 11)
_TURNS = 8


@dataclass(frozen=True)
class Scales:
    """Noises worth weighing for each ratio, (nodes, ratios), as SDs in the answers' unit; the log weight of each."""

    noise: Floats
    weight: Floats


def ratio_prior() -> Floats:
    return np.asarray(-0.5 * (np.log(RATIOS / USUAL_RATIO) / RATIO_WITHIN) ** 2)


def noise_prior(log_noise: Floats, wide: float) -> Floats:
    """`wide` is the scale's width in the answers' unit."""
    return np.asarray(-0.5 * ((log_noise - np.log(USUAL_NOISE * wide)) / NOISE_WITHIN) ** 2)


def scales_of(unit: Filtered, answered: int, rounding: float, wide: float) -> Scales:
    """Noises and weights from one filter run with noise 1 and walk RATIOS**2 in each column.

    Every variance of the model goes with the noise's, so the likelihood of a noise s needs no second run:
    -(n - 1) log s - S / (2 s^2) - sum(log F) / 2, S the sum of e^2 / F. To S comes what rounding hides: n times
    `rounding`.
    """
    foreseen = unit.ahead + unit.noise
    apart = (unit.wrong**2 / foreseen).sum(axis=0) + answered * rounding
    shape = -0.5 * np.log(foreseen).sum(axis=0)
    best, curve = _peak(answered - 1, apart, wide)
    logs = best + NODES[:, None] / np.sqrt(curve)
    heights = -(answered - 1) * logs - 0.5 * apart * np.exp(-2 * logs) + noise_prior(logs, wide)
    # A node stands for as much as lies between it and the next, which differs from ratio to ratio.
    return Scales(np.exp(logs), heights + shape + ratio_prior() - 0.5 * np.log(curve))


def _peak(terms: int, apart: Floats, wide: float) -> tuple[Floats, Floats]:
    """Where the weight of log s is greatest, and how sharply it falls (minus the second derivative), by Newton's
    method.
    """
    around, precision = np.log(USUAL_NOISE * wide), NOISE_WITHIN**-2
    log = 0.5 * np.log(apart / max(terms, 1))
    for _ in range(_TURNS):
        pull = apart * np.exp(-2 * log)
        log = log + np.clip((pull - terms - (log - around) * precision) / (2 * pull + precision), -1, 1)
    return log, 2 * apart * np.exp(-2 * log) + precision

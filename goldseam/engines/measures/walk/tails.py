"""How likely a normal lies in an interval, and what that says of its middle, also far out where the shares are no
numbers.

The logarithm of the normal distribution function is looked up in a table of math.erfc and bent to second order
between, so it is wrong by less than 1e-8, of itself where that is more than 1, down to 37 standard deviations below
the middle.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from goldseam.engines.measures.walk.smoother import Floats

_FINE, _LOW, _HIGH = 128, -37, 9
_LOG_ROOT = 0.5 * math.log(2 * math.pi)


@cache
def _table() -> tuple[Floats, Floats, Floats]:
    at = np.arange(_LOW * _FINE, _HIGH * _FINE + 1) / _FINE
    log = np.array([math.log(0.5 * math.erfc(-z / math.sqrt(2))) for z in at])
    slope = np.exp(-0.5 * at * at - _LOG_ROOT - log)
    return log, slope, -0.5 * slope * (at + slope)


def log_share(z: Floats) -> Floats:
    """Logarithm of the standard normal distribution function, z cut to -37 to 9.

    >>> [round(float(log), 8) for log in log_share(np.array([-30.0, -1.0, 2.0]))]
    [-454.32124396, -1.84102165, -0.02301291]
    """
    log, slope, bend = _table()
    # take, minimum and maximum: for the few hundred columns of one day np.clip and indexing cost twice as much.
    held = np.minimum(np.maximum(z, _LOW), _HIGH)
    nearest = ((held - _LOW) * _FINE + 0.5).astype(np.intp)
    away = held - (nearest / _FINE + _LOW)
    return np.asarray(log.take(nearest) + away * (slope.take(nearest) + away * bend.take(nearest)))


def inside(below: Floats, above: Floats) -> tuple[Floats, Floats, Floats]:
    """For a standard normal's interval `below` to `above`: the log of its share, and how that log changes with the
    middle.

    Gives log Z, d log Z / dm and d2 log Z / dm2 at m = 0, where Z(m) is the share of N(m, 1) between the two. These
    are the moments of a truncated normal: its mean is the first, its variance 1 plus the second.
    """
    over = below + above > 0
    # On the side where both shares are small their difference keeps its digits.
    ends = np.array([np.where(over, -above, below), np.where(over, -below, above)])
    ends = np.minimum(np.maximum(ends, _LOW), _HIGH)
    shares = log_share(ends)
    log = shares[1] + np.log(np.maximum(-np.expm1(shares[0] - shares[1]), 1e-300))
    at_ends = np.exp(-0.5 * ends * ends - _LOG_ROOT - log)
    slope = at_ends[0] - at_ends[1]
    bends = ends * at_ends
    bend = bends[0] - bends[1] - slope * slope
    return log, np.where(over, -slope, slope), np.minimum(np.maximum(bend, -1.0), -1e-12)

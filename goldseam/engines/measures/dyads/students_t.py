"""Student's t: how far out a figure lies, and how wide a band must be.

By the incomplete beta function's continued fraction (Abramowitz & Stegun 26.5.8, 26.7.1), worked out by Lentz's rule.
"""

from __future__ import annotations

import math

TINY = 1e-300


def beyond(t: float, df: float) -> float:
    """The share of Student's t that lies further out than `t`, on both sides together.

    >>> round(beyond(2.228138852, 10), 9)
    0.05
    """
    if math.isnan(t):
        return math.nan
    if math.isinf(t):
        return 0.0
    if df > 1e6:
        return math.erfc(abs(t) / math.sqrt(2))
    return _incomplete_beta(df / 2, 0.5, df / (df + t * t))


def reach(level: float, df: float) -> float:
    """How many standard errors to each side a band at `level` needs; by halving, to 1e-10.

    >>> round(reach(0.9, 10), 6), round(reach(0.95, float("inf")), 6)
    (1.812461, 1.959964)
    """
    low, high = 0.0, 1.0
    while beyond(high, df) > 1 - level:
        low, high = high, high * 2
        if high > 1e12:
            return math.inf
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle, df) > 1 - level else (low, middle)
    return (low + high) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    if x <= 0 or x >= 1:
        return min(1.0, max(0.0, x))
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    above, below = 1.0, 1 / _away_from_nought(1 - (a + b) * x / (a + 1))
    value = below
    for step in range(1, 2000):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            below = 1 / _away_from_nought(1 + term * below)
            above = _away_from_nought(1 + term / above)
            value *= above * below
        if abs(above * below - 1) < 1e-15:
            break
    return value


def _away_from_nought(value: float) -> float:
    return value if abs(value) > TINY else TINY

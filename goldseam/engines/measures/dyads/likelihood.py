"""The restricted (or full) likelihood of a model and its slope, from cross-products.

For couple i: V_i = Z G Z' + R (R on each day), G = L L'. With M = W'R⁻¹W and H = L (1 + L'M_zz L)⁻¹ L':

    log|V_i| = log|R on each day| + log|1 + L'M_zz L|        W'V_i⁻¹W = M − M_wz H M_zw
    −2 l = (N − p) log 2π + Σ log|V_i| + log|X'V⁻¹X| + (y − Xβ)'V⁻¹(y − Xβ)      (ML: N for N − p, no third term)

G's inverse is never formed, so a variance of nought does no harm. Source: Bates & Pinheiro, “Mixed-Effects Models in S
and S-PLUS” (2000), ch. 2; the slope is worked out here and held against differences by a test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.dyads.covariance import Shape
from goldseam.engines.measures.dyads.crossproducts import Crossproducts
from goldseam.engines.measures.dyads.model import Numbers

LOG_TWO_PI = float(np.log(2 * np.pi))


class OffTheMap(Exception):
    """The figures are so far off that a determinant is no longer positive."""


@dataclass(frozen=True)
class Look:
    """The likelihood at one place: minus the logarithm, its slope, and what was found on the way.

    `spread` is the covariance of the effects; `random` and `errors` are the expected cross-products of the random
    effects (q, q) and of the errors on days where both are there (2, 2), summed.
    """

    value: float
    slope: Numbers
    effects: Numbers
    spread: Numbers
    random: Numbers
    errors: Numbers


@dataclass(frozen=True)
class Likelihood:
    products: Crossproducts
    shape: Shape
    restricted: bool = True

    def at(self, figures: Numbers) -> Look:
        """Raises OffTheMap where the likelihood can't be worked out."""
        with np.errstate(all="ignore"):
            try:
                return _look(self, figures)
            except np.linalg.LinAlgError as wrong:
                raise OffTheMap from wrong


def _look(asked: Likelihood, figures: Numbers) -> Look:
    products, shape = asked.products, asked.shape
    p, q, n = products.effects, products.random, products.couples
    lower, errors = shape.factor(figures), shape.errors(figures)
    weights = _weights(errors)
    total = np.tensordot(weights, products.total, 1)
    rows = (weights @ products.of_random).reshape(n, q, p + 1 + q)
    u, m = rows[..., : p + 1], rows[..., p + 1 :]
    inner = lower.T @ m @ lower
    inner[:, range(q), range(q)] += 1
    factors = np.linalg.cholesky(inner)
    log_inner = 2 * float(np.log(np.diagonal(factors, axis1=1, axis2=2)).sum())
    half = lower @ np.linalg.inv(factors).swapaxes(1, 2)
    h = half @ half.swapaxes(1, 2)
    hu = h @ u
    across = total[: p + 1, : p + 1] - u.reshape(n * q, p + 1).T @ hu.reshape(n * q, p + 1)
    fixed = np.linalg.cholesky(across[:p, :p])
    turned = np.linalg.inv(fixed)
    spread = turned.T @ turned
    beta = spread @ across[:p, p]
    squares = float(across[p, p] - beta @ across[:p, p])
    kept = spread if asked.restricted else np.zeros_like(spread)
    expected = _Expected(products, h, hu, beta, kept)
    both, first, second = products.days
    log_errors = both * np.log(np.linalg.det(errors)) + first * np.log(errors[0, 0]) + second * np.log(errors[1, 1])
    log_fixed = 2 * float(np.log(np.diagonal(fixed)).sum()) if asked.restricted else 0.0
    count = products.answers - (p if asked.restricted else 0)
    value = (count * LOG_TWO_PI + log_errors + log_inner + log_fixed + squares) / 2
    if not np.isfinite(value) or not np.isfinite(expected.along).all():
        raise OffTheMap
    by_factor = _by_random(u, m, h, hu, expected) @ lower
    by_errors = _by_errors(errors, expected.along, products.days) / 2
    slope = shape.slope(figures, by_factor, by_errors)
    pairs = expected.along
    residuals = np.array([[pairs[0], pairs[1] / 2], [pairs[1] / 2, pairs[2]]])
    return Look(float(value), slope, beta, spread, expected.random.sum(axis=0), residuals)


def _weights(errors: Numbers) -> Numbers:
    inverse = np.linalg.inv(errors)
    return np.array([inverse[0, 0], inverse[0, 1], inverse[1, 1], 1 / errors[0, 0], 1 / errors[1, 1]])


class _Expected:
    """What the answers make of the random effects: their middle, their cross-products, and the errors' (`along`)."""

    def __init__(self, products: Crossproducts, h: Numbers, hu: Numbers, beta: Numbers, kept: Numbers) -> None:
        p, q, n = products.effects, products.random, products.couples
        hx = hu[..., :p]
        self.kept = kept
        self.outer = np.append(-beta, 1.0)
        self.middle = hu @ self.outer
        self.hx_kept = hx @ kept
        self.random = h + self.hx_kept @ hx.swapaxes(1, 2) + self.middle[:, :, None] * self.middle[:, None, :]
        weights = np.empty((n, q, p + 1 + q))
        weights[..., : p + 1] = -2 * self.middle[..., None] * self.outer
        weights[..., :p] -= 2 * self.hx_kept
        weights[..., p + 1 :] = self.random
        fixed = np.outer(self.outer, self.outer)
        fixed[:p, :p] += kept
        of_couples = np.einsum("nk,njk->j", weights.reshape(n, -1), products.of_random)
        self.along = of_couples + products.total[:, : p + 1, : p + 1].reshape(5, -1) @ fixed.reshape(-1)


def _by_random(u: Numbers, m: Numbers, h: Numbers, hu: Numbers, expected: _Expected) -> Numbers:
    """The slope of −2 l along G, (q, q): Z'V⁻¹Z less what the effects and the answers account for."""
    n, q = u.shape[:2]
    p = len(expected.kept)
    left = u - m @ hu
    across, answers = left[..., :p], left @ expected.outer
    flat = across.swapaxes(0, 1).reshape(q, n * p)
    mh = (m @ h).swapaxes(0, 1).reshape(q, n * q)
    known = mh @ m.reshape(n * q, q) + flat @ (across @ expected.kept).swapaxes(0, 1).reshape(q, n * p).T
    return np.asarray(m.sum(axis=0) - known - answers.T @ answers)


def _by_errors(errors: Numbers, along: Numbers, days: tuple[int, int, int]) -> Numbers:
    """The slope of −2 l along R, (2, 2), symmetric."""
    both, first, second = days
    inverse = np.linalg.inv(errors)
    squares = np.array([[along[0], along[1] / 2], [along[1] / 2, along[2]]])
    slope = both * inverse - inverse @ squares @ inverse
    slope[0, 0] += first / errors[0, 0] - along[3] / errors[0, 0] ** 2
    slope[1, 1] += second / errors[1, 1] - along[4] / errors[1, 1] ** 2
    return np.asarray(slope)

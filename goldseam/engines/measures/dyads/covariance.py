"""The two covariances by free figures: of the random effects by their Cholesky factor, of the errors by logarithms.

The factor of the random effects is left free in sign, on its diagonal too: a variance of nought is then an ordinary
point inside, where the slope is level, and a search ends there; with logarithms it would walk on for ever. The errors'
variance can't be nought, so its diagonal goes by logarithms (log-Cholesky), and what is off it in units of its row's
diagonal, so that no figure has a unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from goldseam.engines.measures.dyads.model import Numbers, Who, Whole


@dataclass(frozen=True)
class Shape:
    """How many figures there are and where they go."""

    blocks: tuple[int, ...]
    who: Who

    @cached_property
    def places(self) -> tuple[Whole, Whole]:
        """Rows and columns of the free entries of the random effects' factor."""
        rows: list[int] = []
        columns: list[int] = []
        begin = 0
        for size in self.blocks:
            below = np.tril_indices(size)
            rows.extend(int(row) + begin for row in below[0])
            columns.extend(int(column) + begin for column in below[1])
            begin += size
        return np.array(rows, dtype=np.intp), np.array(columns, dtype=np.intp)

    @property
    def of_errors(self) -> int:
        return {"roles": 3, "alike": 2, "lone": 1}[self.who]

    def factor(self, figures: Numbers) -> Numbers:
        """The lower factor of the random effects' covariance, (q, q)."""
        q = sum(self.blocks)
        lower = np.zeros((q, q))
        lower[self.places] = figures[: -self.of_errors]
        return lower

    def errors(self, figures: Numbers) -> Numbers:
        """The errors' covariance R, (2, 2)."""
        if self.who == "lone":
            return np.asarray(np.eye(2) * np.exp(figures[-1]))
        if self.who == "alike":
            together, apart = np.exp(figures[-2:])
            return np.array([[together + apart, together - apart], [together - apart, together + apart]]) / 2
        lower = _lower(figures[-3:])
        return lower @ lower.T

    def slope(self, figures: Numbers, by_factor: Numbers, by_errors: Numbers) -> Numbers:
        """The slope along the figures, from those along the factor's entries and along the (symmetric) R."""
        by_random = by_factor[self.places]
        if self.who == "lone":
            return np.append(by_random, np.exp(figures[-1]) * np.trace(by_errors))
        if self.who == "alike":
            together, apart = np.exp(figures[-2:])
            same, cross = by_errors[0, 0] + by_errors[1, 1], 2 * by_errors[0, 1]
            return np.append(by_random, [together * (same + cross) / 2, apart * (same - cross) / 2])
        lower = _lower(figures[-3:])
        along = 2 * by_errors @ lower
        of_second = along[1, 0] * lower[1, 0] + along[1, 1] * lower[1, 1]
        return np.append(by_random, [along[0, 0] * lower[0, 0], along[1, 0] * lower[1, 1], of_second])

    def figures(self, random: Numbers, errors: Numbers) -> Numbers:
        """The figures of two covariances; the random effects' must be positive definite."""
        if self.who == "lone":
            last = np.log([(errors[0, 0] + errors[1, 1]) / 2])
        elif self.who == "alike":
            middle, cross = (errors[0, 0] + errors[1, 1]) / 2, errors[0, 1]
            last = np.log([middle + cross, middle - cross])
        else:
            lower = np.linalg.cholesky(errors)
            last = np.array([np.log(lower[0, 0]), lower[1, 0] / lower[1, 1], np.log(lower[1, 1])])
        factor = np.linalg.cholesky(random) if len(random) else random
        return np.append(factor[self.places], last)


def _lower(figures: Numbers) -> Numbers:
    first, second = np.exp(figures[[0, 2]])
    return np.array([[first, 0.0], [figures[1] * second, second]])

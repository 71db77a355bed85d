"""Each couple is reduced once to cross-products, so that a look at the likelihood no longer goes through the days.

The errors' covariance is one 2×2 block R an occasion. Which of the two answered decides how R enters: through its
inverse (three figures) where both did, through one variance where one did. So W'R⁻¹W of a couple is a sum of at most
five matrices that do not depend on R, each times a figure that does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.dyads.model import Model, Numbers, Truths


@dataclass(frozen=True)
class Crossproducts:
    """Over the columns W = [X | y | Z] with p + 1 + q of them, in the order of the five figures of `weights`:
    first·first, first·second + second·first, second·second (both there), first alone, second alone.

    `total` (5, p+1+q, p+1+q) is summed over everyone; `of_random` (couples, 5, q·(p+1+q)) keeps the rows of Z for each
    couple. `days` counts the occasions where both, only the first, only the second are there.
    """

    total: Numbers
    of_random: Numbers
    days: tuple[int, int, int]
    effects: int
    random: int

    @property
    def couples(self) -> int:
        return int(self.of_random.shape[0])

    @property
    def answers(self) -> int:
        both, first, second = self.days
        return 2 * both + first + second


def of(model: Model) -> Crossproducts:
    """The cross-products of a model whose occasions without any answer have been left out."""
    columns = np.concatenate([model.fixed, model.outcome[..., None], model.random], axis=2)
    columns = np.where(model.there[..., None], columns, 0.0)
    first, second = columns[:, 0], columns[:, 1]
    both: Truths = np.asarray(model.there.all(axis=1))
    alone: list[Truths] = [model.there[:, side] & ~both for side in (0, 1)]
    pairs: list[tuple[Truths, list[tuple[Numbers, Numbers]]]] = [
        (both, [(first, first)]),
        (both, [(first, second), (second, first)]),
        (both, [(second, second)]),
        (alone[0], [(first, first)]),
        (alone[1], [(second, second)]),
    ]
    starts = np.flatnonzero(np.diff(model.couple, prepend=model.couple[0] - 1))
    q = model.random.shape[2]
    total = np.zeros((5, columns.shape[2], columns.shape[2]))
    of_random = np.zeros((5, len(starts), q, columns.shape[2]))
    for place, (where, products) in enumerate(pairs):
        if not where.any():
            continue
        for left, right in products:
            masked = np.where(where[:, None], left, 0.0)
            total[place] += masked.T @ right
            for row in range(q):
                rows = masked[:, -q + row, None] * right
                of_random[place, :, row] += np.add.reduceat(rows, starts, axis=0)
    return Crossproducts(
        total=total,
        of_random=np.ascontiguousarray(np.moveaxis(of_random, 0, 1)).reshape(len(starts), 5, -1),
        days=(int(both.sum()), int(alone[0].sum()), int(alone[1].sum())),
        effects=model.fixed.shape[2],
        random=q,
    )

"""From a model in one scale to the top of its likelihood, by a second way where the first ends at the edge.

Where the random effects' covariance is singular its Cholesky factor is not the only one: figures can turn in a ring
without the likelihood changing, and a search creeps along it. With the random effects in the order of what each adds to
those before, the noughts come last and nothing turns. So at the edge the columns are put in that order and the search
set out anew, a little inside; the better end of the two stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from goldseam.engines.measures.dyads import crossproducts
from goldseam.engines.measures.dyads.covariance import Shape
from goldseam.engines.measures.dyads.likelihood import Likelihood
from goldseam.engines.measures.dyads.model import Model, Numbers, Whole
from goldseam.engines.measures.dyads.search import Top, climb

# Of the outcome's own spread, which is one here.
AS_GOOD_AS_NOUGHT = 1e-3
INSIDE = 0.03


@dataclass(frozen=True)
class Ascent:
    """The top found, with both covariances there: `random` (q, q) in the model's own order, `errors` (2, 2)."""

    top: Top
    random: Numbers
    errors: Numbers
    looks: int

    @property
    def at_the_edge(self) -> bool:
        if not len(self.random):
            return False
        return float(np.linalg.eigvalsh(self.random)[0]) < AS_GOOD_AS_NOUGHT**2


def ascend(model: Model, *, restricted: bool) -> Ascent:
    """Raises OffTheMap when the likelihood can't be worked out at the start."""
    q = len(model.random_names)
    # Half of what least squares leave to the errors, the rest shared by the random effects.
    first = _climbed(model, np.arange(q), np.eye(q) * 0.5 / max(1, q), np.eye(2) * 0.5, restricted=restricted)
    if first.top.reached and not first.at_the_edge:
        return first
    order = _most_first(first.random, model.blocks)
    second = _climbed(model, order, first.random + INSIDE * np.eye(q), first.errors, restricted=restricted)
    best = min(first, second, key=lambda way: way.top.look.value + (0 if way.top.reached else 1e-4))
    return replace(best, looks=first.looks + second.looks)


def _climbed(model: Model, order: Whole, random: Numbers, errors: Numbers, *, restricted: bool) -> Ascent:
    shape = Shape(model.blocks, model.who)
    products = crossproducts.of(replace(model, random=model.random[..., order]))
    top = climb(Likelihood(products, shape, restricted), shape.figures(random[np.ix_(order, order)], errors))
    factor = shape.factor(top.figures)
    found = np.empty_like(factor)
    found[np.ix_(order, order)] = factor @ factor.T
    return Ascent(top, found, shape.errors(top.figures), top.looks)


def _most_first(covariance: Numbers, blocks: tuple[int, ...]) -> Whole:
    """Within each block the order of a pivoted Cholesky factor: each next one adds most to those before it."""
    order: list[int] = []
    begin = 0
    for size in blocks:
        left = covariance[begin : begin + size, begin : begin + size].copy()
        waiting = list(range(size))
        while waiting:
            most = max(waiting, key=lambda place: left[place, place])
            waiting.remove(most)
            order.append(begin + most)
            if left[most, most] > 0:
                left -= np.outer(left[:, most], left[most]) / left[most, most]
        begin += size
    return np.array(order, dtype=np.intp)

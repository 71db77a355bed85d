"""The lag that the R package `rties` chooses with “absMaxCC”, kept to hold our figures against its published table.

Not for a study of one's own. That option takes for each couple the shift at which the two series go together most, and
where that shift is positive it moves the earlier series the other way, so that a moment is “foretold” from later ones.
Chosen by looking and partly backwards, its R² is no measure of foretelling. Source: rties 5.0, functions `dataPrep`,
`makeCrossCorr`, `Max_Min_CCF_Signed`.
"""

from __future__ import annotations

import math

import numpy as np

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.coordination import Coordination, Study, of_couple, series
from goldseam.engines.measures.dyads.couples import Columns, paired
from goldseam.engines.measures.dyads.model import Numbers
from goldseam.engines.measures.dyads.reading import Table


def as_published(table: Table, columns: Columns, *, outcome: str) -> Study:
    """Inertia and coordination of every couple with the lag of `rties`; the first role is its level 0."""
    couples = paired(table, columns, [outcome])
    found: dict[str, Coordination | NotEnough] = {}
    for place, name in enumerate(couples.names):
        one, other = series(couples, place, outcome)
        shift = largest_cross_correlation(one, other)
        found[name] = of_couple(one, other, -(shift or 1))
    return Study(couples.roles, found)


def largest_cross_correlation(one: Numbers, other: Numbers) -> int:
    """The shift k, from −m to m, at which the correlation of one_(t+k) with other_t is furthest from nought.

    As R's `ccf` has it: over the moments at which both answered, closed up; about the means and by the spreads of all;
    m = ⌊10 log₁₀(n/2)⌋. Raises ValueError when one of them never varies.

    >>> swell = np.exp(-(((np.arange(40.0) - 20) / 3) ** 2))
    >>> largest_cross_correlation(swell[2:], swell[:-2])
    -2
    """
    there = ~np.isnan(one + other)
    one, other = one[there] - one[there].mean(), other[there] - other[there].mean()
    size = math.sqrt(float(one @ one) * float(other @ other))
    if not size > 0:
        raise ValueError("A series that never varies goes together with nothing.")
    furthest = min(len(one) - 1, math.floor(10 * (math.log10(len(one)) - math.log10(2))))
    shifts = range(-furthest, furthest + 1)
    found = np.array([_products(one, other, shift) / size for shift in shifts])
    return shifts[int(found.argmax() if found.max() >= -found.min() else found.argmin())]


def _products(one: Numbers, other: Numbers, shift: int) -> float:
    if shift >= 0:
        return float(one[shift:] @ other[: len(other) - shift])
    return float(one[:shift] @ other[-shift:])

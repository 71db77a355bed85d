"""The actor-partner model: what each partner's outcome has to do with their own answers and with the other's.

    y_a = β_a0 + β_a1 x_a + β_a2 x_b + e_a      and the same for b, with figures of its own

(e_a, e_b) has a full 2×2 covariance. Where nothing tells the partners apart, both have the same figures and the errors
one variance. Source: Kenny, Kashy & Cook, “Dyadic Data Analysis” (2006), ch. 7.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.columns import Side, of_both, same_for_both
from goldseam.engines.measures.dyads.couples import Columns, Couples, paired
from goldseam.engines.measures.dyads.estimate import estimate
from goldseam.engines.measures.dyads.fit import Fit, told
from goldseam.engines.measures.dyads.model import Model
from goldseam.engines.measures.dyads.reading import Table
from goldseam.engines.measures.dyads.sufficiency import lacking


def apim(
    table: Table,
    columns: Columns,
    *,
    outcome: str,
    predictors: Sequence[str],
    covariates: Sequence[str] = (),
    restricted: bool = True,
    level: float = 0.9,
) -> Fit | NotEnough:
    """The actor-partner model of a table with a row a person.

    `predictors` have an own and a partner's effect, `covariates` an own one only. `restricted` is REML; where it is
    false it is ML, whose standard errors are a little too small in small studies.

    Raises BadTable (see `reading`, `couples`) and NoEstimate (see `scaling`). NotEnough lacks “couples” or “both”.
    """
    couples = paired(table, columns, [outcome, *predictors, *covariates])
    model = model_of(couples, outcome, predictors, covariates)
    too_little = lacking(model, days=False)
    if too_little:
        return too_little
    found = estimate(model, restricted=restricted)
    sides = couples.roles or ("one partner", "the other")
    return told(model, found, sides, restricted=restricted, level=level, asked=len(table.lines))


def model_of(couples: Couples, outcome: str, predictors: Sequence[str], covariates: Sequence[str] = ()) -> Model:
    """The arrays of the model; a row is there when its outcome and everything that bears on it are."""
    fixed = [Side("level", np.ones((len(couples.couple), 2)))]
    for name in predictors:
        own = couples.values[name]
        fixed += [Side(f"own {name}", own), Side(f"partner's {name}", own[:, ::-1])]
    fixed += [Side(name, couples.values[name]) for name in covariates]
    there = ~np.isnan(couples.values[outcome])
    for side in fixed:
        there &= ~np.isnan(side.values)
    names, values = same_for_both(fixed) if couples.roles is None else of_both(fixed, couples.roles)
    return Model(
        outcome=couples.values[outcome],
        fixed=values,
        random=np.zeros((len(couples.couple), 2, 0)),
        couple=couples.couple,
        there=there,
        fixed_names=names,
        random_names=(),
        blocks=(),
        who="alike" if couples.roles is None else "roles",
    )

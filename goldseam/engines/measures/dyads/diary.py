"""The dyadic diary: own and partner's effects from day to day, while couples differ in level and in effect.

For the partners a, b of couple i on day t, with x each person's predictor less that person's mean:

    y_a = (β_a0 + b_a0i) + (β_a1 + b_a1i) x_a + β_a2 x_b + e_a      and the same for b, with figures of its own

b is drawn once a couple with a full covariance, (e_a, e_b) once a day with a full 2×2 covariance. Where nothing tells
the partners apart, both have the same figures and the covariances stay the same when the two are swapped: what the two
share and what sets them apart are then drawn independently. Source: Bolger & Laurenceau, “Intensive Longitudinal
Methods” (2013), ch. 8; Kenny, Kashy & Cook, “Dyadic Data Analysis” (2006), ch. 12–13; for partners who are alike
del Rosario & West 2020 (sums and differences).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.columns import Side, joined, of_both, same_for_both
from goldseam.engines.measures.dyads.couples import Columns, Couples, means_of_persons, paired
from goldseam.engines.measures.dyads.estimate import estimate
from goldseam.engines.measures.dyads.fit import Fit, told
from goldseam.engines.measures.dyads.model import Model, Numbers
from goldseam.engines.measures.dyads.reading import Table
from goldseam.engines.measures.dyads.sufficiency import lacking

Whose = Literal["none", "own", "both"]


def diary(
    table: Table,
    columns: Columns,
    *,
    outcome: str,
    predictors: Sequence[str],
    slopes: Whose = "own",
    between: Whose = "none",
    covariates: Sequence[str] = (),
    varying: Sequence[str] = (),
    restricted: bool = True,
    level: float = 0.9,
) -> Fit | NotEnough:
    """The dyadic diary model of a table with a row a person and day.

    `slopes` says which of the predictors' effects differ from couple to couple, `between` whose means over all days
    (less the mean of everybody) have effects of their own. `covariates` enter as they stand, own only, and those that
    are also `varying` differ from couple to couple. `restricted` is REML.

    Raises BadTable (see `reading`, `couples`) and NoEstimate (see `scaling`). NotEnough lacks “couples”, “days” or
    “both” (days on which both partners answered).
    """
    couples = paired(table, columns, [outcome, *predictors, *covariates])
    model = model_of(
        couples, outcome, predictors, slopes=slopes, between=between, covariates=covariates, varying=varying
    )
    too_little = lacking(model, days=True)
    if too_little:
        return too_little
    found = estimate(model, restricted=restricted)
    sides = couples.roles or ("one partner", "the other")
    return told(model, found, sides, restricted=restricted, level=level, asked=len(table.lines))


def model_of(
    couples: Couples,
    outcome: str,
    predictors: Sequence[str],
    *,
    slopes: Whose = "own",
    between: Whose = "none",
    covariates: Sequence[str] = (),
    varying: Sequence[str] = (),
) -> Model:
    """The arrays of the model; a row is there when its outcome and everything that bears on it are.

    Raises ValueError when something varies that is no covariate.
    """
    if not set(varying) <= set(covariates):
        raise ValueError(f"Only covariates can vary; {sorted(set(varying) - set(covariates))} are none.")
    ones = np.ones((len(couples.couple), 2))
    fixed = [Side("level", ones)]
    random = [Side("level", ones)]
    for name in predictors:
        means = means_of_persons(couples, name)
        within = couples.values[name] - means
        fixed += [Side(f"own {name}", within), Side(f"partner's {name}", within[:, ::-1])]
        random += _that_differ(name, within, slopes)
        fixed += _of_means(name, means - _mean_of_persons(couples, means), between)
    fixed += [Side(name, couples.values[name]) for name in covariates]
    random += [Side(name, couples.values[name]) for name in varying]
    there = ~np.isnan(couples.values[outcome])
    for side in fixed:
        there &= ~np.isnan(side.values)
    if couples.roles is None:
        fixed_names, fixed_values = same_for_both(fixed)
        random_names, random_values = joined(random)
        blocks: tuple[int, ...] = (len(random), len(random))
    else:
        fixed_names, fixed_values = of_both(fixed, couples.roles)
        random_names, random_values = of_both(random, couples.roles)
        blocks = (2 * len(random),)
    return Model(
        outcome=couples.values[outcome],
        fixed=fixed_values,
        random=random_values,
        couple=couples.couple,
        there=there,
        fixed_names=fixed_names,
        random_names=random_names,
        blocks=blocks,
        who="alike" if couples.roles is None else "roles",
    )


def _that_differ(name: str, within: Numbers, slopes: Whose) -> list[Side]:
    own, partners = Side(f"own {name}", within), Side(f"partner's {name}", within[:, ::-1])
    return {"none": [], "own": [own], "both": [own, partners]}[slopes]


def _of_means(name: str, centred: Numbers, between: Whose) -> list[Side]:
    own, partners = Side(f"own mean {name}", centred), Side(f"partner's mean {name}", centred[:, ::-1])
    return {"none": [], "own": [own], "both": [own, partners]}[between]


def _mean_of_persons(couples: Couples, means: Numbers) -> float:
    _, first = np.unique(couples.couple, return_index=True)
    return float(np.nanmean(means[first]))

"""One person's diary, many people: effects that differ from person to person, and days that go on from the day before.

    y_t = β_0 + b_0i + (β_1 + b_1i) x_t + … + e_t ,     e_t = φ^(days since) · e_before + what is new on the day

b is drawn once a person with a full covariance. For a given φ each answer less φ^gap of the one before, over
√(1 − φ^(2·gap)), has errors of one size that have nothing to do with each other; what is left is the model of the
other files, and φ is the one at which its likelihood is highest. Source: Bolger & Laurenceau, “Intensive Longitudinal
Methods” (2013), ch. 5; nlme's `corAR1` with a day in its formula.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.estimate import Estimate, estimate
from goldseam.engines.measures.dyads.fit import Fit, told
from goldseam.engines.measures.dyads.model import Model, Numbers, Truths
from goldseam.engines.measures.dyads.reading import BadTable, Table
from goldseam.engines.measures.dyads.sufficiency import lacking

GOLDEN = (math.sqrt(5) - 1) / 2
WIDEST = 0.99
NEAR_ENOUGH = 1e-6
FIRST_TRIED = 9


@dataclass(frozen=True)
class SingleFit:
    """`carried` is φ, how much of a day's error is there the day after; nought where none was asked for. The degrees of
    freedom in `fit` take it as known."""

    fit: Fit
    carried: float


def single(
    table: Table,
    *,
    person: str,
    day: str,
    outcome: str,
    predictors: Sequence[str],
    varying: Sequence[str] = (),
    carried: bool = True,
    restricted: bool = True,
    level: float = 0.9,
) -> SingleFit | NotEnough:
    """The diary of single people, of a table with a row a person and day.

    `predictors` enter as they stand; those that are also `varying` differ from person to person, as the level does.
    `carried` lets errors go on from day to day; days are whole numbers then.

    Raises BadTable (see `reading`), also for two rows of one person and day; NoEstimate (see `scaling`); ValueError
    when something varies that is no predictor. NotEnough lacks “people” or “days”.
    """
    if not set(varying) <= set(predictors):
        raise ValueError(f"Only predictors can vary; {sorted(set(varying) - set(predictors))} are none.")
    model, days = _model_of(table, person, day, outcome, predictors, varying)
    too_little = lacking(model, days=True)
    if too_little:
        return too_little
    gaps = _gaps(model, days, day) if carried else np.full(len(days), math.inf)
    share, found = _highest(lambda share: _with(share, model, gaps, restricted), searched=carried)
    fit = told(model, found, ("one person",), restricted=restricted, level=level, asked=len(table.lines))
    return SingleFit(fit, share)


def _model_of(
    table: Table, person: str, day: str, outcome: str, predictors: Sequence[str], varying: Sequence[str]
) -> tuple[Model, Numbers]:
    names, days = table.named(person), table.days(day)
    numbers = {name: place for place, name in enumerate(dict.fromkeys(names))}
    people = np.array([numbers[name] for name in names], dtype=np.intp)
    columns = {name: table.numbers(name) for name in (outcome, *predictors)}
    there: Truths = np.asarray(~np.isnan(np.column_stack(list(columns.values()))).any(axis=1))
    order = np.lexsort((days, people))
    order = order[there[order]]
    rows = {name: values[order] for name, values in columns.items()}
    ones = np.ones(len(order))
    fixed = np.column_stack([ones, *(rows[name] for name in predictors)])
    random = np.column_stack([ones, *(rows[name] for name in varying)])
    model = Model(
        outcome=_on_the_first_side(rows[outcome]),
        fixed=_on_the_first_side(fixed),
        random=_on_the_first_side(random),
        couple=people[order],
        there=np.column_stack([np.ones(len(order), dtype=bool), np.zeros(len(order), dtype=bool)]),
        fixed_names=("level", *predictors),
        random_names=("level", *varying),
        blocks=(1 + len(varying),),
        who="lone",
    )
    return model, days[order]


def _on_the_first_side(values: Numbers) -> Numbers:
    return np.stack([values, np.zeros_like(values)], axis=1)


def _gaps(model: Model, days: Numbers, name: str) -> Numbers:
    """How many days lie between an answer and the same person's last one; without end where there is none."""
    if np.any(days != np.rint(days)):
        raise BadTable(f"“{name}” must be whole days where errors go on from day to day.")
    gaps = np.diff(days, prepend=days[:1])
    first = np.diff(model.couple, prepend=-1) != 0
    if np.any(gaps[~first] <= 0):
        raise BadTable(f"Somebody has two rows for one “{name}”.")
    return np.where(first, math.inf, gaps)


def _with(share: float, model: Model, gaps: Numbers, restricted: bool) -> Estimate:
    """The estimate when `share` of an error goes on to the day after."""
    apart = np.isinf(gaps)
    on = np.where(apart, 0.0, np.sign(share) ** np.where(apart, 1, gaps) * abs(share) ** np.where(apart, 1, gaps))
    size = np.sqrt(1 - on**2)

    def new(values: Numbers) -> Numbers:
        over = (slice(None), *[None] * (values.ndim - 1))
        before = np.concatenate([values[:1], values[:-1]])
        return np.asarray((values - on[over] * before) / size[over])

    changed = replace(model, outcome=new(model.outcome), fixed=new(model.fixed), random=new(model.random))
    found = estimate(changed, restricted=restricted)
    return replace(found, likelihood=found.likelihood - float(np.log(size).sum()))


def _highest(at: Callable[[float], Estimate], *, searched: bool) -> tuple[float, Estimate]:
    """The share of the highest likelihood: the best of some far apart, then golden sections between its neighbours."""
    if not searched:
        return 0.0, at(0.0)
    tried = np.linspace(-math.atanh(WIDEST), math.atanh(WIDEST), FIRST_TRIED)
    best = int(np.argmax([at(math.tanh(place)).likelihood for place in tried]))
    low, high = float(tried[max(0, best - 1)]), float(tried[min(FIRST_TRIED - 1, best + 1)])
    inner = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
    values = [at(math.tanh(place)).likelihood for place in inner]
    while high - low > NEAR_ENOUGH:
        if values[0] >= values[1]:
            high, inner[1], values[1] = inner[1], inner[0], values[0]
            inner[0] = high - GOLDEN * (high - low)
            values[0] = at(math.tanh(inner[0])).likelihood
        else:
            low, inner[0], values[0] = inner[0], inner[1], values[1]
            inner[1] = low + GOLDEN * (high - low)
            values[1] = at(math.tanh(inner[1])).likelihood
    share = math.tanh((low + high) / 2)
    return share, at(share)

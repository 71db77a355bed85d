"""A model's estimate: its columns brought to one scale, its likelihood climbed, its figures brought back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from goldseam.engines.measures.dyads.ascent import ascend
from goldseam.engines.measures.dyads.likelihood import OffTheMap
from goldseam.engines.measures.dyads.model import Model, Numbers
from goldseam.engines.measures.dyads.scaling import NoEstimate, Scaled
from goldseam.engines.measures.dyads.search import Top


@dataclass(frozen=True)
class Estimate:
    """What was estimated, in the units of the columns.

    `effects` (p,); `spread` (p, p) their covariance, after ML widened by N/(N − p) as nlme has it; `random` (q, q) and
    `errors` (2, 2) the two covariances; `likelihood` its logarithm; `df` (p,) degrees of freedom by Satterthwaite's
    rule; `left` what one more step still promised (in units of the logarithm), `reached` whether that is nothing;
    `at_the_edge` whether the random effects' covariance is singular: a variance of nought, or effects that go wholly
    together.
    """

    effects: Numbers
    spread: Numbers
    random: Numbers
    errors: Numbers
    likelihood: float
    df: Numbers
    left: float
    reached: bool
    at_the_edge: bool
    looks: int
    answers: int
    couples: int


def estimate(model: Model, *, restricted: bool = True) -> Estimate:
    """REML (or, with `restricted` false, ML) estimates of a model.

    Raises NoEstimate when columns say the same as others, or when the outcome is wholly known from them.
    """
    kept = _only_answered(model)
    scaled = Scaled(kept)
    try:
        way = ascend(scaled.model, restricted=restricted)
    except OffTheMap as wrong:
        raise NoEstimate(
            "The likelihood can't be worked out with these numbers: they leave no error to estimate."
        ) from wrong
    top = way.top
    widened = 1.0 if restricted else kept.answers / (kept.answers - len(kept.fixed_names))
    return Estimate(
        effects=scaled.effects(top.look.effects),
        spread=scaled.spread(top.look.spread) * widened,
        random=scaled.random(way.random),
        errors=way.errors * scaled.unit**2,
        likelihood=-top.look.value - scaled.log_of_units(restricted),
        df=_satterthwaite(top, scaled),
        left=top.left,
        reached=top.reached,
        at_the_edge=way.at_the_edge,
        looks=way.looks,
        answers=kept.answers,
        couples=kept.couples,
    )


def _only_answered(model: Model) -> Model:
    answered = model.there.any(axis=1)
    if answered.all():
        return model
    return replace(
        model,
        outcome=model.outcome[answered],
        fixed=model.fixed[answered],
        random=model.random[answered],
        couple=model.couple[answered],
        there=model.there[answered],
    )


def _satterthwaite(top: Top, scaled: Scaled) -> Numbers:
    """Degrees of freedom 2 v²/Var(v) of each effect's variance v, by the figures' own uncertainty.

    Source: Fai & Cornelius 1996; Kuznetsova, Brockhoff & Christensen 2017 (lmerTest).
    """
    variances = np.diagonal(scaled.spread(top.look.spread))
    slopes = np.array([np.diagonal(scaled.spread(part)) for part in top.spreads])
    values, vectors = np.linalg.eigh(top.bend)
    settled = values > 1e-6 * max(1.0, float(values.max()))
    along = vectors[:, settled].T @ slopes
    uncertain = (along**2 / values[settled, None]).sum(axis=0)
    return np.asarray(2 * variances**2 / np.maximum(uncertain, 1e-300))

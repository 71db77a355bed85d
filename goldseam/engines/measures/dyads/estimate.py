"""A model's estimate: its columns brought to one scale, its likelihood climbed, its figures brought back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from goldseam.engines.measures.dyads import crossproducts
from goldseam.engines.measures.dyads.covariance import Shape
from goldseam.engines.measures.dyads.likelihood import Likelihood, OffTheMap
from goldseam.engines.measures.dyads.model import Model, Numbers
from goldseam.engines.measures.dyads.search import Top, climb

# Below this share of the largest singular value a combination of columns says nothing of its own.
SAME = 1e-9


class NoEstimate(ValueError):
    """The numbers do not settle the model; the sentence says why."""


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
    scaled = _Scaled(kept)
    shape = Shape(model.blocks, model.alike)
    products = crossproducts.of(scaled.model)
    likelihood = Likelihood(products, shape, restricted)
    try:
        top = climb(likelihood, _start(shape, products.random))
    except OffTheMap as wrong:
        raise NoEstimate(
            "The likelihood can't be worked out with these numbers: they leave no error to estimate."
        ) from wrong
    random = shape.factor(top.figures)
    return Estimate(
        effects=scaled.effects(top.look.effects),
        spread=scaled.spread(top.look.spread) * (1 if restricted else products.answers / products.spare_answers),
        random=scaled.random(random @ random.T),
        errors=shape.errors(top.figures) * scaled.unit**2,
        likelihood=-top.look.value - scaled.log_of_units(restricted),
        df=_satterthwaite(top, scaled),
        left=top.left,
        reached=top.reached,
        at_the_edge=_is_singular(random),
        looks=top.looks,
        answers=products.answers,
        couples=products.couples,
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


class _Scaled:
    """The model with the outcome's rest after least squares in units of its own size, the effects' columns at right
    angles and of size one, the random effects' columns of size one; and the ways back."""

    def __init__(self, model: Model) -> None:
        there = model.there
        fixed, outcome = model.fixed[there], model.outcome[there]
        self.answers, self.count = fixed.shape
        sizes = np.sqrt((fixed**2).mean(axis=0))
        self._require_own_word(fixed, sizes, model.fixed_names)
        q, r = np.linalg.qr(fixed / sizes)
        q, r = q * np.sqrt(self.answers), r / np.sqrt(self.answers)
        self.to_effects = np.linalg.inv(r) / sizes[:, None]
        self.log_of_fixed = float(np.log(np.abs(np.diagonal(r))).sum() + np.log(sizes).sum())
        first = q.T @ outcome / self.answers
        rest = outcome - q @ first
        rest -= q @ (q.T @ rest / self.answers)
        self.unit = float(np.sqrt((rest**2).mean()))
        if self.unit <= 1e-12 * max(float(np.abs(outcome).max()), 1e-300):
            raise NoEstimate("The predictors foretell the outcome without any error: there is nothing to estimate.")
        self.first = first
        self.sizes_of_random = np.sqrt((model.random[there] ** 2).mean(axis=0))
        self._require_some_random(model.random_names)
        self.model = replace(
            model,
            outcome=_put(there, rest / self.unit),
            fixed=_put(there, q),
            random=_put(there, model.random[there] / self.sizes_of_random),
        )

    @staticmethod
    def _require_own_word(fixed: Numbers, sizes: Numbers, names: tuple[str, ...]) -> None:
        for name, size in zip(names, sizes, strict=True):
            if not size > 0:
                raise NoEstimate(f"“{name}” is nought in every row, so it has no effect to estimate.")
        _, singular, turned = np.linalg.svd(np.linalg.qr(fixed / sizes, mode="r"))
        if len(fixed) <= len(names) or singular[-1] <= SAME * singular[0]:
            among = [name for name, part in zip(names, np.abs(turned[-1]), strict=True) if part > 1e-6]
            raise NoEstimate(f"These say the same as each other, so their effects can't be told apart: {_list(among)}.")

    def _require_some_random(self, names: tuple[str, ...]) -> None:
        for name, size in zip(names, self.sizes_of_random, strict=True):
            if not size > 0:
                raise NoEstimate(f"“{name}” is nought in every row, so couples can't differ in it.")

    def effects(self, found: Numbers) -> Numbers:
        return np.asarray(self.to_effects @ (self.first + self.unit * found))

    def spread(self, found: Numbers) -> Numbers:
        return np.asarray(self.to_effects @ found @ self.to_effects.T * self.unit**2)

    def random(self, found: Numbers) -> Numbers:
        sizes = self.unit / self.sizes_of_random
        return np.asarray(found * np.outer(sizes, sizes))

    def log_of_units(self, restricted: bool) -> float:
        log_of_unit = float(np.log(self.unit))
        if not restricted:
            return float(self.answers * log_of_unit)
        return float((self.answers - self.count) * log_of_unit + self.log_of_fixed)


def _put(there: Numbers | np.ndarray, values: Numbers) -> Numbers:
    whole = np.zeros((*there.shape, *values.shape[1:]))
    whole[there] = values
    return whole


def _list(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _start(shape: Shape, random: int) -> Numbers:
    """Half of what is left after least squares to the errors, the rest shared by the random effects."""
    return shape.figures(np.eye(random) * 0.5 / max(1, random), np.eye(2) * 0.5)


def _is_singular(factor: Numbers) -> bool:
    """Columns are of size one, so the smallest singular value is a share of the outcome's own spread."""
    return bool(len(factor)) and float(np.linalg.svd(factor, compute_uv=False)[-1]) < 1e-3


def _satterthwaite(top: Top, scaled: _Scaled) -> Numbers:
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

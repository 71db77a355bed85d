"""What a study is told: effects with their bands, how couples differ, how errors go together, what to know besides."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.answers import Band
from goldseam.engines.measures.dyads.estimate import Estimate
from goldseam.engines.measures.dyads.model import Model, Numbers
from goldseam.engines.measures.dyads.students_t import beyond, reach


@dataclass(frozen=True)
class Effect:
    """One effect in the outcome's units for one unit of its column. `t` is estimate / se with `df` degrees of freedom
    (Satterthwaite), `p` how often a larger one would come from no effect at all."""

    name: str
    estimate: float
    se: float
    df: float
    t: float
    p: float
    band: Band


@dataclass(frozen=True)
class Spread:
    """Standard deviations (k,) and correlations (k, k) of what differs, by name; nan where a deviation is nought."""

    names: tuple[str, ...]
    deviations: Numbers
    correlations: Numbers


@dataclass(frozen=True)
class Fit:
    """`likelihood` is the logarithm, restricted when `method` is REML. `answers` were used, of `answers` + `left_out`.
    `notes` are sentences a reader should have before the figures; they are empty when all went well."""

    effects: tuple[Effect, ...]
    couples_differ: Spread
    errors: Spread
    likelihood: float
    method: str
    couples: int
    answers: int
    left_out: int
    notes: tuple[str, ...]
    estimate: Estimate

    def effect(self, name: str) -> Effect:
        """The effect of that name. Raises KeyError naming those there are."""
        for effect in self.effects:
            if effect.name == name:
                return effect
        raise KeyError(f"{name!r} is none of {[effect.name for effect in self.effects]}")


def told(model: Model, found: Estimate, sides: tuple[str, ...], *, restricted: bool, level: float, asked: int) -> Fit:
    """The fit of a model from its estimate; `asked` is how many answers there would have been."""
    return Fit(
        effects=tuple(_effects(model, found, level)),
        couples_differ=spread(model.random_names, found.random),
        errors=spread(sides, found.errors[: len(sides), : len(sides)]),
        likelihood=found.likelihood,
        method="REML" if restricted else "ML",
        couples=found.couples,
        answers=found.answers,
        left_out=asked - found.answers,
        notes=tuple(_notes(found)),
        estimate=found,
    )


def spread(names: tuple[str, ...], covariance: Numbers) -> Spread:
    """Deviations and correlations of a covariance.

    >>> spread(("a", "b"), np.array([[4.0, 3.0], [3.0, 9.0]])).correlations[0, 1].item()
    0.5
    """
    deviations = np.sqrt(np.diagonal(covariance))
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations = covariance / np.outer(deviations, deviations)
    return Spread(names, deviations, np.clip(correlations, -1, 1))


def _effects(model: Model, found: Estimate, level: float) -> Iterator[Effect]:
    errors = np.sqrt(np.diagonal(found.spread))
    for name, value, error, df in zip(model.fixed_names, found.effects, errors, found.df, strict=True):
        t, wide = float(value / error), reach(level, float(df)) * error
        band = Band(float(value - wide), float(value + wide), level) if math.isfinite(wide) else _endless(level)
        yield Effect(name, float(value), float(error), float(df), t, beyond(t, float(df)), band)


def _endless(level: float) -> Band:
    return Band(-math.inf, math.inf, level)


def _notes(found: Estimate) -> Iterator[str]:
    if not found.reached:
        yield (
            f"The search stopped before the top: one more step still promised {found.left:.2g} in the logarithm of the "
            "likelihood. Don't rely on these figures."
        )
    if found.at_the_edge:
        yield (
            "How couples differ lies at the edge: a spread is nought, or two go wholly together. The effects stand; "
            "the spreads and correlations of couples say little."
        )

"""A model's columns brought to one scale, and the ways back, so that units bother no search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from goldseam.engines.measures.dyads.model import Model, Numbers, Truths

# Below this share of the largest singular value a combination of columns says nothing of its own.
SAME = 1e-9


class NoEstimate(ValueError):
    """The numbers do not settle the model; the sentence says why."""


class Scaled:
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


def _put(there: Truths, values: Numbers) -> Numbers:
    whole = np.zeros((*there.shape, *values.shape[1:]))
    whole[there] = values
    return whole


def _list(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)

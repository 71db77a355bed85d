"""Columns of a model from what each partner has: one effect a role, one for both, or the shared and what sets apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.dyads.model import Numbers


@dataclass(frozen=True)
class Side:
    """One thing that bears on the outcome: its name, and (occasions, 2) what it is for each partner."""

    name: str
    values: Numbers


def of_both(sides: Sequence[Side], roles: tuple[str, str]) -> tuple[tuple[str, ...], Numbers]:
    """A column a role for each: the first role's columns, then the second's; (occasions, 2, 2·sides)."""
    count = len(sides)
    values = np.zeros((len(sides[0].values), 2, 2 * count))
    for role in (0, 1):
        for place, side in enumerate(sides):
            values[:, role, role * count + place] = side.values[:, role]
    return tuple(f"{role}: {side.name}" for role in roles for side in sides), values


def same_for_both(sides: Sequence[Side]) -> tuple[tuple[str, ...], Numbers]:
    """One column for each, with one effect for both partners; (occasions, 2, sides)."""
    return tuple(side.name for side in sides), np.stack([side.values for side in sides], axis=2)


def joined(sides: Sequence[Side]) -> tuple[tuple[str, ...], Numbers]:
    """For each what the partners share and what sets them apart (plus for one, minus for the other)."""
    shared = np.stack([side.values for side in sides], axis=2)
    apart = shared * np.array([1.0, -1.0])[None, :, None]
    names = [f"shared {side.name}" for side in sides] + [f"apart in {side.name}" for side in sides]
    return tuple(names), np.concatenate([shared, apart], axis=2)

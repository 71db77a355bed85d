"""What is asked of the numbers: one linear mixed model for couples, in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.intp]
Truths = NDArray[np.bool_]
Who = Literal["roles", "alike", "lone"]


@dataclass(frozen=True)
class Model:
    """y = X·beta + Z·b + e for couples, each with occasions (days), each occasion with two sides (the partners).

    Shapes: `outcome` and `there` (occasions, 2), `fixed` (occasions, 2, effects), `random` (occasions, 2, random
    effects), `couple` (occasions,) with whole numbers that never fall, so that a couple's occasions lie together. What
    isn't `there` (an answer or a predictor is missing) is not looked at; it may be nan.

    b is drawn once a couple, with a covariance made of full blocks of the sizes in `blocks` along the diagonal; e is
    drawn once an occasion with one 2×2 covariance. `who` says what it may be: full for partners with “roles”, of one
    variance for those who are “alike” (nothing tells who is who), of one variance alone for “lone” people, whose
    answers all stand on the first side. Units: those of the columns.
    """

    outcome: Numbers
    fixed: Numbers
    random: Numbers
    couple: Whole
    there: Truths
    fixed_names: tuple[str, ...]
    random_names: tuple[str, ...]
    blocks: tuple[int, ...]
    who: Who = "roles"

    def __post_init__(self) -> None:
        """Raises ValueError when the arrays do not fit together, or hold something that isn't a number."""
        occasions = len(self.couple)
        shapes = {
            "outcome": (occasions, 2),
            "there": (occasions, 2),
            "fixed": (occasions, 2, len(self.fixed_names)),
            "random": (occasions, 2, len(self.random_names)),
        }
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"“{name}” has the shape {getattr(self, name).shape}; {shape} fits the rest.")
        if sum(self.blocks) != len(self.random_names):
            raise ValueError(f"Blocks of {self.blocks} do not hold {len(self.random_names)} random effects.")
        if np.any(np.diff(self.couple) < 0):
            raise ValueError("A couple's occasions must lie together: “couple” falls somewhere.")
        self._require_numbers()

    def _require_numbers(self) -> None:
        for name in ("outcome", "fixed", "random"):
            if not np.isfinite(getattr(self, name)[self.there]).all():
                raise ValueError(f"“{name}” holds something that isn't a number where an answer is said to be there.")

    @property
    def answers(self) -> int:
        return int(self.there.sum())

    @property
    def couples(self) -> int:
        """How many couples have at least one answer that is there."""
        return len(np.unique(self.couple[self.there.any(axis=1)]))

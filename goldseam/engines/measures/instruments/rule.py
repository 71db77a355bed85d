"""What a scoring rule says of one questionnaire: ids and figures, each figure with its source; never an item's words.

The fixed words that a page turns into its reader's language stand in `SAYS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Combine = Literal["sum", "mean"]
Better = Literal["higher", "lower"]
Beyond = Literal["below", "from"]
Kind = Literal["alpha", "retest"]

SAYS = frozenset({"distressed", "look closer", "none", "mild", "moderate", "severe", "not safe"})


def exact(number: float) -> Fraction:
    """The number as it is written: 0.1 is a tenth, not the nearest float.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    return Fraction(float.__repr__(number)) if isinstance(number, float) else Fraction(number)


@dataclass(frozen=True)
class Item:
    """One item by its id: answers from `low` to `high` (points); `reverse` - answer is what counts, where it is set.

    `whole`: no answer between two points. `scored` is False for an item that is asked but counts towards no scale.
    """

    id: str
    low: float
    high: float
    reverse: float | None = None
    whole: bool = True
    scored: bool = True

    def counts(self, answer: Fraction) -> Fraction:
        """Points towards a scale.

        >>> Item("a", 1, 7, reverse=8).counts(Fraction(2))
        Fraction(6, 1)
        """
        return answer if self.reverse is None else exact(self.reverse) - answer


@dataclass(frozen=True)
class Scale:
    """What is summed or averaged; `low` and `high` in points; `better` is None where neither end is."""

    id: str
    items: tuple[str, ...]
    combine: Combine
    better: Better | None
    low: float
    high: float


@dataclass(frozen=True)
class Source:
    """Where a figure was read, and how much of that was read."""

    cite: str
    address: str
    read: str


@dataclass(frozen=True)
class CutOff:
    """`says` holds for scores under `at` (beyond "below"), or of `at` and more (beyond "from")."""

    scale: str
    at: float
    beyond: Beyond
    says: str
    population: str
    source: str

    def holds(self, score: float) -> bool:
        """
        >>> CutOff("total", 3, "from", "look closer", "", "").holds(3)
        True
        """
        return score < self.at if self.beyond == "below" else score >= self.at


@dataclass(frozen=True)
class Range:
    """`says` holds for scores from `low` to `high`, both included."""

    scale: str
    low: float
    high: float
    says: str
    source: str


@dataclass(frozen=True)
class Norm:
    """Mean and standard deviation of a scale, in points, in people who were asked."""

    scale: str
    mean: float | None
    sd: float | None
    n: int | None
    population: str
    source: str


@dataclass(frozen=True)
class Reliability:
    """`value` from 0 to 1: of one sitting (alpha) or over `days` (retest)."""

    scale: str
    kind: Kind
    value: float
    days: int | None
    population: str
    source: str


@dataclass(frozen=True)
class ChangePoints:
    """The published reliable change index: so many points, at 1.96 times the error of a difference."""

    scale: str
    points: float
    population: str
    source: str


Figure = CutOff | Range | Norm | Reliability | ChangePoints


@dataclass(frozen=True)
class Rule:
    """One questionnaire. `share` of a scale's items has to be answered; `answers` tells
    whoever loads the wording what points mean; `scoring` names the source of
    items, scales and reversal; `safety` marks what is never kept unasked."""

    id: str
    name: str
    safety: bool
    answers: str
    items: Mapping[str, Item]
    scales: Mapping[str, Scale]
    share: float
    scoring: str
    cutoffs: tuple[CutOff, ...]
    ranges: tuple[Range, ...]
    norms: tuple[Norm, ...]
    reliability: tuple[Reliability, ...]
    change: tuple[ChangePoints, ...]
    sources: Mapping[str, Source]
    permission: str
    awaits: tuple[str, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Everything that says something of a scale and has a source."""
        return (*self.cutoffs, *self.ranges, *self.norms, *self.reliability, *self.change)

    def says(self, scale: str, score: float) -> tuple[str, ...]:
        """The fixed words of every cut-off and range that hold for a score, in the file's order."""
        past = [cut.says for cut in self.cutoffs if cut.scale == scale and cut.holds(score)]
        within = [part.says for part in self.ranges if part.scale == scale and part.low <= score <= part.high]
        return (*past, *within)

"""Whether a score has really changed, from several looks, without raising false alarms by looking often.

`NotEnough` from here lacks "looks" (fewer than two) or "reliability" (no error of measurement is known for the scale).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log, sqrt
from typing import Literal

from ..answers import NotEnough
from .rule import Rule, Scale

PERHAPS = 1.96
REAL = 2.25
PROMISED_LOOKS = 12
RISE = 0.3

Verdict = Literal["worse", "improved", "recovered", "rose", "fell", "perhaps", "none"]
Direction = Literal["higher", "lower"]


@dataclass(frozen=True)
class Error:
    """How far two scores lie apart when nothing changed: `of_a_difference` is that standard deviation, in points.

    `used` is "alpha", "retest" or "published"; `value` the reliability, or the published points; `sd` the spread of
    scores it goes with (None where the points were published); `source` and `population` as in the rule.
    """

    of_a_difference: float
    used: Literal["alpha", "retest", "published"]
    value: float
    sd: float | None
    source: str
    population: str

    @property
    def points(self) -> float:
        """The reliable change index: 1.96 times the error, in points.

        >>> round(Error(16 / 1.96, "published", 16, None, "", "").points, 10)
        16.0
        """
        return PERHAPS * self.of_a_difference


@dataclass(frozen=True)
class Change:
    """What the newest look says beside the first.

    `kind` is "worse", "improved" or "recovered" when a change is real ("rose", "fell" where neither end is better),
    "perhaps" when one look lies beyond 1.96 errors and the next one will tell, else "none". `direction` says which way
    a real or perhaps change goes; `difference` is newest minus first in points, `errors` the same in errors.
    """

    kind: Verdict
    direction: Direction | None
    better: bool | None
    difference: float
    errors: float
    error: Error


def compare(rule: Rule, scale: str, looks: Sequence[tuple[int, float]]) -> Change | NotEnough:
    """The change of a scale's score from the first look to the newest; `looks` are (day number, score in points).

    SEM = SD sqrt(1 - reliability); error of a difference = SEM sqrt(2) (Jacobson and Truax 1991). A change is real when
    the two newest looks both lie beyond `limit` errors (2.25 up to the twelfth) and half a step of the scale, on the
    same side of the first; recovered when moreover the first lay on the distressed side of every cut-off that says
    "distressed", and those two do not.

    Raises ValueError for an unknown scale, days that do not increase, and scores outside the scale's range.

    >>> from .load import all_rules
    >>> compare(all_rules()["rdas"], "total", [(0, 40), (28, 55), (56, 56)]).kind
    'recovered'
    """
    asked = _known(rule, scale)
    _require_looks(asked, looks)
    if len(looks) < 2:
        return NotEnough("looks", 2 - len(looks), "A change needs a first look and one after it.")
    error = error_of(rule, scale)
    if error is None:
        return NotEnough("reliability", None, f"No error of measurement is known for {rule.name}, {scale}.")
    return _judged(rule, asked, [score for _, score in looks], error)


def limit(looks_after_the_first: int) -> float:
    """Errors that two looks in a row must lie beyond to be a real change: 2.25, rising after the twelfth look.

    2.25 keeps false alarms at 5 % per couple over twelve looks. Who looks every week would raise one in eight couples
    in a year with it; the slow rise, 0.3 ln(looks / 12), leaves one in thirteen (docs/algorithms/change.md).

    >>> limit(2), limit(12), round(limit(52), 2)
    (2.25, 2.25, 2.69)
    """
    return REAL + RISE * log(max(looks_after_the_first, PROMISED_LOOKS) / PROMISED_LOOKS)


def half_a_step(rule: Rule, scale: Scale) -> float:
    """Half of the smallest difference between two scores, in points; 0 where answers may lie between points.

    Whole scores jump past a limit: where three points are 2.5 errors, every difference from 2.5 points on is told as
    three. Half a step more takes that back.

    >>> from .load import all_rules
    >>> rules = all_rules()
    >>> [half_a_step(rules[name], rules[name].scales["total"]) for name in ("phq-4", "crs")]
    [0.5, 0.0]
    """
    if not all(rule.items[item].whole for item in scale.items):
        return 0.0
    return 0.5 / len(scale.items) if scale.combine == "mean" else 0.5


def error_of(rule: Rule, scale: str) -> Error | None:
    """The error of a difference between two looks: the largest of all that can be worked out from the rule.

    A reliability (alpha, retest: the lower counts for more error) needs a spread of scores; published points are an
    error by themselves. The largest is taken because too small an error raises false alarms.
    """
    known = [*_from_reliability(rule, scale), *_from_points(rule, scale)]
    return max(known, key=lambda error: error.of_a_difference, default=None)


def points_needed(rule: Rule, scale: str) -> int | None:
    """The fewest whole points by which one look differs reliably (1.96 errors) from another; None where unknown.

    >>> from .load import all_rules
    >>> points_needed(all_rules()["rdas"], "total"), points_needed(all_rules()["crs"], "total")
    (12, 16)
    """
    error = error_of(rule, scale)
    return None if error is None else ceil(round(error.points, 9))


def _known(rule: Rule, scale: str) -> Scale:
    if scale not in rule.scales:
        raise ValueError(f"{rule.name} has no scale {scale!r}.")
    return rule.scales[scale]


def _require_looks(scale: Scale, looks: Sequence[tuple[int, float]]) -> None:
    for (day, _), (later, _) in pairwise(looks):
        if not day < later:
            raise ValueError(f"Days need to increase, and {later} comes after {day}.")
    for day, score in looks:
        if not scale.low <= score <= scale.high:
            raise ValueError(f"On day {day} {scale.id} is {score}, outside {scale.low} to {scale.high}.")


def _from_reliability(rule: Rule, scale: str) -> Iterable[Error]:
    for known in rule.reliability:
        sd = _spread(rule, scale, known.population) if known.scale == scale else None
        if sd is not None:
            of_a_difference = sd * sqrt(2 * (1 - known.value))
            yield Error(of_a_difference, known.kind, known.value, sd, known.source, known.population)


def _spread(rule: Rule, scale: str, population: str) -> float | None:
    """Of the people whose reliability is used, or else the widest known: less would claim too small an error."""
    known = [(norm.population, norm.sd) for norm in rule.norms if norm.scale == scale and norm.sd is not None]
    own = [sd for people, sd in known if people == population]
    return max(own or [sd for _, sd in known], default=None)


def _from_points(rule: Rule, scale: str) -> Iterable[Error]:
    for known in rule.change:
        if known.scale == scale:
            yield Error(known.points / PERHAPS, "published", known.points, None, known.source, known.population)


def _judged(rule: Rule, scale: Scale, scores: list[float], error: Error) -> Change:
    away = [(score - scores[0]) / error.of_a_difference for score in scores[1:]]
    is_real = _is_real(away, half_a_step(rule, scale) / error.of_a_difference)
    kind, direction = _verdict(rule, scale, scores, away[-1], is_real)
    better = None if direction is None or scale.better is None else direction == scale.better
    return Change(kind, direction, better, scores[-1] - scores[0], away[-1], error)


def _verdict(
    rule: Rule, scale: Scale, scores: list[float], away: float, is_real: bool
) -> tuple[Verdict, Direction | None]:
    direction: Direction = "higher" if away > 0 else "lower"
    if abs(away) <= PERHAPS:
        return "none", None
    if not is_real:
        return "perhaps", direction
    if scale.better is None:
        return ("rose" if direction == "higher" else "fell"), direction
    if direction != scale.better:
        return "worse", direction
    return ("recovered" if _crossed(rule, scale.id, scores) else "improved"), direction


def _is_real(away: list[float], half_step: float) -> bool:
    two, needed = away[-2:], limit(len(away)) + half_step
    return len(two) == 2 and (min(two) > needed or max(two) < -needed)


def _crossed(rule: Rule, scale: str, scores: list[float]) -> bool:
    cuts = [cut for cut in rule.cutoffs if cut.scale == scale and cut.says == "distressed"]
    was_beyond = all(cut.holds(scores[0]) for cut in cuts)
    is_beyond = any(cut.holds(score) for cut in cuts for score in scores[-2:])
    return bool(cuts) and was_beyond and not is_beyond

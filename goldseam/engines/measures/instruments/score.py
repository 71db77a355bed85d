"""From answers to scores, exactly, by a rule.

`NotEnough` from here lacks "answers": it is a `MissingAnswers` and names the items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, isfinite
from numbers import Real

from ..answers import NotEnough
from .rule import Item, Rule, Scale, exact


class BadAnswer(ValueError):
    """An answer that the rule doesn't know; `item` says which, `why` says what is wrong with it."""

    def __init__(self, item: str, why: str) -> None:
        super().__init__(f"{item}: {why}")
        self.item = item
        self.why = why


@dataclass(frozen=True)
class MissingAnswers(NotEnough):
    """Too few answers for a score; `items` are those without one, `more` how many of them are needed."""

    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scored:
    """Scores in points by scale; `prorated` are scales with an item left out; `unscored` those with too many."""

    totals: Mapping[str, float]
    prorated: frozenset[str]
    unscored: Mapping[str, MissingAnswers]


def score(rule: Rule, answers: Mapping[str, float | None]) -> Scored | MissingAnswers:
    """Every scale of `rule` from the answers (points as answered, by item id; None or absent: left out).

    A scale with all items is their sum or mean, reversed ones turned. With at least `rule.share` of its items the
    answered part of the way from its lowest to its highest score is carried over to the whole; where all items have
    the same range, that is the mean of the answered ones times their number. With fewer it has no score. When no
    scale has one, MissingAnswers names all items left out.

    Raises BadAnswer for an item that the rule doesn't have, and for an answer that is no number or out of its range.

    >>> from .load import all_rules
    >>> score(all_rules()["phq-4"], {"phq4-1": 3, "phq4-2": 2, "phq4-3": 1, "phq4-4": 0}).totals["total"]
    6.0
    """
    given = _checked(rule, answers)
    totals: dict[str, float] = {}
    prorated: set[str] = set()
    unscored: dict[str, MissingAnswers] = {}
    for scale in rule.scales.values():
        answered = [rule.items[item] for item in scale.items if item in given]
        left_out = tuple(item for item in scale.items if item not in given)
        needed = ceil(exact(rule.share) * len(scale.items))
        if len(answered) < needed:
            unscored[scale.id] = _missing(scale.id, left_out, needed - len(answered))
            continue
        totals[scale.id] = float(_carried_over(rule, scale, answered, given))
        if left_out:
            prorated.add(scale.id)
    if not totals:
        return _nothing_to_score(rule, given, unscored.values())
    return Scored(totals, frozenset(prorated), unscored)


def _checked(rule: Rule, answers: Mapping[str, float | None]) -> dict[str, Fraction]:
    return {
        item: _answer(rule, item, answer) for item, answer in answers.items() if not _is_left_out(rule, item, answer)
    }


def _is_left_out(rule: Rule, item: str, answer: float | None) -> bool:
    if item not in rule.items:
        raise BadAnswer(item, f"{rule.name} has no such item.")
    return answer is None


def _answer(rule: Rule, item: str, answer: float | None) -> Fraction:
    if isinstance(answer, bool) or not isinstance(answer, Real) or (isinstance(answer, float) and not isfinite(answer)):
        raise BadAnswer(item, f"{answer!r} is not a number.")
    asked = rule.items[item]
    if not asked.low <= answer <= asked.high:
        raise BadAnswer(item, f"the answer is outside {asked.low} to {asked.high}.")
    if asked.whole and answer != int(answer):
        raise BadAnswer(item, f"{answer!r} lies between two steps.")
    return exact(answer)


def _carried_over(rule: Rule, scale: Scale, answered: Iterable[Item], given: Mapping[str, Fraction]) -> Fraction:
    answered = list(answered)
    points = sum((item.counts(given[item.id]) for item in answered), Fraction(0))
    from_bottom = points - _lowest(answered)
    asked = [rule.items[item] for item in scale.items]
    whole = _lowest(asked) + from_bottom * _way(asked) / _way(answered)
    return whole / len(asked) if scale.combine == "mean" else whole


def _lowest(items: Iterable[Item]) -> Fraction:
    return sum((exact(item.low) for item in items), Fraction(0))


def _way(items: Iterable[Item]) -> Fraction:
    return sum((exact(item.high) - exact(item.low) for item in items), Fraction(0))


def _missing(what: str, items: tuple[str, ...], more: int) -> MissingAnswers:
    answers = "answer is" if more == 1 else "answers are"
    return MissingAnswers("answers", more, f"{what}: {more} more {answers} needed, of {', '.join(items)}.", items)


def _nothing_to_score(rule: Rule, given: Mapping[str, Fraction], scales: Iterable[MissingAnswers]) -> MissingAnswers:
    fewest = min(scale.more or 0 for scale in scales)
    return _missing(rule.name, tuple(item for item in rule.items if item not in given), fewest)

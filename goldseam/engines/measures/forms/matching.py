"""Which question of an operator's file is which item of a scoring rule, and what an answer counts for there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from .bad import BadForm, quoted
from .entries import Choice, Item, Value
from .questionnaire import Questionnaire, questions
from .sound import place
from .taking import Notes, Taking, object_in


class RuleItem(Protocol):
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def whole(self) -> bool: ...
    @property
    def scored(self) -> bool: ...


class Rule(Protocol):
    """What of a rule matters here; `instruments.rule.Rule` is one."""

    @property
    def id(self) -> str: ...
    @property
    def items(self) -> Mapping[str, RuleItem]: ...


def mapping_from(data: bytes) -> Mapping[str, str]:
    """The operator's file that tells which question is which item: {"link id": "item id", …}.

    Raises BadForm for any other file, and where two questions are to be the same item.

    >>> mapping_from(b'{"/44250-9": "phq4-3"}')
    {'/44250-9': 'phq4-3'}
    """
    taking = Taking(object_in(data), "", Notes())
    names = {link_id: taking.text(link_id) for link_id in list(taking.left)}
    if len(set(names.values())) < len(names):
        raise BadForm("Two questions are said to be the same item of the rule.")
    return names


def matched(questionnaire: Questionnaire, rule: Rule, names: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """The link id of each item of the rule, by the item's id.

    Without `names` a question is the item whose id it has; - and _ and capital letters make no difference. Raises
    BadForm naming the items that count and have no question, and any question whose answers wouldn't fit its item.
    """
    known = questions(questionnaire)
    by_item = _by_item(known, rule, names)
    missing = [name for name, item in rule.items.items() if item.scored and name not in by_item]
    if missing:
        listed = ", ".join(quoted(item) for item in missing[:20])
        raise BadForm(f"The rule {rule.id} needs questions that aren't matched: {listed}.")
    for item, link_id in by_item.items():
        _require_fitting(known[link_id], rule.items[item], item)
    return {item: by_item[item] for item in rule.items if item in by_item}


def _by_item(known: Mapping[str, Item], rule: Rule, names: Mapping[str, str] | None) -> dict[str, str]:
    if names is None:
        found: dict[str, str] = {}
        for item in rule.items:
            same = [link_id for link_id in known if link_id == item] or [
                link_id for link_id in known if _plain(link_id) == _plain(item)
            ]
            if len(same) > 1:
                raise BadForm(f"Both {quoted(same[0])} and {quoted(same[1])} could be the item {item}.")
            found.update(zip([item], same, strict=False))
        return found
    for link_id, item in names.items():
        if link_id not in known:
            raise BadForm(f"The mapping names the question {quoted(link_id)}, which isn't in the questionnaire.")
        if item not in rule.items:
            raise BadForm(f"The mapping names the item {quoted(item)}, which the rule {rule.id} hasn't.")
    return {item: link_id for link_id, item in names.items()}


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def _require_fitting(question: Item, item: RuleItem, item_id: str) -> None:
    where = f"{place(question)} as {item_id}"
    if question.repeats:
        raise BadForm("One answer counts, and several may be given.", where)
    for choice in question.choices:
        counts = _counts(question, choice)
        if counts is None:
            raise BadForm(f"It isn't said what “{quoted(choice.shown)}” counts for (ordinalValue, itemWeight).", where)
        if not item.low <= counts <= item.high or (item.whole and counts != int(counts)):
            raise BadForm(f"“{quoted(choice.shown)}” counts for {counts}, outside {item.low} to {item.high}.", where)
    if not question.choices:
        _require_numbers(question, item, where)


def _require_numbers(question: Item, item: RuleItem, where: str) -> None:
    if question.kind not in ("integer", "decimal", "boolean"):
        raise BadForm("Its answers aren't numbers and have no scores, so they can't count.", where)
    low, high = (0, 1) if question.kind == "boolean" else (question.low, question.high)
    if low is None or high is None:
        raise BadForm(f"Any number may be answered; it needs bounds within {item.low} to {item.high}.", where)
    if not item.low <= float(low) <= float(high) <= item.high:
        raise BadForm(f"Answers from {low} to {high} may be outside {item.low} to {item.high}.", where)
    if item.whole and question.kind == "decimal":
        raise BadForm("Whole numbers count, and numbers with a point may be answered.", where)


def _counts(question: Item, choice: Choice) -> float | None:
    if choice.weight is None and question.kind == "integer":
        return int(choice.code)
    return choice.weight


def worths(
    questionnaire: Questionnaire, by_item: Mapping[str, str], values: Mapping[str, Value]
) -> Mapping[str, float | None]:
    """What each item of the rule got, None where it wasn't answered: what `instruments.score.score` takes.

    `by_item` is what `matched` gave, `values` what `answering.answers_from` gave. Own words count for nothing.
    """
    known = questions(questionnaire)
    return {item: _worth(known[link_id], values.get(link_id)) for item, link_id in by_item.items()}


def _worth(question: Item, value: Value | None) -> float | None:
    for choice in question.choices:
        if choice.code == str(value):
            return _counts(question, choice)
    if question.choices or not isinstance(value, int | float):
        return None
    return int(value) if isinstance(value, bool) else value

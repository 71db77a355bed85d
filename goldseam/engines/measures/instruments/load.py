"""Rule files (JSON) into rules; a file that contradicts itself is refused with the field and what contradicts what.

The form of a rule file is told in docs/algorithms/instruments.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

from .contradictions import refuse_contradictions
from .fields import BadRule, Fields
from .rule import (
    SAYS,
    Better,
    Beyond,
    ChangePoints,
    Combine,
    CutOff,
    Item,
    Kind,
    Norm,
    Range,
    Reliability,
    Rule,
    Scale,
    Source,
)

__all__ = ["BadRule", "all_rules", "rule_from"]

LARGEST = 200_000
DEFAULT_SHARE = 0.8
FIELDS = (
    *("id", "name", "safety", "scoring", "answers", "items", "scales", "missing", "cutoffs", "ranges", "norms"),
    *("reliability", "change", "sources", "permission", "awaits"),
)


def rule_from(content: str | bytes, file: str = "rule file") -> Rule:
    """The rule that a JSON file holds; `file` is what its mistakes are told by.

    Raises BadRule, which names the file, the field, and what contradicts what.

    >>> rule_from('{"id": "x"}', "x.json")
    Traceback (most recent call last):
    goldseam.engines.measures.instruments.fields.BadRule: x.json, name: is missing.
    """
    top = Fields(file, "", _parsed(content, file))
    top.only(FIELDS)
    rule = Rule(
        id=top.text("id"),
        name=top.text("name"),
        safety=top.yes_or_no("safety", False),
        answers=top.text("answers"),
        items=_items(top),
        scales={name: _scale(name, fields) for name, fields in top.named("scales")},
        share=top.number("missing") if top.has("missing") else DEFAULT_SHARE,
        scoring=top.text("scoring"),
        cutoffs=tuple(_cutoff(fields) for fields in top.objects("cutoffs")),
        ranges=tuple(_range(fields) for fields in top.objects("ranges")),
        norms=tuple(_norm(fields) for fields in top.objects("norms")),
        reliability=tuple(_reliability(fields) for fields in top.objects("reliability")),
        change=tuple(_change(fields) for fields in top.objects("change")),
        sources={name: _source(fields) for name, fields in top.named("sources")},
        permission=top.text("permission"),
        awaits=top.texts("awaits"),
    )
    refuse_contradictions(rule, file)
    return rule


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule that comes with the project, by its id.

    >>> sorted(all_rules())[:2]
    ['cpq-sf', 'crs']
    """
    found = sorted(files(__package__).joinpath("rules").iterdir(), key=lambda file: file.name)
    rules = [rule_from(file.read_bytes(), file.name) for file in found if file.name.endswith(".json")]
    return {rule.id: rule for rule in rules}


def _parsed(content: str | bytes, file: str) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise BadRule(file, "", f"is longer than {LARGEST} characters.")
    try:
        told = json.loads(content, object_pairs_hook=lambda pairs: _once(pairs, file))
    except BadRule:
        raise
    except (ValueError, RecursionError) as wrong:
        raise BadRule(file, "", f"is not JSON in UTF-8 ({type(wrong).__name__}).") from wrong
    if not isinstance(told, dict):
        raise BadRule(file, "", "needs to be one object.")
    return told


def _once(pairs: list[tuple[str, Any]], file: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in pairs:
        if name in told:
            raise BadRule(file, name, "stands there twice.")
        told[name] = value
    return told


def _items(top: Fields) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for fields in top.objects("items"):
        item = _item(fields)
        if item.id in items:
            raise fields.bad("id", f"{item.id!r} is the id of another item too.")
        items[item.id] = item
    return items


def _item(fields: Fields) -> Item:
    fields.only(("id", "low", "high", "reverse", "whole", "scored"))
    return Item(
        fields.text("id"),
        fields.number("low"),
        fields.number("high"),
        fields.perhaps_number("reverse"),
        fields.yes_or_no("whole", True),
        fields.yes_or_no("scored", True),
    )


def _scale(name: str, fields: Fields) -> Scale:
    fields.only(("items", "combine", "better", "low", "high"))
    combine = cast(Combine, fields.one_of("combine", ("sum", "mean")))
    better = cast(Better, fields.one_of("better", ("higher", "lower"))) if fields.has("better") else None
    return Scale(name, fields.texts("items"), combine, better, fields.number("low"), fields.number("high"))


def _cutoff(fields: Fields) -> CutOff:
    fields.only(("scale", "at", "beyond", "says", "population", "source"))
    return CutOff(
        fields.text("scale"),
        fields.number("at"),
        cast(Beyond, fields.one_of("beyond", ("below", "from"))),
        fields.one_of("says", SAYS),
        fields.text("population"),
        fields.text("source"),
    )


def _range(fields: Fields) -> Range:
    fields.only(("scale", "low", "high", "says", "source"))
    return Range(
        fields.text("scale"),
        fields.number("low"),
        fields.number("high"),
        fields.one_of("says", SAYS),
        fields.text("source"),
    )


def _norm(fields: Fields) -> Norm:
    fields.only(("scale", "mean", "sd", "n", "population", "source"))
    return Norm(
        fields.text("scale"),
        fields.perhaps_number("mean"),
        fields.perhaps_number("sd"),
        fields.perhaps_count("n"),
        fields.text("population"),
        fields.text("source"),
    )


def _reliability(fields: Fields) -> Reliability:
    fields.only(("scale", "kind", "value", "days", "population", "source"))
    return Reliability(
        fields.text("scale"),
        cast(Kind, fields.one_of("kind", ("alpha", "retest"))),
        fields.number("value"),
        fields.perhaps_count("days"),
        fields.text("population"),
        fields.text("source"),
    )


def _change(fields: Fields) -> ChangePoints:
    fields.only(("scale", "points", "population", "source"))
    return ChangePoints(fields.text("scale"), fields.number("points"), fields.text("population"), fields.text("source"))


def _source(fields: Fields) -> Source:
    fields.only(("cite", "address", "read"))
    return Source(fields.text("cite"), fields.text("address"), fields.text("read"))

"""The rules of the specification for what we write, by hand: cardinalities, types, and the invariants que- and qrs-.

Read in hl7.org/fhir/R4/questionnaire.html and R5/questionnaire.html, and the same for QuestionnaireResponse.
"""

from __future__ import annotations

import re
from typing import Any

R4_TYPES = {"group", "display", "boolean", "decimal", "integer", "date", "string", "text", "choice", "open-choice"}
R5_TYPES = (R4_TYPES - {"choice", "open-choice"}) | {"coding"}
TOP = {
    "resourceType",
    "id",
    "language",
    "url",
    "version",
    "name",
    "title",
    "_title",
    "date",
    "publisher",
    "description",
}
TOP |= {"purpose", "copyright", "status", "experimental", "subjectType", "code", "item"}
ITEM = {"extension", "linkId", "code", "prefix", "text", "_text", "type", "enableWhen", "enableBehavior", "required"}
ITEM |= {"repeats", "readOnly", "maxLength", "answerConstraint", "answerOption", "item"}
VALUES = {"valueBoolean", "valueDecimal", "valueInteger", "valueDate", "valueString", "valueCoding"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def breaches(said: dict[str, Any], release: str) -> list[str]:
    """What a written Questionnaire breaks; an empty list when nothing."""
    found = _empties(said) + [f"unknown {key}" for key in said.keys() - TOP]
    if said.get("resourceType") != "Questionnaire" or said.get("status") not in (
        "draft",
        "active",
        "retired",
        "unknown",
    ):
        found.append("resourceType and status")
    items = list(_all(said.get("item", [])))
    ids = [item.get("linkId") for item in items]
    if len(set(ids)) != len(ids) or None in ids:
        found.append("que-2")
    for item in items:
        found += [f"{item.get('linkId')}: {one}" for one in _item(item, release, {i["linkId"]: i for i in items})]
    return found


def _all(items: list[dict[str, Any]]) -> Any:
    for item in items:
        yield item
        yield from _all(item.get("item", []))


def _item(item: dict[str, Any], release: str, by_id: dict[str, dict[str, Any]]) -> list[str]:
    kind = item["type"]
    free = {"boolean", "decimal", "integer", "string", "text", "open-choice"}
    rules = {
        "unknown": not item.keys() - ITEM,
        "type": kind in (R5_TYPES if release == "R5" else R4_TYPES),
        "que-1": ("item" in item) >= (kind == "group") and not (kind == "display" and "item" in item),
        "que-3": not (kind == "display" and "code" in item),
        "que-5": "answerOption" not in item or kind not in ("group", "display", "boolean"),
        "que-6": not (kind == "display" and item.keys() & {"required", "repeats"}),
        "que-9": not (kind == "display" and "readOnly" in item),
        "que-10": "maxLength" not in item or kind in free,
        "que-12": len(item.get("enableWhen", [])) < 2 or item.get("enableBehavior") in ("all", "any"),
        "que-14": release == "R5" or "answerConstraint" not in item,
        "options": all(_option(one, kind, release) for one in item.get("answerOption", [])),
        "conditions": all(_condition(one, by_id) for one in item.get("enableWhen", [])),
    }
    return [rule for rule, holds in rules.items() if not holds]


def _option(option: dict[str, Any], kind: str, release: str) -> bool:
    values = [key for key in option if key.startswith("value")]
    if len(values) != 1:
        return False
    r5 = {"coding": "valueCoding", "integer": "valueInteger", "string": "valueString"}
    return values[0] == r5[kind] if release == "R5" else kind in ("choice", "open-choice")


def _condition(condition: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> bool:
    answers = [key for key in condition if key.startswith("answer")]
    is_whole = {"question", "operator"} <= condition.keys() and len(answers) == 1
    exists = condition.get("operator") != "exists" or answers == ["answerBoolean"]
    return is_whole and exists and condition["question"] in by_id


def _empties(said: Any) -> list[str]:
    """FHIR's JSON has no nulls and no empty texts, lists or objects."""
    if isinstance(said, dict):
        inner = [one for value in said.values() for one in _empties(value)]
        return inner + [f"empty {key}" for key, value in said.items() if value in (None, "", [], {})]
    return [one for value in said for one in _empties(value)] if isinstance(said, list) else []


def response_breaches(said: dict[str, Any], release: str) -> list[str]:
    """What a written QuestionnaireResponse breaks."""
    rules = {
        "resourceType": said.get("resourceType") == "QuestionnaireResponse",
        "status": said.get("status") in ("in-progress", "completed"),
        "questionnaire": isinstance(said.get("questionnaire"), str),
        "authored": bool(DAY.fullmatch(said.get("authored", ""))),
    }
    found = _empties(said) + [rule for rule, holds in rules.items() if not holds]
    for item in _all_answered(said.get("item", [])):
        if "item" in item and "answer" in item:
            found.append("qrs-1")
        for answer in item.get("answer", []):
            if len(answer.keys() & VALUES) != 1 or answer.keys() - VALUES - {"item"}:
                found.append("answer")
    return found


def _all_answered(items: list[dict[str, Any]]) -> Any:
    for item in items:
        yield item
        yield from _all_answered(item.get("item", []))
        for answer in item.get("answer", []):
            yield from _all_answered(answer.get("item", []))

"""What was answered, and what it came to, as FHIR says it: for a person to take along. No name of anybody is in it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from . import fhir_names as names
from .entries import Choice, Entries, Group, Item, One, OwnWords, Value
from .fhir_names import Release
from .fhir_writing import as_number, coding_of
from .questionnaire import Questionnaire, asked, questions
from .sound import is_number

UNITS = "http://unitsofmeasure.org"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"


def response(
    questionnaire: Questionnaire,
    values: Mapping[str, Value],
    *,
    day: date,
    release: Release = "R4",
    subject: str | None = None,
    id: str | None = None,
    complete: bool = True,
) -> dict[str, Any]:
    """A QuestionnaireResponse, ready for json.dumps. `values` is what `answering.answers_from` gave.

    `subject` is an opaque id, never a name; without one nobody is named. Raises ValueError for answers to questions
    that there aren't or that aren't shown, for another release, and for an id that FHIR doesn't allow.

    >>> whole = Questionnaire((Item("a", "boolean", "Well?"),), url="urn:example:one")
    >>> response(whole, {"a": True}, day=date(2026, 11, 23))["item"]
    [{'linkId': 'a', 'text': 'Well?', 'answer': [{'valueBoolean': True}]}]
    """
    _require_release(release)
    shown = {item.link_id for item in asked(questionnaire, values)}
    for link_id in values:
        if link_id not in shown:
            raise ValueError(f"There is no question {link_id!r} that is shown by these answers.")
    items = _Answered(values, release).entries(questionnaire.items)
    return {
        "resourceType": "QuestionnaireResponse",
        **_named(id),
        "questionnaire": canonical(questionnaire),
        "status": "completed" if complete else "in-progress",
        **_about(subject),
        "authored": day.isoformat(),
        **({"item": items} if items else {}),
    }


def observation(
    scale: str,
    score: float,
    *,
    day: date,
    release: Release = "R4",
    subject: str | None = None,
    id: str | None = None,
    response_id: str | None = None,
) -> dict[str, Any]:
    """An Observation with one score, ready for json.dumps; the same in R4, R4B and R5.

    `scale` names what was scored, as "CSI-4 total"; `response_id` is the id of the QuestionnaireResponse from which it
    came. Raises ValueError for a score that is no number, an empty scale, another release, and ids as in `response`.

    >>> observation("CSI-4 total", 13.5, day=date(2026, 11, 23))["valueQuantity"]["value"]
    13.5
    """
    _require_release(release)
    if not is_number(score) or not scale.strip():
        raise ValueError(f"A score needs a name and a number, and not {scale!r} and {score!r}.")
    derived = {"derivedFrom": [{"reference": f"QuestionnaireResponse/{_id(response_id)}"}]} if response_id else {}
    return {
        "resourceType": "Observation",
        **_named(id),
        "status": "final",
        "category": [{"coding": [coding_of("survey", CATEGORIES, "Survey")]}],
        "code": {"text": scale},
        **_about(subject),
        "effectiveDateTime": day.isoformat(),
        "valueQuantity": {"value": as_number(score), "unit": "{score}", "system": UNITS, "code": "{score}"},
        **derived,
    }


def canonical(questionnaire: Questionnaire) -> str:
    """The address of a questionnaire, which a response needs in R5; one without is named by what it asks.

    >>> canonical(Questionnaire((Item("a", "boolean"),), url="urn:example:one", version="2"))
    'urn:example:one|2'
    """
    if questionnaire.url:
        return questionnaire.url + (f"|{questionnaire.version}" if questionnaire.version else "")
    asks = [(item.link_id, item.kind, item.text) for item in questions(questionnaire).values()]
    said = json.dumps([questionnaire.id, questionnaire.name, questionnaire.version, asks])
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, said)}"


class _Answered:
    """The answers in the shape of the questionnaire: groups that hold any, and what hangs on an answer under it."""

    def __init__(self, values: Mapping[str, Value], release: Release) -> None:
        self.values = values
        self.weight = names.ITEM_WEIGHT if release == "R5" else names.ORDINAL_VALUE

    def entries(self, entries: Entries) -> list[dict[str, Any]]:
        found = [self.group(entry) if isinstance(entry, Group) else self.item(entry) for entry in entries]
        return [one for one in found if one is not None]

    def group(self, group: Group) -> dict[str, Any] | None:
        items = self.entries(group.items)
        return {"linkId": group.link_id, **_text(group), "item": items} if items else None

    def item(self, item: Item) -> dict[str, Any] | None:
        value = self.values.get(item.link_id)
        if value is None or value == ():
            return None
        answers = [self.answer(one, item) for one in (value if isinstance(value, tuple) else (value,))]
        hanging = self.entries(item.items)
        if hanging:
            answers[0]["item"] = hanging
        return {"linkId": item.link_id, **_text(item), "answer": answers}

    def answer(self, one: One, item: Item) -> dict[str, Any]:
        if isinstance(one, OwnWords):
            return {"valueString": one.words}
        if isinstance(one, bool):
            return {"valueBoolean": one}
        chosen = next((choice for choice in item.choices if choice.code == str(one)), None)
        if item.choices and chosen is None:
            raise ValueError(f"{one!r} is no choice of the question {item.link_id!r}.")
        if chosen is not None and item.kind == "choice":
            return {"valueCoding": self.coding(chosen)}
        if item.kind == "integer":
            return {"valueInteger": int(one)}
        if item.kind == "decimal":
            return {"valueDecimal": as_number(float(one))}
        return {"valueDate" if item.kind == "date" else "valueString": str(one)}

    def coding(self, choice: Choice) -> dict[str, Any]:
        counted = {} if choice.weight is None else {"url": self.weight, "valueDecimal": as_number(choice.weight)}
        return {**({"extension": [counted]} if counted else {}), **_coding(choice)}


def _coding(choice: Choice) -> dict[str, Any]:
    said = coding_of(choice.code, choice.system, choice.text)
    return {key: value for key, value in said.items() if value}


def _text(entry: Group | Item) -> dict[str, str]:
    return {"text": entry.text} if entry.text else {}


def _named(id: str | None) -> dict[str, str]:
    return {} if id is None else {"id": _id(id)}


def _id(id: str) -> str:
    if not names.ID.fullmatch(id):
        raise ValueError(f"{id!r} can't be an id in FHIR: up to 64 letters, digits, points and hyphens.")
    return id


def _about(subject: str | None) -> dict[str, Any]:
    return {} if subject is None else {"subject": {"identifier": {"value": subject}}}


def _require_release(release: str) -> None:
    if release not in names.RELEASES:
        raise ValueError(f"There is no release {release!r} here, only {', '.join(names.RELEASES)}.")

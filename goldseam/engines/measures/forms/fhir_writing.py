"""Our questionnaire becomes a FHIR Questionnaire in JSON, for R4, R4B or R5."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from . import fhir_names as names
from .bad import Written
from .entries import Choice, Coding, Group, Item, Translations, When, walked
from .fhir_names import Release
from .questionnaire import Questionnaire, questions
from .sound import place
from .taking import Notes


def written(questionnaire: Questionnaire, release: Release) -> Written:
    if release not in names.RELEASES:
        raise ValueError(f"There is no release {release!r} here, only {', '.join(names.RELEASES)}.")
    writing = _Writing(questionnaire, release)
    text = json.dumps(writing.whole(), ensure_ascii=False, indent=2, allow_nan=False)
    return Written(text.encode() + b"\n", writing.notes.all())


def coding_of(code: str, system: str, display: str) -> dict[str, Any]:
    return _said({"system": system, "code": code, "display": display})


def as_number(number: float) -> int | float:
    """A whole number without a point, as people write it."""
    return int(number) if float(number).is_integer() else float(number)


def _said(pairs: Mapping[str, Any]) -> dict[str, Any]:
    """Without what isn't said: FHIR has no empty texts, lists or objects."""
    return {key: value for key, value in pairs.items() if value is not None and value != "" and value != []}


class _Writing:
    def __init__(self, questionnaire: Questionnaire, release: Release) -> None:
        self.questionnaire = questionnaire
        self.is_r5 = release == "R5"
        self.items = questions(questionnaire)
        self.taken = {entry.link_id for entry, _ in walked(questionnaire.items)}
        self.notes = Notes()

    def whole(self) -> dict[str, Any]:
        whole = self.questionnaire
        texts = {name: getattr(whole, name) for name in names.TEXTS}
        return _said(
            {
                "resourceType": "Questionnaire",
                **texts,
                "_title": _translated(whole.translations),
                "status": whole.status,
                "experimental": whole.experimental,
                "subjectType": list(whole.subject_type),
                "code": _codings(whole.codes),
                "item": [self.entry(entry) for entry in whole.items],
            }
        )

    def entry(self, entry: Group | Item) -> dict[str, Any]:
        common = {
            "linkId": entry.link_id,
            "code": _codings(entry.codes),
            "prefix": entry.prefix,
            "text": entry.text,
            "_text": _translated(entry.translations),
            "enableWhen": [self.when(one) for one in entry.when],
            "enableBehavior": ("any" if entry.when_any else "all") if len(entry.when) > 1 else None,
            "required": entry.required or None,
        }
        own = self.item(entry) if isinstance(entry, Item) else self.group(entry)
        return _said({**common, **own})

    def group(self, group: Group) -> dict[str, Any]:
        return {
            "extension": _control(group.control),
            "type": "group",
            "item": [self.entry(entry) for entry in group.items],
        }

    def item(self, item: Item) -> dict[str, Any]:
        return {
            "extension": [*_control(item.control), *_instruction(item), *_range(item)],
            "type": self.type(item),
            "repeats": item.repeats or None,
            "readOnly": item.read_only or None,
            "maxLength": item.most_letters,
            "answerConstraint": "optionsOrString" if item.own_words and self.is_r5 else None,
            "answerOption": [self.option(choice, item) for choice in item.choices],
            "item": [*self.ends(item), *(self.entry(entry) for entry in item.items)],
        }

    def type(self, item: Item) -> str:
        if item.kind == "choice" and self.is_r5:
            return "coding"
        if item.own_words and not self.is_r5:
            return "open-choice"
        # R4 asks for one of several numbers or texts by "choice", R5 by the kind that its choices have.
        return "choice" if item.choices and not self.is_r5 else item.kind

    def ends(self, item: Item) -> list[dict[str, Any]]:
        if not item.ends:
            return []
        low, middle, high = item.ends
        if middle:
            self.notes.add("the words in the middle of the slider", place(item))
        return [self.end(item, side, text) for side, text in zip(names.ENDS, (low, high), strict=True) if text]

    def end(self, item: Item, side: str, text: str) -> dict[str, Any]:
        name = f"{item.link_id}.{side}"
        while name in self.taken:
            name += "_"
        return {"extension": _control(side), "linkId": name, "text": text, "type": "display"}

    def option(self, choice: Choice, item: Item) -> dict[str, Any]:
        weight = self.weight(choice)
        if item.kind == "integer":
            return _said({"extension": weight, "valueInteger": int(choice.code)})
        if item.kind == "string":
            return _said({"extension": weight, "valueString": choice.code})
        on_coding = self.questionnaire.weights_on == "coding"
        coding = {
            **({"extension": weight} if on_coding else {}),
            **coding_of(choice.code, choice.system, choice.text),
            "_display": _translated(choice.translations),
        }
        return _said({"extension": [] if on_coding else weight, "valueCoding": _said(coding)})

    def weight(self, choice: Choice) -> list[dict[str, Any]]:
        if choice.weight is None:
            return []
        url = names.ITEM_WEIGHT if self.is_r5 else names.ORDINAL_VALUE
        return [{"url": url, "valueDecimal": as_number(choice.weight)}]

    def when(self, when: When) -> dict[str, Any]:
        return {"question": when.question, "operator": when.operator, **self.answer(when)}

    def answer(self, when: When) -> dict[str, Any]:
        item = self.items[when.question]
        if isinstance(when.answer, bool):
            return {"answerBoolean": when.answer}
        if item.kind == "choice":
            choice = next(one for one in item.choices if one.code == when.answer)
            return {"answerCoding": coding_of(choice.code, choice.system, choice.text)}
        if item.kind == "decimal":
            return {"answerDecimal": as_number(float(when.answer))}
        key = {"integer": "answerInteger", "date": "answerDate"}.get(item.kind, "answerString")
        return {key: when.answer}


def _translated(translations: Translations) -> dict[str, Any] | None:
    if not translations:
        return None
    return {"extension": [_translation(language, words) for language, words in translations]}


def _translation(language: str, words: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": words}]
    return {"url": names.TRANSLATION, "extension": parts}


def _codings(codes: Sequence[Coding]) -> list[dict[str, Any]]:
    return [coding_of(one.code, one.system, one.display) for one in codes]


def _control(code: str) -> list[dict[str, Any]]:
    if not code:
        return []
    coding = {"system": names.ITEM_CONTROL_CODES, "code": code}
    return [{"url": names.ITEM_CONTROL, "valueCodeableConcept": {"coding": [coding]}}]


def _instruction(item: Item) -> list[dict[str, Any]]:
    return [{"url": names.ENTRY_FORMAT, "valueString": item.note}] if item.note else []


def _range(item: Item) -> list[dict[str, Any]]:
    key = {"integer": "valueInteger", "decimal": "valueDecimal"}.get(item.kind, "valueDate")
    ends = ((names.MIN_VALUE, item.low), (names.MAX_VALUE, item.high))
    return [{"url": url, key: end} for url, end in ends if end is not None]

"""Questionnaires made up for tests: our own words, and nobody's instrument."""

from __future__ import annotations

import json
from typing import Any

from goldseam.questionnaires import shelf
from goldseam.questionnaires.shelf import Paper

STEPS = ("never", "seldom", "often", "always")


def choice(link: str, text: str, steps: int = 4, low: int = 0, **more: Any) -> dict[str, Any]:
    """A question with steps that count from `low` on."""
    words = STEPS if steps <= len(STEPS) else [f"step {number}" for number in range(steps)]
    options = [_option(number + low, words[number]) for number in range(steps)]
    return {"linkId": link, "type": "choice", "text": text, "answerOption": options, **more}


def _option(points: int, words: str) -> dict[str, Any]:
    weight = {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": points}
    return {"valueCoding": {"code": f"c{points}", "display": words}, "extension": [weight]}


def fhir(*items: dict[str, Any], title: str = "Walks", **more: Any) -> bytes:
    told = {"resourceType": "Questionnaire", "status": "active", "title": title, "item": list(items), **more}
    return json.dumps(told).encode()


def walks(count: int = 4, **more: Any) -> bytes:
    """As many questions about walks as are wanted."""
    asked = [choice(f"walk-{number}", f"How often do you walk on day {number}?") for number in range(count)]
    return fhir(*asked, **more)


def like(rule: str, title: str = "Stones", **more: Any) -> bytes:
    """Our own nonsense with as many questions and steps as a rule wants, under the rule's own ids."""
    from goldseam.engines.measures.instruments.load import all_rules

    items = [
        choice(item.id, f"Stone {number}?", int(item.high - item.low) + 1, int(item.low))
        for number, item in enumerate(all_rules()[rule].items.values(), 1)
    ]
    return fhir(*items, title=title, **more)


def added(data: bytes, **how: Any) -> Paper:
    """On this house's shelf."""
    paper, content = shelf.as_given(data, **how)
    shelf.put(paper.id, content)
    found = shelf.paper(paper.id)
    assert found is not None
    return found


def a_house_paper() -> Paper:
    """One with a question of steps and one for words, which the whole house's tests have on their shelf."""
    words = {"linkId": "words", "type": "string", "text": "And in words?"}
    return added(fhir(choice("stone", "How heavy is the stone?"), words, title="Stones"))

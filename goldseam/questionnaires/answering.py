"""Between what a person chose on a page (plain strings, by the place of their question) and what the engines take."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext

from goldseam.questionnaires.rules import Answered, Said
from goldseam.questionnaires.shelf import Paper, Question, short, shown

if TYPE_CHECKING:
    from goldseam.engines.measures.forms.answering import Checked
    from goldseam.engines.measures.forms.entries import Item, Value


def joined(chosen: Sequence[str]) -> str:
    """Several answers to one question, as one string."""
    return json.dumps(list(chosen)) if chosen else ""


def parted(answer: str) -> list[str]:
    """What `joined` made; nothing from anything else."""
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        return []
    return [str(each) for each in told] if isinstance(told, list) else []


def wrong_with(paper: Paper, said: Said) -> dict[int, str]:
    """Which of these answers don't fit their question, by a fixed word of the engine's."""
    found = {each.link_id: each.why for each in _checked(paper, said).wrong}
    return {each.place: found[each.item.link_id] for each in paper.questions if each.item.link_id in found}


def values(paper: Paper, said: Said) -> Mapping[str, Value]:
    """By link id, without what doesn't fit its question or isn't asked any more."""
    return _checked(paper, said).values


def points(paper: Paper, said: Said) -> Mapping[str, float | None]:
    """What the rule counts, by its own item ids."""
    from goldseam.engines.measures.forms.matching import worths

    return worths(paper.questionnaire, paper.links, values(paper, said))


def in_words(paper: Paper, said: Said) -> list[tuple[str, str]]:
    """Question and answer as the file words them, of what was answered."""
    given = values(paper, said)
    return [(each.text, _worded(each, said[each.place])) for each in paper.questions if each.item.link_id in given]


def as_fhir(paper: Paper | None, answered: Answered, scores: Mapping[str, float]) -> dict[str, Any]:
    """Answers and scores as one bundle, without a name. Where the words are gone it is empty."""
    found = _resources(paper, answered, scores) if paper else []
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in found]}


def _resources(paper: Paper, answered: Answered, scores: Mapping[str, float]) -> list[dict[str, Any]]:
    from goldseam.engines.measures.forms import export

    day, given = timezone.localdate(answered.at), values(paper, answered.said)
    done = answered.done_at is not None
    response = export.response(paper.questionnaire, given, day=day, id=answered.id.hex, complete=done)
    told = (export.observation(scale, score, day=day, response_id=answered.id.hex) for scale, score in scores.items())
    return [response, *told]


def _checked(paper: Paper, said: Said) -> Checked:
    from goldseam.engines.measures.forms.answering import answers_from

    known = {each.place: each.item for each in paper.questions}
    sent = {known[place].link_id: _each(known[place], answer) for place, answer in said.items() if place in known}
    return answers_from(paper.questionnaire, sent)


def _each(item: Item, answer: str) -> list[str]:
    return parted(answer) if item.repeats else [answer]


def _worded(question: Question, answer: str) -> str:
    item = question.item
    if item.kind == "boolean":
        return gettext("Yes") if answer == "true" else gettext("No")
    known = {each.code: short(each.shown) for each in item.choices}
    return ", ".join(known.get(each, shown(each)) for each in _each(item, answer))

"""Answers are taken along, erased, and taken in again, also elsewhere; a broken file changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import Cast
from goldseam.practice import TooMany
from goldseam.questionnaires import access, actions, portability
from goldseam.questionnaires.rules import Unreadable
from goldseam.questionnaires.tests import papers
from goldseam.vault import seam

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def lived(who: Cast) -> None:
    """Two looks and one begun."""
    paper, other = papers.added(papers.like("phq-4"), rule="phq-4"), papers.added(papers.walks(7))
    with seam.pretend_it_is(seam.now() - timedelta(weeks=4)):
        actions.keep(who.anew(), paper, {0: "c3", 2: "c0"}, {}, seam.uuid(), done=True)
    actions.keep(who.anew(), paper, dict.fromkeys(range(4), "c1"), {}, seam.uuid(), done=True)
    actions.keep(who.anew(), other, {0: "c1"}, {}, seam.uuid())


def told(who: Cast) -> list[tuple[Any, ...]]:
    return [(each.paper, each.begun, each.done_at, each.said) for each in access.answers_of(who.anew())]


def test_what_is_taken_along_comes_back_as_it_was_and_twice_adds_nothing(ana: Cast, ben: Cast) -> None:
    lived(ana)
    before, whole = told(ana), json.loads(json.dumps(portability.export(ana.anew())))
    assert len(before) == 3
    portability.erase(ana.anew())
    assert told(ana) == []
    for who in (ana, ben):
        assert portability.restore(who.anew(), whole) == 3
        assert portability.restore(who.anew(), whole) == 0
        assert told(who) == before


def test_it_can_be_read_by_people_and_by_machines_without_this_house(ana: Cast) -> None:
    lived(ana)
    whole: Any = portability.export(ana.anew())
    first = next(each for each in whole["answers"] if len(each["answers"]) == 4)
    assert first["answers"][0] == {"question": "Stone 1?", "answer": "seldom"}
    assert "Your answers come to 4" in " ".join(first["says"])
    assert [each["resource"]["resourceType"] for each in first["fhir"]["entry"]][:2] == [
        "QuestionnaireResponse",
        "Observation",
    ]


def test_it_comes_back_in_a_house_that_has_not_these_words(ana: Cast, settings: Any, tmp_path: Path) -> None:
    lived(ana)
    before, whole = told(ana), portability.export(ana.anew())
    portability.erase(ana.anew())
    settings.DATA_DIR = tmp_path / "elsewhere"
    assert portability.restore(ana.anew(), whole) == 3
    assert told(ana) == before
    again: Any = portability.export(ana.anew())
    assert again["answers"][0]["answers"][0]["answer"] == "c3"


@pytest.mark.parametrize("broken", ["format", "shape", "row", "id", "answer", "many"])
def test_a_broken_file_is_refused_and_nothing_of_it_is_kept(ana: Cast, broken: str) -> None:
    lived(ana)
    whole: Any = portability.export(ana.anew())
    portability.erase(ana.anew())
    if broken == "format":
        whole["format"] = 99
    elif broken == "shape":
        whole["answers"] = {}
    elif broken == "row":
        whole["answers"][2] = "x"
    elif broken == "id":
        whole["answers"][2]["id"] = "x"
    elif broken == "answer":
        whole["answers"][2]["for_restoring"]["said"] = {"0": 3}
    else:
        whole["answers"] *= 1000
    with pytest.raises((Unreadable, TooMany)):
        portability.restore(ana.anew(), whole)
    assert told(ana) == []


def test_all_goes_with_its_owner(ana: Cast) -> None:
    lived(ana)
    assert portability.has_answered(ana.anew())
    portability.erase(ana.anew())
    assert not portability.has_answered(ana.anew())

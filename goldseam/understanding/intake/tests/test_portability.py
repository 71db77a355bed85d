"""Looks are taken along, erased, and taken in again; a broken file changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from conftest import Cast
from goldseam.practice import Topic
from goldseam.understanding import portability
from goldseam.understanding.intake import access, actions
from goldseam.understanding.intake.rules import Answers
from goldseam.understanding.part import Unreadable
from goldseam.vault import seam

pytestmark = pytest.mark.django_db


def lived(who: Cast) -> None:
    """Two looks at one sitting, five weeks apart, the newer on two devices."""
    with seam.pretend_it_is(seam.now() - timedelta(weeks=5)):
        actions.keep(who.anew(), "two", Answers({"talking-heard": 5}, {Topic.TALKING: "Then."}))
    actions.keep(who.anew(), "two", Answers({"talking-heard": 60}, {Topic.TALKING: "Now."}))
    actions.keep(who.anew(), "two", Answers({"talking-needs": 20}, {Topic.TALKING: "Now, elsewhere."}))


def told(who: Cast) -> list[tuple[Any, ...]]:
    return [(look.sitting, look.begun, look.answers, look.beside) for look in access.looks_of(who.anew())]


def test_what_is_taken_along_comes_back_as_it_was_and_twice_adds_nothing(ana: Cast, ben: Cast) -> None:
    lived(ana)
    before, whole = told(ana), json.loads(json.dumps(portability.export(ana.anew())))
    assert len(before) == 2
    portability.erase(ana.anew())
    assert told(ana) == []
    for who in (ana, ben):
        assert portability.restore(who.anew(), whole) == 2
        assert portability.restore(who.anew(), whole) == 0
        assert told(who) == before


def test_a_broken_file_is_refused_and_nothing_of_it_is_kept(ana: Cast) -> None:
    lived(ana)
    whole: Any = portability.export(ana.anew())
    portability.erase(ana.anew())
    whole["rows"][-1]["body"]["values"]["talking-heard"] = [500, 1]
    with pytest.raises(Unreadable):
        portability.restore(ana.anew(), whole)
    assert told(ana) == []


def test_a_look_that_calls_itself_another_is_refused(ana: Cast) -> None:
    lived(ana)
    whole: Any = portability.export(ana.anew())
    portability.erase(ana.anew())
    whole["rows"][0]["kind"] = access.KINDS["three"]
    with pytest.raises(Unreadable):
        portability.restore(ana.anew(), whole)
    assert told(ana) == []

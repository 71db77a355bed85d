"""A subject of the tests' own: one line, and a summary that counts nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from conftest import Cast
from goldseam.apart import actions, subjects
from goldseam.apart.subjects import Subject

LABEL = "test.apart"
ANAS, BENS = {"line": "I hid in my work"}, {"line": "I stopped asking"}


def checked(answers: Any) -> dict[str, Any]:
    if not isinstance(answers, dict) or set(answers) - {"line", "more"} or not isinstance(answers.get("line", ""), str):
        raise ValueError("no answers of ours")
    return dict(answers)


def summary(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {"both_wrote": all(each.get("line") for each in answers.values())}


@pytest.fixture(autouse=True)
def subject() -> Iterator[Subject]:
    made = Subject(LABEL, "1", "Test lines", checked, summary)
    subjects.register(made)
    yield made
    subjects._registered.pop(LABEL)


def gave(who: Cast, answers: dict[str, Any]) -> None:
    actions.give(who.anew(), LABEL, answers)


def looked(who: Cast) -> bool:
    return actions.look(who.anew(), LABEL)


@pytest.fixture
def lying_open(pair: tuple[Cast, Cast]) -> tuple[Cast, Cast]:
    """Ana gave, Ben gave, Ana came by again."""
    gave(pair[0], ANAS)
    gave(pair[1], BENS)
    assert looked(pair[0])
    return pair

"""Words are data: each with a version, none scores, presses or persuades, and each exercise says what it rests on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldseam.understanding import content
from goldseam.understanding.ways import content as ways
from goldseam.understanding.ways import part, rules
from goldseam.understanding.ways.rules import Standing

LANGUAGES = sorted(path.name for path in content.FOLDER.iterdir() if path.is_dir())
FILES = ("ways-answers", "ways-texts", "ways-pieces", "ways-list", "ways-exercises")
PRESSING = re.compile(
    r"\bscore|streak|diagnos|percent|%|you must\b|give up|are you sure|think again|for the sake of|fight for",
    re.IGNORECASE,
)


def file(language: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(content.FOLDER, language, f"{name}.json").read_text(encoding="utf-8"))
    return found


def texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    for each in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from texts(each)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_every_language_has_every_id_with_a_version(language: str, name: str) -> None:
    here = file(language, name)
    assert here.keys() == file("en", name).keys()
    assert all(isinstance(told["version"], int) for told in here.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_piece_and_tick_of_the_rules_has_its_words(language: str) -> None:
    assert set(file(language, "ways-answers")) == {standing.value for standing in Standing}
    assert {name: tuple(told["fields"]) for name, told in file(language, "ways-pieces").items()} == dict(rules.PIECES)
    items = [item for told in file(language, "ways-list").values() for item in told["items"]]
    assert len(items) == len(set(items)) < rules.TICKS_MOST
    rules.ticked_checked(rules.Ticked(frozenset(items), dict.fromkeys(file(language, "ways-list"), "x")))


def test_all_answers_are_kept_in_one_size() -> None:
    sizes = {len(json.dumps(rules.standing_body(standing))) for standing in Standing}
    assert len(sizes) == 1


def test_no_word_presses_anybody_to_stay_or_to_go() -> None:
    looked_at = [text for name in FILES for text in texts(file("en", name))]
    assert [text for text in looked_at if PRESSING.search(text)] == []
    assert PRESSING.search("Are you sure that you want to give up?") and len(looked_at) > 150


def test_parting_begins_with_whoever_is_afraid() -> None:
    first = ways.way("3").sections[0]["text"][0]
    assert "fear" in first and "Help" in first


def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time() -> None:
    for name, told in file("en", "ways-exercises").items():
        assert told["evidence"] in ("trial", "mechanism", "clinical tradition"), name
        assert told["sources"] and told["licence"] and told["intensity"] and "reviewed_by" in told, name
        exercise = ways.exercise(name)
        assert exercise.minutes > 0 and exercise.rests_on and exercise.limit and exercise.text, name
    for step in part.STEPS:
        assert step.exercise().minutes <= 20 and step.who == "alone"

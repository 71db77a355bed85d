"""The words of the loop: every id has them, they read as a sentence, and none of them blames or scores."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import get_language_bidi

from goldseam.understanding import content
from goldseam.understanding.cycle import rules, wording
from goldseam.understanding.cycle.tests.test_rules import ANA, BEN
from goldseam.understanding.stresses import STRESSES

LANGUAGES = sorted(path.name for path in content.FOLDER.iterdir() if path.is_dir())
SCORING = re.compile(r"\bscore|\bpoints?\b|streak|diagnos|disorder|percent|%|\d|\bfault is|\bshould\b", re.IGNORECASE)


def file(language: str, name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(Path(content.FOLDER, language, f"{name}.json").read_text())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_has_its_words_with_a_version_and_none_is_left_over(language: str) -> None:
    told, outside = file(language, "cycle"), file(language, "outside")
    assert set(told["moves"]) == set(rules.MOVES)
    assert set(told["feelings"]) == set(rules.FEELINGS)
    assert set(told["longings"]) == set(rules.LONGINGS)
    assert list(outside) == list(STRESSES)
    entries: list[dict[str, object]] = [entry for group in told.values() for entry in group.values()]
    assert all(isinstance(entry["version"], int) for entry in entries)
    assert [
        text for entry in entries for text in map(str, entry.values()) if SCORING.search(text) and text != "1"
    ] == []


@pytest.mark.parametrize("name", ["cycle-half", "cycle-talk"])
def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time(name: str) -> None:
    told = file("en", "cycle-exercises")[name]
    exercise = content.exercise(name, "cycle")()
    assert told["evidence"] in ("trial", "mechanism", "clinical tradition")
    assert told["sources"] and told["licence"] and told["intensity"]
    assert exercise.minutes == 15 and exercise.rests_on and exercise.limit and exercise.text


def test_a_half_reads_as_one_says_it() -> None:
    assert not get_language_bidi()
    assert wording.sentences(ANA) == [
        "When I come closer and keep asking, you go silent and leave the room, then I find fault.",
        "Underneath I feel lonely, and I long to matter to you.",
        "What winds it up from outside: work and too little sleep.",
    ]
    assert wording.sentences(BEN)[0].endswith("then I leave the room and I go for a walk.")


def test_what_was_left_open_isnt_said() -> None:
    assert wording.sentences(rules.half_of({"beneath": {"picked": ["sad"], "words": ""}})) == ["Underneath I feel sad."]

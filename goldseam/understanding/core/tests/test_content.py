"""Words are data: every language has every sentence, none scores or presses; each exercise says what it rests on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from goldseam.practice import CAUSES, Topic
from goldseam.understanding import content
from goldseam.understanding.core import rules, wording
from goldseam.understanding.core.part import PART
from goldseam.understanding.core.rules import Start

LANGUAGES = sorted(path.name for path in content.FOLDER.iterdir() if path.is_dir())
FILES = ("core", "core-exercises")
PRESSING = re.compile(r"\bscore|\bpoints?\b|streak|diagnos|disorder|percent|%|\d|should|must\b|odds|fault|blame", re.I)


def file(language: str, name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(Path(content.FOLDER, language, f"{name}.json").read_text())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_every_language_has_every_id_with_a_version(language: str, name: str) -> None:
    here, first = file(language, name), file("en", name)
    assert here.keys() == first.keys()
    assert all(isinstance(told["version"], int) for told in here.values())


def test_every_sentence_is_used_and_none_is_left_over() -> None:
    used = {f"begin-{topic.value}" for topic in CAUSES}
    used |= {f"check-{name}" for name in ("both", "between", "one", "say")}
    used |= {f"want-{prompt}" for prompt in rules.PROMPTS} | {f"start-{start.value}" for start in Start}
    assert used | {"try-example", "leave-example"} == set(file("en", "core"))


def test_no_sentence_scores_or_presses() -> None:
    texts = [text for told in file("en", "core").values() for text in told.values() if isinstance(text, str)]
    assert [text for text in texts if PRESSING.search(text)] == []
    assert PRESSING.search("You must say whose fault it is") and len(texts) > 20


def test_a_sentence_may_begin_with_what_both_named_on_their_map() -> None:
    (found,) = wording.beginnings([Topic.TRUST])
    assert "lean on each other" in found
    assert len(wording.beginnings()) == len(wording.beginnings([Topic.WISHES])) == len(CAUSES)


def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time() -> None:
    assert {f"understanding.{name}" for name in file("en", "core-exercises")} == {step.id for step in PART.steps}
    for name, told in file("en", "core-exercises").items():
        assert told["evidence"] in ("trial", "mechanism", "clinical tradition"), name
        assert told["authors"] and told["sources"] and told["licence"] and told["intensity"], name
        exercise = content.exercise(name, "core")()
        assert exercise.minutes > 0 and exercise.text and exercise.rests_on and exercise.limit

"""Words are data: each with a version, and each exercise says what it rests on, its limit and its time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from goldseam.understanding import content
from goldseam.understanding.timeline import reads, wording
from goldseam.understanding.timeline.part import PART
from goldseam.understanding.timeline.rules import Sort, When

LANGUAGES = sorted(path.name for path in content.FOLDER.iterdir() if path.is_dir())


def file(language: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(content.FOLDER, language, f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["timeline-prompts", "timeline-exercises"])
def test_every_language_has_every_id_with_a_version(language: str, name: str) -> None:
    here = file(language, name)
    assert here.keys() == file("en", name).keys()
    assert all(isinstance(told["version"], int) for told in here.values())


def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time() -> None:
    for name, told in file("en", "timeline-exercises").items():
        assert told["evidence"] in ("trial", "mechanism", "clinical tradition"), name
        assert told["sources"] and told["licence"] and told["intensity"] and "reviewed_by" in told, name
    for step in PART.steps:
        exercise = step.exercise()
        assert 10 <= exercise.minutes <= 15 and exercise.rests_on and exercise.limit and exercise.text
    assert [each.id for each in reads.exercises()] == ["timeline-good", "timeline-breaks"]


def test_each_sort_has_its_words_and_its_prompts() -> None:
    for sort in Sort:
        assert wording.SORTS[sort] and wording.HINTS[sort] and reads.prompts(sort)["words"]


def test_a_time_is_told_as_roughly_as_it_was_remembered() -> None:
    with translation.override("en"):
        assert [wording.told(when) for when in (When(2019), When(2019, 5), When(2019, 5, 4))] == [
            "2019",
            "May 2019",
            "4 May 2019",
        ]

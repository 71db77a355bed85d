"""The exercises of a plan say what they rest on; nothing here scores or blames anybody."""

import json
import re
from pathlib import Path

import pytest

from goldseam.understanding import content
from goldseam.understanding.outside import wording
from goldseam.understanding.stresses import STRESSES

SCORING = re.compile(r"\bscore|streak|diagnos|disorder|percent|%|\d|odds", re.IGNORECASE)


@pytest.mark.parametrize(("name", "evidence"), [("outside-alone", "mechanism"), ("outside-plan", "mechanism")])
def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time(name: str, evidence: str) -> None:
    told = json.loads(Path(content.FOLDER, "en", "outside-exercises.json").read_text())[name]
    exercise = content.exercise(name, "outside")()
    assert exercise.evidence == evidence and exercise.minutes in (10, 20)
    assert told["sources"] and told["licence"] and told["intensity"] and told["authors"]
    assert exercise.rests_on and exercise.limit and exercise.text


def test_every_stress_has_a_name_without_a_figure() -> None:
    names = [name for _, name in wording.choices()]
    assert len(names) == len(STRESSES) and not [name for name in names if SCORING.search(name)]

"""Words are data: every language has every sentence, each with a version, and none of them scores anybody."""

import json
import re
from itertools import product
from pathlib import Path

import pytest

from goldseam.growth import content, rules
from goldseam.growth.rules import Answers, Beside

LANGUAGES = sorted(path.name for path in content.FOLDER.iterdir() if path.is_dir())
FILES = ("sliders", "needs", "sentences", "exercises")
SCORING = re.compile(r"\bscore|\bpoints?\b|streak|diagnos|disorder|percent|%|\d|should|must\b|odds", re.IGNORECASE)


def file(language: str, name: str) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(Path(content.FOLDER, language, f"{name}.json").read_text())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_every_language_has_every_id_with_a_version(language: str, name: str) -> None:
    here, first = file(language, name), file("en", name)
    assert here.keys() == first.keys()
    assert all(isinstance(told["version"], int) for told in here.values())


def test_every_sentence_that_the_rules_can_say_is_written_and_none_is_left_over() -> None:
    values = (None, 10, 50, 90)
    said = set()
    for close, tense, heard, stress, own in product(values, values, values, values, (None, 50)):
        given = {"closeness": close, "tension": tense, "heard": heard, "stress": stress, "own": own}
        answered = {part: value for part, value in given.items() if value is not None}
        for need, line in product(("", *rules.NEEDS), ("", "a line")):
            said |= set(rules.sentences(Answers(answered, need=need, line=line)))
    said |= {f"beside-{part}-{how}" for part in rules.SLIDERS[:4] for how in ("more", "less", "as-before")}
    assert said | {"beside-not-enough"} == set(file("en", "sentences"))


def test_no_sentence_scores_diagnoses_or_presses() -> None:
    looked_at = [str(told["text"]) for told in file("en", "sentences").values()]
    assert [text for text in looked_at if SCORING.search(text)] == []
    assert SCORING.search("You scored 40 points") and len(looked_at) > 30


def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time() -> None:
    for name, told in file("en", "exercises").items():
        assert told["evidence"] in ("trial", "mechanism", "clinical tradition"), name
        assert told["sources"] and told["licence"] and told["intensity"], name
        exercise = content.exercise(name)
        assert exercise.minutes > 0 and exercise.rests_on and exercise.limit


def test_not_enough_is_a_proper_answer() -> None:
    assert "not enough yet" in content.beside(rules.NotEnough(3))
    assert content.beside(Beside("tension", "more")) == "More tense than each of your last few."
    assert content.beside(None) == ""

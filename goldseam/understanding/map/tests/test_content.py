"""Words are data: every sentence that the rules can say is written, none is left over, none scores or takes sides."""

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from goldseam.practice import Topic
from goldseam.understanding import content
from goldseam.understanding.intake.asked import ASKED
from goldseam.understanding.map import pictures, rules
from goldseam.understanding.map.rules import Side

LANGUAGES = sorted(path.name for path in content.FOLDER.iterdir() if path.is_dir())
SCORING = re.compile(
    r"\bscore|\bpoints?\b|streak|diagnos|disorder|percent|%|\d|should|must\b|odds|average|total|wins?\b|\bright:",
    re.IGNORECASE,
)


def file(language: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(content.FOLDER, language, f"{name}.json").read_text())
    return found


def texts() -> dict[str, str]:
    told = file("en", "map")
    return {f"{part} {name}": str(entry) for part, entries in told.items() for name, entry in entries.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_id_with_a_version(language: str) -> None:
    here, first = file(language, "map"), file("en", "map")
    assert {part: set(told) for part, told in here.items()} == {part: set(told) for part, told in first.items()}
    assert all(isinstance(entry["version"], int) for told in here.values() for entry in told.values())


def test_every_sentence_that_the_rules_can_say_is_written_and_none_is_left_over() -> None:
    by_topic = {topic: next(each.id for each in ASKED if each.topic is topic) for topic in Topic}
    other_item = {topic: [each.id for each in ASKED if each.topic is topic][1] for topic in Topic}
    values = (None, 2, 50, 95)
    said = set()
    for topic, mine, theirs in product(Topic, values, values):
        item = by_topic[topic]
        for second in (item, other_item[topic]):
            one = Side({item: mine} if mine is not None else {}, {topic: "Words."})
            other = Side({second: theirs} if theirs is not None else {})
            looks = rules.looks(one, other)
            said |= {look.said for look in looks} | {each.id for each in rules.standing_out(looks)}
    both = Side({by_topic[topic]: 95 for topic in Topic}), Side({by_topic[topic]: 95 for topic in Topic})
    said |= {each.id for each in rules.standing_out(rules.looks(*both))}
    assert said == set(file("en", "map")["sentences"])


def test_no_sentence_scores_diagnoses_presses_or_takes_sides() -> None:
    looked_at = {
        name: entry["text"] for told in file("en", "map").values() for name, entry in told.items() if "text" in entry
    }
    assert [text for text in looked_at.values() if SCORING.search(text)] == []
    assert SCORING.search("You scored 40 points") and len(looked_at) > 30


def test_one_view_is_told_without_a_word_on_the_other() -> None:
    for name, entry in file("en", "map")["sentences"].items():
        if name.startswith("weight-none-"):
            assert "You" not in entry["text"] and "you " not in entry["text"], name
        if name.startswith("weight-") and name.endswith("-none"):
            assert "{name}" not in entry["text"], name


def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time() -> None:
    for name, told in file("en", "map-exercises").items():
        assert told["evidence"] in ("trial", "mechanism", "clinical tradition"), name
        assert told["sources"] and told["licence"] and told["intensity"], name
        exercise = content.exercise(name, "map")()
        assert exercise.minutes > 0 and exercise.rests_on and exercise.limit and exercise.text


def test_names_are_joined_as_one_says_them() -> None:
    assert [pictures.joined(list(names)) for names in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]

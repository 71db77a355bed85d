"""Words are data: each question has its words, each exercise says what it rests on, and nothing scores or presses."""

import re

import pytest

from goldseam.understanding import content
from goldseam.understanding.story import rules
from goldseam.understanding.story.part import PART

PRESSING = re.compile(r"\bscore|streak|diagnos|disorder|percent|%|should|must\b|odds|fault", re.IGNORECASE)


def test_each_question_has_its_words() -> None:
    words = content.words_of("story")
    assert tuple(words) == rules.PARTS
    for told in words.values():
        assert isinstance(told["version"], int) and told["heading"] and told["question"].endswith("?") and told["hint"]
        assert not PRESSING.search(" ".join([told["heading"], told["question"], told["hint"]]))
    assert PRESSING.search("You should")


def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time() -> None:
    told = content.words_of("story-exercises")
    assert {step.exercise().id for step in PART.steps} == set(told)
    for name, each in told.items():
        assert each["evidence"] in ("trial", "mechanism", "clinical tradition"), name
        assert each["sources"] and each["licence"] and each["intensity"] and each["authors"], name
    for step in PART.steps:
        exercise = step.exercise()
        assert exercise.minutes > 0 and exercise.rests_on and exercise.limit and exercise.text


def test_a_story_is_read_from_wherever_it_comes() -> None:
    assert rules.checked({"stress": " a\r\nb ", "pattern": "  "}) == {"stress": "a\nb"}
    odd_ones: list[object] = [None, [], {"weight": "x"}, {"stress": 3}, {"stress": "x" * (rules.WORDS_MOST + 1)}]
    for odd in odd_ones:
        with pytest.raises(rules.NotAStory):
            rules.checked(odd)

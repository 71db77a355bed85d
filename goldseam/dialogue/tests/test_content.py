"""Words are data: each with an id and a version, all that the room needs, and short enough."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from goldseam.dialogue import content
from goldseam.dialogue.rules import acts
from goldseam.dialogue.tests.all_words import FILES, LANGUAGES, entries, everything, file, sentences
from goldseam.dialogue.words import Group
from goldseam.library.exercises import EVIDENCE

STEPS = [
    *(f"agree-{each}" for each in ("offer", "answer", "both", "not-now")),
    *("calm", "speak", "wait-for-say-back", "say-back", "wait-for-hearing", "hearing", "sense", "wait-for-sense"),
    *("pass", "listen", "paused", "back"),
    *(f"close-{each}" for each in ("ground", "request", "answer", "reply", "thanks", "mine", "done")),
    "closed",
]


# -- every entry, in every language -------------------------------------------------------------------------------


def test_all_twelve_files_are_there() -> None:
    named = "builder calming exercises feelings needs paper quiet repairs rests shapes steps ways"
    assert named.split() == FILES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_every_language_has_every_id_with_a_version(language: str, name: str) -> None:
    here = dict(entries(file(language, name)))
    assert here.keys() == dict(entries(file("en", name))).keys()
    assert all(isinstance(told["version"], int) for told in here.values())
    assert all(re.fullmatch(r"[a-z/-]+", each) for each in here)


def test_nothing_is_empty_and_quotes_are_the_readers_own() -> None:
    texts = everything()
    assert len(texts) > 500
    assert [place for place, text in texts.items() if not text.strip() or text != text.strip()] == []
    assert [place for place, text in texts.items() if "'" in text or '"' in text or "..." in text] == []


# -- words to pick ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "least", "groups"), [("feelings", 90, range(10, 15)), ("needs", 45, range(6, 10))])
def test_there_are_words_enough_and_each_has_its_family(name: str, least: int, groups: range) -> None:
    told = file("en", name)
    assert len(told[name]) >= least and len(told["families"]) in groups
    assert {each["family"] for each in told[name].values()} == set(told["families"])
    assert sorted(each["order"] for each in told["families"].values()) == list(range(1, len(told["families"]) + 1))
    labels = [each["label"] for each in told[name].values()]
    assert len(set(labels)) == len(labels)
    assert [label for label in labels if len(label) > 30 or label[0].isupper()] == []


def test_readers_keep_every_word_in_its_family() -> None:
    counted: list[tuple[list[Group], str]] = [(content.feelings(), "feelings"), (content.needs(), "needs")]
    for found, name in counted:
        assert sum(len(family.texts) for family in found) == len(file("en", name)[name])
        assert [family.id for family in found] == list(file("en", name)["families"])
        assert all(4 <= len(family.texts) <= 12 for family in found)


# -- repair phrases -----------------------------------------------------------------------------------------------


def test_repair_phrases_are_many_short_and_grouped() -> None:
    told = file("en", "repairs")
    assert len(told["repairs"]) >= 30 and len(told["groups"]) in (5, 6)
    assert {each["group"] for each in told["repairs"].values()} == set(told["groups"])
    assert [each["text"] for each in told["repairs"].values() if len(each["text"]) > 70] == []
    assert sum(len(group.texts) for group in content.repairs()) == len(told["repairs"])
    assert content.repair("take-back") == "I take that word back."


# -- alone in a pause, and before a talk --------------------------------------------------------------------------


def test_quiet_things_are_enough_for_whoever_cannot_move_or_make_a_noise() -> None:
    things = content.quiet()
    assert len(things) >= 20
    assert sum(not each.needs_body for each in things) >= 10
    assert sum(each.in_bed for each in things) >= 8
    assert not any(each.in_bed and each.needs_body for each in things)
    assert all(len(each.title.split()) <= 6 and sentences(each.text) <= 2 for each in things)
    assert all(5 <= each.minutes <= 30 for each in things)


def test_the_quiet_minute_is_a_minute() -> None:
    minute = content.calming()
    assert len(minute.lines) == 5 and sum(line.seconds for line in minute.lines) == 60
    assert minute.instead and minute.limit


def test_every_place_on_the_slider_has_one_sentence_back() -> None:
    stirred = content.stirred()
    assert [stirred.said_to(value).id for value in range(11)] == ["calm"] * 4 + ["some"] * 3 + ["high"] * 4
    assert [band.low for band in stirred.bands] == [0, 4, 7]
    for value in (-1, 11):
        with pytest.raises(ValueError, match=str(value)):
            stirred.said_to(value)


def test_somebody_very_stirred_up_is_offered_a_pause_and_help_and_urged_to_nothing() -> None:
    high = content.stirred().said_to(10).text
    assert "pause" in high and "help" in high and "could" in high
    assert not re.search(r"\b(should|need to|have to|better)\b", high)


# -- shapes, ways, steps ------------------------------------------------------------------------------------------


def test_shapes_and_ways_are_those_of_the_rules() -> None:
    assert [shape.id for shape in content.shapes()] == list(acts.Shape)
    assert [way.id for way in content.ways()] == list(acts.Way)


@pytest.mark.parametrize(
    ("name", "minutes", "rounds"),
    [
        ("full", (30, 20, 45, 60), ["talk"]),
        ("weekly", (30, 20, 45), ["liked", "mind", "ahead", "together"]),
        ("daily", (10, 20), ["day"]),
    ],
)
def test_each_shape_has_its_times_and_its_rounds(name: str, minutes: tuple[int, ...], rounds: list[str]) -> None:
    shape = content.shape(name)
    assert shape.minutes == minutes and [each.id for each in shape.rounds] == rounds
    assert len(shape.topic_hint) == len(shape.intention_hint) == 3
    assert sentences(shape.lead) <= 2


def test_one_phone_says_whose_key_it_is_and_what_waits() -> None:
    privacy = content.way("one").privacy
    assert "“said on this phone”" in privacy and "key" in privacy and "signs in alone" in privacy


def test_every_step_has_words_short_enough_and_fewer_for_the_heat() -> None:
    told = file("en", "steps")
    assert [name for name in told if not name.startswith("letter-")] == STEPS
    assert {name.removeprefix("letter-") for name in told} == set(STEPS)
    for name in told:
        step = content.step(name, partner="Ben")
        assert len(step.title.split()) <= 7 and sentences(step.text) <= 2, name
        assert len(step.few.split()) <= 9 and sentences(step.few) == 1, name


def test_letters_have_words_of_their_own_only_where_they_differ() -> None:
    told = file("en", "steps")
    for name in STEPS:
        assert told.get(f"letter-{name}") != told[name], name
    assert content.step("listen", by_letter=True).title == "{partner} has the pen"
    assert content.step("paused", by_letter=True) == content.step("paused")


def test_a_name_with_braces_is_just_a_name() -> None:
    assert content.step("listen", partner="{0} {ben}").title == "{0} {ben} speaks"
    assert content.step("listen").title == "{partner} speaks"


def test_only_steps_have_a_place_for_a_name() -> None:
    for place, text in everything().items():
        found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        assert found <= ({"partner"} if place.startswith("steps") else set()), place


# -- building, ending, resting on ---------------------------------------------------------------------------------


def test_the_builder_has_four_parts_openings_and_three_answers() -> None:
    told = content.builder()
    assert [part.id for part in told.parts] == ["when", "feel", "need", "ask"]
    assert len(told.say_back) >= 4 and len(told.sense) >= 4
    assert tuple(answer.id for answer in told.answers) == acts.HEARINGS
    assert "A feeling, not what the other did." in [line.text for line in told.lines]


def test_a_talk_can_end_well_without_agreement() -> None:
    told = content.rests()
    assert 4 <= len(told.ends) <= 6 and "We don’t agree yet" in told.ends[0].text
    assert min(len(told.ground), len(told.request), len(told.thanks)) >= 6


def test_openings_are_left_open_and_endings_are_not() -> None:
    rests, builder = content.rests(), content.builder()
    openings = (*rests.ground, *rests.request, *rests.thanks, *builder.say_back, *builder.sense)
    assert [each.text for each in openings if not each.text.endswith(" …")] == []
    assert [each.text for each in rests.ends if not each.text.endswith(".")] == []


@pytest.mark.parametrize("name", ["talk", "letters", "weekly", "daily", "prepare"])
def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time(name: str) -> None:
    told, like = file("en", "exercises")[name], json.loads(growth_exercises().read_text(encoding="utf-8"))["check-in"]
    assert told.keys() == {*like, "text"} and told["evidence"] in EVIDENCE
    assert told["sources"] and told["licence"] == like["licence"]
    exercise = content.exercise(name)
    assert exercise.minutes > 0 and exercise.rests_on and sentences(exercise.text) <= 2
    assert "safe" in exercise.limit


def growth_exercises() -> Path:
    return content.FOLDER.parents[1] / "growth" / "content" / "en" / "exercises.json"


def test_the_talk_on_paper_is_whole() -> None:
    paper = content.paper()
    assert paper.id == "talk-on-paper" and paper.evidence in EVIDENCE
    assert [len(section.steps) for section in paper.sections] == [4, 4, 3, 4] and len(paper.alone.steps) == 4

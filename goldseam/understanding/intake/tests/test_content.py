"""Words are data: every sentence that can be said is written, none presses, all are plain; three minutes are true."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from goldseam.practice import Topic
from goldseam.understanding import content
from goldseam.understanding.intake import reads, saying
from goldseam.understanding.intake.asked import ASKED, SITTINGS, of_sitting, topics_of
from goldseam.understanding.intake.items import items
from goldseam.understanding.intake.rules import Answers

LANGUAGES = sorted(path.name for path in content.FOLDER.iterdir() if path.is_dir())
FILES = ("intake", "intake-items", "intake-scales", "intake-topics", "intake-sentences", "intake-exercises")
SCORING = re.compile(
    r"\bscor|\bpoints?\b|streak|diagnos|disorder|percent|%|\d|should|must\b|odds|normal", re.IGNORECASE
)
ASSUMING = re.compile(
    r"husband|wife|\bhe\b|\bshe\b|\bhis\b|\bher\b|your (?:children|kids|home|job)|marri|\bGod\b|bed\b|church",
    re.IGNORECASE,
)


def file(language: str, name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(Path(content.FOLDER, language, f"{name}.json").read_text())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_every_language_has_every_id_with_a_version(language: str, name: str) -> None:
    here, first = file(language, name), file("en", name)
    assert here.keys() == first.keys()
    assert all(isinstance(told["version"], int) for told in here.values())


def test_every_item_has_its_words_and_its_scale_and_none_is_left_over() -> None:
    assert set(file("en", "intake-items")) == {asked.id for asked in ASKED}
    assert set(file("en", "intake-scales")) == {asked.scale for asked in ASKED}
    assert set(file("en", "intake-topics")) == set(Topic)
    assert set(file("en", "intake")) == set(SITTINGS)
    for item in items().values():
        assert len(item.bands) == len(set(item.bands)) == 5, item.id
        assert all((item.label, item.told, item.question, item.low, item.high)), item.id


# -- what is said back --------------------------------------------------------------------------------------------

FEW = {
    "one": ("good-laugh", "good-mend"),
    "two": ("talking-heard", "talking-sharp-start", "talking-silence", "quarrels-again", "quarrels-money"),
    "three": ("trust-promises", "trust-third", "outside-work"),
    "four": ("wishes-two", "wishes-self", "wishes-pace"),
}


def patterns(sitting: str) -> list[Answers]:
    """Every pattern of these items, with words and without."""
    found = []
    for told in product((None, 5, 50, 95), repeat=len(FEW[sitting])):
        values = {item: value for item, value in zip(FEW[sitting], told, strict=True) if value is not None}
        found += [Answers(values), Answers(values, {topics_of(sitting)[0]: "Some words."})]
    return [answers for answers in found if answers]


def test_every_sentence_that_can_be_said_is_written_and_none_is_left_over() -> None:
    said = {each.id for sitting in SITTINGS for told in patterns(sitting) for each in saying.sentences(sitting, told)}
    assert said == set(file("en", "intake-sentences"))


@pytest.mark.parametrize("sitting", SITTINGS)
def test_each_sitting_gives_back_two_or_three_sentences(sitting: str) -> None:
    counts = {len(saying.sentences(sitting, told)) for told in patterns(sitting)}
    assert counts <= {2, 3}


@pytest.mark.parametrize("sitting", SITTINGS)
def test_names_stand_in_a_sentence_exactly_where_it_has_room_for_them(sitting: str) -> None:
    written = file("en", "intake-sentences")
    for told in patterns(sitting):
        for each in saying.sentences(sitting, told):
            assert bool(each.things) == ("{things}" in written[each.id]["text"]), each
            assert len(each.things) <= saying.NAMED_MOST
        assert all("{" not in text for text in reads.sentences(sitting, told))


def test_the_heaviest_is_named_first() -> None:
    told = Answers({"trust-promises": 10, "trust-secrets": 85, "trust-third": 99, "trust-money": 5})
    assert saying.sentences("three", told)[0].things == ("trust-third", "trust-promises", "trust-secrets")


def test_a_sharp_start_and_silence_are_told_as_a_ring_without_a_first() -> None:
    told = Answers({"talking-sharp-start": 70, "talking-silence": 70})
    assert "two-round" in [each.id for each in saying.sentences("two", told)]
    assert "no one who began" in file("en", "intake-sentences")["two-round"]["text"]


# -- plain words --------------------------------------------------------------------------------------------------


def texts() -> dict[str, str]:
    """Every text of ours that somebody reads, by where it stands. Sources and licences are no prose."""
    found = {}
    for name in FILES:
        for key, told in file("en", name).items():
            for part, text in told.items():
                if isinstance(text, str) and text and part not in ("evidence", "intensity", "licence"):
                    found[f"{name} {key} {part}"] = text.replace("{things}", "money and work")
    return found


def test_no_text_scores_diagnoses_presses_or_takes_a_life_for_granted() -> None:
    looked = texts()
    assert {place: text for place, text in looked.items() if SCORING.search(text)} == {}
    assert {place: text for place, text in looked.items() if ASSUMING.search(text)} == {}
    assert len(looked) > 250 and SCORING.search("You scored 4") and ASSUMING.search("Does your husband help?")


def test_nothing_about_fear_or_harm_is_asked() -> None:
    asked = " ".join(text for place, text in texts().items() if place.startswith("intake-items"))
    assert not re.search(r"afraid|fear|hit|hurt you|violen|threat|force|safe|harm|scare", asked, re.IGNORECASE)


def syllables(word: str) -> int:
    """Groups of vowels; an e at the end is silent."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$", "", plain)))
    return max(1, groups)


def grade(text: str) -> float:
    """The school year that a text asks for (Flesch and Kincaid): long sentences and long words make it higher."""
    sentences = max(1, len(re.findall(r"[.?!]+(?=\s|$|”)", text)))
    words = re.findall(r"[A-Za-zÀ-ÿ’'-]+", text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_formula_knows_plain_words_from_heavy_ones() -> None:
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade("Interpersonal communication deteriorates considerably under prolonged occupational adversity.") > 15


def on_pages() -> str:
    """What the templates say by themselves."""
    folder = Path(content.__file__).parent / "templates" / "understanding" / "intake"
    pages = " ".join(path.read_text() for path in sorted(folder.glob("*.html")))
    told = re.findall(r'translate "([^"]+)"', pages)
    told += re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", pages)
    plain = [re.sub(r"<[^>]+>", "", re.sub(r"{{[^}]*}}", "May", text)) for text in told]
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in plain)


def test_every_file_and_every_page_can_be_read_at_twelve() -> None:
    looked = texts()
    for name in FILES:
        told = [text for place, text in looked.items() if place.startswith(f"{name} ")]
        found = grade(" ".join(text if text[-1] in ".?!" else f"{text}." for text in told)) if told else 0
        print(f"{name}: grade {found:.1f}")
        assert found <= 7, name
    print(f"pages: grade {grade(on_pages()):.1f}")
    assert len(on_pages()) > 2000 and grade(on_pages()) <= 7


def test_no_question_and_no_sentence_is_long() -> None:
    whole = (" question", " text", " limit", " rests_on")
    sentences = [
        part for place, text in texts().items() if place.endswith(whole) for part in re.split(r"[.?!]\s", text)
    ]
    assert [sentence for sentence in sentences if len(sentence.split()) > 26] == []
    assert len(sentences) > 100


# -- three minutes ------------------------------------------------------------------------------------------------

WORDS_A_SECOND = 200 / 60
TO_MOVE, TO_TICK, TO_WRITE = 5.0, 2.0, 18.0
TICKED_USUALLY = 3
"""Slow reading, with time to think before each slider, tick and line."""


def seconds(sitting: str) -> float:
    """What a sitting takes somebody who answers everything, and ticks three of what there is to tick."""
    topics, told = file("en", "intake-topics"), file("en", "intake")[sitting]
    asked = [items()[one.id] for one in of_sitting(sitting)]
    open_ones = [one for one in asked if not one.ticked]
    ticked = [one for one in asked if one.ticked]
    read = " ".join(
        [told["title"], told["text"], *(f"{one.question} {one.low} {one.high}" for one in open_ones)]
        + [one.label for one in ticked]
        + [f"{topics[topic]['title']} {topics[topic]['line']} {topics[topic]['ticks']}" for topic in topics_of(sitting)]
    )
    chosen = min(TICKED_USUALLY, len(ticked))
    moved = len(open_ones) + chosen
    reading = (len(read.split()) + chosen * 8) / WORDS_A_SECOND
    return reading + moved * TO_MOVE + chosen * TO_TICK + len(topics_of(sitting)) * TO_WRITE


@pytest.mark.parametrize("sitting", SITTINGS)
def test_three_minutes_are_true(sitting: str) -> None:
    print(f"{sitting}: {seconds(sitting):.0f} seconds")
    assert seconds(sitting) <= 180
    assert len([one for one in of_sitting(sitting) if not one.ticked]) <= 9


# -- exercises ----------------------------------------------------------------------------------------------------


def test_each_exercise_says_what_it_rests_on_its_limit_and_its_time() -> None:
    for name, told in file("en", "intake-exercises").items():
        assert told["evidence"] in ("trial", "mechanism", "clinical tradition"), name
        assert told["sources"] and told["licence"] and told["intensity"] and "reviewed_by" in told, name
        exercise = content.exercise(name, "intake")()
        assert exercise.minutes == 10 and exercise.text and exercise.rests_on
        assert "our own" in exercise.limit

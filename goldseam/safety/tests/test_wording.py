"""Safe messaging: no methods, no single cause, help first, hope. Each rule catches a planted sentence."""

from __future__ import annotations

import json

import pytest

from goldseam.safety import lines, wording, words

TEXTS = sorted((words.FOLDER / "en" / "help").glob("*.md"))


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_our_texts_keep_to_the_rules(file) -> None:  # type: ignore[no-untyped-def]
    assert wording.faults(file.read_text()) == []


def test_every_text_on_the_page_was_looked_at() -> None:
    assert {file.stem for file in TEXTS} == {*words.SECTIONS, "check"}


def test_what_the_lines_say_keeps_to_them_too() -> None:
    said = [
        f"{entry.get('note', '')} {entry.get('hours', '')}" for entry in json.loads(lines.FILE.read_text())["lines"]
    ]
    assert [fault for text in said for fault in wording.faults(text)] == []


def test_the_text_about_ending_it_begins_with_help_and_holds_hope() -> None:
    assert wording.faults_about_ending((words.FOLDER / "en/help/ending.md").read_text()) == []


@pytest.mark.parametrize(
    "planted",
    [
        "He committed suicide.",
        "It was a failed attempt.",
        "It may be a cry for help.",
        "Some people take pills.",
        "Stay away from the bridge.",
        "She ended her life because of a fight: she killed herself because he left.",
        "This happened because of the divorce.",
        "One in ten people thinks of it.",
        "40 % of couples know this.",
        "It is an easy way out.",
        "Only selfish people do that.",
        "What was your part in it?",
        "Did you provoke it?",
    ],
)
def test_a_planted_sentence_is_caught(planted: str) -> None:
    assert wording.faults(planted)


def test_a_text_that_puts_help_last_or_forgets_hope_is_caught() -> None:
    assert "help does not come first" in wording.faults_about_ending("Dark hours come.\n\nCall someone. It will pass.")
    assert "there is no word of hope" in wording.faults_about_ending("Call someone now.\n\nDark hours come.")


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_sentences_are_short_enough_for_a_bad_night(file) -> None:  # type: ignore[no-untyped-def]
    lengths = wording.sentence_lengths(file.read_text())
    assert len(lengths) >= 5
    assert max(lengths) <= 24
    assert sum(lengths) / len(lengths) <= 11


def test_a_planted_long_sentence_is_seen() -> None:
    assert max(wording.sentence_lengths("word " * 40 + ". Short.")) == 40

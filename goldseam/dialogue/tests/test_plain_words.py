"""What two people read in a talk is plain, and against neither of them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import combinations

from goldseam.dialogue.tests.all_words import everything, file, said, sentences

AGAINST = re.compile(
    r"\b(always|never|must|should have|fault|blam\w*|scor\w*|winner\w*|toxic|narciss\w*|streak\w*|diagnos\w*)\b"
    r"|(partner}|partner)’s silence|their silence",
    re.IGNORECASE,
)
WATCHING = re.compile(r"\b(late|typing|online|seen by|waiting|been here|last seen|is reading|is writing)\b", re.I)
WHAT_THE_OTHER_DID = {
    *("abandoned", "abused", "accused", "attacked", "betrayed", "belittled", "blackmailed"),
    *("blamed", "bullied", "cheated", "controlled", "cornered", "criticised", "deceived"),
    *("disrespected", "dismissed", "excluded", "ignored", "insulted", "interrupted", "intimidated"),
    *("invisible", "judged", "left out", "let down", "lied to", "manipulated", "mistreated"),
    *("misunderstood", "neglected", "not heard", "patronised", "pressured", "provoked", "punished"),
    *("pushed away", "put down", "rejected", "smothered", "threatened", "trapped", "unheard"),
    *("unloved", "unwanted", "used", "victimised", "walked over", "wronged"),
}
PLAIN = 7
"""The school year, after Flesch and Kincaid, that a text may ask for."""


def test_no_feeling_says_what_the_other_did() -> None:
    labels = {each["label"] for each in file("en", "feelings")["feelings"].values()}
    assert labels & WHAT_THE_OTHER_DID == set()
    assert "afraid" in labels and "glad" in labels


# -- repair phrases -----------------------------------------------------------------------------------------------


def near(phrases: list[str], ratio: float = 0.8) -> list[tuple[str, str]]:
    """Pairs that are nearly the same, as they stand or with their words in another order."""
    return [(a, b) for a, b in combinations(phrases, 2) if max(alike(a, b), alike(in_order(a), in_order(b))) >= ratio]


def alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a.lower(), b.lower()).ratio()


def in_order(phrase: str) -> str:
    return " ".join(sorted(re.findall(r"[\w’]+", phrase.lower())))


def test_no_two_repair_phrases_are_nearly_the_same() -> None:
    assert near([each["text"] for each in file("en", "repairs")["repairs"].values()]) == []
    assert near(["I hear that this hurts.", "I hear that it hurts."])
    assert near(["I take that word back.", "I take back that word."])


def test_no_repair_phrase_speaks_of_what_the_other_does_or_orders_anything() -> None:
    ordering = re.compile(
        r"\byou (are|do|did|make|made|have|need|keep|could|should)\b|^(calm|stop|listen|relax|let)\b", re.I
    )
    phrases = [each["text"] for each in file("en", "repairs")["repairs"].values()]
    assert [text for text in phrases if ordering.search(text)] == ["I see that you are trying."]
    assert ordering.search("Calm down.") and ordering.search("You make it worse.")


# -- out of sight -------------------------------------------------------------------------------------------------


def test_no_step_says_what_the_other_is_doing_out_of_sight() -> None:
    steps = {place: text for place, text in everything().items() if place.startswith("steps")}
    assert {place: text for place, text in steps.items() if WATCHING.search(text)} == {}
    assert WATCHING.search("{partner} is typing") and WATCHING.search("You are late")


# -- plain words --------------------------------------------------------------------------------------------------


def syllables(word: str) -> int:
    """Groups of vowels; an e at the end is silent."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$", "", plain))))


def grade(text: str) -> float:
    """The school year that a text asks for (Flesch and Kincaid): long sentences and long words make it higher."""
    words = re.findall(r"[A-Za-zÀ-ÿ’-]+", text)
    return 0.39 * len(words) / sentences(text) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_formula_knows_plain_words_from_heavy_ones() -> None:
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade("Interpersonal communication deteriorates considerably under prolonged adversity.") > 15


def test_every_text_can_be_read_at_twelve() -> None:
    whole = {place: text for place, text in said().items() if re.search(r"[.?!]”?$", text)}
    heavy = {place: round(grade(text), 1) for place, text in whole.items() if grade(text) > PLAIN}
    assert heavy == {}
    assert len(whole) > 200


def test_no_word_is_against_anybody() -> None:
    assert {place: text for place, text in everything().items() if AGAINST.search(text)} == {}
    for bad in ("You always do.", "It is your fault.", "We don’t blame you.", "{partner}’s silence", "You must."):
        assert AGAINST.search(bad), bad

"""What may be said, wished and agreed: decided in plain Python, whoever sends it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldseam.understanding.core import rules
from goldseam.understanding.core.rules import Refused, Standing, Start

TODAY = date(2026, 5, 4)


def refused(check: Any, *told: Any) -> str:
    with pytest.raises(Refused) as no:
        check(*told)
    return no.value.code


def test_a_sentence_is_one_line_and_its_reason_may_be_left_out() -> None:
    told = rules.core_answers({"sentence": " We stop\n talking \u200b when it matters. "})
    assert told == {"sentence": "We stop talking when it matters.", "why": ""}


def test_an_empty_and_a_long_sentence_are_told_apart() -> None:
    assert refused(rules.core_answers, {"sentence": " \u200b "}) == "no-sentence"
    assert refused(rules.core_answers, {"sentence": "x" * 241}) == "sentence-long"
    assert refused(rules.core_answers, {"sentence": "x", "why": "y" * 601}) == "why-long"


def test_one_wish_is_enough_and_none_is_not() -> None:
    assert rules.wants_answers({"hard": "We wait."}) == {"day": "", "hard": "We wait.", "again": "", "bring": ""}
    assert refused(rules.wants_answers, {}) == "no-wish"
    assert refused(rules.wants_answers, {"day": "x" * 801}) == "wish-long"


@given(
    st.recursive(st.none() | st.booleans() | st.text(), lambda more: st.lists(more) | st.dictionaries(st.text(), more))
)
def test_whatever_another_program_sends_is_read_or_refused(raw: Any) -> None:
    for check in (rules.core_answers, rules.wants_answers):
        try:
            told = check(raw)
        except Refused:
            continue
        assert check(told) == told


def test_what_is_begun_with_holds_both_or_one_or_nothing() -> None:
    words = {start: rules.begun_with(start, "Mine.", "Theirs.") for start in Start}
    assert words == {Start.MINE: "Mine.", Start.THEIRS: "Theirs.", Start.BOTH: "Mine.\nTheirs.", Start.NEW: ""}
    assert rules.begun_with(Start.BOTH, "", "Theirs.") == "Theirs."


def test_a_form_begins_eight_weeks_ahead_between_two_weeks_and_half_a_year() -> None:
    known = rules.bounds(TODAY)
    assert [(day - TODAY).days for day in (known.first, known.usual, known.last)] == [14, 56, 183]


def test_on_the_day_itself_both_are_asked() -> None:
    days = {days: rules.standing_of(TODAY + timedelta(days=days), TODAY) for days in (1, 0, -90)}
    assert days == {1: Standing.GOES_ON, 0: Standing.LOOK_BACK, -90: Standing.LOOK_BACK}
    assert rules.standing_of(None, TODAY) is Standing.NONE


def test_weeks_are_words_and_never_below_nothing() -> None:
    assert [rules.weeks_between(TODAY, TODAY + timedelta(days=days)) for days in (-20, 3, 4, 56)] == [0, 0, 1, 8]

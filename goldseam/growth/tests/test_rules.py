"""What a check-in may hold and what it says back: plain Python, no database."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldseam.growth import rules
from goldseam.growth.rules import Answers, Beside, NotEnough, Refused

FORM = UUID("6d1f2f0e-8f6b-4a63-9c0d-6f0b5f1b2a3c")
FULL = Answers({"closeness": 10, "tension": 90, "heard": 20, "stress": 80, "own": 50}, "Sleep", "heard", "a line")
levels = st.sampled_from([0, 20, 35, 36, 50, 64, 65, 100])
some_answers = st.builds(
    Answers,
    st.dictionaries(st.sampled_from(rules.SLIDERS), levels),
    st.just(""),
    st.sampled_from(["", *rules.NEEDS]),
    st.sampled_from(["", "a line"]),
)


@pytest.mark.parametrize("value", [-1, 101, True, 3.5, "40", None])
def test_a_value_out_of_reach_is_refused(value: object) -> None:
    with pytest.raises(Refused) as refused:
        rules.checked(Answers({"tension": value}))  # type: ignore[dict-item]
    assert refused.value.code == "out-of-reach"


@pytest.mark.parametrize("value", [0, 50, 100])
def test_both_ends_and_the_middle_are_answers(value: int) -> None:
    assert rules.checked(Answers({"tension": value})).values == {"tension": value}


def test_nothing_at_all_is_refused_and_one_word_is_enough() -> None:
    with pytest.raises(Refused, match="nothing-answered"):
        rules.checked(Answers(line="  \n "))
    assert rules.checked(Answers(line=" tired ")).line == "tired"


def test_a_line_may_have_280_signs_and_no_more() -> None:
    assert len(rules.checked(Answers(line="x" * 280)).line) == 280
    with pytest.raises(Refused, match="line-long"):
        rules.checked(Answers(line="x" * 281))


def test_unknown_sliders_and_wishes_are_refused() -> None:
    for answers in (Answers({"love": 3}), Answers(need="revenge")):
        with pytest.raises(Refused, match="unknown"):
            rules.checked(answers)


def test_a_name_without_its_slider_is_not_kept() -> None:
    assert rules.checked(Answers({"tension": 3}, "Sleep")).own_name == ""


def test_a_body_holds_only_what_was_answered() -> None:
    assert rules.as_body(Answers({"tension": 3})) == {"values": {"tension": 3}}


@given(some_answers)
def test_what_is_kept_comes_back_the_same(answers: Answers) -> None:
    if not answers.parts:
        return
    assert rules.from_body(rules.as_body(answers)) == answers


@pytest.mark.parametrize("body", [{}, {"values": []}, {"values": {"tension": 101}}, {"line": 3}, {"need": "revenge"}])
def test_a_broken_body_is_unreadable(body: dict[str, object]) -> None:
    with pytest.raises(rules.Unreadable):
        rules.from_body(body)


def test_the_same_form_twice_is_one_row_and_other_answers_are_another() -> None:
    again = rules.row_id_of(FORM, Answers(dict(reversed(list(FULL.values.items()))), "Sleep", "heard", "a line"))
    assert rules.row_id_of(FORM, FULL) == again
    assert rules.row_id_of(FORM, Answers({"closeness": 11})) != rules.row_id_of(FORM, Answers({"closeness": 12}))


def test_a_slice_holds_just_the_chosen_parts() -> None:
    for part in rules.PARTS:
        assert rules.shown_slice(FULL, [part]).parts == [part]
    assert rules.shown_slice(FULL, ["line"]).own_name == ""
    assert rules.shown_slice(FULL, ["own"]).own_name == "Sleep"


def test_nothing_chosen_shows_nothing_and_what_was_not_answered_cannot_be_shown() -> None:
    with pytest.raises(Refused, match="nothing-chosen"):
        rules.shown_slice(FULL, [])
    with pytest.raises(Refused, match="not-answered"):
        rules.shown_slice(Answers({"tension": 3}), ["tension", "line"])
    with pytest.raises(Refused):
        rules.shown_slice(FULL, ["everything"])


@given(some_answers)
def test_every_check_in_gets_one_or_two_sentences(answers: Answers) -> None:
    assert 1 <= len(rules.sentences(answers)) <= 2


def test_each_way_to_answer_the_first_two_has_its_own_sentence() -> None:
    said = {
        tuple(rules.sentences(Answers({"closeness": close, "tension": tense})))
        for close, tense in product((10, 50, 90), repeat=2)
    }
    assert len(said) == 9


def few(*values: int, part: str = "tension") -> list[Answers]:
    return [Answers({part: value}) for value in values]


def test_below_five_earlier_ones_it_is_not_enough_yet() -> None:
    assert rules.beside_last_few(Answers({"tension": 90}), few(10, 20, 30)) == NotEnough(2)
    assert rules.beside_last_few(Answers({"tension": 90}), few(10, 20, 30, 10, 10)) == Beside("tension", "more")


def test_more_means_more_than_each_of_the_last_five_and_not_by_a_hair() -> None:
    before = few(0, 40, 50, 60, 45, 55)
    assert rules.beside_last_few(Answers({"tension": 66}), before) == Beside("tension", "more")
    assert rules.beside_last_few(Answers({"tension": 65}), before) == Beside("tension", "as-before")
    assert rules.beside_last_few(Answers({"tension": 34}), before) == Beside("tension", "less")
    assert rules.beside_last_few(Answers({"tension": 35}), before) == Beside("tension", "as-before")


def test_only_the_last_five_count() -> None:
    assert rules.beside_last_few(Answers({"tension": 60}), few(100, 10, 10, 10, 10, 10)) == Beside("tension", "more")


def test_a_slider_left_out_earlier_does_not_count_for_it() -> None:
    before = [*few(10, 10, 10, 10), Answers({"closeness": 10})]
    assert rules.beside_last_few(Answers({"tension": 60}), before) == NotEnough(1)


def test_words_alone_are_compared_with_nothing() -> None:
    assert rules.beside_last_few(Answers(line="tired"), few(1, 2, 3, 4, 5)) is None
    assert rules.beside_last_few(Answers({"own": 3}), few(1, 2, 3, 4, 5, part="own")) is None


def test_what_stands_out_is_said_before_what_does_not() -> None:
    before = [Answers({"closeness": 50, "tension": 20})] * 5
    assert rules.beside_last_few(Answers({"closeness": 50, "tension": 80}), before) == Beside("tension", "more")

"""How answers come together, are cut into pages, and are kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.questionnaires import rules
from goldseam.questionnaires.rules import PAD_TO, Answered, Refused, Unreadable

WHEN = datetime(2026, 5, 4, 22, 10, tzinfo=UTC)
ROW = UUID(int=7)
SAID = st.dictionaries(st.integers(0, 30), st.sampled_from(["c0", "c1", "c2"]), max_size=12)


def answered(said: rules.Said, *, done: bool = False) -> Answered:
    return Answered(ROW, UUID(int=9), WHEN, said, WHEN if done else None)


@settings(derandomize=True, max_examples=100)
@given(stands=SAID, was=SAID, now=SAID)
def test_a_page_changes_only_what_it_says_otherwise_than_it_had_shown(
    stands: rules.Said, was: rules.Said, now: rules.Said
) -> None:
    found = rules.brought_together(stands, was, now)
    for place in {*stands, *was, *now}:
        moved = was.get(place) != now.get(place)
        assert found.get(place) == (now.get(place) if moved else stands.get(place))


def test_two_devices_that_began_with_nothing_keep_what_both_said() -> None:
    first = rules.brought_together({}, {}, {0: "c1"})
    assert rules.brought_together(first, {}, {3: "c2"}) == {0: "c1", 3: "c2"}


def test_an_answer_can_be_left_out_again() -> None:
    assert rules.brought_together({0: "c1", 1: "c0"}, {0: "c1", 1: "c0"}, {1: "c0"}) == {1: "c0"}


@settings(derandomize=True, max_examples=100)
@given(st.lists(st.sets(st.integers(0, 40), max_size=3), max_size=40))
def test_pages_hold_every_question_once_and_none_beside_what_decides_about_it(needs: list[set[int]]) -> None:
    pages = rules.pages(needs)
    assert [place for page in pages for place in page] == list(range(len(needs)))
    assert all(0 < len(page) <= rules.PAGE_MOST for page in pages)
    for page in pages:
        for number, place in enumerate(page):
            assert not needs[place] & set(page[:number])


def test_without_an_end_all_stand_on_one_page() -> None:
    assert rules.pages([[]] * 12, None) == [list(range(12))]


def test_nothing_at_all_is_no_answer_and_one_is() -> None:
    with pytest.raises(Refused, match="nothing-answered"):
        rules.finished(answered({}), WHEN)
    assert rules.finished(answered({4: "c1"}), WHEN).done_at == WHEN


def test_what_was_finished_once_keeps_its_day() -> None:
    later = WHEN.replace(year=2027)
    assert rules.finished(answered({4: "c1"}, done=True), later).done_at == WHEN


@settings(derandomize=True, max_examples=60)
@given(said=SAID, done=st.booleans())
def test_it_is_read_as_it_was_kept_and_is_as_long_whatever_was_answered(said: rules.Said, done: bool) -> None:
    kept = answered(said, done=done)
    body = json.loads(json.dumps(rules.as_body(kept)))
    assert rules.from_body(ROW, body) == kept
    assert len(json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()) == PAD_TO


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {"said": {"x": "c1"}},
        {"said": {"-1": "c1"}},
        {"said": {"0": 3}},
        {"said": {"0": ""}},
        {"said": {"0": "c" * (rules.WHOLE_LENGTH + 1)}},
        {"said": {str(place): "c" for place in range(401)}},
        {"said": ["c1"]},
        {"begun": "2026-05-04T22:10"},
        {"begun": "9999-05-04T22:10+00:00"},
        {"done": 4},
        {"paper": "walks"},
        {"paper": None},
    ],
)
def test_what_is_no_answer_of_ours_is_refused(wrong: object) -> None:
    body = {**rules.as_body(answered({0: "c1"})), **wrong} if isinstance(wrong, dict) else wrong
    with pytest.raises(Unreadable):
        rules.from_body(ROW, body)


def test_a_long_code_for_each_question_of_a_long_one_makes_no_longer_row() -> None:
    short, long = ({0: "c0"}, dict.fromkeys(range(30), "LA6568-5"))
    lengths = {len(json.dumps(rules.as_body(answered(said)), separators=(",", ":"))) for said in (short, long)}
    assert lengths == {PAD_TO}

"""No sentence says more than is believed; a worsening takes two looks, and tension and stress count the other way."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.road.insights import rules
from goldseam.road.insights.rules import SURE, Known, Lack, Look, Move, Where

SLIDERS = ("closeness", "tension", "heard", "stress", "own")
SEED = 63


def looks() -> st.SearchStrategy[Look]:
    """Any belief that could be: the chances of a move up and of one down don't add up to more than all."""

    def made(more: float, less: float, same: float, at_end: bool) -> Look:
        return Look(more, less * (1 - more), same, at_end)

    share = st.floats(0, 1)
    return st.builds(made, share, share, share, st.booleans())


@settings(derandomize=True, max_examples=400)
@given(looks(), st.none() | looks())
def test_a_move_is_said_only_where_two_looks_are_sure_of_it(now: Look, before: Look | None) -> None:
    said = rules.move(now, before)
    if said is Move.MORE:
        assert before and now.more > SURE and before.more > SURE
    if said is Move.LESS:
        assert before and now.less > SURE and before.less > SURE
    if said is Move.MAYBE:
        assert max(now.more, now.less) > SURE and not now.at_end
    if said is Move.SAME:
        assert now.at_end or (now.same > SURE and max(now.more, now.less) <= SURE)
    if said is Move.OPEN:
        assert max(now.more, now.less, now.same) <= SURE and not now.at_end


def test_one_look_alone_never_says_which_way() -> None:
    for look in (Look(0.99, 0, 0), Look(0, 0.99, 0)):
        assert rules.move(look, None) is Move.MAYBE
        assert rules.move(look, Look(0.5, 0.5, 0.9)) is Move.MAYBE
    assert rules.move(Look(0.99, 0, 0), Look(0, 0.99, 0)) is Move.MAYBE
    assert rules.move(Look(0.95, 0, 0), Look(0.91, 0, 0)) is Move.MORE


@pytest.mark.parametrize(
    ("part", "worse"),
    [("closeness", Move.LESS), ("heard", Move.LESS), ("tension", Move.MORE), ("stress", Move.MORE), ("own", None)],
)
def test_tension_and_stress_count_the_other_way_and_ones_own_slider_no_way(part: str, worse: Move | None) -> None:
    assert [move for move in Move if rules.is_worse(part, move)] == ([worse] if worse else [])


def test_nothing_is_ever_worse_from_silence() -> None:
    for days in ([1, 2, 3, 4, 5], list(range(60)), [1, 20, 40, 59]):
        assert rules.lack(days, days[-1] + rules.SILENT_AFTER + 1, 5) == Lack("silent", rules.SILENT_AFTER + 1)


def test_beyond_an_end_of_the_slider_nothing_moves() -> None:
    assert rules.are_at_an_end((-30, 4), (-80, 9)) and rules.are_at_an_end((91, 130), (95, 180))
    assert not rules.are_at_an_end((-30, 4), (-80, 11)) and not rules.are_at_an_end((-30, 4), (95, 130))
    assert rules.move(Look(0.99, 0, 0, at_end=True), Look(0.99, 0, 0)) is Move.SAME
    assert rules.move(Look(0.99, 0, 0), Look(0.99, 0, 0, at_end=True)) is Move.MAYBE


def test_what_is_missing_is_named_and_counted() -> None:
    assert rules.lack([100], 100, 5) == Lack("answers", 4)
    assert rules.lack([90, 92, 94, 96, 98], 100, 5) == Lack("days", 20)
    assert rules.lack([1, 2, 3, 4, 60, 61], 61, 5) == Lack("then")
    assert rules.lack([33, 40, 50, 60, 61], 61, 5) is None


@settings(derandomize=True, max_examples=200)
@given(st.sets(st.integers(0, 500), min_size=1, max_size=60).map(sorted), st.integers(0, 30))
def test_where_a_look_may_be_taken_there_are_answers_at_both_its_ends(days: list[int], later: int) -> None:
    today = days[-1] + later
    if rules.lack(days, today, 5) is None:
        assert len(days) >= 5 and later <= rules.SILENT_AFTER
        assert any(abs(day - (days[-1] - rules.WEEKS_BACK)) <= rules.NEAR_THEN for day in days)
    look = days[-1] - rules.LOOKS_APART
    if rules.may_look_back(days, look, 5):
        there = [day for day in days if day <= look]
        assert rules.lack(there, look, 5) is None and look - there[-1] <= rules.NEAR_THEN


def test_a_move_is_never_less_than_a_finger_and_grows_with_what_days_differ() -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    days = list(range(100))
    assert rules.least_move(days, [50.0] * 100) == rules.FINGER
    least = [rules.least_move(days, [50 + chance.gauss(0, spread) for _ in days]) for spread in (1, 20, 30, 40)]
    assert all(one <= other for one, other in pairwise(least)) and least[-1] > 9
    assert rules.least_move([1], [3.0]) == rules.FINGER


@pytest.mark.parametrize(
    ("low", "high", "there"),
    [
        (5, 20, Where.LOW), (20, 50, Where.LOW_MIDDLE), (40, 60, Where.MIDDLE), (50, 80, Where.MIDDLE_HIGH),
        (70, 95, Where.HIGH), (20, 80, Where.ANYWHERE), (-20, 120, Where.ANYWHERE), (90, 130, Where.HIGH),
    ],
)  # fmt: skip
def test_a_band_is_told_by_the_thirds_that_it_touches(low: float, high: float, there: Where) -> None:
    assert rules.where(low, high) is there


def known(part: str, said: Move | Lack) -> Known:
    return Known(part, said, None) if isinstance(said, Lack) else Known(part, None, said)


@settings(derandomize=True, max_examples=300)
@given(
    st.lists(
        st.sampled_from([*Move, Lack("silent", 20), Lack("answers", 2), Lack("days", 9), Lack("then")]),
        min_size=1,
        max_size=5,
    )
)
def test_the_page_opens_with_three_sentences_at_most_and_each_is_true_of_all_it_names(said: list[Move | Lack]) -> None:
    all_known = [known(part, each) for part, each in zip(SLIDERS, said, strict=False)]
    opened = rules.opening(all_known)
    assert 1 <= len(opened) <= rules.SAID_MOST
    named = [part for sentence in opened for part in sentence.parts]
    assert len(named) == len(set(named))
    for sentence in opened:
        for part in sentence.parts:
            one = next(each for each in all_known if each.part == part)
            exact = f"lack-{one.lack.code}" if one.lack else f"move-{one.move}"
            assert sentence.id == exact or (sentence.id == "moved" and one.move in (Move.MORE, Move.LESS))


def test_what_got_worse_comes_first_and_stands_apart_from_what_got_better() -> None:
    opened = rules.opening([known("closeness", Move.MORE), known("tension", Move.MORE), known("heard", Move.SAME)])
    assert [(said.id, said.parts) for said in opened] == [
        ("move-more", ("tension",)),
        ("move-more", ("closeness",)),
        ("move-same", ("heard",)),
    ]


def test_several_that_got_worse_are_one_sentence_whichever_way_they_moved() -> None:
    opened = rules.opening([known("closeness", Move.LESS), known("stress", Move.MORE), known("own", Move.LESS)])
    assert [(said.id, said.parts) for said in opened] == [("moved", ("closeness", "stress")), ("move-less", ("own",))]

"""Gold only grows: no act, no cause named later, and no order of acts takes any of it away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goldseam.practice import CAUSES, Topic
from goldseam.road.gold import laid

acts = st.lists(st.sampled_from(list(Topic)), max_size=40)
causes = st.permutations(CAUSES).flatmap(lambda order: st.integers(0, 4).map(lambda count: list(order)[:count]))


def test_without_acts_there_is_no_gold_and_without_causes_no_crack() -> None:
    assert laid([Topic.TRUST], []) == {Topic.TRUST: 0}
    assert laid([], [Topic.TRUST]) == {}


def test_an_act_goes_far_along_its_own_crack_and_a_little_along_every_other() -> None:
    found = laid([Topic.TALKING, Topic.TRUST], [Topic.TRUST])
    assert 0 < found[Topic.TALKING] < found[Topic.TRUST] < 1


@given(causes, acts, st.sampled_from(list(Topic)))
def test_one_act_more_takes_no_gold_away(named: list[Topic], done: list[Topic], more: Topic) -> None:
    before, after = laid(named, done), laid(named, [*done, more])
    assert all(0 <= before[cause] <= after[cause] <= 1 for cause in named)
    assert all(after[cause] > before[cause] or after[cause] == 1 for cause in named)


@given(causes, acts, st.sampled_from(CAUSES))
def test_a_cause_that_is_named_later_takes_no_gold_from_another(
    named: list[Topic], done: list[Topic], later: Topic
) -> None:
    before, after = laid(named, done), laid(list(dict.fromkeys([*named, later])), done)
    assert list(after)[: len(before)] == list(before), "and no crack changes its place"
    assert all(after[cause] == before[cause] for cause in before)


@given(causes, acts)
def test_the_order_of_acts_plays_no_part(named: list[Topic], done: list[Topic]) -> None:
    assert laid(named, done) == laid(named, done[::-1])

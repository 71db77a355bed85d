"""What may be said of two people, whichever of them asks."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.road.insights import content
from goldseam.road.insights.both import rules, working
from goldseam.road.insights.both.rules import Frame, Marked, Shown, Side, values_of

DAY = date(2026, 3, 2)
days = st.integers(0, 70)
points = st.integers(0, 100)
shows = st.lists(st.tuples(st.sampled_from(rules.SIDES), days, points), max_size=60)
OTHER: dict[Side, Side] = {"first": "second", "second": "first"}


def shown(told: list[tuple[Side, int, int]], *, swapped: bool = False) -> list[Shown]:
    return [
        Shown(OTHER[side] if swapped else side, DAY + timedelta(days=day), {"closeness": value})
        for side, day, value in told
    ]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(shows)
def test_it_makes_no_difference_who_of_the_two_is_first(told: list[tuple[Side, int, int]]) -> None:
    """So no figure, band or word can say whose value is the higher one."""
    one, other = (values_of(shown(told, swapped=swapped), "closeness") for swapped in (False, True))
    today = (DAY + timedelta(days=70)).toordinal()
    seen, turned = (working.seen("closeness", values, today) for values in (one, other))
    assert (seen is None) is (turned is None)
    if seen and turned:
        assert (seen.is_old, seen.where, seen.together) == (turned.is_old, turned.where, turned.together)
        for here, there in zip(seen.apart, turned.apart, strict=True):
            assert abs(here.middle - there.middle) < 1e-6
            assert abs(here.low - there.low) < 1e-6
            assert abs(here.high - there.high) < 1e-6


@settings(derandomize=True, max_examples=80, deadline=None)
@given(shows, st.sampled_from(rules.SIDES))
def test_what_only_one_showed_moves_nothing(told: list[tuple[Side, int, int]], alone: Side) -> None:
    """Days of one of them are left out as if they weren't there."""
    both = values_of(shown(told), "closeness")
    more = [(alone, 71 + day, 100) for day in range(9)]
    with_more = values_of(shown(told + more), "closeness")
    assert (both.days, both.together) == (with_more.days, with_more.together)


@settings(derandomize=True, max_examples=200)
@given(st.floats(-100, 100), st.floats(0, 100), st.floats(0, 100))
def test_a_distance_holds_no_sign_and_keeps_its_order(middle: float, below: float, above: float) -> None:
    low, high = middle - below, middle + above
    found = rules.distance(low, middle, high)
    assert found == rules.distance(-high, -middle, -low)
    assert 0 <= found[0] <= found[1] <= found[2]


def test_the_last_of_a_day_counts() -> None:
    told: list[tuple[Side, int, int]] = [("first", 1, 20), ("first", 1, 60), ("second", 1, 40)]
    assert values_of(shown(told), "closeness").together == [50]


def test_at_most_three_kinds_are_looked_at_those_with_most_days() -> None:
    kinds = [Marked(name, name, frozenset(range(many))) for name, many in (("a", 2), ("b", 9), ("c", 5), ("d", 9))]
    assert [each.id for each in rules.looked_at(kinds)] == ["b", "d", "c"]
    assert rules.looked_at(reversed(kinds)) == rules.looked_at(kinds)


def test_what_is_known_for_a_while_only_never_reaches_the_second_level() -> None:
    known = Marked("times.talk", "Talk", frozenset({50, 60}), since=40)
    assert not rules.is_known_throughout(known, [39, 45])
    assert rules.is_known_throughout(known, [40, 45])
    assert rules.is_known_throughout(Marked("x", "X", frozenset({50})), [1])


# -- days by chance -----------------------------------------------------------------------------------------------


@settings(derandomize=True, max_examples=200)
@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(-20, 130))
def test_only_whole_fortnights_count_and_they_lie_within_what_was_signed(start: date, length: int) -> None:
    frame = Frame(start, start + timedelta(days=length))
    assert len(frame.fortnights) == max(0, (length + 1) // 14)
    assert frame.end <= frame.until + timedelta(days=1) or not frame.fortnights
    for day in (start - timedelta(days=1), start, frame.end, frame.until):
        assert frame.is_running(day) is (start <= day < frame.end)


def test_days_that_are_none_make_no_frame() -> None:
    assert rules.frame_from("soon", "2026-03-02") is None
    assert rules.frame_from("", "") is None


def test_no_sentence_for_two_says_that_something_moved() -> None:
    """The middle of two falls also when one person's answers do, and that is told to the person alone."""
    words = content.of_both()
    said = " ".join(str(each) for name, each in words.items() if name.startswith(("where-", "apart-", "old"))).lower()
    assert said
    assert [word for word in ("ago", "nearer", "further", "than before", "moved", "fell", "rose") if word in said] == []

"""A change is called real only when two looks in a row say so, and the words for it follow from the rule alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.instruments.change import Change, compare, error_of, limit, points_needed
from goldseam.engines.measures.instruments.load import all_rules
from goldseam.engines.measures.instruments.rule import ChangePoints, Norm, Reliability, Rule

RULES = all_rules()
RDAS, CRS, KMSS, TRIM = (RULES[name] for name in ("rdas", "crs", "kmss", "trim-18"))


def told(rule: Rule, scale: str, *scores: float) -> Change:
    change = compare(rule, scale, [(28 * index, score) for index, score in enumerate(scores)])
    assert isinstance(change, Change)
    return change


def test_the_published_changes_follow_from_the_rule_files() -> None:
    assert points_needed(RDAS, "total") == 12
    assert points_needed(CRS, "total") == 16


def test_phq_4_needs_three_points_by_its_spread_and_alpha() -> None:
    """2.1 × √(2 × (1 − .84)) = 1.188; × 1.96 = 2.33."""
    error = error_of(RULES["phq-4"], "total")
    assert error is not None
    assert error.of_a_difference == pytest.approx(1.18794, abs=1e-5)
    assert (error.used, error.value, error.sd) == ("alpha", 0.84, 2.1)
    assert points_needed(RULES["phq-4"], "total") == 3


# RDAS: one error is 11.58 / 1.96 = 5.908 points; 1.96 errors 11.58, 2.25 errors 13.29.
@pytest.mark.parametrize(
    ("scores", "kind", "direction"),
    [
        ((40, 51), "none", None),
        ((40, 52), "perhaps", "higher"),
        ((40, 28), "perhaps", "lower"),
        ((40, 54), "perhaps", "higher"),
        ((40, 54, 54), "recovered", "higher"),
        ((30, 44, 45), "improved", "higher"),
        ((52, 66, 67), "improved", "higher"),
        ((40, 54, 53), "perhaps", "higher"),
        ((40, 53, 54), "perhaps", "higher"),
        ((40, 54, 51), "none", None),
        ((54, 40, 40), "worse", "lower"),
        ((54, 40, 41), "perhaps", "lower"),
        ((40, 60, 40), "none", None),
        ((40, 20, 60), "perhaps", "higher"),
        ((40, 60, 40, 60), "perhaps", "higher"),
        ((40, 60, 40, 60, 60), "recovered", "higher"),
        # 47.31 and 48 are both crossed only from 48 on; a start at 47.5 is past one of them already.
        ((33, 47, 47), "improved", "higher"),
        ((33, 47, 48), "improved", "higher"),
        ((33, 48, 48), "recovered", "higher"),
        ((47.5, 62, 62), "improved", "higher"),
    ],
)
def test_what_a_row_of_looks_comes_to(scores: tuple[float, ...], kind: str, direction: str | None) -> None:
    change = told(RDAS, "total", *scores)
    assert (change.kind, change.direction) == (kind, direction)
    assert change.difference == scores[-1] - scores[0]
    assert change.errors == pytest.approx(change.difference / (11.58 / 1.96))


def with_error(rule: Rule, scale: str, points: float) -> Rule:
    return replace(rule, change=(ChangePoints(scale, points, "us", rule.scoring),))


def test_where_lower_is_better_a_fall_is_better() -> None:
    phq = RULES["phq-4"]
    assert told(phq, "total", 9, 2, 1).kind == "improved"
    assert told(phq, "total", 1, 8, 9).kind == "worse"
    assert told(phq, "total", 1, 8, 9).better is False


def test_where_neither_end_is_better_it_only_rose_or_fell() -> None:
    trim = with_error(TRIM, "avoidance", 6)
    assert told(trim, "avoidance", 10, 20, 21).kind == "rose"
    assert told(trim, "avoidance", 30, 20, 19).kind == "fell"
    assert told(trim, "avoidance", 30, 20, 19).better is None


def test_without_a_cut_off_nobody_recovers() -> None:
    assert told(replace(CRS, cutoffs=()), "total", 40, 90, 90).kind == "improved"
    assert told(CRS, "total", 40, 90, 90).kind == "recovered"


def test_one_look_is_not_enough() -> None:
    for looks, more in (([], 2), ([(0, 40.0)], 1)):
        answer = compare(RDAS, "total", looks)
        assert isinstance(answer, NotEnough)
        assert (answer.lacks, answer.more) == ("looks", more)


def test_without_an_error_of_measurement_nothing_is_said_of_change() -> None:
    for rule in RULES.values():
        for scale in rule.scales.values():
            if error_of(rule, scale.id) is None:
                answer = compare(rule, scale.id, [(0, scale.low), (28, scale.high), (56, scale.high)])
                assert isinstance(answer, NotEnough)
                assert answer.lacks == "reliability"


def known(rule: Rule, *reliability: tuple[str, float, str], spreads: tuple[tuple[float, str], ...]) -> Rule:
    return replace(
        rule,
        change=(),
        norms=tuple(Norm("total", None, sd, None, people, "x") for sd, people in spreads),
        reliability=tuple(
            Reliability("total", "retest" if kind == "retest" else "alpha", value, None, people, "x")
            for kind, value, people in reliability
        ),
    )


def test_the_lower_of_alpha_and_retest_is_used_and_named() -> None:
    error = error_of(known(KMSS, ("alpha", 0.98, "all"), ("retest", 0.85, "all"), spreads=((4, "all"),)), "total")
    assert error is not None
    assert (error.used, error.value) == ("retest", 0.85)
    assert error.of_a_difference == pytest.approx(4 * (2 * 0.15) ** 0.5)


def test_the_csi_example_of_the_literature_comes_out() -> None:
    """A spread of 17 and alpha .98 give 6.7 points, a retest of .85 gives 18.2."""
    csi = RULES["csi-16"]
    for value, points in ((0.98, 6.7), (0.85, 18.2)):
        error = error_of(known(csi, ("alpha", value, "all"), spreads=((17, "all"),)), "total")
        assert error is not None
        assert error.points == pytest.approx(points, abs=0.06)


def test_a_reliability_goes_with_the_spread_of_its_own_people() -> None:
    own = error_of(known(KMSS, ("alpha", 0.9, "few"), spreads=((2, "few"), (5, "many"))), "total")
    others = error_of(known(KMSS, ("alpha", 0.9, "few"), spreads=((2, "some"), (5, "many"))), "total")
    assert own is not None
    assert others is not None
    assert (own.sd, others.sd) == (2, 5)


def test_a_reliability_without_a_spread_gives_no_error() -> None:
    assert error_of(known(KMSS, ("alpha", 0.9, "few"), spreads=()), "total") is None


def test_of_published_points_and_a_reliability_the_larger_error_is_used() -> None:
    rule = known(KMSS, ("alpha", 0.9, "all"), spreads=((4, "all"),))
    for points, used in ((3, "alpha"), (9, "published")):
        error = error_of(replace(rule, change=(ChangePoints("total", points, "all", "x"),)), "total")
        assert error is not None
        assert error.used == used


def test_the_limit_stays_for_twelve_looks_and_then_rises() -> None:
    assert [limit(looks) for looks in (1, 2, 12)] == [2.25] * 3
    assert 2.25 < limit(13) < limit(24) < limit(52) < 3


def test_of_whole_points_half_a_step_more_is_asked_for() -> None:
    """PHQ-4: 2.25 errors are 2.67 points, and half a point more; so three points twice are no real change, four are."""
    assert told(RULES["phq-4"], "total", 3, 6, 6).kind == "perhaps"
    assert told(RULES["phq-4"], "total", 3, 7, 7).kind == "worse"


@pytest.mark.parametrize(
    ("scale", "looks", "says"),
    [
        ("sum", [(0, 40.0), (1, 41.0)], "has no scale 'sum'"),
        ("total", [(1, 40.0), (1, 41.0)], "Days need to increase, and 1 comes after 1."),
        ("total", [(2, 40.0), (1, 41.0)], "Days need to increase, and 1 comes after 2."),
        ("total", [(0, 40.0), (1, 70.0)], "On day 1 total is 70.0, outside 0 to 69."),
        ("total", [(0, float("nan")), (1, 41.0)], "On day 0 total is nan"),
    ],
)
def test_looks_that_cannot_be_are_refused(scale: str, looks: list[tuple[int, float]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        compare(RDAS, scale, looks)


SCORES = st.lists(st.integers(0, 100), min_size=2, max_size=20)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(SCORES)
def test_turning_the_scale_round_turns_the_verdict_round(scores: list[int]) -> None:
    rule = replace(CRS, cutoffs=())
    change, turned = told(rule, "total", *scores), told(rule, "total", *(100 - score for score in scores))
    other_way = {"improved": "worse", "worse": "improved"}
    assert turned.kind == other_way.get(change.kind, change.kind)
    assert turned.errors == pytest.approx(-change.errors)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(SCORES)
def test_a_real_change_is_never_a_small_one_and_needs_three_looks(scores: list[int]) -> None:
    change = told(CRS, "total", *scores)
    if change.kind not in ("none", "perhaps"):
        assert len(scores) >= 3
        assert min(abs(scores[-1] - scores[0]), abs(scores[-2] - scores[0])) > 2.25 * 16 / 1.96
    assert (change.kind == "none") == (abs(change.errors) <= 1.96)

"""Where a level lies: what has to hold whatever the answers are."""

import doctest
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.engines.measures import levels, together
from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.levels import Change, Levels, level, levels_of
from goldseam.engines.measures.walk import mixture, tails

DAYS = [1, 2, 3, 5, 6, 9, 10, 11, 15, 16, 20, 21, 22, 24]
VALUES = [52.0, 61, 47, 55, 66, 58, 63, 71, 60, 68, 74, 65, 72, 69]


def found(days: list[int] = DAYS, values: list[float] = VALUES, **asked: float | int | None) -> Levels:
    answer = level(days, values, **asked)  # type: ignore[arg-type]
    assert isinstance(answer, Levels)
    return answer


def changed(answer: Change | NotEnough) -> Change:
    assert isinstance(answer, Change)
    return answer


@pytest.mark.parametrize("module", [levels, together, mixture, tails])
def test_the_examples_are_right(module: object) -> None:
    assert doctest.testmod(module, extraglobs={"np": np}).failed == 0  # type: ignore[arg-type]


def test_the_examples_of_the_description_are_right() -> None:
    told = Path(__file__).parents[4] / "docs" / "algorithms" / "levels.md"
    assert doctest.testfile(str(told), module_relative=False).failed == 0


def test_there_is_a_level_for_every_day_also_without_an_answer() -> None:
    answer = found(until=30)
    assert answer.days.tolist() == list(range(1, 31))
    assert len(answer.mean) == len(answer.low) == len(answer.high) == 30
    assert answer.now == answer.at(30)
    assert (answer.low < answer.mean).all() and (answer.mean < answer.high).all()


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_few_answers_are_too_few_and_it_says_how_many_more(count: int) -> None:
    answer = level(DAYS[:count], VALUES[:count])
    assert isinstance(answer, NotEnough)
    assert (answer.lacks, answer.more) == ("answers", levels.FEWEST - count)


def test_a_change_over_more_days_than_there_are_is_too_few_days() -> None:
    answer = found().change(28)
    assert isinstance(answer, NotEnough)
    assert (answer.lacks, answer.more) == ("days", 5)
    assert found().p_lower_by(3, 28) == found().p_higher_by(3, 28) == answer
    assert isinstance(found(until=29).change(28), Change)


def test_answers_moved_by_as_much_move_the_level_by_as_much() -> None:
    moved = found(values=[value + 7 for value in VALUES])
    np.testing.assert_allclose(moved.mean, found().mean + 7, atol=1e-5)
    np.testing.assert_allclose(moved.high, found().high + 7, atol=1e-4)


@pytest.mark.parametrize("steps", [None, 101])
def test_another_unit_is_the_same_level_in_that_unit(steps: int | None) -> None:
    tenth = found(values=[value / 10 - 3 for value in VALUES], low=-3, high=7, steps=steps)
    whole = found(steps=steps)
    np.testing.assert_allclose(tenth.mean, whole.mean / 10 - 3, atol=1e-5)
    np.testing.assert_allclose(tenth.low, whole.low / 10 - 3, atol=1e-4)
    assert changed(tenth.change(14)).p_lower == pytest.approx(changed(whole.change(14)).p_lower, abs=1e-6)


def test_time_read_backwards_is_the_level_read_backwards() -> None:
    back = found(days=[25 - day for day in DAYS[::-1]], values=VALUES[::-1])
    np.testing.assert_allclose(back.mean[::-1], found().mean, atol=1e-4)
    np.testing.assert_allclose(back.low[::-1], found().low, atol=1e-4)


def test_answers_turned_upside_down_turn_the_level_and_the_change() -> None:
    for steps in (None, 101):
        turned, whole = found(values=[100 - value for value in VALUES], steps=steps), found(steps=steps)
        np.testing.assert_allclose(turned.mean, 100 - whole.mean, atol=1e-5)
        assert changed(turned.change(14)).p_higher == pytest.approx(changed(whole.change(14)).p_lower, abs=1e-6)


def test_a_longer_silence_is_a_wider_band_round_the_same_level() -> None:
    silence = [found(until=24 + days).now for days in (0, 1, 7, 30, 365)]
    assert all(one.wide < other.wide for one, other in pairwise(silence))
    assert found(until=389).now_mean == pytest.approx(found().now_mean)


def test_a_day_far_from_answers_is_less_sure_than_a_day_among_them() -> None:
    answer = found(days=[1, 2, 3, 4, 5, 370, 371, 372, 373, 374], values=[60.0, 62, 58, 61, 59, 40, 42, 38, 41, 39])
    assert answer.at(180).wide > 2 * answer.at(3).wide


@pytest.mark.parametrize("steps", [None, 101])
def test_the_same_answer_every_day_has_a_narrow_band_round_it(steps: int | None) -> None:
    answer = found(days=list(range(30)), values=[70.0] * 30, steps=steps)
    assert answer.now_mean == pytest.approx(70, abs=0.01)
    assert 0 < answer.now.wide < 2
    assert changed(answer.change(14)).p_lower == pytest.approx(0.5, abs=0.01)


def test_more_answers_of_one_kind_narrow_the_band() -> None:
    rng = np.random.default_rng(4)
    values = np.round(60 + rng.normal(0, 10, 80)).tolist()
    wide = [found(days=list(range(count)), values=values[:count]).now.wide for count in (5, 20, 80)]
    assert wide[0] > wide[1] > wide[2]


@pytest.mark.parametrize(("said", "steps"), [(100.0, None), (0.0, None), (100.0, 5)])
def test_always_at_the_end_is_a_level_at_the_end_with_no_bound_beyond_it(said: float, steps: int | None) -> None:
    answer = found(days=list(range(40)), values=[said] * 40, steps=steps)
    sure, reach = answer.now, (0.5 if steps is None else 12.5)
    inner, outer = (sure.low, sure.high) if said else (sure.high, sure.low)
    assert abs(inner - said) == pytest.approx(reach)
    assert abs(outer - 50) > 51
    shown = answer.on_the_slider()
    assert shown.now_mean == said
    assert shown.now.wide == pytest.approx(reach)
    assert changed(answer.change(28)).p_lower == pytest.approx(0.5, abs=0.15)


def test_many_answers_at_the_end_lift_the_level_above_what_their_mean_says() -> None:
    rng = np.random.default_rng(9)
    values = np.clip(np.round(97 + rng.normal(0, 10, 60)), 0, 100)
    assert found(days=list(range(60)), values=values.tolist()).mean.mean() > values.mean() + 1.5


def test_a_rise_is_seen_as_likely_and_its_size_lies_in_the_band() -> None:
    change = changed(found().change(21))
    assert change.p_higher > 0.9
    assert change.p_higher + change.p_lower == pytest.approx(1)
    assert change.band.low < change.mean < change.band.high
    assert found().p_higher_by(0, 21) == pytest.approx(change.p_higher)
    assert found().p_lower_by(0, 21) == pytest.approx(change.p_lower)


def test_lower_by_so_much_is_higher_by_so_much_upside_down() -> None:
    turned = found(values=[100 - value for value in VALUES])
    for points in (0, 4, 9):
        assert turned.p_lower_by(points, 21) == pytest.approx(found().p_higher_by(points, 21), abs=1e-6)
        assert turned.p_lower_by(points, 21) != turned.p_lower_by(-points - 1, 21)


def test_since_yesterday_a_change_is_surer_than_either_day() -> None:
    answer = found()
    assert changed(answer.change(1)).band.wide < 0.7 * answer.now.wide


def test_from_one_end_to_the_other_is_no_more_than_the_whole_slider() -> None:
    change = changed(found(days=list(range(20)), values=[0.0] * 10 + [100.0] * 10).change(15))
    assert change.p_higher > 0.99
    assert 20 < change.band.low <= change.mean <= change.band.high == 100


def test_more_points_are_less_likely() -> None:
    chances = np.array([found().p_higher_by(points, 21) for points in (0, 5, 10, 20)], dtype=float)
    assert (np.diff(chances) < 0).all()


@settings(derandomize=True, max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 90), st.sampled_from([0, 1, 37, 50, 99, 100])), min_size=5, max_size=25),
    st.sampled_from([None, 101]),
)
def test_any_answers_at_all_get_figures(answers: list[tuple[int, int]], steps: int | None) -> None:
    days = np.cumsum([gap for gap, _ in answers]).tolist()
    answer = found(days=days, values=[float(value) for _, value in answers], steps=steps)
    assert np.isfinite([answer.mean, answer.low, answer.high]).all()
    assert (answer.low <= answer.high).all()
    change = changed(answer.change(1))
    assert 0 <= change.p_lower <= 1 and math.isfinite(change.band.wide)


@pytest.mark.parametrize(
    ("days", "values", "asked", "says"),
    [
        ([1, 2], [50.0], {}, "one value for each day"),
        ([1, 1], [50.0, 50], {}, "above the one before"),
        ([2, 1], [50.0, 50], {}, "above the one before"),
        ([1, 2.5], [50.0, 50], {}, "whole numbers"),
        ([1, 2], [50.0, 101], {}, "outside"),
        ([1, 2], [50.0, math.nan], {}, "outside"),
        ([1, 2], [50.0, 50], {"low": 100.0}, "has no room"),
        ([1, 2], [50.0, 50], {"high": math.inf}, "has no room"),
        ([1, 2], [1.0, 2.5], {"low": 1.0, "high": 7.0, "steps": 7}, "none of the 7 steps"),
        ([1, 2], [50.0, 50], {"steps": 1}, "nothing to choose"),
        (DAYS, VALUES, {"until": 23}, "Day 23 is before day 24"),
        (DAYS, VALUES, {"until": 10**9}, "more than 20000 days"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    days: list[int], values: list[float], asked: dict[str, float], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        level(days, values, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", [0, 25])
def test_a_day_outside_is_refused(day: int) -> None:
    with pytest.raises(ValueError, match=f"Day {day} is not between 1 and 24"):
        found().at(day)


def test_a_change_since_today_is_refused() -> None:
    with pytest.raises(ValueError, match="0 days ago is not before"):
        found().change(0)


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=40, unique=True).map(sorted),
    st.integers(1, 5),
    st.integers(0, 2**32 - 1),
    st.sampled_from([None, 7]),
)
@settings(deadline=None, max_examples=25, derandomize=True)
def test_several_sliders_of_the_same_days_are_told_as_each_alone(
    days: list[int], many: int, seed: int, steps: int | None
) -> None:
    chance = np.random.default_rng(seed)
    drawn = np.clip(chance.normal(60, chance.choice([0.0, 5.0, 30.0]), (many, len(days))), 0, 100)
    series = (np.rint(drawn * 6 / 100) * 100 / 6 if steps else np.rint(drawn)).tolist()
    together = levels_of(days, series, steps=steps, until=days[-1] + 3)
    for values, one in zip(series, together, strict=True):
        alone = level(days, values, steps=steps, until=days[-1] + 3)
        if isinstance(alone, NotEnough):
            assert one == alone
            continue
        assert isinstance(one, Levels)
        for told in ("days", "mean", "low", "high"):
            np.testing.assert_allclose(getattr(one, told), getattr(alone, told), rtol=0, atol=1e-9)
        if len(one.days) > 28:
            assert one.change(28) == alone.change(28)


def test_no_slider_at_all_has_no_level() -> None:
    assert levels_of(DAYS, []) == []

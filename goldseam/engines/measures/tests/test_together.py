"""Two people's levels as what they have together and how far they are apart."""

import numpy as np
import pytest

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.levels import level
from goldseam.engines.measures.together import TogetherApart, together_apart

DAYS = list(range(0, 60, 2))
ANA = [float(value) for value in np.round(70 + 5 * np.sin(DAYS))]
BEN = [float(value) for value in np.round(50 + 5 * np.cos(DAYS))]


def both(*asked: list[int] | list[float], steps: int | None = None) -> TogetherApart:
    answer = together_apart(*asked, steps=steps)  # type: ignore[arg-type]
    assert isinstance(answer, TogetherApart)
    return answer


def test_together_is_half_the_sum_and_apart_half_the_difference() -> None:
    answer = both(DAYS, ANA, DAYS, BEN)
    assert answer.together.now_mean == pytest.approx(60, abs=4)
    assert answer.apart.now_mean == pytest.approx(10, abs=4)


def test_the_other_way_round_only_turns_the_difference() -> None:
    one, other = both(DAYS, ANA, DAYS, BEN), both(DAYS, BEN, DAYS, ANA)
    np.testing.assert_allclose(one.together.mean, other.together.mean)
    np.testing.assert_allclose(one.apart.mean, -other.apart.mean, atol=1e-5)


def test_only_days_on_which_both_answered_count() -> None:
    more = both([*DAYS, 61, 63], [*ANA, 0.0, 0.0], [-5, *DAYS], [100.0, *BEN])
    np.testing.assert_allclose(more.together.mean, both(DAYS, ANA, DAYS, BEN).together.mean)


def test_too_few_days_of_both_is_not_enough_however_many_each_has() -> None:
    answer = together_apart(DAYS, ANA, [day + 1 for day in DAYS[:-1]] + [DAYS[-1]], BEN)
    assert isinstance(answer, NotEnough)
    assert (answer.lacks, answer.more) == ("answers", 4)


def test_stepped_answers_have_half_steps_together() -> None:
    answer = together_apart([*range(8)], [4.0, 5, 5, 6, 7, 7, 6, 5], [*range(8)], [3.0] * 8, low=1, high=7, steps=7)
    assert isinstance(answer, TogetherApart)
    halves = level([*range(8)], [3.5, 4, 4, 4.5, 5, 5, 4.5, 4], low=1, high=7, steps=13)
    assert not isinstance(halves, NotEnough)
    np.testing.assert_allclose(answer.together.mean, halves.mean)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        together_apart(DAYS, ANA, DAYS, [*BEN[:-1], 101.0])
    with pytest.raises(ValueError, match="above the one before"):
        together_apart(DAYS[::-1], ANA, DAYS, BEN)

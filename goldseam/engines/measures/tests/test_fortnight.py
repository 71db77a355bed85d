"""A fortnight by chance: fair lists of days, and an answer that is wrong no more often than it says."""

import doctest
import os
from collections import Counter

import numpy as np
import pytest

from goldseam.engines.measures import fortnight
from goldseam.engines.measures.answers import Band, NotEnough
from goldseam.engines.measures.fortnight import Fortnight, Helped, helped, suggested_days
from goldseam.engines.measures.goes_along import Look
from goldseam.engines.measures.tests import along_worlds as worlds
from goldseam.engines.measures.tests.along_worlds import FIRST, Floats, World

PAIRS = 2_000 if os.environ.get("GOLDSEAM_PROVE") else 120
SEED = 20_261_123
HELPFUL = Look(True, Band(0.1, 0.9), 0.97, True, 0.2, FIRST)
DAYS = list(range(FIRST, FIRST + 16))


def drawn(seed: int, first_day: int = FIRST) -> Fortnight:
    return Fortnight(first_day, suggested_days(np.random.default_rng(seed), first_day))


def after(suggested: tuple[int, ...], higher: float = 20) -> list[float]:
    return [50 + higher * (day - 1 in suggested) for day in DAYS]


def test_the_examples_are_right() -> None:
    assert doctest.testmod(fortnight).failed == 0


# Which days


def test_seven_of_fourteen_days_three_or_four_a_week_and_never_four_alike_in_a_row() -> None:
    for seed in range(200):
        days = [day - 700 for day in suggested_days(np.random.default_rng(seed), 700)]
        line = "".join("x" if day in days else "-" for day in range(14))
        assert days == sorted(days) and line.count("x") == 7 and line[:7].count("x") in (3, 4)
        assert "xxxx" not in line and "----" not in line


def test_every_day_is_as_likely_as_any_other_and_the_first_tells_little_of_the_next() -> None:
    table = fortnight._table()
    assert len(table) == 1706 and np.allclose(table.mean(axis=0), 0.5)
    for day in range(1, 9):
        known = Counter((tuple(line[:day]), line[day]) for line in table)
        sizes = Counter(tuple(line[:day]) for line in table)
        guessed = sum(max(known[start, 0.0], known[start, 1.0]) for start in sizes) / len(table)
        assert guessed < 0.75, (day, guessed)


def test_days_that_could_not_have_been_drawn_are_refused() -> None:
    with pytest.raises(ValueError, match="could have been drawn"):
        Fortnight(FIRST, tuple(range(FIRST, FIRST + 7)))


# Whether it helped


def test_seven_better_days_after_seven_suggestions_are_told() -> None:
    chosen = drawn(3)
    answer = helped(HELPFUL, DAYS, after(chosen.suggested), DAYS, after(chosen.suggested), [chosen])
    assert isinstance(answer, Helped) and answer.helps and answer.luck < 0.002


def test_without_level_two_it_is_never_told() -> None:
    chosen = drawn(3)
    values = after(chosen.suggested)
    not_so = Look(False, Band(0.1, 0.9), 0.97, True, 0.9, FIRST)
    answer = helped(not_so, DAYS, values, DAYS, values, [chosen])
    assert isinstance(answer, Helped) and not answer.helps and answer.luck < 0.002
    lacking = NotEnough("marked", 2, "Two more.")
    assert helped(lacking, DAYS, values, DAYS, values, [chosen]) is lacking


def test_worse_or_equal_days_are_luck_alone() -> None:
    chosen = drawn(3)
    for higher in (-20, 0):
        values = after(chosen.suggested, higher)
        answer = helped(HELPFUL, DAYS, values, DAYS, values, [chosen])
        assert isinstance(answer, Helped) and answer.luck > 0.99 and not answer.helps


def test_a_fortnight_that_is_not_over_or_hardly_answered_is_not_looked_at() -> None:
    chosen = drawn(3)
    values = after(chosen.suggested)
    early = helped(HELPFUL, DAYS[:12], values[:12], DAYS[:12], values[:12], [chosen])
    assert isinstance(early, NotEnough) and (early.lacks, early.more) == ("days", 3)
    none = helped(HELPFUL, DAYS, values, DAYS, values, [])
    assert isinstance(none, NotEnough) and (none.lacks, none.more) == ("days", None)
    few = helped(HELPFUL, DAYS[9:], values[9:], DAYS, values, [chosen])
    assert isinstance(few, NotEnough) and few.lacks == "answers"


def test_after_four_fortnights_the_answer_stands() -> None:
    rng = np.random.default_rng(2)
    five = [drawn(n, FIRST + 14 * n) for n in range(5)]
    days = list(range(FIRST, FIRST + 72))
    values = [float(value) for value in rng.normal(50, 10, 72)]
    better = [value + 40 * (day - 1 in five[4].suggested) for day, value in zip(days, values, strict=True)]
    four, all_five = (helped(HELPFUL, days, better, days, better, five[:n]) for n in (4, 5))
    assert isinstance(four, Helped) and four == all_five and not four.helps


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_whatever_the_answers_are_few_of_all_possible_draws_look_lucky(missing: float) -> None:
    """The exactness itself: the same answers under each of the 1,706 lists, with days that hang together."""
    rng = np.random.default_rng(SEED)
    walk = 50 + np.cumsum(rng.normal(0, 8, 16)) + rng.standard_t(2, 16)
    seen = [at for at in range(16) if at == 15 or rng.random() >= missing]
    days, values = [DAYS[at] for at in seen], [float(walk[at]) for at in seen]
    left = fortnight._left_over([(np.array(days), np.array(values))], FIRST)
    assert left is not None
    all_draws = [Fortnight(FIRST, tuple(FIRST + day for day in suggested)) for suggested in fortnight._lists()]
    lucks = np.array([fortnight._luck([(one, left)]) for one in all_draws])
    for limit in (0.01, 0.016, 0.05, 0.1):
        share = float(np.mean(lucks <= limit))
        assert 0.4 * limit < share <= limit, (limit, share)


def test_two_fortnights_are_counted_over_all_pairs_of_draws() -> None:
    rng = np.random.default_rng(7)
    counted: list[tuple[Fortnight, Floats]] = [(drawn(n, FIRST + 14 * n), rng.normal(size=14)) for n in range(2)]
    sums = [fortnight._table() @ left for _, left in counted]
    told = sum(float(all_sums[one.place]) for all_sums, (one, _) in zip(sums, counted, strict=True))
    by_hand = float(np.mean(np.add.outer(*sums) >= told - 1e-9))
    assert fortnight._luck(counted) == pytest.approx(by_hand, abs=0.002)


def follows_more_in_good_times(fortnights: list[Fortnight]) -> World:
    suggested = {day for one in fortnights for day in one.suggested}

    def chance(day: int, _lived: Floats, hidden: Floats) -> float:
        return (0.9 if hidden[day] > 0 else 0.5) if FIRST + day in suggested else 0.0

    return World(chance, moves=worlds.spells)


def told_by_any(effect: float) -> Floats:
    """Share of pairs told after the first, second, third or fourth fortnight; level two is given to all of them."""
    rng = np.random.default_rng([SEED, int(10 * effect)])
    told = []
    for _ in range(PAIRS):
        four = [Fortnight(first, suggested_days(rng, first)) for first in range(FIRST + 42, FIRST + 98, 14)]
        pair = worlds.pair(follows_more_in_good_times(four), rng, 15, effect)
        answers = [
            helped(HELPFUL, pair.days_one, pair.one, pair.days_other, pair.other, four[: n + 1]) for n in range(4)
        ]
        told.append(np.logical_or.accumulate([isinstance(a, Helped) and a.helps for a in answers]))
    found = np.mean(told, axis=0)
    print(f"helps you, effect {effect}: {np.round(100 * found, 1)} % by fortnight, {PAIRS} pairs, seed {SEED}")
    return np.asarray(found, dtype=np.float64)


@pytest.mark.slow
def test_after_four_fortnights_few_for_whom_nothing_helps_were_ever_told() -> None:
    assert told_by_any(0.0)[-1] <= 0.05 + 2.6 * (0.05 * 0.95 / PAIRS) ** 0.5


@pytest.mark.slow
def test_a_large_true_effect_is_told_of_in_the_end() -> None:
    found = told_by_any(1.0)
    assert found[-1] > 0.5 and found[0] < found[-1]

"""From answers to what is known, through the engine: what is said stands on what the engine believes."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.levels import level
from goldseam.road.insights import rules
from goldseam.road.insights.rules import Lack, Move
from goldseam.road.insights.tests.weeks import SEED, fallen, points, steady, today
from goldseam.road.insights.working import insights_of

DAYS = range(120)


def known(part: str = "closeness", *, course: object = None, days: object = DAYS, **more: float) -> rules.Known:
    shape = course if callable(course) else steady(50)
    assert isinstance(days, range | list)
    return insights_of({part: points(shape, days, noise=more.get("noise", 8))}, today())[0].known


def test_a_long_fall_is_told_and_is_worse_for_closeness_and_not_for_tension() -> None:
    fall = fallen(70, 35, 20)
    assert known(course=fall).move is Move.LESS and known(course=fall).is_worse
    assert known("tension", course=fall).move is Move.LESS and not known("tension", course=fall).is_worse
    rise = fallen(35, 70, 20)
    assert known("stress", course=rise).is_worse and not known("heard", course=rise).is_worse


def test_a_fall_of_this_week_is_not_told_yet() -> None:
    assert known(course=fallen(70, 30, 4)).move is Move.MAYBE


def test_steady_weeks_are_about_the_same_and_a_few_wild_ones_leave_it_open() -> None:
    assert known(course=steady(50)).move is Move.SAME
    assert known(course=steady(50), days=[0, 6, 13, 20, 27, 34], noise=35.0).move in (Move.OPEN, Move.MAYBE)


def test_too_little_says_what_is_missing() -> None:
    assert known(days=[0]).lack == Lack("answers", 4)
    assert known(days=list(range(10))).lack == Lack("days", 19)
    assert known(days=list(range(20, 90))).lack == Lack("silent", 20)
    assert known(days=[*range(8), *range(300, 330)]).lack == Lack("then")


def test_a_year_of_gaps_is_drawn_in_pieces_and_told_as_what_it_is() -> None:
    found = insights_of({"heard": points(steady(60), [0, 1, 2, 40, 41, 42, 120, 200, 201, 340], noise=5)}, today())[0]
    assert found.known.lack == Lack("then")
    assert len(found.band) == 341


def test_a_thousand_answers_and_answers_that_are_all_alike_are_worked_out() -> None:
    assert known(days=range(1000), course=steady(80)).move is Move.SAME
    assert known(days=range(100), course=steady(0), noise=0.0).move is Move.SAME
    assert known(days=range(100), course=steady(100), noise=0.0).move is Move.SAME


def test_no_word_goes_beyond_what_the_engine_believes() -> None:
    """Random weeks of every shape: what was said is worked out anew, straight from the engine."""
    print(f"seed {SEED}")
    chance, moves = random.Random(SEED), 0
    for _ in range(120):
        days = sorted(chance.sample(range(90), chance.randrange(5, 80)))
        shape = fallen(chance.uniform(10, 90), chance.uniform(10, 90), chance.randrange(5, 40))
        told = points(shape, days, noise=chance.uniform(1, 25), seed=chance.randrange(10**6))
        found = insights_of({"closeness": told}, today())[0]
        if found.known.move in (Move.MORE, Move.LESS):
            moves += 1
            for back in (0, rules.LOOKS_APART):
                assert believed(told, back, found.known.move) > rules.SURE
    assert moves > 10


def believed(told: object, back: int, move: Move) -> float:
    """How sure the engine is of this move at the look so many days before the last answer."""
    assert isinstance(told, list)
    there = [point for point in told if point[0] <= told[-1][0] - timedelta(days=back)]
    days, values = [day.toordinal() for day, _ in there], [value for _, value in there]
    levels = level(days, values)
    assert not isinstance(levels, NotEnough)
    least = rules.least_move(days, values)
    lower = levels.p_lower_by(least if move is Move.LESS else -least, rules.WEEKS_BACK)
    assert isinstance(lower, float)
    return lower if move is Move.LESS else 1 - lower


@pytest.mark.parametrize("noise", [6.0, 15.0])
def test_weeks_in_which_nothing_moves_are_seldom_called_a_move(noise: float) -> None:
    """A short form; docs/algorithms/own-insights.md has the whole one."""
    print(f"seed {SEED}")
    told = [
        insights_of({"heard": points(steady(55), DAYS, noise=noise, seed=SEED + turn)}, today())[0]
        for turn in range(60)
    ]
    assert sum(each.known.move in (Move.MORE, Move.LESS) for each in told) <= 3

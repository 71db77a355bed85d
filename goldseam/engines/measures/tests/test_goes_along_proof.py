"""How often "looks helpful" is said where nothing helps. GOLDSEAM_PROVE=1 for the whole table (docs/algorithms)."""

import os
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from goldseam.engines.measures.day_after import rows_of
from goldseam.engines.measures.goes_along import Look, look, looks_helpful
from goldseam.engines.measures.tests import along_worlds as worlds
from goldseam.engines.measures.tests.along_worlds import FIRST, Pair, World

WHOLE = bool(os.environ.get("GOLDSEAM_PROVE"))
SEED = 20_261_123
PAIRS = 1_000 if WHOLE else 160
PAIRS_LOOKING_ON = 250 if WHOLE else 12
WEEKS_LOOKING_ON = 26
SEEN = worlds.OBSERVED
NOT_SEEN = worlds.HIDDEN | worlds.OTHERS_HIDDEN
ALL = SEEN | worlds.OTHERS | NOT_SEEN
ASKED = ALL if WHOLE else SEEN | worlds.HIDDEN
ASKED_ON = ALL if WHOLE else SEEN


def generator(name: str, weeks: int) -> np.random.Generator:
    return np.random.default_rng([SEED, weeks, *name.encode()])


def at_most(bar: float, pairs: int) -> float:
    """The bar and what 2.6 standard errors of so few pairs may add."""
    return bar + 2.6 * float(np.sqrt(bar * (1 - bar) / pairs))


def bar_of(name: str) -> float:
    return 0.07 if name in NOT_SEEN else 0.03


def said(pair: Pair) -> bool:
    found = looks_helpful(pair.days_one, pair.one, pair.days_other, pair.other, {"it": pair.marked})["it"]
    return isinstance(found, Look) and found.helpful


def said_in_any_week(pair: Pair, weeks: int) -> bool:
    people = (rows_of(pair.days_one, pair.one), rows_of(pair.days_other, pair.other))
    looks = [look(people, {"it": pair.marked}, FIRST + 7 * week - 1)["it"] for week in range(6, weeks + 1)]
    held = [isinstance(one, Look) and one.helpful for one in looks]
    return any(now and before for before, now in pairwise(held))


def share(name: str, world: World, effect: float = 0.0, weeks: int = 8) -> float:
    rng = generator(name, weeks)
    found = float(np.mean([said(worlds.pair(world, rng, weeks, effect)) for _ in range(PAIRS)]))
    print(f"{name}: {100 * found:.1f} % of {PAIRS} pairs after {weeks} weeks, effect {effect}, seed {SEED}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_after_eight_weeks_it_is_said_to_few_for_whom_nothing_helps(name: str) -> None:
    assert share(name, ASKED[name]) <= at_most(bar_of(name), PAIRS)


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED_ON)
def test_who_looks_every_week_for_half_a_year_is_told_no_more_often(name: str) -> None:
    rng = generator(name, WEEKS_LOOKING_ON)
    pairs = [worlds.pair(ASKED_ON[name], rng, WEEKS_LOOKING_ON) for _ in range(PAIRS_LOOKING_ON)]
    found = float(np.mean([said_in_any_week(pair, WEEKS_LOOKING_ON) for pair in pairs]))
    print(f"{name}: {100 * found:.1f} % of {PAIRS_LOOKING_ON} pairs in any of {WEEKS_LOOKING_ON} weeks, seed {SEED}")
    assert found <= at_most(bar_of(name), PAIRS_LOOKING_ON)


@cache
def _any_of(kinds: int) -> float:
    rng = generator("kinds", kinds)
    told = []
    for _ in range(PAIRS // 2):
        pair = worlds.pair(World(worlds.coin), rng, 10)
        marked = {str(n): set(np.array(pair.days_one)[rng.random(70) < 0.35].tolist()) for n in range(kinds)}
        looks = looks_helpful(pair.days_one, pair.one, pair.days_other, pair.other, marked).values()
        told.append(any(isinstance(one, Look) and one.helpful for one in looks))
    return float(np.mean(told))


@pytest.mark.slow
@pytest.mark.parametrize("kinds", [3, 6])
def test_many_kinds_are_not_many_chances_to_be_wrong(kinds: int) -> None:
    print(f"{kinds} kinds: {100 * _any_of(kinds):.1f} % told of any, seed {SEED}")
    assert _any_of(kinds) <= at_most(0.03, PAIRS // 2)


@pytest.mark.slow
def test_a_large_true_effect_is_told_of_to_many() -> None:
    powers = {effect: share("a coin", World(worlds.coin), effect, weeks=12) for effect in (0.3, 0.6)}
    assert powers[0.6] > 0.45 and powers[0.3] > 0.02


@pytest.mark.slow
def test_this_proof_can_fail() -> None:
    """Hidden spells so strong that no arithmetic could tell them from help: the honest limit, and a red test."""
    rng = generator("fooled", 12)
    fooled = World(worlds.before_high_days, moves=lambda rng, days: worlds.spells(rng, days, stay=0.5, size=1.5))
    told = np.mean([said(worlds.pair(fooled, rng, 12)) for _ in range(40)])
    assert told > at_most(0.07, 40)

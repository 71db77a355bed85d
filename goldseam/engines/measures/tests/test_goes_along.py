"""Counts, and a look for two that says little: what it needs, what it ignores, and that a true effect is seen."""

import doctest
import math
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.engines.measures import day_after, goes_along
from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.goes_along import Counts, Look, counts, looks_helpful
from goldseam.engines.measures.tests import along_worlds as worlds
from goldseam.engines.measures.tests.along_worlds import FIRST, Floats, Pair, World

TALK = "talk"


def told(pair: Pair) -> Look | NotEnough:
    return looks_helpful(pair.days_one, pair.one, pair.days_other, pair.other, {TALK: pair.marked})[TALK]


def some(world: World, seed: int = 4, weeks: int = 10, effect: float = 0.0) -> Pair:
    return worlds.pair(world, np.random.default_rng(seed), weeks, effect)


def lacks(answer: object) -> tuple[str, int | None]:
    assert isinstance(answer, NotEnough), answer
    return answer.lacks, answer.more


def test_the_examples_are_right() -> None:
    assert doctest.testmod(goes_along).failed == doctest.testmod(day_after).failed == 0
    page = Path(__file__).parents[4] / "docs" / "algorithms" / "what-goes-along.md"
    assert doctest.testfile(str(page), module_relative=False) == (0, 3)


# Level one


def test_five_of_seven_days_after_a_talk_were_higher_than_usual() -> None:
    marked = {10, 12, 14, 16, 18, 20, 22}
    values = {11: 70, 13: 70, 15: 70, 17: 70, 19: 70, 21: 30, 23: 30}
    days = list(range(10, 24))
    assert counts(days, [values.get(day, 50) for day in days], marked) == Counts(5, 7, 0, 7)


def test_as_high_as_usual_is_not_higher() -> None:
    assert counts(range(12), [50] * 12, set(range(0, 12, 2))) == Counts(0, 6, 0, 6)


def test_a_day_after_without_an_answer_does_not_count() -> None:
    days = [*range(9), *range(20, 30)]
    assert lacks(counts(days, [50.0] * len(days), {1, 3, 5, 8, 15, 22})) == ("marked", 1)


def test_too_few_days_are_named_and_counted() -> None:
    assert lacks(counts([], [], set())) == ("marked", 5)
    assert lacks(counts(range(8), [50] * 8, {0, 1, 2, 3, 4})) == ("others", 2)


@pytest.mark.parametrize(
    ("days", "values", "said"),
    [([1, 2], [50], "one value a day"), ([2, 2], [50, 60], "increase"), ([1, 2], [50, math.nan], "no number")],
)
def test_wrong_arguments_are_refused_with_a_sentence(days: list[int], values: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        counts(days, values, set())
    with pytest.raises(ValueError, match=said):
        looks_helpful(days, values, [1], [50], {TALK: set()})


# Level two: what it needs


def test_a_true_effect_for_both_is_seen() -> None:
    looks = [told(some(World(worlds.coin), seed, effect=1.2, weeks=14)) for seed in range(10)]
    helpful = [look for look in looks if isinstance(look, Look) and look.helpful]
    assert len(helpful) >= 8
    for look in helpful:
        assert look.agree and look.chance > 0.95 and look.placebo is not None and look.placebo < 0.7
        assert 0.1 < look.effect.low < 1.2 * 0.9 and look.looked_on == FIRST + 97


def test_an_effect_for_one_only_while_the_other_sinks_a_little_is_not_told() -> None:
    pair = some(World(worlds.coin), effect=1.6, weeks=20)
    low = [value - 28 * (day - 1 in pair.marked) for day, value in zip(pair.days_other, pair.other, strict=True)]
    look = looks_helpful(pair.days_one, pair.one, pair.days_other, low, {TALK: pair.marked})[TALK]
    assert isinstance(look, Look) and look.chance > 0.98 and not look.agree and not look.helpful


def test_what_also_goes_with_the_day_before_is_not_told() -> None:
    """Better days around the mark, before and after: something else brings both."""
    pair = some(World(worlds.coin), effect=1.2, weeks=14)
    around = [
        [value + 18 * (day + 1 in pair.marked) for day, value in zip(days, values, strict=True)]
        for days, values in ((pair.days_one, pair.one), (pair.days_other, pair.other))
    ]
    look = looks_helpful(pair.days_one, around[0], pair.days_other, around[1], {TALK: pair.marked})[TALK]
    assert isinstance(look, Look) and look.chance > 0.95 and look.agree
    assert look.placebo is not None and look.placebo > 0.8 and not look.helpful


def test_talking_on_good_days_is_no_placebo() -> None:
    """Tomorrow is good because today was, and then they talk: that ties tomorrow's mark to today, and rightly so."""
    looks = [told(some(World(worlds.when_high), seed, effect=1.2, weeks=16)) for seed in range(10)]
    assert sum(isinstance(look, Look) and look.helpful for look in looks) >= 7


def test_it_has_to_hold_two_weeks_in_a_row() -> None:
    found = [told(some(World(worlds.coin), seed, weeks=8, effect=0.8)) for seed in range(12)]
    sixth = [told(some(World(worlds.coin), seed, weeks=6, effect=3.0)) for seed in range(3)]
    assert any(isinstance(look, Look) and look.helpful for look in found)
    assert all(isinstance(look, Look) and look.chance > 0.99 and not look.helpful for look in sixth)


def test_what_is_lacking_is_named_and_counted() -> None:
    days = list(range(FIRST, FIRST + 56))
    wave = [50 + 10 * math.sin(day) for day in days]
    assert lacks(looks_helpful(days, wave, days, wave, {TALK: set(days[:40:8])})[TALK]) == ("marked", 3)
    assert lacks(looks_helpful(days, wave, days, wave, {TALK: set(days[:50])})[TALK]) == ("others", 3)
    assert lacks(looks_helpful(days[:21], wave[:21], days, wave, {TALK: set(days[::2])})[TALK]) == ("weeks", 3)
    assert lacks(looks_helpful(days, [50.0] * 56, days, wave, {TALK: set(days[::2])})[TALK]) == ("variety", None)
    assert lacks(looks_helpful([], [], days, wave, {TALK: set(days[::2])})[TALK]) == ("marked", 8)
    assert looks_helpful(days, wave, days, wave, {}) == {}


# Level two: what it ignores


@settings(derandomize=True, deadline=None, max_examples=15)
@given(
    seed=st.integers(0, 999),
    weeks=st.integers(6, 12),
    later=st.integers(-40, 40),
    unit=st.floats(0.01, 100),
    zero=st.floats(-1e3, 1e3),
)
def test_who_is_named_first_the_unit_and_the_year_do_not_matter(
    seed: int, weeks: int, later: int, unit: float, zero: float
) -> None:
    pair = some(World(worlds.when_high, missing=0.05), seed, weeks, effect=0.6)
    shift = 7 * later
    other = Pair(
        [day + shift for day in pair.days_other],
        [unit * value + zero for value in pair.other],
        [day + shift for day in pair.days_one],
        [unit * value + zero for value in pair.one],
        {day + shift for day in pair.marked},
    )
    one, two = told(pair), told(other)
    if isinstance(one, NotEnough):
        assert one == two
        return
    assert isinstance(two, Look) and (one.helpful, one.agree) == (two.helpful, two.agree)
    assert one.chance == pytest.approx(two.chance, abs=1e-6) and one.looked_on + shift == two.looked_on


def test_the_answer_stays_the_same_until_sunday() -> None:
    pair = some(World(worlds.coin), weeks=12, effect=0.6)
    sunday = FIRST + 69
    answers = {
        str(told(Pair(pair.days_one[:n], pair.one[:n], pair.days_other[:n], pair.other[:n], pair.marked)))
        for n in range(70, 77)
    }
    assert sunday % 7 == 0 and len(answers) == 1 and str(sunday) in answers.pop()


def test_a_year_of_gaps_is_looked_at_all_the_same() -> None:
    pair = some(World(worlds.coin), weeks=60)
    few = [at for at, day in enumerate(pair.days_one) if day % 28 < 3]
    thin = Pair(
        [pair.days_one[at] for at in few], [pair.one[at] for at in few], pair.days_other, pair.other, pair.marked
    )
    assert isinstance(told(thin), Look)


def test_more_kinds_at_once_ask_for_more() -> None:
    pair = some(World(worlds.coin), seed=3, weeks=9, effect=0.7)
    rng = np.random.default_rng(1)
    more = {f"other {n}": {day for day in pair.days_one if rng.random() < 0.35} for n in range(5)}
    alone = told(pair)
    among = looks_helpful(pair.days_one, pair.one, pair.days_other, pair.other, {TALK: pair.marked, **more})
    shrunk = among[TALK]
    assert isinstance(alone, Look) and isinstance(shrunk, Look) and alone.chance > 0.9 > shrunk.chance
    assert 0 < shrunk.effect.low + shrunk.effect.high < alone.effect.low + alone.effect.high
    assert not any(isinstance(look, Look) and look.helpful for look in among.values())


def test_two_kinds_on_the_same_days_share_what_cannot_be_told_apart() -> None:
    pair = some(World(worlds.coin), effect=1.2, weeks=14)
    both = looks_helpful(pair.days_one, pair.one, pair.days_other, pair.other, {"a": pair.marked, "b": pair.marked})
    a, b = both["a"], both["b"]
    assert isinstance(a, Look) and isinstance(b, Look) and a.chance == pytest.approx(b.chance) and not a.helpful


@pytest.mark.parametrize(
    ("weeks", "kinds", "sure"), [(7, 1, 0.929), (12, 1, 0.958), (26, 1, 0.981), (7, 3, 0.976), (26, 6, 0.997)]
)
def test_each_week_and_each_kind_asks_for_more_surety(weeks: int, kinds: int, sure: float) -> None:
    assert goes_along._sure(7 * weeks, kinds) == pytest.approx(sure, abs=5e-4)


def test_a_partner_who_answers_the_same_is_no_second_witness() -> None:
    pair = some(World(worlds.coin), weeks=12)
    one, other = day_after.rows_of(pair.days_one, pair.one), day_after.rows_of(pair.days_other, pair.other)
    marks = {TALK: pair.marked}
    alone, beside = (day_after.effects(rows, goes_along._marked(rows, marks, -1)) for rows in (one, other))
    assert goes_along._of_both((one, one), (alone, alone))[1] == pytest.approx(alone.sd)
    assert goes_along._of_both((one, other), (alone, beside))[1] < 0.95 * min(alone.sd[0], beside.sd[0])
    strangers = day_after.rows_of([day + 10_000 for day in pair.days_other], pair.other)
    assert goes_along._of_both((one, strangers), (alone, alone))[1] == pytest.approx(alone.sd)


def test_of_what_never_happened_no_more_is_known_than_before() -> None:
    pair = some(World(worlds.coin), weeks=8)
    rows = day_after.rows_of(pair.days_one, pair.one)
    three = day_after.effects(rows, np.zeros((rows.days.size, 3)))
    four = day_after.effects(rows, np.zeros((rows.days.size, 4)))
    assert three.mean == pytest.approx(0) and three.sd == pytest.approx(0.4)
    assert four.sd == pytest.approx(np.sqrt(np.mean(np.square([0.05, 0.1, 0.2, 0.4]))))


# The regression against the same thing worked out another way


def by_hand(design: Floats, z: Floats, spreads: Floats, kinds: int) -> tuple[Floats, Floats]:
    """Mean and SD of b from the covariance of the answers themselves, one prior and one noise after the other."""
    weights, means, variances = [], [], []
    for spread, noise in product(spreads, day_after.NOISE_VARIANCES):
        prior = np.diag(spread**2)
        of_answers = design @ prior @ design.T + noise * np.eye(z.size)
        weights.append(-0.5 * (np.linalg.slogdet(of_answers)[1] + z @ np.linalg.solve(of_answers, z)))
        gain = prior @ design.T @ np.linalg.inv(of_answers)
        means.append((gain @ z)[-kinds:])
        variances.append(np.diag(prior - gain @ design @ prior)[-kinds:])
    share = np.exp(np.array(weights) - max(weights))
    share /= share.sum()
    mean = share @ np.array(means)
    return mean, np.sqrt(share @ (np.array(variances) + (np.array(means) - mean) ** 2))


@pytest.mark.parametrize("kinds", [1, 2, 4])
def test_the_posterior_is_that_of_the_model(kinds: int) -> None:
    pair = some(World(worlds.coin, missing=0.2), weeks=8)
    rows = day_after.rows_of(pair.days_one, pair.one)
    marks = np.random.default_rng(2).integers(0, 2, (rows.days.size, kinds)).astype(float)
    found = day_after.effects(rows, marks)
    mean, scale = rows.values.mean(), rows.values.std()
    background, spreads = day_after._background(rows, (rows.yesterday - mean) / scale, np.empty((rows.days.size, 0)))
    design = np.hstack([background, marks])
    expected = by_hand(design, (rows.values - mean) / scale, day_after._spreads(spreads, kinds), kinds)
    assert found.mean == pytest.approx(expected[0], abs=1e-8)
    assert found.sd == pytest.approx(expected[1], abs=1e-8)

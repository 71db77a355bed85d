"""A study at its edges: too few, nothing that varies, partners missing, units far apart, thousands of couples."""

from __future__ import annotations

import dataclasses
import os
import time

import numpy as np
import pytest

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.apim import apim
from goldseam.engines.measures.dyads.couples import Columns
from goldseam.engines.measures.dyads.diary import diary
from goldseam.engines.measures.dyads.fit import Fit
from goldseam.engines.measures.dyads.model import Numbers
from goldseam.engines.measures.dyads.reading import Table
from goldseam.engines.measures.dyads.scaling import NoEstimate
from goldseam.engines.measures.dyads.tests.worlds import EFFECTS, RANDOM, diary_table

DIARY = Columns("pair", role="side", day="day")
ALIKE = Columns("pair", person="who", day="day")
STUDIES = 400 if os.environ.get("GOLDSEAM_PROVE") else 40


def fitted(table: Table, columns: Columns = DIARY, **choices: object) -> Fit:
    fit = diary(table, columns, outcome="calm", predictors=["heard"], **choices)  # type: ignore[arg-type]
    assert isinstance(fit, Fit), fit
    return fit


def only_intercepts() -> Numbers:
    random = RANDOM.copy()
    random[[1, 3]] = 0
    random[:, [1, 3]] = 0
    return random


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("columns", [DIARY, ALIKE], ids=["roles", "alike"])
@pytest.mark.parametrize("random", [only_intercepts(), np.zeros((4, 4)), np.outer([1, 0.3, 1, 0.2], [1, 0.3, 1, 0.2])])
def test_a_spread_of_nought_is_found_and_said(seed: int, columns: Columns, random: Numbers) -> None:
    fit = fitted(diary_table(np.random.default_rng(seed), 40, 10, random=random), columns)
    assert fit.estimate.reached
    assert fit.estimate.left < 1e-8
    assert all("before the top" not in note for note in fit.notes)
    assert any("at the edge" in note for note in fit.notes) == fit.estimate.at_the_edge
    assert all(np.isfinite([effect.se, effect.df, effect.p]).all() for effect in fit.effects)


def test_couples_that_do_not_differ_lie_at_the_edge() -> None:
    at_the_edge = [
        fitted(diary_table(np.random.default_rng(seed), 40, 10, random=np.zeros((4, 4)))).estimate.at_the_edge
        for seed in range(10)
    ]
    assert sum(at_the_edge) >= 8
    assert not fitted(diary_table(np.random.default_rng(1), 60, 10)).notes


@pytest.mark.parametrize("units", [(1e6, 1e-6), (1e-8, 1e8), (1.0, 1e5)])
def test_units_change_figures_and_nothing_else(units: tuple[float, float]) -> None:
    plain = fitted(diary_table(np.random.default_rng(1), 40, 8, missing=0.2))
    other = fitted(diary_table(np.random.default_rng(1), 40, 8, missing=0.2, units=units))
    per = [units[0], units[0] / units[1], units[0] / units[1]] * 2
    assert [e.estimate / u for e, u in zip(other.effects, per, strict=True)] == pytest.approx(
        [effect.estimate for effect in plain.effects], rel=1e-6
    )
    assert [effect.t for effect in other.effects] == pytest.approx([effect.t for effect in plain.effects], rel=1e-5)
    # Two effects for each of two roles are per unit of the predictor, which the restricted likelihood counts once each.
    shift = (plain.answers - 6) * np.log(units[0]) + 4 * np.log(units[1])
    assert other.likelihood + shift == pytest.approx(plain.likelihood, abs=1e-6)


def test_an_outcome_far_from_nought_loses_nothing() -> None:
    plain = fitted(diary_table(np.random.default_rng(1), 40, 8))
    far = fitted(diary_table(np.random.default_rng(1), 40, 8, far=(1e7, 1e7)))
    assert far.likelihood == pytest.approx(plain.likelihood, abs=1e-4)
    assert far.effects[1].estimate == pytest.approx(plain.effects[1].estimate, abs=1e-6)


def test_thousands_of_couples_take_a_moment() -> None:
    table = diary_table(np.random.default_rng(3), 2000, 7, missing=0.2)
    begun = time.process_time()
    fit = fitted(table)
    assert time.process_time() - begun < 10
    assert fit.couples == 2000
    for effect, true in zip(fit.effects, true_effects(), strict=True):
        assert abs(effect.estimate - true) < 4.5 * effect.se


def true_effects() -> list[float]:
    return [EFFECTS[name][side] for side in (0, 1) for name in ("level", "own", "partner's")]


def test_bands_hold_the_truth_even_in_the_smallest_study() -> None:
    """14 couples over 5 days, with 30 % of answers missing: the least that isn't “not enough”."""
    seed = 20_620
    print("seed", seed)
    draw = np.random.default_rng(seed)
    held = []
    for _ in range(STUDIES):
        fit = diary(diary_table(draw, 14, 5, missing=0.3), DIARY, outcome="calm", predictors=["heard"])
        if isinstance(fit, Fit):
            held += [e.band.low <= t <= e.band.high for e, t in zip(fit.effects, true_effects(), strict=True)]
    assert len(held) > 5 * STUDIES
    # Six bands a study go together a little; three simulation errors of a share of studies are allowed for.
    slack = 3 * np.sqrt(0.09 / STUDIES)
    assert 0.87 - slack < np.mean(held) < 0.93 + slack


def test_a_study_that_is_too_small_says_how_much_is_missing() -> None:
    few = diary(diary_table(np.random.default_rng(1), 11, 8), DIARY, outcome="calm", predictors=["heard"])
    assert few == NotEnough("couples", 3, "Couples that can be used: 11; this model needs 14.")
    short = diary(diary_table(np.random.default_rng(1), 30, 2), DIARY, outcome="calm", predictors=["heard"])
    assert isinstance(short, NotEnough)
    assert (short.lacks, short.more) == ("days", 1)


def without(table: Table, gone: list[bool]) -> Table:
    calm = tuple("" if lost else value for lost, value in zip(gone, table.text("calm"), strict=True))
    return dataclasses.replace(table, columns={**table.columns, "calm": calm})


def test_partners_who_never_answered_together_are_not_enough() -> None:
    table = diary_table(np.random.default_rng(1), 30, 6)
    gone = [
        (int(day) % 2 == 0) == (side == "hill") for day, side in zip(table.text("day"), table.text("side"), strict=True)
    ]
    found = diary(without(table, gone), DIARY, outcome="calm", predictors=["heard"])
    assert isinstance(found, NotEnough)
    assert found.lacks == "both"


def test_couples_of_whom_one_never_answered_still_count_for_that_one() -> None:
    table = diary_table(np.random.default_rng(1), 40, 8)
    gone = [
        pair in {"c3", "c4", "c5"} and side == "hill"
        for pair, side in zip(table.text("pair"), table.text("side"), strict=True)
    ]
    fit = fitted(without(table, gone))
    assert (fit.couples, fit.left_out) == (40, 24)
    rows = [place for place, lost in enumerate(gone) if not lost]
    columns = {name: tuple(values[place] for place in rows) for name, values in table.columns.items()}
    alone = fitted(Table(columns, tuple(table.lines[place] for place in rows)))
    assert alone.couples == 37  # who has no partner in the table has no partner's effect either


@pytest.mark.parametrize(
    ("heard", "says"),
    [("4", "is nought in every row"), ("twice", "say the same as each other")],
)
def test_a_predictor_that_says_nothing_of_its_own(heard: str, says: str) -> None:
    table = diary_table(np.random.default_rng(1), 30, 6)
    values = ["4"] * len(table.lines) if heard == "4" else table.text("heard")
    columns = {**table.columns, "heard": tuple(values), "again": tuple(values)}
    predictors = ["heard"] if heard == "4" else ["heard", "again"]
    with pytest.raises(NoEstimate, match=says):
        diary(dataclasses.replace(table, columns=columns), DIARY, outcome="calm", predictors=predictors)


def test_an_outcome_without_any_error_is_refused() -> None:
    table = diary_table(np.random.default_rng(1), 30, 6)
    columns = {**table.columns, "calm": table.text("heard")}
    with pytest.raises(NoEstimate, match="without any error"):
        diary(dataclasses.replace(table, columns=columns), DIARY, outcome="calm", predictors=["heard"])


def test_actor_and_partner_effects_that_cannot_be_told_apart() -> None:
    draw = np.random.default_rng(5)
    same = np.repeat(draw.normal(size=40), 2)
    table = Table.of(
        {
            "pair": np.repeat(np.arange(40), 2).tolist(),
            "side": ["harbour", "hill"] * 40,
            "calm": draw.normal(size=80).tolist(),
            "years": same.tolist(),
        }
    )
    with pytest.raises(NoEstimate, match=r"“(harbour|hill): own years”, “\1: partner's years”"):
        apim(table, Columns("pair", role="side"), outcome="calm", predictors=["years"])
    as_covariate = apim(table, Columns("pair", role="side"), outcome="calm", predictors=[], covariates=["years"])
    assert isinstance(as_covariate, Fit)

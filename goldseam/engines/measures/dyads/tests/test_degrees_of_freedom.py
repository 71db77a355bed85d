"""Degrees of freedom, Student's t and bands."""

from __future__ import annotations

import math

import numpy as np
import pytest

from goldseam.engines.measures.dyads.apim import apim
from goldseam.engines.measures.dyads.couples import Columns
from goldseam.engines.measures.dyads.diary import diary
from goldseam.engines.measures.dyads.fit import Fit
from goldseam.engines.measures.dyads.reading import Table
from goldseam.engines.measures.dyads.students_t import beyond, reach
from goldseam.engines.measures.dyads.tests.worlds import diary_table


@pytest.mark.parametrize(
    ("found", "r"),
    [
        (beyond(1.7, 23.4), 0.102386911797),
        (reach(0.9, 3.7), 2.18249380391),
        (beyond(40, 2.5), 0.000141956342905),
        (reach(0.99, 1), 63.6567411629),
        (beyond(0.01, 5000), 0.992021686323),
        (reach(0.9, 250_000), 1.64485972205),
    ],
)
def test_students_t_is_that_of_r(found: float, r: float) -> None:
    """2*pt(-1.7, 23.4), qt(.95, 3.7), 2*pt(-40, 2.5), qt(.995, 1), 2*pt(-.01, 5000), qt(.95, 250000)"""
    assert found == pytest.approx(r, rel=1e-8)


def test_no_band_is_narrower_than_what_it_is_about() -> None:
    assert math.isinf(reach(0.9, 1e-3))
    assert beyond(math.inf, 5) == 0
    assert math.isnan(beyond(math.nan, 5))


def test_full_pairs_have_as_many_degrees_as_couples_less_effects() -> None:
    """With every answer there, the model of one role is a plain regression: couples − 3."""
    draw = np.random.default_rng(62)
    table = Table.of(
        {
            "pair": np.repeat(np.arange(30), 2).tolist(),
            "side": ["harbour", "hill"] * 30,
            "calm": draw.normal(size=60).tolist(),
            "heard": draw.normal(size=60).tolist(),
        }
    )
    fit = apim(table, Columns("pair", role="side"), outcome="calm", predictors=["heard"])
    assert isinstance(fit, Fit)
    assert [effect.df for effect in fit.effects] == pytest.approx([27] * 6, abs=1e-3)
    for effect in fit.effects:
        assert effect.t == pytest.approx(effect.estimate / effect.se)
        assert effect.p == pytest.approx(beyond(effect.t, 27), rel=1e-3)


def test_levels_of_a_full_diary_have_as_many_degrees_as_couples_less_one() -> None:
    table = diary_table(np.random.default_rng(62), 40, 8)
    fit = diary(table, Columns("pair", role="side", day="day"), outcome="calm", predictors=["heard"])
    assert isinstance(fit, Fit)
    assert fit.effect("hill: level").df == pytest.approx(39, abs=0.5)
    assert 200 < fit.effect("hill: partner's heard").df < 640
    with pytest.raises(KeyError, match="hill: level"):
        fit.effect("sea: level")


def test_a_wider_level_gives_a_wider_band() -> None:
    table, columns = diary_table(np.random.default_rng(62), 40, 8), Columns("pair", role="side", day="day")
    bands = []
    for level in (0.8, 0.9, 0.99):
        fit = diary(table, columns, outcome="calm", predictors=["heard"], level=level)
        assert isinstance(fit, Fit)
        bands.append(fit.effects[1].band)
    assert [band.level for band in bands] == [0.8, 0.9, 0.99]
    assert bands[0].wide < bands[1].wide < bands[2].wide


def test_means_and_covariates_have_effects_of_their_own() -> None:
    table, columns = diary_table(np.random.default_rng(62), 60, 8), Columns("pair", role="side", day="day")
    moved = {
        **table.columns,
        "heard": tuple(str(float(x) + kept_by(w)) for x, w in zip(table.text("heard"), table.text("who"), strict=True)),
    }
    shifted = Table(moved, table.lines)
    plain = diary(table, columns, outcome="calm", predictors=["heard"])
    told = diary(
        shifted, columns, outcome="calm", predictors=["heard"], between="both", covariates=["day"], varying=["day"]
    )
    assert isinstance(plain, Fit)
    assert isinstance(told, Fit)
    assert told.effect("hill: own heard").estimate == pytest.approx(plain.effect("hill: own heard").estimate, abs=0.05)
    assert abs(told.effect("hill: own mean heard").t) < 4
    assert "hill: day" in told.couples_differ.names
    with pytest.raises(ValueError, match="Only covariates can vary"):
        diary(table, columns, outcome="calm", predictors=["heard"], varying=["day"])


def kept_by(who: str) -> float:
    """Some figure a person keeps, that has nothing to do with their answers."""
    return sum(map(ord, who)) % 7 - 3.0

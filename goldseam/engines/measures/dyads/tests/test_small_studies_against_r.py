"""Small studies of our own numbers (drawn by numpy's generator with seed 62) have the figures that R's nlme gives.

R 4.2.2, nlme 3.1.162, with `options(digits = 10)`, tolerances of 1e-10 and msTol of 1e-12. For the diary:

    d <- read.csv("small_diary.csv"); d <- d[order(d$pair, d$day, d$side), ]
    d$w <- d$heard - ave(d$heard, d$who, FUN = function(v) mean(v, na.rm = TRUE))
    d$pw <- ave(d$w, d$pair, d$day, FUN = rev)
    d$a <- as.numeric(d$side == "harbour"); d$b <- 1 - d$a; d$s <- d$a - d$b
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from goldseam.engines.measures.dyads.apim import apim
from goldseam.engines.measures.dyads.couples import Columns
from goldseam.engines.measures.dyads.diary import diary
from goldseam.engines.measures.dyads.fit import Fit
from goldseam.engines.measures.dyads.reading import read

HERE = Path(__file__).parent
DIARY = Columns("pair", role="side", day="day")
PAIRS = Columns("pair", role="side")


def require(fit: object, likelihood: float, effects: list[float], errors: list[float]) -> Fit:
    assert isinstance(fit, Fit)
    assert not fit.notes
    assert fit.likelihood == pytest.approx(likelihood, abs=1e-5)
    assert [effect.estimate for effect in fit.effects] == pytest.approx(effects, abs=5e-6)
    assert [effect.se for effect in fit.effects] == pytest.approx(errors, abs=2e-5)
    return fit


def test_a_diary_with_slopes_that_differ() -> None:
    """lme(calm ~ 0 + a + a:w + a:pw + b + b:w + b:pw, random = ~ 0 + a + a:w + b + b:w | pair, data = d,
    correlation = corSymm(form = ~ 1 | pair/day), weights = varIdent(form = ~ 1 | side), na.action = na.omit)"""
    fit = require(
        diary(read(HERE / "small_diary.csv"), DIARY, outcome="calm", predictors=["heard"]),
        -340.413019,
        [4.9039540895, 0.4661944780, 0.1290919168, 4.2775109802, 0.2329773255, 0.1348010658],
        [0.24517865715, 0.09418147705, 0.06694622468, 0.23377296541, 0.08885222836, 0.05335417462],
    )
    assert fit.answers == 279
    assert fit.couples_differ.deviations == pytest.approx([1.16508, 0.329212, 1.118538, 0.316728], abs=2e-5)
    assert fit.couples_differ.correlations[0, 2] == pytest.approx(0.754, abs=6e-4)
    assert fit.errors.deviations == pytest.approx([0.6943955663, 0.6943955663 * 0.8337798547], abs=1e-5)
    assert fit.errors.correlations[0, 1] == pytest.approx(0.439737992, abs=1e-5)


def test_a_diary_whose_couples_differ_in_level_only() -> None:
    """update(the above, random = ~ 0 + a + b | pair)"""
    require(
        diary(read(HERE / "small_diary.csv"), DIARY, outcome="calm", predictors=["heard"], slopes="none"),
        -356.2949692,
        [4.9097558258, 0.4623432163, 0.1282841774, 4.2727091005, 0.2635886751, 0.1325814092],
        [0.24458614685, 0.06702886760, 0.07086558378, 0.23363982550, 0.06453530618, 0.05986742511],
    )


def test_a_diary_by_full_likelihood() -> None:
    """update(the first, method = "ML")"""
    fit = diary(read(HERE / "small_diary.csv"), DIARY, outcome="calm", predictors=["heard"], restricted=False)
    assert isinstance(fit, Fit)
    assert fit.likelihood == pytest.approx(-331.8968974, abs=1e-5)


def test_a_diary_of_partners_who_are_alike() -> None:
    """lme(calm ~ 1 + w + pw, random = list(pair = pdBlocked(list(pdSymm(~ 1 + w), pdSymm(~ 0 + s + s:w)))),
    correlation = corCompSymm(form = ~ 1 | pair/day), data = d, na.action = na.omit)"""
    fit = require(
        diary(
            read(HERE / "small_diary.csv"),
            Columns("pair", person="who", day="day"),
            outcome="calm",
            predictors=["heard"],
        ),
        -344.1289815,
        [4.5902645227, 0.3465793516, 0.1311344172],
        [0.22237863263, 0.06757043812, 0.04200198198],
    )
    assert fit.errors.correlations[0, 1] == pytest.approx(0.4202952956, abs=1e-5)


@pytest.mark.parametrize(
    ("restricted", "likelihood", "effects", "errors", "correlation"),
    [
        (
            False,
            -67.52692843,
            [1.4010560278, 0.5431931835, 0.2841533514, 1.4819459297, 0.6035095362, 0.2541311468],
            [1.4307902158, 0.1551667055, 0.2504468219, 1.2334322794, 0.2078079116, 0.1339515241],
            0.3790763371,
        ),
        (
            True,
            -72.85966976,
            [1.3981587050, 0.5431946981, 0.2845507620, 1.4814914732, 0.6035359461, 0.2541769938],
            [1.4282691365, 0.1548637968, 0.2500039778, 1.2342440407, 0.2079192018, 0.1340158855],
            0.3750924817,
        ),
    ],
)
def test_actor_and_partner_effects(
    restricted: bool, likelihood: float, effects: list[float], errors: list[float], correlation: float
) -> None:
    """gls(content ~ 0 + a + a:trust + a:pt + b + b:trust + b:pt, correlation = corSymm(form = ~ 1 | pair),
    weights = varIdent(form = ~ 1 | side), data = g, na.action = na.omit, method = "ML" or "REML")"""
    fit = apim(read(HERE / "small_pairs.csv"), PAIRS, outcome="content", predictors=["trust"], restricted=restricted)
    assert isinstance(fit, Fit)
    assert fit.likelihood == pytest.approx(likelihood, abs=1e-5)
    # R's own search for the smaller of these ends 1e-5 short of the top.
    assert [effect.estimate for effect in fit.effects] == pytest.approx(effects, abs=2e-5)
    assert [effect.se for effect in fit.effects] == pytest.approx(errors, abs=5e-5)
    assert fit.errors.correlations[0, 1] == pytest.approx(correlation, abs=2e-5)


def test_actor_and_partner_effects_of_partners_who_are_alike() -> None:
    """gls(content ~ trust + pt, correlation = corCompSymm(form = ~ 1 | pair), data = g, na.action = na.omit)"""
    fit = require(
        apim(read(HERE / "small_pairs.csv"), Columns("pair"), outcome="content", predictors=["trust"]),
        -72.59260047,
        [1.4643146359, 0.5570660318, 0.2799831431],
        [0.9631252033, 0.1110197575, 0.1137078889],
    )
    assert fit.errors.correlations[0, 1] == pytest.approx(0.3575546503, abs=1e-5)


def test_a_fault_in_the_partners_column_would_be_seen() -> None:
    table = read(HERE / "small_pairs.csv")
    swapped = type(table)({**table.columns, "trust": table.columns["trust"][::-1]}, table.lines)
    fit = apim(swapped, PAIRS, outcome="content", predictors=["trust"])
    assert isinstance(fit, Fit)
    assert not np.isclose(fit.likelihood, -72.85966976, atol=1e-3)

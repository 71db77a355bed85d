"""Published data sets, which are no part of the project, have the figures that were published or that R gives.

Their folder stands in GOLDSEAM_DATA_SETS: dyads_ild.csv (MIT, GitHub Pascal-Kueng/dyadMLM), acipair.csv (CC0, GitHub
RandiLGarcia/dyadr), rties_full.csv.gz (GPL-3, GitHub ebmtnprof/rties).
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from goldseam.engines.measures.dyads import rties
from goldseam.engines.measures.dyads.apim import apim
from goldseam.engines.measures.dyads.coordination import Coordination, six_figures
from goldseam.engines.measures.dyads.couples import Columns
from goldseam.engines.measures.dyads.diary import diary
from goldseam.engines.measures.dyads.fit import Fit
from goldseam.engines.measures.dyads.reading import Table, read

DIARY = Columns("coupleID", role="gender", day="diaryday")
ALIKE = Columns("coupleID", person="personID", day="diaryday")


def the_set(name: str) -> Table:
    folder = os.environ.get("GOLDSEAM_DATA_SETS")
    if not folder or not Path(folder, name).exists():
        pytest.skip(f"GOLDSEAM_DATA_SETS doesn't name a folder with {name}")
    return read(Path(folder, name))


def test_the_simulated_diary_of_women_and_men() -> None:
    """lme(closeness ~ 0 + f + m + f:xw + m:xw + f:pw + m:pw, REML,
    random = list(coupleID = pdSymm(~ 0 + f + m + f:xw + m:xw)), weights = varIdent(form = ~ 1 | gender),
    correlation = corSymm(form = ~ 1 | coupleID/diaryday)); xw is support less the person's mean, pw the partner's xw"""
    table = the_set("dyads_ild.csv").only("dyad_composition", "female_x_male")
    fit = diary(table, DIARY, outcome="closeness", predictors=["provided_support"])
    assert isinstance(fit, Fit)
    assert not fit.notes
    assert (fit.couples, fit.answers) == (120, 3360)
    assert fit.likelihood == pytest.approx(-4204.2919, abs=1e-4)
    effects = [5.69974399, 0.40453548, 0.18337635, 4.49664958, 0.29111803, 0.07982404]
    assert [effect.estimate for effect in fit.effects] == pytest.approx(effects, abs=1e-6)


@pytest.mark.parametrize(("slopes", "likelihood"), [("none", -4290.313076), ("both", -4201.38125)])
def test_fewer_and_more_slopes_that_differ(slopes: str, likelihood: float) -> None:
    """The same with random = ~ 0 + f + m, and with pdSymm(~ 0 + f + m + f:xw + m:xw + f:pw + m:pw)."""
    table = the_set("dyads_ild.csv").only("dyad_composition", "female_x_male")
    fit = diary(table, DIARY, outcome="closeness", predictors=["provided_support"], slopes=slopes)  # type: ignore[arg-type]
    assert isinstance(fit, Fit)
    assert fit.likelihood == pytest.approx(likelihood, abs=1e-4)


def test_couples_of_two_women_as_partners_who_are_alike() -> None:
    table = the_set("dyads_ild.csv").only("dyad_composition", "female_x_female")
    fit = diary(table, ALIKE, outcome="closeness", predictors=["provided_support"])
    assert isinstance(fit, Fit)
    assert fit.likelihood == pytest.approx(-4245.5001, abs=1e-3)
    columns = {name: values[::-1] for name, values in table.columns.items()}
    turned = diary(Table(columns, table.lines[::-1]), ALIKE, outcome="closeness", predictors=["provided_support"])
    assert isinstance(turned, Fit)
    assert turned.likelihood == pytest.approx(fit.likelihood, abs=1e-7)
    assert turned.effects[1].estimate == pytest.approx(fit.effects[1].estimate, abs=1e-7)


def test_actor_and_partner_effects_of_acitellis_couples() -> None:
    """gls(Satisfaction_A ~ 0 + h + w + h:x + w:x + h:p + w:p, correlation = corSymm(form = ~ 1 | CoupleID),
    weights = varIdent(form = ~ 1 | Gender_A), method = "ML"); x is OtherPos_A, p the partner's"""
    columns = Columns("CoupleID", role="Gender_A")
    fit = apim(the_set("acipair.csv"), columns, outcome="Satisfaction_A", predictors=["OtherPos_A"], restricted=False)
    assert isinstance(fit, Fit)
    assert fit.likelihood == pytest.approx(-137.8035, abs=1e-4)
    assert fit.effect("Wife: own OtherPos_A").estimate == pytest.approx(0.378, abs=5e-4)
    assert fit.effect("Husband: own OtherPos_A").estimate == pytest.approx(0.424, abs=5e-4)
    assert fit.effect("Wife: partner's OtherPos_A").estimate == pytest.approx(0.322, abs=6e-4)
    assert fit.effect("Husband: partner's OtherPos_A").estimate == pytest.approx(0.262, abs=5e-4)
    assert fit.errors.correlations[0, 1] == pytest.approx(0.475, abs=5e-4)


# As printed in inertia_coordination_V05.html of rties (built 2020-09-29, GitHub ebmtnprof/rties at ab7fa92).
PRINTED = {
    "r2_inertia": [0.001232, 0.131145, 0.499614, 0.472638, 0.794234, 0.930594],
    "r2_coordination": [0.007027, 0.040173, 0.108239, 0.135969, 0.194931, 0.742966],
    "r2_both": [0.01737, 0.20420, 0.50722, 0.49623, 0.79955, 0.93085],
}
PRINTED_ADDED = [-0.0002072, 0.0014689, 0.0097450, 0.0235928, 0.0277585, 0.1655491]


def test_the_table_of_the_rties_vignette() -> None:
    columns = Columns("couple", role="female", day="time")
    study = rties.as_published(the_set("rties_full.csv.gz"), columns, outcome="dial")
    found = study.summary()
    for name, figures in PRINTED.items():
        assert found[name] == pytest.approx(figures, abs=1e-5)
    couples = [couple for couple in study.couples.values() if isinstance(couple, Coordination)]
    added = np.array([couple.r2_both - couple.r2_inertia for couple in couples])
    assert six_figures(added) == pytest.approx(PRINTED_ADDED, abs=1e-5)

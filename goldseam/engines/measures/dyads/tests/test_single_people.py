"""Single people's diaries have nlme's figures, with days left out, and with errors that go on from day to day.

d <- read.csv("small_single.csv"), our own numbers (seed 63); R 4.2.2, nlme 3.1.162, tolerances as in the other file:
lme(calm ~ heard + day, random = ~ heard | who, correlation = corAR1(form = ~ day | who), data = d, na.action = na.omit)
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.reading import BadTable, Table, read
from goldseam.engines.measures.dyads.single import SingleFit, single

HERE = Path(__file__).parent


def asked(table: Table, **choices: bool) -> SingleFit | NotEnough:
    return single(
        table, person="who", day="day", outcome="calm", predictors=["heard", "day"], varying=["heard"], **choices
    )


@pytest.mark.parametrize(
    ("choices", "likelihood", "carried", "effects", "errors"),
    [
        (
            {},
            -249.18032454,
            0.44714893981,
            [4.049648069294, 0.514110392174, 0.011288563385],
            [0.242816793460, 0.120769715574, 0.025624407197],
        ),
        (
            {"restricted": False},
            -244.46281915,
            0.43785708937,
            [4.051692618318, 0.513190151027, 0.011133851591],
            [0.239974340101, 0.118813195838, 0.025516572275],
        ),
        (
            {"carried": False},
            -257.57115037,
            0.0,
            [4.1278267720, 0.4800854817, -0.0036780937],
            [0.2325773986, 0.1255754299, 0.0193392361],
        ),
    ],
)
def test_the_figures_are_nlmes(
    choices: dict[str, bool], likelihood: float, carried: float, effects: list[float], errors: list[float]
) -> None:
    found = asked(read(HERE / "small_single.csv"), **choices)
    assert isinstance(found, SingleFit)
    assert found.fit.likelihood == pytest.approx(likelihood, abs=1e-6)
    assert found.carried == pytest.approx(carried, abs=5e-6)
    assert [effect.estimate for effect in found.fit.effects] == pytest.approx(effects, abs=1e-6)
    assert [effect.se for effect in found.fit.effects] == pytest.approx(errors, abs=5e-6)
    assert found.fit.couples == 24


def drawn(share: float, people: int = 60, days: int = 20) -> Table:
    draw = np.random.default_rng(62)
    errors = draw.normal(size=(people, days))
    for day in range(1, days):
        errors[:, day] = share * errors[:, day - 1] + np.sqrt(1 - share**2) * errors[:, day]
    heard = draw.normal(size=(people, days))
    calm = 4 + draw.normal(size=(people, 1)) + (0.5 + 0.3 * draw.normal(size=(people, 1))) * heard + errors
    who, when = np.indices(calm.shape)
    columns = {"who": np.ravel(who), "day": np.ravel(when), "calm": np.ravel(calm), "heard": np.ravel(heard)}
    return Table.of({name: values.tolist() for name, values in columns.items()})


@pytest.mark.parametrize("share", [-0.4, 0.0, 0.7])
def test_it_finds_what_goes_on_from_day_to_day(share: float) -> None:
    found = asked(drawn(share))
    assert isinstance(found, SingleFit)
    assert found.carried == pytest.approx(share, abs=0.1)
    assert not found.fit.notes


def test_rows_in_any_order_say_the_same() -> None:
    table = drawn(0.5, people=20, days=8)
    columns = {name: values[::-1] for name, values in table.columns.items()}
    there, turned = asked(table), asked(Table(columns, table.lines[::-1]))
    assert isinstance(there, SingleFit)
    assert isinstance(turned, SingleFit)
    assert turned.fit.likelihood == pytest.approx(there.fit.likelihood, abs=1e-6)


def test_too_few_people_two_rows_of_a_day_and_halves_of_days() -> None:
    table = drawn(0.5, people=12, days=8)
    assert asked(drawn(0.5, people=9, days=8)) == NotEnough(
        "people", 4, "People that can be used: 9; this model needs 13."
    )
    with pytest.raises(BadTable, match="two rows"):
        asked(Table({**drawn(0.5, people=20).columns, "day": ("3",) * 400}, tuple(range(400))))
    halves = {**drawn(0.5, people=20).columns, "day": tuple(str(place / 2) for place in range(400))}
    with pytest.raises(BadTable, match="whole days"):
        asked(Table(halves, tuple(range(400))))
    with pytest.raises(ValueError, match="Only predictors can vary"):
        single(table, person="who", day="day", outcome="calm", predictors=["heard"], varying=["day"])

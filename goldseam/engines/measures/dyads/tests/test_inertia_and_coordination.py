"""Inertia and coordination of one couple are those of least squares, and never foretold from later moments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.coordination import Coordination, coordination, of_couple, without_trend
from goldseam.engines.measures.dyads.couples import Columns
from goldseam.engines.measures.dyads.model import Numbers
from goldseam.engines.measures.dyads.reading import BadTable, Table
from goldseam.engines.measures.dyads.rties import as_published

# Drawn once with numpy's generator (seed 62) and rounded.
ONE = [0.3, -0.4, 0.1, 0.8, 0.5, -0.2, -0.9, -0.6, 0.2, 0.4, 0.7, -0.1, -0.3, 0.6]
OTHER = [-0.1, 0.5, -0.3, 0.2, 0.9, 0.4, -0.5, -0.7, -0.4, 0.3, 0.1, 0.6, -0.2, -0.8]


def study(outcomes: Sequence[Sequence[float]], moments: Sequence[float]) -> Table:
    rows = [
        ("p", side, moment, values[place])
        for place, moment in enumerate(moments)
        for side, values in zip("ab", outcomes, strict=True)
    ]
    return Table.of(dict(zip(("pair", "side", "moment", "joy"), zip(*rows, strict=True), strict=True)))


COLUMNS = Columns("pair", role="side", day="moment")


def test_the_figures_are_those_of_r() -> None:
    """a <- resid(lm(ONE ~ t)); b <- resid(lm(OTHER ~ t)); d <- data.frame(y = c(a[-1], b[-1]), o = c(a[-14], b[-14]),
    p = c(b[-14], a[-14]), s = rep(c(1, 0), each = 13)); d$q <- 1 - d$s
    m <- lm(y ~ 0 + s + q + s:o + s:p + q:o + q:p, d); coef(m); summary(m)$adj.r.squared; the same without p, without o
    """
    found = coordination(study([ONE, OTHER], list(range(14))), COLUMNS, outcome="joy").couples["p"]
    assert isinstance(found, Coordination)
    assert found.rows == 26
    assert found.levels == pytest.approx((0.01384157256, 0.06849225940), abs=1e-7)
    assert found.inertia == pytest.approx((0.44065238935, -0.19042931017), abs=1e-7)
    assert found.coordination == pytest.approx((-0.41595858979, 0.98546528306), abs=1e-7)
    assert (found.r2_inertia, found.r2_coordination, found.r2_both) == pytest.approx(
        (-0.106752169, 0.3438064702, 0.4030593331), abs=1e-7
    )


def followed(draw: np.random.Generator, moments: int, inertia: float, coordination: float) -> tuple[Numbers, Numbers]:
    both = np.zeros((moments, 2))
    for moment in range(1, moments):
        last = both[moment - 1]
        both[moment] = inertia * last + coordination * last[::-1] + draw.normal(size=2)
    return without_trend(both[:, 0]), without_trend(both[:, 1])


def test_it_finds_what_a_couple_was_drawn_from() -> None:
    found = of_couple(*followed(np.random.default_rng(62), 4000, 0.5, 0.2), 1)
    assert isinstance(found, Coordination)
    assert found.inertia == pytest.approx((0.5, 0.5), abs=0.06)
    assert found.coordination == pytest.approx((0.2, 0.2), abs=0.06)


def test_a_gap_is_no_moment_before() -> None:
    one, other = followed(np.random.default_rng(1), 60, 0.5, 0.2)
    kept = [moment for moment in range(60) if moment not in {20, 21, 40}]
    table = study([list(one), list(other)], list(range(60)))
    rows = [place for place, moment in enumerate(table.text("moment")) if int(moment) in kept]
    columns = {name: tuple(values[place] for place in rows) for name, values in table.columns.items()}
    found = coordination(Table(columns, tuple(rows)), COLUMNS, outcome="joy").couples["p"]
    assert isinstance(found, Coordination)
    assert found.rows == 2 * (59 - 3 - 2)


def test_two_series_that_are_the_same_cannot_be_told_apart() -> None:
    one, _ = followed(np.random.default_rng(1), 60, 0.5, 0.2)
    found = of_couple(one, one, 1)
    assert isinstance(found, Coordination)
    assert np.isnan(found.inertia).all()
    assert found.r2_both == pytest.approx(found.r2_inertia)


def test_too_few_moments_and_none_that_vary() -> None:
    one, other = followed(np.random.default_rng(1), 8, 0.5, 0.2)
    assert of_couple(one, other, 1) == NotEnough(
        "moments", 2, "14 answers have an earlier one to go by; 16 are needed."
    )
    still = of_couple(np.zeros(40), np.arange(40.0) % 3, 1)
    assert isinstance(still, NotEnough)
    assert still.lacks == "variation"


def test_the_lag_of_rties_moves_the_series_the_way_rties_does() -> None:
    """Where the second follows the first by three moments, rties takes −3: three back, for both. Where the first
    follows by three it takes +3, which foretells from three moments on."""
    draw = np.random.default_rng(62)
    leads = draw.normal(size=63)
    first, second = leads[3:], leads[:-3] + 0.1 * draw.normal(size=60)
    for series, lag in (([first, second], 3), ([second, first], -3)):
        study_of_one = study([list(values) for values in series], list(range(60)))
        published = as_published(study_of_one, COLUMNS, outcome="joy").couples["p"]
        assert published == of_couple(without_trend(series[0]), without_trend(series[1]), lag)
        assert isinstance(published, Coordination)
        assert published.r2_coordination > 0.3


@pytest.mark.parametrize("lag", [0, -1])
def test_nothing_is_foretold_from_itself_or_from_later(lag: int) -> None:
    with pytest.raises(ValueError, match="from itself or from later"):
        coordination(study([[1.0, 2.0], [2.0, 1.0]], [1, 2]), COLUMNS, outcome="joy", lag=lag)


def test_moments_at_uneven_steps_are_refused() -> None:
    with pytest.raises(BadTable, match="do not lie at equal steps"):
        coordination(study([[1.0, 2.0, 3.0], [2.0, 1.0, 3.0]], [1, 2, 3.5]), COLUMNS, outcome="joy")

"""The search ends at the top, from wherever it sets out."""

from __future__ import annotations

import numpy as np
import pytest

from goldseam.engines.measures.dyads import crossproducts, diary
from goldseam.engines.measures.dyads.ascent import ascend
from goldseam.engines.measures.dyads.couples import Columns, paired
from goldseam.engines.measures.dyads.covariance import Shape
from goldseam.engines.measures.dyads.likelihood import Likelihood
from goldseam.engines.measures.dyads.model import Model
from goldseam.engines.measures.dyads.scaling import Scaled
from goldseam.engines.measures.dyads.search import climb
from goldseam.engines.measures.dyads.tests.worlds import diary_table


def in_one_scale(seed: int, *, random: float = 1.0) -> Model:
    spread = np.diag([1.0, 0.1, 0.8, 0.1]) * random
    table = diary_table(np.random.default_rng(seed), 30, 7, random=spread, missing=0.1)
    couples = paired(table, Columns("pair", role="side", day="day"), ["calm", "heard"])
    model = diary.model_of(couples, "calm", ["heard"])
    assert model.there.any(axis=1).sum() > 190
    answered = model.there.any(axis=1)
    parts = {name: getattr(model, name)[answered] for name in ("outcome", "fixed", "random", "couple", "there")}
    return Scaled(Model(**parts, fixed_names=model.fixed_names, random_names=model.random_names, blocks=(4,))).model


def people_with_levels_of_their_own(draw: np.random.Generator) -> Model:
    ones = np.ones((240, 2, 1))
    levels = np.repeat(draw.normal(size=30), 8)
    outcome = levels[:, None] + draw.normal(size=(240, 2))
    there = np.tile([True, False], (240, 1))
    person = np.repeat(np.arange(30), 8)
    return Scaled(Model(outcome, ones, ones, person, there, ("level",), ("level",), (1,), "lone")).model


@pytest.mark.parametrize("seed", range(4))
def test_it_leaves_a_level_place_that_is_no_top(seed: int) -> None:
    """With the spread at nought the slope along it is nought too; the search must see that it could go on."""
    model = people_with_levels_of_their_own(np.random.default_rng(seed))
    likelihood = Likelihood(crossproducts.of(model), Shape(model.blocks, model.who))
    assert likelihood.at(np.zeros(2)).slope[0] == 0
    left = climb(likelihood, np.zeros(2))
    assert left.reached
    assert left.look.value == pytest.approx(ascend(model, restricted=True).top.look.value, abs=1e-6)
    assert abs(left.figures[0]) > 0.3


@pytest.mark.parametrize("random", [1.0, 0.02, 0.0])
def test_other_ways_up_end_no_higher(random: float) -> None:
    draw = np.random.default_rng(62)
    for seed in range(3):
        model = in_one_scale(seed, random=random)
        shape = Shape(model.blocks, model.who)
        likelihood = Likelihood(crossproducts.of(model), shape)
        found = ascend(model, restricted=True).top
        assert found.reached
        for _ in range(3):
            start = shape.figures(np.diag(draw.uniform(0.01, 1, 4)), np.eye(2) * draw.uniform(0.2, 1))
            assert climb(likelihood, start).look.value > found.look.value - 1e-5

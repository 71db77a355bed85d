"""The likelihood from cross-products is the one that the whole covariance gives, and its slope is its slope."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.engines.measures.dyads import crossproducts
from goldseam.engines.measures.dyads.covariance import Shape
from goldseam.engines.measures.dyads.likelihood import Likelihood
from goldseam.engines.measures.dyads.model import Model, Numbers, Who
from goldseam.engines.measures.dyads.tests.worlds import any_model

World = tuple[int, Who, int, bool]
worlds = st.tuples(
    st.integers(0, 10_000), st.sampled_from(["roles", "alike", "lone"]), st.integers(0, 3), st.booleans()
)


def by_the_whole_covariance(model: Model, random: Numbers, errors: Numbers, *, restricted: bool) -> float:
    """Minus the logarithm of the likelihood the long way: one covariance of all answers, written out."""
    there = model.there.ravel()
    x = model.fixed.reshape(len(there), -1)[there]
    y = model.outcome.ravel()[there]
    z = model.random.reshape(len(there), -1)[there]
    couple = np.repeat(model.couple, 2)[there]
    occasion = np.repeat(np.arange(len(model.couple)), 2)[there]
    side = np.tile([0, 1], len(model.couple))[there]
    v = np.where(couple[:, None] == couple, z @ random @ z.T, 0.0)
    v += np.where(occasion[:, None] == occasion, errors[side[:, None], side[None, :]], 0.0)
    inverse = np.linalg.inv(v)
    beta = np.linalg.solve(x.T @ inverse @ x, x.T @ inverse @ y)
    rest = y - x @ beta
    value = np.linalg.slogdet(v)[1] + rest @ inverse @ rest + len(y) * math.log(2 * math.pi)
    if restricted:
        value += np.linalg.slogdet(x.T @ inverse @ x)[1] - x.shape[1] * math.log(2 * math.pi)
    return float(value / 2)


def asked(world: World) -> tuple[Model, Shape, Likelihood, Numbers]:
    seed, who, random, restricted = world
    draw = np.random.default_rng(seed)
    model = any_model(draw, who=who, random=random)
    shape = Shape(model.blocks, who)
    figures = draw.normal(size=len(shape.places[0]) + shape.of_errors) * 0.7
    return model, shape, Likelihood(crossproducts.of(model), shape, restricted), figures


@settings(derandomize=True, max_examples=40, deadline=None)
@given(worlds)
def test_it_is_the_likelihood_of_the_whole_covariance(world: World) -> None:
    model, shape, likelihood, figures = asked(world)
    factor = shape.factor(figures)
    plain = by_the_whole_covariance(model, factor @ factor.T, shape.errors(figures), restricted=world[3])
    assert likelihood.at(figures).value == pytest.approx(plain, abs=1e-8)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(worlds)
def test_its_slope_is_what_small_steps_show(world: World) -> None:
    _, _, likelihood, figures = asked(world)
    slope = likelihood.at(figures).slope
    for place in range(len(figures)):
        step = np.zeros(len(figures))
        step[place] = 1e-5
        shown = (likelihood.at(figures + step).value - likelihood.at(figures - step).value) / 2e-5
        assert slope[place] == pytest.approx(shown, abs=2e-5 * (1 + abs(shown)))


@settings(derandomize=True, max_examples=20, deadline=None)
@given(worlds)
def test_a_variance_of_nought_is_a_place_like_others(world: World) -> None:
    model, shape, likelihood, figures = asked(world)
    figures = figures.copy()
    figures[: -shape.of_errors] = 0
    plain = by_the_whole_covariance(model, np.zeros((world[2], world[2])), shape.errors(figures), restricted=world[3])
    look = likelihood.at(figures)
    assert look.value == pytest.approx(plain, abs=1e-8)
    assert np.allclose(look.slope[: -shape.of_errors], 0)

"""Bands that claim 90 % hold the truth in 90 % of made-up lives, and chances come true as often as they say."""

import os

import numpy as np
import pytest

from goldseam.engines.measures.tests.worlds import HEAVY, JUMP, SEVEN, USUAL, Tally, World, lived

COUNT = 1500 if os.environ.get("GOLDSEAM_PROVE") else 200
SEED = 20
ERRORS = 3.3
"""Standard errors of a share of COUNT that a row may lie beyond its bar: by chance one run in a thousand does."""


def held(world: World, days: int) -> Tally:
    print(f"{world.name}, {days} days, {COUNT} series, seed {SEED}")
    return lived(world, days, COUNT, SEED)


def room(bar: float) -> float:
    return ERRORS * float(np.sqrt(bar * (1 - bar) / COUNT))


@pytest.mark.slow
@pytest.mark.parametrize("days", [14, 28, 56])
@pytest.mark.parametrize(
    ("world", "least", "most"), [(USUAL, 0.88, 0.92), (SEVEN, 0.85, 1), (JUMP, 0.85, 1), (HEAVY, 0.85, 1)]
)
def test_bands_hold_the_level_of_today(world: World, days: int, least: float, most: float) -> None:
    share = np.mean(held(world, days).now)
    assert least - room(least) <= share <= most + room(most)


@pytest.mark.slow
def test_bands_hold_other_days_and_changes_too() -> None:
    tally = held(USUAL, 28)
    for shares in (tally.middle, tally.change):
        assert 0.86 - room(0.86) <= np.mean(shares) <= 0.94 + room(0.94)


@pytest.mark.slow
def test_what_is_said_to_be_likely_comes_true_as_often() -> None:
    tally = held(USUAL, 56)
    for least, most in ((0.0, 0.25), (0.25, 0.75), (0.75, 1.01)):
        said, was, count = tally.came_true(least, most)
        assert abs(was - said) <= 0.05 + ERRORS * float(np.sqrt(said * (1 - said) / count))

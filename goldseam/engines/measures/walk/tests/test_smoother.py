"""The filter and the smoother against the same model written as one normal over all days."""

import numpy as np
import pytest

from goldseam.engines.measures.walk import scales, smoother
from goldseam.engines.measures.walk.smoother import Floats

DAYS = np.array([3, 4, 5, 9, 10, 17, 18, 19, 40, 41, 44])
UNTIL = 50
START, UNSURE = 55.0, 400.0
COLUMNS = [(0.01, 90.0), (4.0, 100.0), (30.0, 25.0), (100.0, 0.5)]
"""Walk and noise, as variances."""


def answers(seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    return np.asarray(60 + rng.normal(0, 12, len(DAYS)))


def covariance(one: Floats, other: Floats, walk: float) -> Floats:
    """Of the levels of two lists of days: what the first day's level is unsure of, and the walk up to the earlier of
    both.
    """
    return np.asarray(UNSURE + walk * np.minimum(one[:, None], other[None, :]))


def whole_normal(values: Floats, walk: float, noise: float) -> tuple[float, Floats, Floats]:
    """Log-likelihood, and mean and covariance of every day's level given all answers, with one dense matrix."""
    asked, every = (DAYS - DAYS[0]).astype(float), np.arange(0.0, UNTIL - DAYS[0] + 1)
    seen = covariance(asked, asked, walk) + noise * np.eye(len(asked))
    away = values - START
    sign, size = np.linalg.slogdet(2 * np.pi * seen)
    assert sign == 1
    to_seen = covariance(every, asked, walk)
    mean = START + to_seen @ np.linalg.solve(seen, away)
    spread = covariance(every, every, walk) - to_seen @ np.linalg.solve(seen, to_seen.T)
    return float(-0.5 * (size + away @ np.linalg.solve(seen, away))), mean, spread


def run(values: Floats) -> tuple[smoother.Filtered, smoother.Smoothed]:
    walk, noise = (np.array(side) for side in zip(*COLUMNS, strict=True))
    ones = np.ones(len(COLUMNS))
    gaps = np.diff(DAYS, prepend=DAYS[0]).astype(float)
    forward = smoother.filtered(
        gaps, values[:, None] * ones, np.outer(np.ones(len(DAYS)), noise), walk, START * ones, UNSURE * ones
    )
    return forward, smoother.on_every_day(DAYS, UNTIL, forward, smoother.smoothed(forward), walk)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("column", range(len(COLUMNS)))
def test_likelihood_levels_and_their_covariance_are_those_of_the_whole_normal(seed: int, column: int) -> None:
    forward, every = run(answers(seed))
    likely, mean, spread = whole_normal(answers(seed), *COLUMNS[column])
    assert forward.log_likelihood()[column] == pytest.approx(likely, abs=1e-8)
    np.testing.assert_allclose(every.mean[:, column], mean, atol=1e-8)
    np.testing.assert_allclose(every.variance[:, column], np.diag(spread), atol=1e-8)
    np.testing.assert_allclose(every.with_last[:, column], spread[:, -1], atol=1e-8)


def test_one_run_with_noise_one_says_how_likely_every_noise_is() -> None:
    values, ratio = answers(5), np.array([0.05, 0.4, 3.0])
    gaps = np.diff(DAYS, prepend=DAYS[0]).astype(float)
    ones = np.ones((len(DAYS), 3))

    def forward(noise: float) -> smoother.Filtered:
        start, unsure = np.full(3, values[0]), np.full(3, 1e7 * noise * noise)
        return smoother.filtered(gaps, values[:, None] * ones, noise**2 * ones, noise**2 * ratio**2, start, unsure)

    hill = scales.hill_of(forward(1.0), rounding=0.0)
    rises = hill.height(np.full(3, np.log(14.0))) - hill.height(np.full(3, np.log(6.0)))
    # The first answer adds one more "- log s" where nothing is known of the first level.
    direct = forward(14.0).log_likelihood() - forward(6.0).log_likelihood() + np.log(14 / 6)
    np.testing.assert_allclose(rises, direct, atol=1e-8)


def test_the_hill_through_three_noises_is_the_hill_itself() -> None:
    true = scales.Hill(np.array([3.0, -2.0]), np.array([17.0, 60.0]), np.array([900.0, 42.0]))
    logs = np.array([[1.0, -1.2], [1.7, -0.5], [2.4, 0.2]])
    through = scales.hill_through(logs, true.height(logs))
    for side in ("top", "terms", "apart"):
        np.testing.assert_allclose(getattr(through, side), getattr(true, side), rtol=1e-9)


def test_where_no_noise_is_likelier_the_whole_range_is_weighed() -> None:
    ratio, flat = np.array([0.1, 1.0]), np.zeros((3, 2))
    no_hill = scales.hill_through(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]), flat)
    logs, _ = scales.spread_within(no_hill, ratio, 100, 5)
    np.testing.assert_allclose(np.exp(logs[[0, -1], 0]), [scales.LEAST * 100, scales.MOST * 100])

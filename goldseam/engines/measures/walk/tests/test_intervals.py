"""Answers that mean a range, against the same worked out point by point on a fine line."""

import math

import numpy as np
import pytest

from goldseam.engines.measures.walk import intervals, tails
from goldseam.engines.measures.walk.intervals import Heard, Model
from goldseam.engines.measures.walk.smoother import Floats

LINE = np.linspace(-14, 22, 721)


def heard(said: list[float], gaps: list[float], is_open: list[bool] | None = None) -> Heard:
    values = np.array(said)
    return Heard(
        np.array(gaps),
        values,
        np.array(is_open or [True] * len(said)),
        np.where(values == 1, -np.inf, values - 0.5),
        np.where(values == 7, np.inf, values + 0.5),
        1 / 12,
    )


def normal(z: Floats) -> Floats:
    return np.asarray([0.5 * math.erfc(-value / math.sqrt(2)) for value in z.ravel()]).reshape(z.shape)


def on_a_line(answers: Heard, walk: float, noise: float, start: float, unsure: float) -> tuple[float, float, float]:
    """Log-likelihood, and mean and SD of the last day's level, by carrying its density along on LINE."""
    width = LINE[1] - LINE[0]
    density = np.exp(-0.5 * (LINE - start) ** 2 / unsure) / math.sqrt(2 * math.pi * unsure)
    total, sd = 0.0, math.sqrt(noise)
    for gap, value, below, above, is_open in zip(
        answers.gaps, answers.said, answers.below, answers.above, answers.open, strict=True
    ):
        if gap:
            away = (LINE[:, None] - LINE[None, :]) ** 2 / (gap * walk)
            density = np.exp(-0.5 * away) @ density * width / math.sqrt(2 * math.pi * gap * walk)
        blur = noise + answers.rounding
        exact = np.exp(-0.5 * (value - LINE) ** 2 / blur) / math.sqrt(2 * math.pi * blur)
        density = density * (normal((above - LINE) / sd) - normal((below - LINE) / sd) if is_open else exact)
        share = float(density.sum() * width)
        total, density = total + math.log(share), density / share
    mean = float((LINE * density).sum() * width)
    return total, mean, math.sqrt(float(((LINE - mean) ** 2 * density).sum() * width))


SERIES = {
    "steps": heard([4, 5, 3, 4, 6, 7, 5, 6], [0, 1, 1, 3, 1, 2, 1, 1]),
    "the top each day": heard([7] * 8, [0, 1, 1, 1, 1, 1, 1, 1]),
    "from one end to the other": heard([1, 1, 1, 1, 7, 7, 7, 7], [0, 1, 1, 1, 1, 1, 1, 1]),
    "some mean what they say": heard([4.2, 7, 5.9, 7, 6.3], [0, 1, 4, 1, 1], [False, True, False, True, False]),
}


SETTINGS = pytest.mark.parametrize(("walk", "noise"), [(0.04, 1.0), (0.25, 0.5), (1.0, 0.6)])


def off(answers: Heard, walk: float, noise: float) -> tuple[float, float, float]:
    """How far the stand-ins are off: in log-likelihood, in SDs of the last day's level, and in the SD as a share."""
    model = Model(np.array([noise]), np.array([walk]), 4.0, 4.0)
    done = intervals.settled(answers, model, intervals.once_through(answers, model), 20)
    likely, mean, sd = on_a_line(answers, walk, noise, 4.0, 4.0)
    spread = math.sqrt(done.back.variance[-1, 0])
    return abs(done.log_likelihood[0] - likely), abs(done.back.mean[-1, 0] - mean) / sd, abs(spread / sd - 1)


@SETTINGS
@pytest.mark.parametrize("name", [name for name in SERIES if name != "the top each day"])
def test_the_stand_ins_say_what_the_ranges_themselves_say(name: str, walk: float, noise: float) -> None:
    likelihood, mean, sd = off(SERIES[name], walk, noise)
    assert likelihood < 0.05 and mean < 0.05 and sd < 0.04


@SETTINGS
def test_always_at_the_top_where_a_level_is_lopsided_they_are_off_by_little(walk: float, noise: float) -> None:
    likelihood, mean, sd = off(SERIES["the top each day"], walk, noise)
    assert likelihood < 0.1 and mean < 0.15 and sd < 0.15


def test_shares_far_out_are_right_to_eight_digits() -> None:
    at = np.array([-36.3, -20.01, -8.123, -1.5, 0.0, 0.77, 4.2])
    exact = [math.log(0.5 * math.erfc(-z / math.sqrt(2))) for z in at]
    np.testing.assert_allclose(tails.log_share(at), exact, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize(("below", "above"), [(-1.0, 0.5), (-np.inf, -6.0), (3.0, 3.1), (-0.01, 0.01), (2.0, np.inf)])
def test_slope_and_bend_are_those_of_the_share(below: float, above: float) -> None:
    def log(middle: float) -> float:
        return float(tails.inside(np.array(below - middle), np.array(above - middle))[0])

    _, slope, bend = tails.inside(np.array(below), np.array(above))
    assert slope == pytest.approx((log(1e-3) - log(-1e-3)) / 2e-3, abs=1e-3)
    assert bend == pytest.approx((log(0.02) + log(-0.02) - 2 * log(0.0)) / 4e-4, abs=2e-3)

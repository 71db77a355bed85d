"""A range and a proper "not enough"."""

import doctest
import math

import pytest

from goldseam.engines.measures import answers
from goldseam.engines.measures.answers import Band


def test_the_examples_are_right() -> None:
    assert doctest.testmod(answers).failed == 0


@pytest.mark.parametrize(("low", "high", "level"), [(2, 1, 0.9), (math.nan, 1, 0.9), (0, 1, 0), (0, 1, 1)])
def test_a_band_that_holds_nothing_is_refused(low: float, high: float, level: float) -> None:
    with pytest.raises(ValueError, match=r"A band"):
        Band(low, high, level)

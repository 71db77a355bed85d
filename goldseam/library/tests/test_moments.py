"""Days and moments that a row or a file tells."""

import doctest

import pytest

from goldseam.library import moments


def test_the_examples_are_right() -> None:
    assert doctest.testmod(moments).failed == 0


@pytest.mark.parametrize(
    "told", ["2026-05-04T09:00:00", "1899-12-31T00:00:00+00:00", "9000-01-01T00:00:00Z", "", "now"]
)
def test_a_moment_without_a_zone_or_outside_the_years_is_none(told: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moments.moment_told(told)


@pytest.mark.parametrize("told", ["1899-12-31", "9000-01-01", "2026-02-30", "", "04.05.2026"])
def test_a_day_outside_the_calendar_is_none(told: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moments.day_told(told)


@pytest.mark.parametrize("told", [None, 5, ["2026-05-04"]])
def test_what_is_no_text_is_neither(told: object) -> None:
    for read in (moments.moment_told, moments.day_told):
        with pytest.raises(TypeError):
            read(told)

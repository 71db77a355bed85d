"""When something was, as roughly as one remembers; and what a moment may hold."""

from __future__ import annotations

from datetime import date

import pytest

from goldseam.understanding.part import Unreadable
from goldseam.understanding.timeline import rules
from goldseam.understanding.timeline.rules import Moment, Refused, Sort, When

TODAY = date(2026, 5, 4)


def test_a_rough_time_comes_before_what_lies_within_it() -> None:
    times = [When(2019, 5, 4), When(2020), When(2019), When(2019, 5), When(2018, 12, 31)]
    assert sorted(times) == [When(2018, 12, 31), When(2019), When(2019, 5), When(2019, 5, 4), When(2020)]


@pytest.mark.parametrize("found", [When(2019), When(2019, 5), When(2019, 5, 4)])
def test_a_time_is_kept_as_it_was_remembered(found: When) -> None:
    assert rules.when_of_text(found.as_text()) == found


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((19,), "year-far"),
        ((2019, 0, 3), "day-without-month"),
        ((2019, 2, 30), "no-such-day"),
        ((2019, 13), "no-such-day"),
    ],
)
def test_a_time_that_is_none_is_refused(parts: tuple[int, ...], code: str) -> None:
    with pytest.raises(Refused, match=code):
        rules.when(*parts)


@pytest.mark.parametrize("found", [When(2027), When(2026, 6), When(2026, 5, 5)])
def test_what_is_still_to_come_is_refused(found: When) -> None:
    with pytest.raises(Refused, match="future"):
        rules.require_past(found, TODAY)


@pytest.mark.parametrize("found", [When(2026), When(2026, 5), When(2026, 5, 4), When(1901)])
def test_this_year_this_month_and_today_have_begun(found: When) -> None:
    rules.require_past(found, TODAY)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"when": "2019", "sort": "good"},
        {"when": "2019", "sort": "gold", "what": "x"},
        {"when": "2019-5-4-3", "sort": "good", "what": "x"},
        {"when": "9999", "sort": "good", "what": "x"},
        {"when": "-2019", "sort": "good", "what": "x"},
        {"when": 2019, "sort": "good", "what": "x"},
        {"when": "2019", "sort": "good", "what": "x" * 1001},
        {"when": "2019", "sort": "good", "what": "x", "felt": 3},
        {"when": "2019", "sort": ["good"], "what": "x"},
    ],
)
def test_a_body_that_is_none_of_ours_is_unreadable(body: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        rules.from_body(body)


def test_a_moment_comes_back_as_it_was() -> None:
    moment = Moment(When(2019, 5), Sort.BOTH, "We moved.\nIt rained.", "tired and proud")
    assert rules.from_body(rules.as_body(moment)) == moment
    assert rules.checked(Moment(When(2019), Sort.GOOD, "  a\x00b ")).what == "ab"

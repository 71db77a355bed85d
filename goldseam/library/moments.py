"""Days and moments as rows and files tell them. No Django, no clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

YEARS = range(1900, 9000)
"""What every calendar and time zone can show."""


def moment_told(told: Any) -> datetime:
    """A moment with its zone. Raises ValueError, TypeError.

    >>> moment_told("2026-05-04T09:00:00+00:00").year
    2026
    """
    found = datetime.fromisoformat(told)
    if found.tzinfo is None or found.year not in YEARS:
        raise ValueError("not a moment")
    return found


def day_told(told: Any) -> date:
    """A day of the calendar. Raises ValueError, TypeError.

    >>> day_told("2026-05-04").month
    5
    """
    found = date.fromisoformat(told)
    if found.year not in YEARS:
        raise ValueError("not a day")
    return found

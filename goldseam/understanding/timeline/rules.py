"""What a moment may hold, when it was, and what of it may be shown. No Django, no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from goldseam.library.typed import id_of_sent, plain_text
from goldseam.understanding.part import Unreadable

WHAT_MOST = 1000
FELT_MOST = 200
FIRST_YEAR, LAST_YEAR = 1900, 8999
"""What every calendar can show: a page must not break over a day that a file made up."""


class Sort(StrEnum):
    """What kind of time it was."""

    GOOD = "good"
    BREAK = "break"
    BOTH = "both"


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, order=True)
class When:
    """A day, a month or a year, as roughly as somebody remembers. A rough one comes before what lies within it."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    def as_text(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


def when(year: int, month: int = 0, day: int = 0) -> When:
    """Raises Refused for a day that no calendar has."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("year-far")
    if day and not month:
        raise Refused("day-without-month")
    found = When(year, month, day)
    try:
        found.first_day  # noqa: B018
    except ValueError as error:
        raise Refused("no-such-day") from error
    return found


def when_of_text(text: Any) -> When:
    """As it was kept. Raises Unreadable."""
    try:
        parts = [int(part) for part in text.split("-")]
        if not 1 <= len(parts) <= 3 or not all(part > 0 for part in parts):
            raise Unreadable("when")
        return when(*parts)
    except (AttributeError, ValueError, Refused) as error:
        raise Unreadable("when") from error


@dataclass(frozen=True)
class Moment:
    """One good time or one break."""

    when: When
    sort: Sort
    what: str
    felt: str = ""


def checked(moment: Moment) -> Moment:
    """The same in its plain form. Raises Refused."""
    plain = replace(moment, what=plain_text(moment.what), felt=plain_text(moment.felt))
    if not plain.what:
        raise Refused("what-empty")
    if len(plain.what) > WHAT_MOST:
        raise Refused("what-long")
    if len(plain.felt) > FELT_MOST:
        raise Refused("felt-long")
    return plain


def require_past(found: When, today: date) -> None:
    """Raises Refused: a line of what was can't hold what isn't yet. This month and this year have begun."""
    if found.first_day > today:
        raise Refused("future")


# -- as it is kept ------------------------------------------------------------------------------------------------


def as_body(moment: Moment) -> dict[str, Any]:
    told = {"when": moment.when.as_text(), "sort": moment.sort.value, "what": moment.what}
    return told | ({"felt": moment.felt} if moment.felt else {})


def from_body(body: Mapping[str, Any]) -> Moment:
    """A moment as it was sealed, or as a file or the other side brings it. Raises Unreadable."""
    what, felt = body.get("what"), body.get("felt", "")
    if not isinstance(what, str) or not isinstance(felt, str):
        raise Unreadable("moment")
    try:
        return checked(Moment(when_of_text(body.get("when")), Sort(body.get("sort", "")), what, felt))
    except (Refused, ValueError) as error:
        raise Unreadable("moment") from error


def mark_of(body: Mapping[str, Any]) -> str:
    """What ties a shown row to its moment: drawn by chance, and sealed in both. Raises Unreadable."""
    try:
        return UUID(hex=body["mark"]).hex
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable("mark") from error


def row_id_of(form_id: UUID, moment: Moment) -> UUID:
    """The same form sent twice is one row; the same form with other words is another, so that nothing is lost."""
    return id_of_sent(form_id, as_body(moment))

"""Gathers what the joint pages of this room show. Front is enough: nothing here tells what somebody did alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldseam.apart.access import Opened
from goldseam.people.me import Me
from goldseam.statements import access as statements
from goldseam.statements.access import Statement
from goldseam.times.reads import today_of
from goldseam.understanding.core import period, rules, wording
from goldseam.understanding.core.period import Period
from goldseam.understanding.core.rules import Standing, Start
from goldseam.understanding.core.wording import Prompt


@dataclass(frozen=True)
class Way:
    """One way to begin a joint sentence."""

    start: Start
    label: str
    text: str


@dataclass(frozen=True)
class Pictures:
    """What each wishes to one prompt, side by side."""

    prompt: Prompt
    mine: str
    theirs: str


def ways(opened: Opened | None) -> list[Way]:
    """Only those that there are words for."""
    has = {Start.MINE: bool(opened and opened.mine), Start.THEIRS: bool(opened and opened.theirs), Start.NEW: True}
    has[Start.BOTH] = has[Start.MINE] and has[Start.THEIRS]
    return [Way(start, *wording.start(start)) for start in Start if has[start]]


def begun_with(opened: Opened | None, start: Start) -> str:
    """The first words of a joint sentence."""
    mine, theirs = (_sentence(each) for each in ((opened.mine, opened.theirs) if opened else (None, None)))
    return rules.begun_with(start, mine, theirs)


def _sentence(answers: Mapping[str, Any] | None) -> str:
    return str(answers.get(rules.SENTENCE, "")) if answers else ""


def pictures(opened: Opened | None) -> list[Pictures]:
    """By prompt; one that nobody answered isn't shown."""
    mine, theirs = ((opened.mine or {}), (opened.theirs or {})) if opened else ({}, {})
    rows = [Pictures(each, str(mine.get(each.name, "")), str(theirs.get(each.name, ""))) for each in wording.prompts()]
    return [row for row in rows if row.mine or row.theirs]


# -- the repair period --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PeriodPage:
    """A time to try: what both signed, how far it goes, and what may still be signed."""

    statement: Statement
    period: Period
    state: str

    @property
    def goes_on(self) -> bool:
        return self.period.standing is Standing.GOES_ON

    @property
    def is_to_look_back(self) -> bool:
        return self.period.standing is Standing.LOOK_BACK

    @property
    def asks(self) -> bool:
        """On the day both are asked how to go on; while things rest, nobody is."""
        return self.is_to_look_back and self.statement.may_write

    @property
    def has_open_words(self) -> bool:
        """Is there something that may still be signed?"""
        return any(not head.is_standing for head in self.statement.heads)

    @property
    def has_begun(self) -> bool:
        return self.period.standing is not Standing.NONE or (self.has_open_words and not self.statement.ended)


def period_page(me: Me) -> PeriodPage:
    """Raises Tampered."""
    statement = statements.statement_of(me, period.LABEL)
    return PeriodPage(statement, period.period_of(me), "alone" if statement.together is None else "")


def first_period(me: Me, before: Mapping[str, str] | None) -> dict[str, Any]:
    """What the form begins with: the words from last time, if there was one, and a day eight weeks ahead."""
    kept = {part: before[part] for part in (period.TRY, period.LEAVE)} if before else {}
    return {**kept, period.REVIEW: rules.bounds(today_of(me)).usual}


def day_bounds(me: Me) -> dict[str, date]:
    known = rules.bounds(today_of(me))
    return {"min": known.first, "max": known.last}

"""How a shared statement stands: who signed what, what counts, what is open. Plain Python: no Django, no clock.

Everything follows from the rows in the order of the record, so that both read the same, whatever happened at once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

Side = Literal["me", "you"]

VERSIONS_A_DAY = 20
REMARKS_A_DAY = 20
"""Of one person, about one statement: nobody is flooded."""
VERSIONS_MOST = 60
"""Of one person, of one statement, that lie there at once."""
A_DAY = timedelta(days=1)
REMARK_MOST = 600
AHEAD_MOST = timedelta(days=366)


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Deed(StrEnum):
    """What somebody signed about a version."""

    SIGN = "sign"
    TAKE_OFF = "take-off"
    END = "end"


@dataclass(frozen=True)
class Written:
    """A version: its place in the record, what it was made from, and everything that had led there."""

    id: UUID
    number: int
    based_on: tuple[UUID, ...] = ()
    after: frozenset[UUID] = frozenset()
    side: Side = "me"
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signed:
    """A deed: its place in the record, whose, and which version it is about."""

    id: UUID
    number: int
    side: Side
    deed: Deed
    version: UUID


@dataclass(frozen=True)
class State:
    """What follows from all deeds. `signed` has for each side the version under which its name stands now.

    `standing` is what both have signed and nobody ended. It stands until both sign another, also while a name has gone
    to newer words or was taken off. `since` is the place in the record where that came about.
    """

    signed: Mapping[Side, UUID] = field(default_factory=dict)
    standing: UUID | None = None
    ended: UUID | None = None
    since: int = 0
    kept: frozenset[UUID] = frozenset()
    """The deeds from which all of this follows. The others can go."""

    @property
    def anchor(self) -> UUID | None:
        return self.standing or self.ended


# -- how it stands ------------------------------------------------------------------------------------------------


def state_of(deeds: Iterable[Signed]) -> State:
    """The newest deed of each side counts. Both under one version: it stands."""
    newest: dict[Side, Signed] = {}
    standing: tuple[Signed, Signed] | None = None
    ending: Signed | None = None
    for deed in sorted(deeds, key=lambda each: each.number):
        if deed.deed is Deed.END:
            if standing is None or deed.version == standing[0].version:
                newest, standing, ending = {}, None, deed
            continue
        newest[deed.side] = deed
        pair = _agreeing(newest)
        if pair and (standing is None or standing[0].version != pair[0].version):
            standing, ending = pair, None
    return _told(newest, standing, ending)


def _agreeing(newest: Mapping[Side, Signed]) -> tuple[Signed, Signed] | None:
    mine, yours = newest.get("me"), newest.get("you")
    if mine is None or yours is None or mine.version != yours.version:
        return None
    return (mine, yours) if mine.deed is yours.deed is Deed.SIGN else None


def _told(newest: Mapping[Side, Signed], standing: tuple[Signed, Signed] | None, ending: Signed | None) -> State:
    kept = {each.id for each in (*(standing or ()), *([ending] if ending else ()))}
    for side, last in newest.items():
        before = next((each for each in standing or () if each.side == side), None)
        if _where(last) != (_where(before) if before else None):
            kept.add(last.id)
    version, ended = standing[0].version if standing else None, ending.version if ending else None
    since = max((each.number for each in (*(standing or ()), *([ending] if ending else ()))), default=0)
    return State(
        signed={side: where for side, last in newest.items() if (where := _where(last)) is not None},
        standing=version,
        ended=ended,
        since=since,
        kept=frozenset(kept),
    )


def _where(deed: Signed) -> UUID | None:
    """Under which version a name stands after this deed."""
    return deed.version if deed.deed is Deed.SIGN else None


@dataclass(frozen=True)
class Step:
    """What a new deed changes: whether it is written at all, and which older ones it makes needless."""

    is_written: bool
    needless: frozenset[UUID]


def step(deeds: Collection[Signed], new: Signed) -> Step:
    """A deed that changes nothing isn't written. One that undoes another may only need that one to go."""
    before, after = state_of(deeds), state_of([*deeds, new])
    if _same(before, after):
        return Step(False, frozenset())
    return Step(new.id in after.kept, frozenset(each.id for each in deeds if each.id not in after.kept))


def _same(one: State, other: State) -> bool:
    return (one.signed, one.standing, one.ended) == (other.signed, other.standing, other.ended)


def heads_of(versions: Sequence[Written], state: State) -> tuple[UUID, ...]:
    """What is open now, oldest first: versions from which no other was made.

    Once both have signed one, what lay beside it is settled: open are that one and what came after it.
    """
    there = {each.id for each in versions}
    anchor = state.anchor if state.anchor in there else None
    open_ones = [each for each in versions if anchor is None or each.id == anchor or each.number > state.since]
    place = {each.id: each.number for each in open_ones}
    made_from = {
        before
        for each in open_ones
        for before in (*each.based_on, *each.after)
        if place.get(before, each.number) < each.number  # nothing comes of itself, whatever a program says
    }
    ordered = sorted(open_ones, key=lambda each: each.number)
    return tuple(each.id for each in ordered if each.id not in made_from)


def all_before(versions: Iterable[Written], based_on: Iterable[UUID]) -> frozenset[UUID]:
    """Those versions and everything that had led to them, so that a gap in between hides nothing."""
    known = {each.id: each for each in versions}
    found = {each for each in based_on if each in known}
    for each in list(found):
        found |= {*known[each].based_on, *known[each].after}
    return frozenset(found)


def already_there(
    versions: Iterable[Written], heads: Iterable[UUID], side: Side, parts: Mapping[str, str], based_on: Iterable[UUID]
) -> Written | None:
    """The version that a form would only repeat: a button that was pressed twice, or words that are what is open.

    Signatures stay where they are then.
    """
    open_ones, known = set(heads), frozenset(based_on)
    for each in versions:
        if dict(each.parts) != dict(parts):
            continue
        is_pressed_again = each.side == side and known == frozenset(each.based_on)
        if is_pressed_again or (open_ones == {each.id} and known <= {each.id, *each.based_on, *each.after}):
            return each
    return None


# -- what is written ----------------------------------------------------------------------------------------------


_AS_SPACE = {ord(sign): " " for sign in "\t\v\f\x85\u2028\u2029"}
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the order of what is read: what is signed must read as it lies there."""


def _is_unseen(sign: str) -> bool:
    return sign in _TURNING or unicodedata.category(sign) in ("Cc", "Cs", "Co")


def plain(typed: str, *, lines: bool = True) -> str:
    """Words without signs that can't be seen, and without blank space at their ends. One line, or several."""
    told = typed.replace("\r\n", "\n").replace("\r", "\n").translate(_AS_SPACE)
    if not lines:
        told = told.replace("\n", " ")
    all_seen = told.replace("\n", "").isprintable()  # as nearly always, and told at once
    shown = told if all_seen else "".join(each for each in told if each == "\n" or not _is_unseen(each))
    rows = [" ".join(row.split()) for row in shown.split("\n")]
    return "\n".join(rows).strip()


def require_day(typed: str, today: date, soonest: timedelta = timedelta(), latest: timedelta = AHEAD_MOST) -> str:
    """A day to come, within bounds. Raises Refused("no-day", "past", "too-soon", "too-far")."""
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise Refused("no-day") from error
    if day < today:
        raise Refused("past")
    if day - today < soonest:
        raise Refused("too-soon")
    if day - today > latest + A_DAY:
        raise Refused("too-far")
    return day.isoformat()


def require_room(today: int, most: int) -> None:
    """Raises Refused("enough-today")."""
    if today >= most:
        raise Refused("enough-today")


def joined(ones: Sequence[str]) -> str:
    """Several wordings in one field, so that two people can make one of them. The same words come once."""
    seen: list[str] = []
    for each in ones:
        if each and each not in seen:
            seen.append(each)
    return "\n\n".join(seen)

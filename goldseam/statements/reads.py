"""Gathers what the page of one statement shows. Nothing here tells who has looked, or when the other was here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.formats import date_format

from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.statements import access, comparing
from goldseam.statements.access import Place, Remark, Statement, Version
from goldseam.statements.comparing import Piece
from goldseam.statements.kinds import PartField

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LONG = 160
"""From so many signs on, words are set a little smaller."""


@dataclass(frozen=True)
class Part:
    """One part as it is read."""

    label: _StrOrPromise
    text: str
    is_long: bool
    changes: Sequence[Piece] = ()


@dataclass(frozen=True)
class Shown:
    """One wording with what the reader may do about it."""

    version: Version
    first: Part
    others: Sequence[Part]
    writer: str
    joins: bool
    takes: bool
    may_sign: bool
    may_unsign: bool
    may_remark: bool
    may_erase: bool
    is_open: bool

    @property
    def id(self) -> UUID:
        return self.version.id

    @property
    def remarks(self) -> Sequence[Remark]:
        return self.version.remarks

    @property
    def parts(self) -> Sequence[Part]:
        return [self.first, *self.others]

    @property
    def has_changed(self) -> bool:
        return any(piece.kind != "same" for part in self.parts for piece in part.changes)

    @property
    def is_quiet(self) -> bool:
        """Nobody's name is under it."""
        return not (self.version.signed_by_me or self.version.signed_by_them)


@dataclass(frozen=True)
class Live:
    """Whose bell a page hears, and how far it was when the page was gathered."""

    room: UUID
    at: int


@dataclass(frozen=True)
class Page:
    """`standing` is what counts; `open` may still be signed beside it; `history` is every wording, newest first."""

    statement: Statement
    title: _StrOrPromise
    own_name: str
    partner: str
    state: str
    standing: Shown | None
    open: Sequence[Shown]
    history: Sequence[Shown]

    @property
    def is_gold(self) -> bool:
        """Both names are under what counts, now."""
        return self.standing is not None and self.standing.version.signed_by_both

    @property
    def moved(self) -> str:
        """Whose name went from what counts to newer words: "me", "you" or nobody's."""
        signed = self.statement.state.signed
        if self.standing is None:
            return ""
        return next((side for side, version in signed.items() if version != self.standing.id), "")

    @property
    def both_wrote(self) -> bool:
        return len({each.version.by_me for each in self.open}) > 1

    @property
    def may_end(self) -> bool:
        return self.standing is not None and self.statement.kind.may_end


def live_for(me: Me) -> Live | None:
    """Asked before anything else of the page, so that no ring is missed in between."""
    counts = bell.counts(me)
    seat = people.seat_of(me)
    return Live(seat.pair.circle_id, counts.get(seat.pair.circle_id, 0)) if seat else None


def page_for(me: Me, statement_id: UUID) -> Page:
    """Raises Http404, Tampered."""
    statement = access.statement_called(me, statement_id)
    return page_of(statement, title_of(me, statement.place, statement))


def title_of(me: Me, place: Place, statement: Statement) -> _StrOrPromise:
    title = statement.kind.title
    return title(me, place.subject) if title else statement.kind.name


def page_of(statement: Statement, title: _StrOrPromise = "") -> Page:
    shown = {version.id: _shown(statement, version) for version in statement.versions}
    standing = statement.standing
    return Page(
        statement=statement,
        title=title or statement.kind.name,
        own_name=statement.together.own_name if statement.together else "",
        partner=statement.partner,
        state=_state(statement),
        standing=shown[standing.id] if standing else None,
        open=[shown[head.id] for head in statement.heads if not head.is_standing],
        history=list(reversed(shown.values())),
    )


def _state(statement: Statement) -> str:
    """ "open", or why nothing can be added: "closed" (somebody waits at a door), "alone", "left", "resting"."""
    together = statement.together
    if together is None:
        return "closed"
    if not together.has_partner:
        return "alone"
    if together.partner_left:
        return "left"
    return "open" if statement.may_write else "resting"


def _shown(statement: Statement, version: Version) -> Shown:
    before = [found for each in version.based_on if (found := statement.one(each))]
    parts = [_part(part, version, before) for part in statement.kind.parts]
    told = [part for part in parts if part.text] or parts
    writes = statement.may_write
    is_head = any(head.id == version.id for head in statement.heads)
    return Shown(
        version=version,
        first=told[0],
        others=told[1:],
        writer="" if version.by_me else statement.partner,
        joins=len(before) > 1,
        takes=any(each.parts == version.parts for each in before),
        may_sign=writes and not version.signed_by_me and (is_head or version.is_standing),
        may_unsign=version.signed_by_me,
        may_remark=writes and (is_head or version.is_standing),
        may_erase=version.by_me,
        is_open=is_head or version.is_standing,
    )


def _part(part: PartField, version: Version, before: Sequence[Version]) -> Part:
    text = _as_read(part, version.parts[part.name])
    old = _as_read(part, before[-1].parts[part.name]) if before else ""
    changes = comparing.changes(old, text) if before else ()
    return Part(part.label, text, len(text) > LONG, changes)


def _as_read(part: PartField, text: str) -> str:
    if part.kind != "date" or not text:
        return text
    try:
        return date_format(date.fromisoformat(text), "j F Y")
    except ValueError:
        return text

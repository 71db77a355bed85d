"""The only door to moments and to what was shown of them. Foreign and missing look alike: 404."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me, gathered_once
from goldseam.understanding.part import Unreadable
from goldseam.understanding.timeline import rules
from goldseam.understanding.timeline.rules import Moment, Sort
from goldseam.vault import mine
from goldseam.vault.mine import MineEntry

MOMENT = "understanding.moment"
SHOWN = "understanding.shown-moment"


@dataclass(frozen=True)
class Shown:
    """The words of one moment that both may read."""

    id: UUID
    at: datetime
    moment: Moment
    is_mine: bool
    by_me: bool
    """Of one's own side: also what another account of one's own showed, which only that one takes back."""


@dataclass(frozen=True)
class Kept:
    """One moment of one's own. `shown` is what the partner can read of it now."""

    id: UUID
    moment: Moment
    mark: str
    at: datetime
    version: int
    shown: Shown | None = None


@dataclass(frozen=True)
class Own:
    """The whole line of one person, opened once, from the longest ago to now."""

    kept: list[Kept]
    shown_rows: list[MineEntry]


@dataclass(frozen=True)
class Shared:
    """What lies between the two, from the longest ago to now. `partner` is None for somebody on their own."""

    partner: str | None
    may_show: bool
    shown: list[Shown]


@gathered_once
def own_of(me: Me) -> Own:
    """Raises BackClosed, Tampered."""
    entries = mine.everything(me.keyring)
    shown_rows = [entry for entry in entries if entry.kind == SHOWN]
    shown = _shown_now(me, shown_rows)
    kept = [_kept(entry, shown) for entry in entries if entry.kind == MOMENT]
    return Own(sorted(kept, key=lambda each: (each.moment.when, each.at)), shown_rows)


def moment_for(me: Me, moment_id: UUID) -> Kept:
    """One's own moment. Raises BackClosed, Http404 (another's, another kind or none)."""
    for kept in own_of(me).kept:
        if kept.id == moment_id:
            return kept
    raise Http404


def has_moments(me: Me) -> bool:
    """Cheap: opens no row. Raises BackClosed."""
    return mine.has_kind(me.keyring, MOMENT)


def newest_of(me: Me, *sorts: Sort) -> datetime | None:
    """When a moment of one of these sorts was last written. Opens as many as it must. Raises BackClosed."""
    rows: Iterator[MineEntry] = mine.newest_first(me.keyring, MOMENT)
    return next((row.at for row in rows if rules.from_body(row.body).sort in sorts), None)


@gathered_once
def shown_to(me: Me) -> Shared:
    """What each of the two showed the other, as this one may read it. Front is enough. Raises Tampered."""
    together = people.togetherness_of(me)
    if together is None or not together.has_partner:
        return Shared(None, False, [])
    shown = []
    for entry in mine.shared_with(me.keyring, together.circle):
        if entry.kind == SHOWN:
            with suppress(Unreadable):  # what the other side put there itself must not close the page
                shown.append(_shown(me, entry, by_me=together.side_of(entry.owner_id) == "me"))
    shown.sort(key=lambda each: (each.moment.when, each.at))
    return Shared(together.partner_name, together.may_write, shown)


def whom_to_show(me: Me) -> tuple[str | None, bool]:
    """The partner's name, or nobody's, and whether something can be shown to them now. Raises Tampered."""
    together = people.togetherness_of(me)
    return (together.partner_name, together.may_write) if together else (None, False)


def together_of(me: Me) -> Togetherness | None:
    return people.togetherness_of(me)


def showed_since(me: Me, moment: datetime) -> str | None:
    """The partner's name, if what they showed last was a time of theirs, at this moment or later, and nothing rests.

    Looks at one row, which others look at too: where something else was shown after it, that is told in its place.
    Raises Tampered.
    """
    together = people.togetherness_of(me)
    if together is None or not together.has_partner or not together.may_write:
        return None
    others = {member.holder_id for member in together.partner_accounts}
    newest = mine.shared_newest(me.keyring, together.circle, others)
    is_new = newest is not None and newest.kind == SHOWN and newest.at >= moment
    return together.partner_name if is_new else None


def own_shown_for(me: Me, shown_id: UUID) -> UUID:
    """A row that this person shows or showed. In a pair, front is enough. Raises Http404, BackClosed."""
    if any(each.id == shown_id and each.is_mine for each in shown_to(me).shown):
        return shown_id
    if any(row.id == shown_id for row in own_of(me).shown_rows):
        return shown_id
    raise Http404


def together_to_show(me: Me) -> Togetherness:
    """The pair to show something to. Raises Refused("alone", "paused")."""
    together = people.togetherness_of(me)
    if together is None or not together.has_partner:
        raise rules.Refused("alone")
    if not together.may_write:
        raise rules.Refused("paused")
    return together


def circle_shown_to(shown_id: UUID) -> UUID | None:
    """Which pair can read this now. It opens nothing; None once it was taken back."""
    return mine.circle_shared_with(shown_id)


def is_still_shown(_person_id: UUID, shown_id: UUID) -> bool:
    return circle_shown_to(shown_id) is not None


def _shown_now(me: Me, rows: list[MineEntry]) -> dict[str, Shown]:
    """Each moment's shown words by its mark, as long as a circle can still open them."""
    if not rows:
        return {}
    together = people.togetherness_of(me)
    circles = [seat.pair.circle for seat in people.left_seats(me)] + ([together.circle] if together else [])
    open_now = mine.shared_among([row.id for row in rows], circles)
    return {rules.mark_of(row.body): _shown(me, row, by_me=True) for row in rows if row.id in open_now}


def _kept(entry: MineEntry, shown: dict[str, Shown]) -> Kept:
    mark = rules.mark_of(entry.body)
    return Kept(entry.id, rules.from_body(entry.body), mark, entry.at, entry.version, shown.get(mark))


def _shown(me: Me, entry: MineEntry, *, by_me: bool) -> Shown:
    is_mine = entry.owner_id == me.keyring.holder_id
    return Shown(entry.id, entry.at, rules.from_body(entry.body), is_mine, by_me)

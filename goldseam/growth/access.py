"""The only door to check-ins and to what was shown of them. Foreign and missing look alike: 404."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from goldseam.growth import rules
from goldseam.growth.rules import Answers
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me, gathered_once
from goldseam.vault import mine
from goldseam.vault.errors import Missing
from goldseam.vault.mine import MineEntry
from goldseam.vault.models import Circle

CHECK_IN = "growth.check-in"
SHOWN = "growth.shown-check-in"
SHOWING = "growth.showing"
OWN_SLIDER = "growth.own-slider"
KINDS = frozenset({CHECK_IN, SHOWN, SHOWING, OWN_SLIDER})


@dataclass(frozen=True)
class Slice:
    """The chosen parts of one check-in, as both may read them."""

    id: UUID
    day: date
    at: datetime
    answers: Answers
    is_mine: bool
    by_me: bool
    """Of one's own side: also what another account of one's own showed, which only that one takes back."""


@dataclass(frozen=True)
class CheckIn:
    """One of one's own. `shown` is what the partner can read of it now."""

    id: UUID
    at: datetime
    answers: Answers
    shown: Slice | None = None
    written_at: datetime | None = None

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    @property
    def written_on(self) -> date:
        """The day of its last change."""
        return timezone.localdate(self.written_at or self.at)


@dataclass(frozen=True)
class Own:
    """Everything of one's own in this practice, opened once. Newest check-in first."""

    check_ins: list[CheckIn]
    slider_name: str
    rows: list[MineEntry]


@dataclass(frozen=True)
class Shared:
    """What lies between the two, newest first. `partner` is None for somebody who is on their own."""

    partner: str | None
    may_show: bool
    slices: list[Slice]


@gathered_once
def own_of(me: Me) -> Own:
    """All own rows. Raises BackClosed, Tampered."""
    rows = [entry for entry in mine.everything(me.keyring) if entry.kind in KINDS]
    slider_name = next((row.body["name"] for row in reversed(rows) if row.kind == OWN_SLIDER), "")
    shown = _shown_now(me, rows)
    kept = [_check_in(row, shown.get(row.id)) for row in rows if row.kind == CHECK_IN]
    kept.sort(key=lambda check_in: check_in.at, reverse=True)
    named = (each.answers.own_name for each in kept if each.answers.own_name)
    return Own(kept, slider_name or next(named, ""), rows)


def newest_check_ins(me: Me) -> Iterator[CheckIn]:
    """The one written last first, without what is shown of them. Opens as many as are looked at. Raises BackClosed."""
    return (_check_in(row, None) for row in mine.newest_first(me.keyring, CHECK_IN))


def last_written_at(me: Me) -> datetime | None:
    """When a check-in was last kept or changed. Opens none. Raises BackClosed."""
    return mine.newest_at(me.keyring, CHECK_IN)


def last_check_in_at(me: Me) -> datetime | None:
    """When the newest was made. Opens one row. Raises BackClosed."""
    newest = next(newest_check_ins(me), None)
    return newest.at if newest else None


def has_check_ins(me: Me) -> bool:
    """Raises BackClosed."""
    return mine.has_kind(me.keyring, CHECK_IN)


def check_in_for(me: Me, check_in_id: UUID) -> CheckIn:
    """One's own check-in. Raises BackClosed, Http404 (another's, another kind or none)."""
    return check_in_among(own_of(me), check_in_id)


def check_in_to_show(me: Me, check_in_id: UUID) -> tuple[CheckIn, list[MineEntry]]:
    """One's own check-in with its own slider's name, and the rows that tell what was shown of it before.

    Opens no more than it must. Raises BackClosed, Http404 (as above).
    """
    try:
        row, showings = mine.with_later(me.keyring, check_in_id, SHOWING)
    except Missing as error:
        raise Http404 from error
    if row.kind != CHECK_IN:
        raise Http404
    check_in = _check_in(row, None)
    if rules.lacks_own_name(check_in.answers):
        check_in = replace(check_in, answers=named(own_of(me), check_in.answers))
    return check_in, [showing for showing in showings if showing.body["check_in"] == check_in_id.hex]


def named(own: Own, answers: Answers) -> Answers:
    """With the own slider's name put in where the check-in was made without opening it."""
    return replace(answers, own_name=own.slider_name) if rules.lacks_own_name(answers) else answers


def check_in_among(own: Own, check_in_id: UUID) -> CheckIn:
    for check_in in own.check_ins:
        if check_in.id == check_in_id:
            return check_in
    raise Http404


@dataclass(frozen=True)
class Days:
    """Each slider's own answers: one value a day, the last one given, oldest first. Of the own slider only what was
    answered under the name that it has now."""

    values: dict[str, list[tuple[date, float]]]
    slider_name: str


def days_since(me: Me, first: date) -> Days:
    """Own answers from this day on. Opens no check-in that was last written before it. Raises BackClosed, Tampered."""
    rows = mine.of_kind(me.keyring, CHECK_IN, since=_before(first))
    kept = sorted(((datetime.fromisoformat(row.body["at"]), row.body) for row in rows), key=lambda told: told[0])
    named = next(mine.newest_first(me.keyring, OWN_SLIDER), None)
    older = (body["own_name"] for _, body in reversed(kept) if body.get("own_name"))
    slider_name = str(named.body["name"] if named else "") or next(older, "")
    by_day: dict[str, dict[date, float]] = {}
    for day, body in ((timezone.localdate(at), body) for at, body in kept):
        for part, value in body["values"].items():
            if day >= first and (part != rules.OWN or body.get("own_name", "") in ("", slider_name)):
                by_day.setdefault(part, {})[day] = float(value)
    return Days({part: sorted(found.items()) for part, found in by_day.items()}, slider_name)


def days_lie(me: Me, first: date) -> bytes | None:
    """One sum over what `days_since` would open, without opening it; None where that can't be told. Raises
    BackClosed.
    """
    return mine.as_they_lie(me.keyring, {CHECK_IN: _before(first), OWN_SLIDER: None})


def _before(day: date) -> datetime:
    """A moment surely before that day, on whatever clock: a check-in is never written before it is made."""
    return datetime.combine(day - timedelta(days=2), time.min, UTC)


@gathered_once
def shown_to(me: Me) -> Shared:
    """What each of the two showed the other, as this one may read it. Front is enough. Raises Tampered."""
    together = people.togetherness_of(me)
    if together is None or not together.has_partner:
        return Shared(None, False, [])
    found = [entry for entry in mine.shared_with(me.keyring, together.circle) if entry.kind == SHOWN]
    slices = [_slice(me, entry, by_me=together.side_of(entry.owner_id) == "me") for entry in found]
    slices.sort(key=lambda each: (each.day, each.at), reverse=True)
    return Shared(together.partner_name, together.may_write, slices)


def shown_lies(me: Me, circle: Circle) -> bytes | None:
    """One sum over what `shown_to` would open, without opening it; None where that can't be told. Raises Tampered."""
    return mine.shared_as_they_lie(me.keyring, circle)


def whom_to_show(me: Me) -> tuple[str | None, bool]:
    """The partner's name, or nobody's, and whether something can be shown to them now. Raises Tampered."""
    together = people.togetherness_of(me)
    return (together.partner_name, together.may_write) if together else (None, False)


def partner_of(me: Me) -> str | None:
    """The partner's name, or nobody's. Raises Tampered."""
    together = people.togetherness_of(me)
    return together.partner_name if together else None


def showed_since(me: Me, moment: datetime) -> str | None:
    """The partner's name, if they showed something at this moment or later and things aren't resting. Raises Tampered.

    Opens no more than it must: a slice is written when it is shown, so the newest few tell.
    """
    together = people.togetherness_of(me)
    if together is None or not together.has_partner or not together.may_write:
        return None
    others = {member.holder_id for member in together.partner_accounts}
    found = mine.shared_since(me.keyring, together.circle, SHOWN, moment, others)
    return together.partner_name if found else None


def own_slice_for(me: Me, slice_id: UUID) -> UUID:
    """A slice that this person shows or showed. In a pair, front is enough. Raises Http404, BackClosed."""
    if any(each.id == slice_id and each.is_mine for each in shown_to(me).slices):
        return slice_id
    if any(row.id == slice_id for row in own_of(me).rows if row.kind == SHOWN):
        return slice_id
    raise Http404


def circle_shown_to(slice_id: UUID) -> UUID | None:
    """Which pair can read this slice now. It opens nothing; None once it was taken back."""
    return mine.circle_shared_with(slice_id)


def is_still_shown(_person_id: UUID, slice_id: UUID) -> bool:
    return circle_shown_to(slice_id) is not None


def together_to_show(me: Me) -> Togetherness:
    """The pair to show something to. Raises Refused("alone", "paused")."""
    together = people.togetherness_of(me)
    if together is None or not together.has_partner:
        raise rules.Refused("alone")
    if not together.may_write:
        raise rules.Refused("paused")
    return together


def _shown_now(me: Me, rows: list[MineEntry]) -> dict[UUID, Slice]:
    """Each check-in's slice, as long as a circle can still open it."""
    slices = {row.id: row for row in rows if row.kind == SHOWN}
    if not slices:
        return {}
    together = people.togetherness_of(me)
    circles = [seat.pair.circle for seat in people.left_seats(me)] + ([together.circle] if together else [])
    open_now = mine.shared_among(slices, circles)
    return {
        UUID(row.body["check_in"]): _slice(me, slices[UUID(row.body["slice"])], by_me=True)
        for row in rows
        if row.kind == SHOWING and UUID(row.body["slice"]) in open_now
    }


def _check_in(row: MineEntry, shown: Slice | None) -> CheckIn:
    return CheckIn(row.id, datetime.fromisoformat(row.body["at"]), rules.from_body(row.body), shown, row.at)


def _slice(me: Me, entry: MineEntry, *, by_me: bool) -> Slice:
    body: dict[str, Any] = entry.body
    day, is_mine = date.fromisoformat(body["day"]), entry.owner_id == me.keyring.holder_id
    return Slice(entry.id, day, entry.at, rules.from_body(body), is_mine, by_me)

"""What two people can do about their words. One deed, one transaction, one record.

Each begins by locking the circle, so that of two who act at once the second sees what the first did. What was written
on a page from before stays: it becomes a version beside the newer one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.reminders import actions as reminders
from goldseam.statements import access, rules
from goldseam.statements import models as rows
from goldseam.statements.access import Statement, Version
from goldseam.statements.kinds import Kind, PartField
from goldseam.statements.rules import Deed, Refused, Signed
from goldseam.vault import circles, marks, ours, seam, upkeep
from goldseam.vault.errors import VaultError

NEWS = "statements"
"""The kind of reminder: something was written or signed. It waits for a slot."""


# -- writing ------------------------------------------------------------------------------------------------------


@transaction.atomic
def write(
    me: Me, label: str, parts: Mapping[str, str], based_on: Sequence[UUID] = (), subject: UUID | None = None
) -> UUID:
    """A new version, made from those that its writer had before them. The same one twice is one.

    What is newer than these stays beside it. Raises Refused("alone", "paused", "empty", "long", "no-day", "past",
    "too-soon", "too-far", "enough-today", "many"), KeyError for an unknown label.
    """
    statement = _now(me, label, subject)
    told = checked(statement.kind, parts, before=_dates_of(statement, based_on))
    known = frozenset(each for each in based_on if statement.one(each))
    there = [version.written for version in statement.versions]
    if same := rules.already_there(there, (head.id for head in statement.heads), "me", told, known):
        return same.id
    together = _require_may_write(statement)
    _require_room(statement)
    row = _written(me, together, statement, told, known)
    _tell_the_other(together, row.pk)
    return row.pk


@transaction.atomic
def take(me: Me, version_id: UUID, based_on: Sequence[UUID]) -> UUID:
    """Of several that lie side by side, one goes on: its words become the next version. Raises as `write`, "gone"."""
    statement, version = _found(me, version_id)
    return write(me, statement.kind.label, version.parts, [*based_on, version.id], statement.subject)


@transaction.atomic
def remark(me: Me, version_id: UUID, words: str) -> UUID:
    """Asks for something to be said otherwise. The same words twice are one.

    Raises Refused("alone", "paused", "gone", "remark-empty", "remark-long", "enough-today").
    """
    told = rules.plain(words)
    if not told:
        raise Refused("remark-empty")
    if len(told) > rules.REMARK_MOST:
        raise Refused("remark-long")
    statement, version = _found(me, version_id)
    if same := next((each for each in version.remarks if each.by_me and each.words == told), None):
        return same.id
    together = _require_may_write(statement)
    mine = [each for version in statement.versions for each in version.remarks if each.by_me]
    rules.require_room(sum(_is_of_today(each.at) for each in mine), rules.REMARKS_A_DAY)
    row = rows.Remark(about_id=version.id, circle=together.circle, author_id=me.keyring.holder_id)
    ours.write(me.keyring, row, {"about": version.id.hex, "words": version.words, "remark": told})
    bell.ring(together.circle, together.circle.pk)
    return row.pk


def checked(kind: Kind, parts: Mapping[str, str], *, before: Iterable[str] = ()) -> dict[str, str]:
    """The parts as they are kept. A day that stood there `before` may stay. Raises Refused."""
    days = set(before)
    return {part.name: checked_part(part, str(parts.get(part.name, "")), before=days) for part in kind.parts}


def checked_part(part: PartField, typed: str, *, before: Collection[str] = ()) -> str:
    """One of them. Raises Refused."""
    words = rules.plain(typed, lines=part.kind == "words")
    if not words:
        if part.required:
            raise Refused("no-day" if part.kind == "date" else "empty")
        return ""
    if part.kind == "date":
        return words if words in before else rules.require_day(words, _earliest(), part.soonest, part.latest)
    if len(words) > part.most:
        raise Refused("long")
    return words


def _earliest() -> date:
    """Somewhere it is still yesterday."""
    return (seam.now() - rules.A_DAY).date()


def _dates_of(statement: Statement, based_on: Iterable[UUID]) -> set[str]:
    before = [version for each in based_on if (version := statement.one(each))]
    return {version.parts[part.name] for version in before for part in statement.kind.parts if part.kind == "date"}


def _require_room(statement: Statement) -> None:
    mine = [version for version in statement.versions if version.by_me]
    rules.require_room(sum(_is_of_today(each.at) for each in mine), rules.VERSIONS_A_DAY)
    if len(mine) >= rules.VERSIONS_MOST:
        raise Refused("many")


def _is_of_today(at: datetime) -> bool:
    return at > seam.now() - rules.A_DAY


def _written(
    me: Me, together: Togetherness, statement: Statement, told: Mapping[str, str], known: frozenset[UUID]
) -> rows.Version:
    upkeep.before_writing(me.keyring, together.circle.pk)  # it may renew the key under which the mark is made
    circle = circles.locked(together.circle.pk)
    before = rules.all_before((each.written for each in statement.versions), known)
    row = rows.Version(circle=circle, author_id=me.keyring.holder_id)
    row.mark = marks.mark_of(me.keyring, circle, statement.place.words)
    ours.write(
        me.keyring,
        row,
        {
            "place": statement.place.words,
            "parts": dict(told),
            "based_on": sorted(each.hex for each in known),
            "after": sorted(each.hex for each in before - known),
        },
    )
    return row


# -- signing ------------------------------------------------------------------------------------------------------


@transaction.atomic
def sign(me: Me, version_id: UUID) -> None:
    """Puts one's name under exactly this version; it goes from where it was. Twice is once.

    Raises Refused("alone", "paused", "gone"), "past" for words with a day that has gone by.
    """
    statement, version = _found(me, version_id)
    if version.signed_by_me:
        return
    together = _require_may_write(statement)
    for part in statement.kind.parts:
        if part.kind == "date" and version.parts[part.name]:
            rules.require_day(version.parts[part.name], _earliest())
    row = _do(me, together, statement, version, Deed.SIGN)
    _tell_the_other(together, row.pk if row else None)


@transaction.atomic
def unsign(me: Me, version_id: UUID) -> None:
    """Takes one's name from this version, also while things rest. What both had signed stays until both sign another.

    Nobody is told. Raises Refused("alone", "gone").
    """
    statement, version = _found(me, version_id)
    if version.signed_by_me:
        assert statement.together is not None
        _do(me, statement.together, statement, version, Deed.TAKE_OFF)


@transaction.atomic
def end(me: Me, label: str, subject: UUID | None = None) -> None:
    """Ends what stands, alone, at once, without a reason; also while things rest. Nobody is called.

    Ending what stands no more is done already. Raises Refused("alone", "stays") for a kind that can't be ended.
    """
    statement = _now(me, label, subject)
    if not statement.kind.may_end:
        raise Refused("stays")
    if statement.standing is not None:
        assert statement.together is not None
        _do(me, statement.together, statement, statement.standing, Deed.END)


def _do(me: Me, together: Togetherness, statement: Statement, version: Version, deed: Deed) -> rows.Signature | None:
    """Signs a deed, and takes along the older ones that nothing follows from any more: nobody keeps a book of them."""
    row = rows.Signature(about_id=version.id, circle=together.circle, author_id=me.keyring.holder_id)
    last = max((each.number for each in statement.deeds), default=0)
    new = Signed(row.pk, last + 1, "me", deed, version.id)
    step = rules.step(statement.deeds, new)
    _tell_who_hangs_on(statement, statement.state.standing, rules.state_of([*statement.deeds, new]).standing)
    for needless in access.signature_rows(step.needless):
        reminders.let_go(NEWS, needless.pk)
        ours.erase(me.keyring, needless)
    if not step.is_written:
        return None
    told = {"place": statement.place.words, "about": version.id.hex, "words": version.words, "deed": deed.value}
    ours.write(me.keyring, row, told)
    return row


def _tell_who_hangs_on(statement: Statement, before: UUID | None, after: UUID | None) -> None:
    """Whoever made something of what stands hears when something else does."""
    if before != after and statement.together is not None:
        version = statement.one(after)
        statement.kind.when_it_stands(statement.together, version.parts if version else None)


# -- erasing ------------------------------------------------------------------------------------------------------


@transaction.atomic
def erase_words(me: Me, version_id: UUID) -> None:
    """Takes one's own version away, with what was asked about it and the names under it. Erased is erased already.

    What both had signed stands no more then. Whoever wrote words can always take them back. Raises Refused("alone",
    "not-yours").
    """
    try:
        statement, version = _found(me, version_id)
    except Refused as refused:
        if refused.code == "gone":
            return
        raise
    if not version.by_me:
        raise Refused("not-yours")
    left = [deed for deed in statement.deeds if deed.version != version.id]
    _tell_who_hangs_on(statement, statement.state.standing, rules.state_of(left).standing)
    for row in (*access.rows_about(version.id), access.version_row(version)):
        reminders.let_go(NEWS, row.pk)
        ours.erase(me.keyring, row)


@transaction.atomic
def erase_remark(me: Me, remark_id: UUID) -> None:
    """Takes one's own remark away."""
    row = rows.Remark.objects.filter(pk=remark_id, author_id=me.keyring.holder_id).select_related("circle").first()
    if row is not None:
        ours.erase(me.keyring, row)


@transaction.atomic
def erase_own(me: Me) -> None:
    """Every version, remark and signature of one's own, in any pair, with what hangs on them.

    Where somebody broke the record, the row goes without it: going must always be possible.
    """
    for row in access.own_rows(me):
        reminders.let_go(NEWS, row.pk)
        _erase(me, row)


def _erase(me: Me, row: rows.Version | rows.Remark | rows.Signature) -> None:
    with suppress(VaultError), transaction.atomic():
        ours.erase(me.keyring, row)
        return
    access.remove_unrecorded(row)


# -- behind the lock ----------------------------------------------------------------------------------------------


def _locked(me: Me) -> None:
    """Raises Refused("alone")."""
    seat = people.seat_of(me)
    if seat is None:
        raise Refused("alone")
    circles.locked(seat.pair.circle_id)


def _now(me: Me, label: str, subject: UUID | None) -> Statement:
    """Read behind the lock of the circle. Raises Refused("alone")."""
    _locked(me)
    statement = access.statement_of(me, label, subject)
    if statement.together is None:
        raise Refused("alone")
    return statement


def _found(me: Me, version_id: UUID) -> tuple[Statement, Version]:
    """The version and its statement, read behind the lock. Raises Refused("alone", "gone")."""
    _locked(me)
    place = access.place_of(me, version_id)
    if place is None:
        raise Refused("gone")
    statement = access.statement_of(me, place.label, place.subject)
    version = statement.one(version_id)
    if version is None:
        raise Refused("gone")
    return statement, version


def _require_may_write(statement: Statement) -> Togetherness:
    """Raises Refused("paused")."""
    if statement.together is None or not statement.together.has_partner:
        raise Refused("alone")
    if not statement.may_write:
        raise Refused("paused")
    return statement.together


def _tell_the_other(together: Togetherness, news: UUID | None) -> None:
    """That something is new between the two: one message a slot, however much it was."""
    bell.ring(together.circle, together.circle.pk)
    other = together.partner_accounts[-1].seat.person_id
    if news is not None and other is not None:
        reminders.something_new(other, NEWS, news)

"""What somebody can do with answers of their own. One deed, one transaction; nothing rings before both lie open."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.apart import access, rules, subjects
from goldseam.apart.access import DRAFT, GIVEN
from goldseam.apart.rules import Refused
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.vault import circles, mine, ours, rounds
from goldseam.vault.errors import Missing, Settled, VaultError
from goldseam.vault.models import Holder
from goldseam.vault.rounds import State

# -- alone --------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_draft(me: Me, label: str, answers: Mapping[str, Any], based_on: tuple[UUID, int] | None) -> UUID:
    """Keeps what one is writing, and returns its id. Where another device saved in between, both stay.

    Raises ValueError for answers that the subject doesn't take, BackClosed.
    """
    body = _body(label, answers)
    _hold_own(me)
    rows = access.draft_rows(me, label)
    same = next((row for row in rows if row.kind == DRAFT and row.body == body), None)
    if same is not None:
        return same.id
    before = next((row for row in rows if based_on == (row.id, row.version)), None)
    if before is not None and before.kind == DRAFT:
        mine.change(me.keyring, before.id, body)
        return before.id
    if before is not None:
        mine.erase(me.keyring, before.id)
    for row in [row for row in rows if row != before][rules.DRAFTS_MOST - 1 :]:
        mine.erase(me.keyring, row.id)
    return mine.keep(me.keyring, DRAFT, body)


@transaction.atomic
def erase_draft(me: Me, label: str, version: UUID | None = None) -> None:
    """Destroys what one was writing: one version, or all. Raises BackClosed, Missing for one that isn't there."""
    _hold_own(me)
    found = [row for row in access.draft_rows(me, label) if version in (None, row.id)]
    if version is not None and not found:
        raise Missing("draft")
    for row in found:
        mine.erase(me.keyring, row.id)


# -- given, taken back, looked at ---------------------------------------------------------------------------------


@transaction.atomic
def give(
    me: Me,
    label: str,
    answers: Mapping[str, Any],
    *,
    number: int | None = None,
    based_on: tuple[UUID, int] | None = None,
) -> None:
    """Gives one's answers. Nobody is told, and nothing rings: they open when both have given.

    `number` and `based_on` say which round and which version of the draft the giver had before their eyes. Of the
    draft the version that was given goes; others stay. Raises Refused("alone", "paused", "answered", "changed"),
    ValueError, BackClosed.
    """
    together = _here_now(me)
    body = _body(label, answers)
    seen = access.seen(me, label)
    rows = access.draft_rows(me, label)
    if number is not None and number != seen.number:
        raise Refused("changed")
    if based_on is not None and based_on not in {(row.id, row.version) for row in rows}:
        raise Refused("answered" if seen.has_given else "changed")
    round_id = rounds.named(me.keyring, together.circle, access.round_name(me, together, label))
    text = rules.text_of(label, subjects.subject(label).version)
    try:
        rounds.commit(me.keyring, together.circle, round_id, text, body["answers"])
    except Settled as error:
        raise Refused("answered") from error
    for row in rows:
        if row.body["answers"] == body["answers"] or based_on == (row.id, row.version):
            mine.erase(me.keyring, row.id)
    mine.keep(me.keyring, GIVEN, {**body, "round": round_id.hex})


@transaction.atomic
def take_back(me: Me, label: str) -> bool:
    """Takes one's answers back; the words are one's draft again. Also while things rest.

    Returns True when it opened instead: the other had given after it. Raises Refused("changed") when there is nothing
    to take back, BackClosed.
    """
    together, current = _sitting(me), None
    if together is not None:
        current = access.current_round(me, label)
    if together is None or current is None:
        raise Refused("changed")
    _hold_own(me)
    words = access.given(me, label)
    try:
        if rounds.state(me.keyring, together.circle, current) is not State.ANSWERED:
            raise Refused("changed")
        if rounds.withdraw(me.keyring, together.circle, current) is State.OPEN:
            return True
    except Missing as error:
        raise Refused("changed") from error
    if words is not None:
        mine.erase(me.keyring, words.row)
        _keep_as_draft(me, label, words.answers)
    return False


def _keep_as_draft(me: Me, label: str, answers: dict[str, Any]) -> None:
    """What one gave is one's own, also when it was given to an older wording and fits today's no more."""
    try:
        keep_draft(me, label, answers, None)
    except ValueError:
        mine.keep(me.keyring, DRAFT, {"label": label, "version": _version(label), "answers": answers})


@transaction.atomic
def look(me: Me, label: str) -> bool:
    """Adds one's own answers where the other has given since. Does it lie open by that, or did it already?

    Raises BackClosed, Tampered.
    """
    together, current = people.togetherness_of(me), access.current_round(me, label)
    if together is None or current is None:
        me.keyring.require_back()
        return False
    rounds.visit(me.keyring, together.circle, current)
    return rounds.opened(me.keyring, together.circle, current) is not None


@transaction.atomic
def remove_own(me: Me, label: str, number: int, *, keep_copy: bool = False) -> None:
    """One's own words go out of what lies open, for both. What came of it, and the other's words, stay.

    `keep_copy` keeps them as a draft for oneself alone. Raises Refused("changed") when they are out already,
    BackClosed.
    """
    me.keyring.require_back()
    together = _sitting(me)
    if together is None:
        raise Refused("changed")
    _hold_own(me)
    for each in access.openings(me):
        if (each.label, each.number) == (label, number):
            words = access.opened_one(me, together, each).mine
            _remove(me, together, each, words if keep_copy else None)
            return
    raise Refused("changed")


def _remove(me: Me, together: Togetherness, each: access.Open, words: dict[str, Any] | None) -> None:
    try:
        rounds.remove(me.keyring, together.circle, each.round)
    except Missing as error:
        raise Refused("changed") from error
    for row in list(access.given_rows(me, each.label)):
        if row.body["round"] == each.round.hex:
            mine.erase(me.keyring, row.id)
    if words is not None:
        mine.keep(me.keyring, DRAFT, {"label": each.label, "version": _version(each.label), "answers": words})


@transaction.atomic
def erase_own(me: Me) -> None:
    """All that this person ever wrote or gave here, and what came of it. Raises BackClosed."""
    rounds.forget(me.keyring)
    for row in access.rows_about(me):
        with suppress(VaultError), transaction.atomic():
            ours.erase(me.keyring, row)
            continue
        access.remove_unrecorded(row)
    for entry in mine.everything(me.keyring):
        if entry.kind in access.KINDS:
            mine.erase(me.keyring, entry.id)


def _here_now(me: Me) -> Togetherness:
    """The pair, its circle locked: of two who act at once the second sees what the first did.

    Raises Refused("alone", "paused"); what waits at a door is "paused" too.
    """
    together = _sitting(me)
    if together is None or (not together.has_partner and not access.is_at_the_door(me, together)):
        raise Refused("alone")
    if together.partner_left:
        raise Refused("alone")
    if not together.may_write or access.is_at_the_door(me, together):
        raise Refused("paused")
    return together


def _sitting(me: Me) -> Togetherness | None:
    seat = people.seat_of(me)
    if seat is None:
        return None
    circles.locked(seat.pair.circle_id)
    return people.togetherness_of(me)


def _hold_own(me: Me) -> None:
    """Two devices that save at once stand in one line."""
    me.keyring.require_back()
    Holder.objects.select_for_update(no_key=True).get(pk=me.keyring.holder_id)


def _body(label: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": label, "version": _version(label), "answers": subjects.subject(label).checked(dict(answers))}


def _version(label: str) -> str:
    return subjects.subject(label).version

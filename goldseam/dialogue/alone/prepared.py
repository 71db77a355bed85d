"""What somebody prepares alone, in rows of their own: kept, read, changed, erased. Nobody else ever learns of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from goldseam.dialogue.rules import prepared as rules
from goldseam.dialogue.rules.acts import Refused
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.people.me import Me, gathered_once
from goldseam.vault import mine
from goldseam.vault import own as vault_own
from goldseam.vault.mine import MineEntry

KIND = "dialogue.prepared"
IN_ROOM_MOST = 5


@dataclass(frozen=True)
class Kept:
    """One that was kept. `version` goes into the form, so that a second device can't write over it unseen."""

    id: UUID
    version: int
    prepared: Prepared


@gathered_once
def all_of(me: Me) -> list[Kept]:
    """The one written last first. Raises BackClosed, Tampered."""
    return [_kept(row) for row in reversed(mine.of_kind(me.keyring, KIND))]


def one(me: Me, row_id: UUID) -> Kept:
    """Raises Http404 (another's, another kind or none), BackClosed, Tampered."""
    found = next((each for each in all_of(me) if each.id == row_id), None)
    if found is None:
        raise Http404
    return found


def for_room(me: Me) -> list[Kept]:
    """What a talk may offer its reader to begin with: the newest few, no letters. Empty with the private half closed.

    Raises Tampered.
    """
    if not me.is_private_open:
        return []
    return [each for each in all_of(me) if not each.prepared.is_letter][:IN_ROOM_MOST]


def keep(me: Me, prepared: Prepared, form_id: UUID) -> UUID:
    """Front is enough. The same form sent twice is one. Raises Refused("empty", "long")."""
    row_id = vault_own.row_id_from(me.keyring, "dialogue.form", form_id)
    return mine.keep(me.keyring, KIND, rules.body_of(rules.checked(prepared)), row_id)


@transaction.atomic
def change(me: Me, row_id: UUID, prepared: Prepared, based_on: int) -> None:
    """Other words in place of these. Raises Refused("moved") when another device wrote in between, Refused as above,
    Http404, BackClosed.
    """
    body, before = rules.body_of(rules.checked(prepared)), one(me, row_id)
    if body == rules.body_of(before.prepared):
        return  # the same form once more
    mine.change(me.keyring, row_id, body)
    if mine.one(me.keyring, row_id).version != based_on + 1:
        raise Refused("moved")  # somebody wrote meanwhile: this is undone


@transaction.atomic
def erase(me: Me, row_id: UUID) -> None:
    """Gone for good; erased twice is erased. Raises BackClosed."""
    if any(each.id == row_id for each in all_of(me)):
        mine.erase(me.keyring, row_id)


def last_at(me: Me) -> datetime | None:
    """When something was prepared or changed last. Opens nothing. Raises BackClosed."""
    return mine.newest_at(me.keyring, KIND)


def _kept(row: MineEntry) -> Kept:
    return Kept(row.id, row.version, rules.from_body(row.body))

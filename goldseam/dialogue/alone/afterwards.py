"""What somebody keeps for themselves of a talk: a note, and how far they felt heard. Nobody else ever learns of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from goldseam.dialogue import access
from goldseam.dialogue.rules import written
from goldseam.dialogue.rules.acts import Refused
from goldseam.library.moments import moment_told
from goldseam.people.me import Me, gathered_once
from goldseam.vault import mine, seam
from goldseam.vault import own as vault_own
from goldseam.vault.mine import MineEntry

KIND = "dialogue.afterwards"
NOTE_MOST = 4_000
HEARD = range(101)


@dataclass(frozen=True)
class Look:
    """How a talk was for one person: words, and how far they felt heard, 0 to 100. Either may be left out."""

    note: str = ""
    heard: int | None = None


@dataclass(frozen=True)
class Note:
    """A look back that was kept. `at` is when it was first written; `version` goes into the form that changes it."""

    id: UUID
    version: int
    talk: UUID
    look: Look
    at: datetime


def checked(look: Look) -> Look:
    """As it is kept. Raises Refused("empty", "long", "out-of-reach")."""
    note = written.require_words(look.note, NOTE_MOST)
    if look.heard is not None and look.heard not in HEARD:
        raise Refused("out-of-reach")
    if not note and look.heard is None:
        raise Refused("empty")
    return Look(note, look.heard)


# -- reading ------------------------------------------------------------------------------------------------------


@gathered_once
def all_of(me: Me) -> list[Note]:
    """The newest first. Raises BackClosed, Tampered."""
    found = [_note(row) for row in mine.of_kind(me.keyring, KIND)]
    return sorted(found, key=lambda note: note.at, reverse=True)


def one(me: Me, note_id: UUID) -> Note:
    """Raises Http404 (another's, another kind or none), BackClosed, Tampered."""
    found = next((note for note in all_of(me) if note.id == note_id), None)
    if found is None:
        raise Http404
    return found


def about(me: Me, talk_id: UUID) -> list[Note]:
    """What one kept of one talk, the newest first. Raises BackClosed, Tampered."""
    return [note for note in all_of(me) if note.talk == talk_id]


def _note(row: MineEntry) -> Note:
    told: Mapping[str, Any] = row.body
    heard = told["heard"]
    look = Look(str(told["note"]), None if heard is None else int(heard))
    return Note(row.id, row.version, UUID(told["talk"]), look, moment_told(told["at"]))


# -- writing ------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep(me: Me, talk_id: UUID, look: Look, form_id: UUID) -> UUID:
    """Front is enough. The same form sent twice is one. Raises Http404, Refused("empty", "long", "out-of-reach")."""
    if not access.is_here(me, talk_id):
        raise Http404
    row_id = vault_own.row_id_from(me.keyring, "dialogue.form", form_id)
    return mine.keep(me.keyring, KIND, _body(talk_id, checked(look), seam.now()), row_id)


@transaction.atomic
def change(me: Me, note_id: UUID, look: Look, based_on: int) -> None:
    """Other words in place of these; the day stays. Raises Refused("moved") when another device wrote in between,
    Refused as above, Http404, BackClosed.
    """
    told, before = checked(look), one(me, note_id)
    if told == before.look:
        return  # the same form once more
    mine.change(me.keyring, note_id, _body(before.talk, told, before.at))
    if mine.one(me.keyring, note_id).version != based_on + 1:
        raise Refused("moved")  # somebody wrote meanwhile: this is undone


@transaction.atomic
def erase(me: Me, note_id: UUID) -> None:
    """Gone for good; erased twice is erased. Raises BackClosed."""
    if any(note.id == note_id for note in all_of(me)):
        mine.erase(me.keyring, note_id)


def _body(talk_id: UUID, look: Look, at: datetime) -> dict[str, Any]:
    return {"talk": talk_id.hex, "note": look.note, "heard": look.heard, "at": at.isoformat()}

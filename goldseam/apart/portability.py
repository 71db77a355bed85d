"""What is mine here: drafts, what I gave, and what lies open; taken along and erased. Drafts are taken in again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.apart import access, actions, subjects
from goldseam.apart.access import DRAFT, GIVEN, KINDS, Opened
from goldseam.apart.rules import Unreadable
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.practice import Json, TooMany
from goldseam.vault import mine
from goldseam.vault import own as vault_own
from goldseam.vault.mine import MineEntry, New

FORMAT = 1
ROWS_MOST = 500


def export(me: Me) -> Json:
    """One's own drafts, what one gave, and of what lies open both sides as one reads them. Raises BackClosed, Tampered.

    Nothing of it tells whether the other has begun with what isn't open.
    """
    own = [entry for entry in mine.everything(me.keyring) if entry.kind in KINDS]
    return {
        "format": FORMAT,
        "drafts": [_exported(entry) for entry in own if entry.kind == DRAFT],
        "given": [_exported(entry) for entry in own if entry.kind == GIVEN],
        "opened": [each for together in access.every_pair(me) for each in _opened(me, together)],
    }


def erase(me: Me) -> None:
    actions.erase_own(me)


@transaction.atomic
def restore(me: Me, data: Json) -> int:
    """Takes in drafts, and what was given as drafts again; the same file twice adds nothing. Gives nothing to anybody.

    What lay open needs two, so nothing is made of it. Reads the whole before it keeps anything. Raises Unreadable,
    TooMany, BackClosed.
    """
    bodies = _read(data)
    known = {entry.id for entry in mine.everything(me.keyring)}
    fresh = {_id_here(me, row_id): body for row_id, body in bodies.items() if row_id not in known}
    new = [New(DRAFT, body, row_id) for row_id, body in fresh.items() if row_id not in known]
    mine.keep_many(me.keyring, new)
    return len(new)


def _exported(entry: MineEntry) -> dict[str, Any]:
    return {"id": str(entry.id)} | {name: entry.body[name] for name in ("label", "version", "answers")}


def _opened(me: Me, together: Togetherness) -> list[dict[str, Any]]:
    return [
        {"label": label, **_as_read(each)}
        for label in subjects.labels()
        for each in access.opened_in(me, together, label)
        if not each.before_me
    ]


def _as_read(each: Opened) -> dict[str, Any]:
    """The day, as the page has it."""
    told = {"number": each.number, "day": each.at.date().isoformat(), "with": each.partner}
    return told | {"mine": each.mine, "theirs": each.theirs, "came_of_it": each.summary}


def _id_here(me: Me, row_id: UUID) -> UUID:
    """The same file twice is the same rows, and the disk doesn't tell which rows came from which."""
    return vault_own.row_id_from(me.keyring, "apart.taken-in", row_id)


def _read(data: Json) -> dict[UUID, dict[str, Any]]:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Unreadable("format")
    drafts, given = data.get("drafts"), data.get("given")
    if not isinstance(drafts, list) or not isinstance(given, list):
        raise Unreadable("shape")
    if len(drafts) + len(given) > ROWS_MOST:
        raise TooMany(ROWS_MOST)
    return dict(_read_one(row) for row in [*drafts, *given])


def _read_one(row: Any) -> tuple[UUID, dict[str, Any]]:
    try:
        subject = subjects.subject(row["label"])
        answers, version = subject.checked(row["answers"]), str(row["version"])[:40]
        return UUID(str(row["id"])), {"label": subject.label, "version": version, "answers": answers}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable("row") from error

"""What is mine here: taken along, erased, and taken in again. Each room says how its own rows are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.people.me import Me
from goldseam.practice import Json, TooMany
from goldseam.understanding import rooms
from goldseam.understanding.part import Unreadable
from goldseam.vault import mine
from goldseam.vault import own as vault_own
from goldseam.vault.mine import MineEntry, New

FORMAT = 1
ROWS_MOST = 2000
"""They are taken in under the one write lock, so they end somewhere."""


@dataclass(frozen=True)
class TakenIn:
    """One row from a file, read and found whole."""

    id: UUID
    kind: str
    body: dict[str, Any]


def export(me: Me) -> Json:
    """Every row of one's own in this practice. Raises BackClosed, Tampered."""
    return {"format": FORMAT, "rows": [_exported(entry) for entry in _own(me)]}


@transaction.atomic
def erase(me: Me) -> None:
    """Every row of this practice, also where it was shown. Raises BackClosed."""
    for entry in _own(me):
        mine.erase(me.keyring, entry.id)


@transaction.atomic
def restore(me: Me, data: Json) -> int:
    """Takes in what `export` gave; the same file twice adds nothing. Nothing is shown to anybody by it.

    Reads the whole before it keeps anything. Raises Unreadable, TooMany, BackClosed.
    """
    rows = [row for row in _read(data) if row.kind not in rooms.shown()]
    known = {entry.id for entry in _own(me)}
    fresh = {_id_here(me, row.id): row for row in rows if row.id not in known}
    new = [New(row.kind, row.body, row_id) for row_id, row in fresh.items() if row_id not in known]
    mine.keep_many(me.keyring, new)
    return len(new)


def share_again(me: Me, data: Json) -> None:
    """Each room shows again what the file says was shown. Raises NotShown, Unreadable."""
    rows = [{"id": str(row.id), "here": str(_id_here(me, row.id)), "kind": row.kind} | row.body for row in _read(data)]
    for room in rooms.ROOMS:
        room.share_again(me, [row for row in rows if row["kind"] in room.kinds])


def has_done_something(me: Me) -> bool:
    """Is there work of one's own here? Raises BackClosed."""
    return any(mine.has_kind(me.keyring, kind) for kind in rooms.kinds())


def _own(me: Me) -> list[MineEntry]:
    kinds = rooms.kinds()
    return [entry for entry in mine.everything(me.keyring) if entry.kind in kinds]


def _exported(entry: MineEntry) -> dict[str, Any]:
    return {"id": str(entry.id), "kind": entry.kind, "body": entry.body}


def _id_here(me: Me, row_id: UUID) -> UUID:
    """The same file twice is the same rows, and the disk doesn't tell which rows came from which."""
    return vault_own.row_id_from(me.keyring, "understanding.taken-in", row_id)


def _read(data: Json) -> list[TakenIn]:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Unreadable("format")
    rows = data.get("rows")
    if not isinstance(rows, list):
        raise Unreadable("shape")
    if len(rows) > ROWS_MOST:
        raise TooMany(ROWS_MOST)
    return [_read_one(row) for row in rows]


def _read_one(row: Any) -> TakenIn:
    kinds = rooms.kinds()
    if not isinstance(row, dict) or row.get("kind") not in kinds or not isinstance(row.get("body"), dict):
        raise Unreadable("row")
    try:
        row_id = UUID(str(row["id"]))
    except (KeyError, ValueError) as error:
        raise Unreadable("row") from error
    return TakenIn(row_id, row["kind"], kinds[row["kind"]](row["body"]))

"""What is mine on the road: taken along, erased, and taken in again. What two chose needs two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.people.me import Me
from goldseam.practice import Json, TooMany
from goldseam.road.plan import access, actions, choosing
from goldseam.road.plan.access import KIND
from goldseam.road.plan.choosing import JointMark, Road, Unreadable
from goldseam.vault import mine
from goldseam.vault import own as vault_own
from goldseam.vault.mine import New

FORMAT = 1
ROWS_MOST = 200


def export(me: Me) -> Json:
    """Every road of one's own, and what one chose for both in the present pair. Raises BackClosed, Tampered."""
    marks = [mark for mark in access.both(me).marks if mark.side == "me"]
    return {
        "format": FORMAT,
        "roads": [_exported(road) for road in access.roads_of(me)],
        "chosen_for_both": [_chosen(mark) for mark in marks],
    }


def erase(me: Me) -> None:
    actions.erase_own(me)


@transaction.atomic
def restore(me: Me, data: Json) -> int:
    """One's own roads come back; what two chose is chosen anew by two. The same file twice adds nothing.

    Raises Unreadable, TooMany, BackClosed.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Unreadable("format")
    rows = data.get("roads")
    if not isinstance(rows, list):
        raise Unreadable("shape")
    if len(rows) > ROWS_MOST:
        raise TooMany(ROWS_MOST)
    read = [_read(row) for row in rows]
    known = {road.id for road in access.roads_of(me)}
    fresh = {_id_here(me, row_id): road for row_id, road in read if row_id not in known}
    new = [New(KIND, choosing.as_body(road), row_id) for row_id, road in fresh.items() if row_id not in known]
    mine.keep_many(me.keyring, new)
    return len(new)


def _exported(road: Road) -> dict[str, Any]:
    body = choosing.as_body(road)
    del body["room"]
    return {"id": str(road.id), **body}


def _chosen(mark: JointMark) -> dict[str, Any]:
    told = {"deed": mark.deed.value, "step": mark.step, "other": mark.other, "at": mark.at.isoformat()}
    return told | ({"day": mark.day.isoformat()} if mark.day else {}) | ({"weeks": mark.weeks} if mark.weeks else {})


def _read(row: Any) -> tuple[UUID, Road]:
    if not isinstance(row, dict):
        raise Unreadable("row")
    try:
        return UUID(str(row["id"])), choosing.from_body(row)
    except (KeyError, ValueError) as error:
        raise Unreadable("row") from error


def _id_here(me: Me, row_id: UUID) -> UUID:
    """The same file twice is the same rows, and the disk doesn't tell which rows came from which."""
    return vault_own.row_id_from(me.keyring, "road.taken-in", row_id)

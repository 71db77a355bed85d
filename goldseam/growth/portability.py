"""What is mine here: taken along, erased, and taken in again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.growth import access, actions, rules
from goldseam.growth.access import CHECK_IN, OWN_SLIDER, CheckIn
from goldseam.growth.rules import Unreadable
from goldseam.library.moments import moment_told
from goldseam.people.me import Me
from goldseam.practice import Json, NotShown, TooMany
from goldseam.vault import mine
from goldseam.vault import own as vault_own

FORMAT = 1
ROWS_MOST = 5000
"""Two a day for nearly seven years; the rows are taken in under the one write lock, so they end somewhere."""


@dataclass(frozen=True)
class TakenIn:
    """One check-in from a file, read and found whole."""

    id: UUID
    body: dict[str, Any]
    shown: list[str]


def export(me: Me) -> Json:
    """Every check-in of one's own, and what was shown of it. Raises BackClosed."""
    own = access.own_of(me)
    return {
        "format": FORMAT,
        "own_slider": own.slider_name,
        "check_ins": [_exported(check_in) for check_in in reversed(own.check_ins)],
    }


@transaction.atomic
def erase(me: Me) -> None:
    """Every row of this practice, also where it was shown. Raises BackClosed."""
    for row in access.own_of(me).rows:
        mine.erase(me.keyring, row.id)


@transaction.atomic
def restore(me: Me, data: Json) -> int:
    """Takes in what `export` gave; the same file twice adds nothing. Nothing is shown to anybody by it.

    Reads the whole before it keeps anything. Raises Unreadable, BackClosed.
    """
    slider_name, rows = _read(data)
    own = access.own_of(me)
    known = {check_in.id for check_in in own.check_ins}
    if slider_name and not own.slider_name:
        mine.keep(me.keyring, OWN_SLIDER, {"name": slider_name})
    fresh = {_id_here(me, row.id): row.body for row in rows if row.id not in known}
    for row_id, body in fresh.items():
        mine.keep(me.keyring, CHECK_IN, body, row_id)
    return len(set(fresh) - known)


@transaction.atomic
def share_again(me: Me, data: Json) -> None:
    """Shows the present partner the parts that the file says were shown.

    Raises NotShown while there is nobody to show it to, or things are paused; Unreadable, BackClosed.
    """
    _, rows = _read(data)
    own = access.own_of(me)
    here = {check_in.id: check_in for check_in in own.check_ins}
    wished = {}
    for row in rows:
        check_in = here.get(row.id) or here.get(_id_here(me, row.id))
        if check_in and not check_in.shown and (parts := [part for part in row.shown if check_in.answers.has(part)]):
            wished[check_in.id] = (check_in, parts)
    try:
        actions.show_many_to_partner(me, own, list(wished.values()))
    except rules.Refused as refusal:
        raise NotShown(refusal.code) from refusal


def did_something(me: Me) -> bool:
    """Is there work of one's own here? Raises BackClosed."""
    return access.has_check_ins(me)


def _exported(check_in: CheckIn) -> dict[str, Any]:
    told: dict[str, Any] = {"id": str(check_in.id), "at": check_in.at.isoformat(), **rules.as_body(check_in.answers)}
    return told | ({"shown": rules.as_body(check_in.shown.answers)} if check_in.shown else {})


def _id_here(me: Me, row_id: UUID) -> UUID:
    """The same file twice is the same rows, and the disk doesn't tell which rows came from which."""
    return vault_own.row_id_from(me.keyring, "growth.taken-in", row_id)


def _read(data: Json) -> tuple[str, list[TakenIn]]:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Unreadable("format")
    rows, name = data.get("check_ins"), data.get("own_slider", "")
    if not isinstance(rows, list) or not isinstance(name, str):
        raise Unreadable("shape")
    if len(rows) > ROWS_MOST:
        raise TooMany(ROWS_MOST)
    try:
        return rules.plain_name(name), [_read_one(row) for row in rows]
    except rules.Refused as refusal:
        raise Unreadable(refusal.code) from refusal


def _read_one(row: Any) -> TakenIn:
    if not isinstance(row, dict):
        raise Unreadable("row")
    try:
        row_id, at = UUID(str(row["id"])), moment_told(str(row["at"]))
    except (KeyError, ValueError) as error:
        raise Unreadable("row") from error
    shown = row.get("shown") or {}
    if not isinstance(shown, dict):
        raise Unreadable("row")
    body = {**rules.as_body(rules.from_body(row)), "at": at.isoformat()}
    return TakenIn(row_id, body, rules.from_body(shown).parts if shown else [])

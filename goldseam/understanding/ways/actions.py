"""What a person can do here, for themselves alone. Nothing rings, nothing is shown, nobody is reminded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.people.me import Me
from goldseam.understanding.ways import access, rules
from goldseam.understanding.ways.access import LIST, STANDING, WEIGHING
from goldseam.understanding.ways.rules import Piece, Refused, Standing, Ticked
from goldseam.vault import mine


@transaction.atomic
def stand(me: Me, standing: Standing) -> None:
    """One small row, whatever the answer; a new answer takes the old one's place. Raises BackClosed."""
    rows = access.rows_of(me, STANDING)
    if not rows:
        mine.keep(me.keyring, STANDING, rules.standing_body(standing))
        return
    for older in rows[:-1]:
        mine.erase(me.keyring, older)
    mine.change(me.keyring, rows[-1], rules.standing_body(standing))


@transaction.atomic
def forget_standing(me: Me) -> None:
    """As if it had never been answered. Raises BackClosed."""
    _erase_kind(me, STANDING)


@transaction.atomic
def keep_piece(me: Me, name: str, piece: Piece, based_on: int) -> None:
    """Keeps a piece. `based_on` is the version that the form began with.

    Raises Refused("moved") when another device wrote in between, Refused as `rules.piece_checked`, BackClosed.
    """
    body = rules.piece_body(name, rules.piece_checked(name, piece))
    written = access.pieces_of(me).get(name, access.Written())
    before = rules.piece_body(name, written.piece)
    _put(me, WEIGHING, body, before, written.id, (written.version, based_on))


@transaction.atomic
def keep_list(me: Me, ticked: Ticked, based_on: int) -> None:
    """Keeps the ticks and notes. Raises as above."""
    body = rules.ticked_body(rules.ticked_checked(ticked))
    listed = access.list_of(me)
    _put(me, LIST, body, rules.ticked_body(listed.ticked), listed.id, (listed.version, based_on))


@transaction.atomic
def erase_pieces(me: Me) -> None:
    """All four pieces are gone. Raises BackClosed."""
    _erase_kind(me, WEIGHING)


@transaction.atomic
def erase_list(me: Me) -> None:
    """All ticks and notes are gone. Raises BackClosed."""
    _erase_kind(me, LIST)


def _put(
    me: Me, kind: str, body: dict[str, Any], before: dict[str, Any], row_id: UUID | None, versions: tuple[int, int]
) -> None:
    stands, based_on = versions
    if row_id is not None and rules.same(body, before):
        return  # the same form once more
    if stands != based_on:
        raise Refused("moved")
    if row_id is None:
        mine.keep(me.keyring, kind, body)
        return
    mine.change(me.keyring, row_id, body)
    if mine.one(me.keyring, row_id).version != stands + 1:
        raise Refused("moved")  # somebody wrote while we waited for the lock: this act is undone


def _erase_kind(me: Me, kind: str) -> None:
    for row in access.rows_of(me, kind):
        mine.erase(me.keyring, row)

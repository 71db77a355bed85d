"""The only door to where somebody stands, and to what they wrote on their way. All of it is theirs alone, for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from goldseam.people.me import Me, gathered_once
from goldseam.understanding.ways import rules
from goldseam.understanding.ways.rules import Piece, Standing, Ticked
from goldseam.vault import mine

STANDING = "understanding.standing"
WEIGHING = "understanding.weighing"
LIST = "understanding.parting-list"


@dataclass(frozen=True)
class Written:
    """One piece as it stands. `version` goes into the form, so that a second device can't write over it unseen."""

    piece: Piece = field(default_factory=Piece)
    id: UUID | None = None
    version: int = 0


@dataclass(frozen=True)
class Listed:
    """The practical list as it stands; `version` as above."""

    ticked: Ticked = field(default_factory=Ticked)
    id: UUID | None = None
    version: int = 0


@gathered_once
def standing_of(me: Me) -> Standing | None:
    """Where this person last said they stand. For pages behind their own PIN, and for nothing else.

    Raises BackClosed, Tampered.
    """
    newest = next(mine.newest_first(me.keyring, STANDING), None)
    return rules.standing_of_body(newest.body) if newest else None


def rows_of(me: Me, kind: str) -> list[UUID]:
    """The rows of one kind, oldest first. Raises BackClosed, Tampered."""
    return [row.id for row in mine.of_kind(me.keyring, kind)]


def pieces_of(me: Me) -> Mapping[str, Written]:
    """Every piece that was written; of two from two devices, the newer. Raises BackClosed, Tampered."""
    found = {}
    for row in mine.of_kind(me.keyring, WEIGHING):
        name, piece = rules.piece_of_body(row.body)
        found[name] = Written(piece, row.id, row.version)
    return found


def list_of(me: Me) -> Listed:
    """The practical list; of two, the newer. Raises BackClosed, Tampered."""
    rows = mine.of_kind(me.keyring, LIST)
    return Listed(rules.ticked_of_body(rows[-1].body), rows[-1].id, rows[-1].version) if rows else Listed()

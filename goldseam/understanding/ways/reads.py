"""Gathers what the pages of this room show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from goldseam.people.me import Me
from goldseam.understanding.ways import access, content
from goldseam.understanding.ways.access import Written
from goldseam.understanding.ways.forms import PieceForm
from goldseam.understanding.ways.rules import PIECES, UNTIL
from goldseam.vault import seam


@dataclass(frozen=True)
class PieceShown:
    """One piece on the page: what was written, and its form. `is_next` is the first one that is still empty."""

    form: PieceForm
    written: Written
    is_next: bool
    is_open: bool

    @property
    def said(self) -> list[tuple[str, str]]:
        fields = self.form.told["fields"]
        return [(fields[name]["label"], text) for name, text in self.written.piece.words.items()]

    @property
    def day(self) -> date | None:
        return self.written.piece.day


def pieces_for(me: Me, sent: PieceForm | None = None) -> list[PieceShown]:
    """All four, in their order. `sent` is a form that has something to look at again."""
    written = access.pieces_of(me)
    empty = [name for name in PIECES if name not in written]
    shown = []
    for name in PIECES:
        stands, is_sent = written.get(name, Written()), sent is not None and sent.name == name
        form = sent if sent is not None and is_sent else PieceForm(None, name=name, written=stands)
        shown.append(PieceShown(form, stands, bool(empty) and name == empty[0], is_sent))
    return shown


def day_has_come(me: Me) -> bool:
    """Is the day over that this person chose for themselves? Nothing rings for it: it is told here alone."""
    day = access.pieces_of(me).get(UNTIL, Written()).piece.day
    return day is not None and day <= timezone.localdate(seam.now())


def where(me: Me) -> dict[str, Any]:
    standing = access.standing_of(me)
    return {
        "answer": content.answer(standing) if standing else None,
        "day_has_come": day_has_come(me),
        "exercise": content.exercise("where"),
    }

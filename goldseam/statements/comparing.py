"""What changed between two wordings, word by word. Plain Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """A stretch of words: the same in both, only in the new one, or only in the old one."""

    kind: Literal["same", "added", "removed"]
    words: str


def changes(old: str, new: str) -> list[Piece]:
    """In reading order; what went stands before what came."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    found: list[Piece] = []
    for way, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if way == "equal":
            found.append(Piece("same", "".join(after[new_from:new_to])))
            continue
        if gone := "".join(before[old_from:old_to]):
            found.append(Piece("removed", gone))
        if come := "".join(after[new_from:new_to]):
            found.append(Piece("added", come))
    return _mended(found)


def _mended(pieces: list[Piece]) -> list[Piece]:
    """A blank between two changes of one kind belongs to them: “went ~~away~~ ~~today~~” reads badly."""
    told: list[Piece] = []
    for piece in pieces:
        if told and told[-1].kind == piece.kind:
            told[-1] = Piece(piece.kind, told[-1].words + piece.words)
        else:
            told.append(piece)
    return told

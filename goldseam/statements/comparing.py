"""What changed between two wordings, word by word. Plain Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORD = re.compile(r"\S+\s*|\s+")
ALIKE = 0.5
"""With less than this in common, words were written anew: marking each would only be in the way of reading."""


@dataclass(frozen=True)
class Piece:
    """A stretch of words: the same in both, only in the new one, or only in the old one."""

    kind: Literal["same", "added", "removed"]
    words: str


def changes(old: str, new: str) -> list[Piece]:
    """In reading order; what went stands before what came. Words that were written anew are all the same to it."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, [each.strip() for each in before], [each.strip() for each in after], autojunk=False)
    if matcher.ratio() < ALIKE:
        return [Piece("same", new)] if new else []
    found: list[Piece] = []
    for way, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if way == "equal":
            found.append(Piece("same", "".join(after[new_from:new_to])))
            continue
        if gone := "".join(before[old_from:old_to]):
            found.append(Piece("removed", _apart(gone)))
        if come := "".join(after[new_from:new_to]):
            found.append(Piece("added", come))
    return found


def _apart(words: str) -> str:
    """The last word of all has no space behind it; what comes next mustn't stick to it."""
    return words if words[-1].isspace() else f"{words} "

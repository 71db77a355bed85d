"""What somebody prepares alone: words to bring into a talk, or a letter that is never sent. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldseam.dialogue.rules.acts import Deed, Refused
from goldseam.dialogue.rules.written import FIELDS, LETTER_MOST, LINE_MOST, TOPIC_MOST, require_words

PARTS = FIELDS[Deed.SAY]
"""The same parts as in a talk, so that what was prepared fits there as it is."""
_ABOUT_SIGNS = 80


@dataclass(frozen=True)
class Prepared:
    """One thing prepared. `about` is a line to find it by. A letter is only for oneself: no talk offers it."""

    about: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    is_letter: bool = False

    @property
    def called(self) -> str:
        """What it is listed as: its own line, or how its words begin; empty where only ticks were set."""
        told = self.about or next((self.words[each] for each in ("when", "ask", "free", "feel", "need")
                                   if self.words.get(each)), "")  # fmt: skip
        first = told.partition("\n")[0]
        return first if len(first) <= _ABOUT_SIGNS else f"{first[:_ABOUT_SIGNS].rstrip()} …"


def checked(prepared: Prepared) -> Prepared:
    """As it is kept. Raises Refused("empty", "long")."""
    most = LETTER_MOST if prepared.is_letter else LINE_MOST
    told = {part: require_words(prepared.words.get(part, ""), most) for part in PARTS}
    words = {part: each for part, each in told.items() if each}
    if not words:
        raise Refused("empty")
    return Prepared(require_words(prepared.about, TOPIC_MOST), words, prepared.is_letter)


def body_of(prepared: Prepared) -> dict[str, Any]:
    return {"about": prepared.about, "words": dict(prepared.words), "is_letter": prepared.is_letter}


def from_body(body: Any) -> Prepared:
    """Raises Refused, KeyError, TypeError, AttributeError: a file that somebody brings may hold anything."""
    words = {str(part): str(each) for part, each in body["words"].items()}
    return checked(Prepared(str(body["about"]), words, bool(body["is_letter"])))

"""What a story is made of. Each part may stay empty; withheld and never written are the same: the part isn't there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PARTS = ("differences", "beneath", "stress", "pattern")
WORDS_MOST = 2000


class NotAStory(ValueError):
    """Not something that our form could have given."""


def plain(typed: str) -> str:
    """As it was meant: no spaces around it, no other signs for a new line."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def checked(answers: Any) -> dict[str, Any]:
    """Reads a story from wherever it comes. Raises NotAStory."""
    if not isinstance(answers, Mapping) or not set(answers) <= set(PARTS):
        raise NotAStory("parts")
    told = {}
    for part in PARTS:
        words = answers.get(part, "")
        if not isinstance(words, str) or len(plain(words)) > WORDS_MOST:
            raise NotAStory(part)
        if plain(words):
            told[part] = plain(words)
    return told

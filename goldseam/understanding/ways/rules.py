"""Where somebody stands, what they weigh, and what they tick. No Django, no clock, no database."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from goldseam.library.moments import YEARS
from goldseam.library.typed import plain_text
from goldseam.understanding.part import Unreadable

WORDS_MOST = 4000
TICKS_MOST = 200
_ID = re.compile(r"[a-z][a-z-]{0,39}\Z")


class Standing(StrEnum):
    """The four answers. All are the same length, so that no size tells one from another."""

    MEND = "mend"
    UNSURE = "open"
    PART = "part"
    NOT_NOW = "hold"


PIECES: Mapping[str, tuple[str, ...]] = {
    "speaks": ("mending", "parting", "waiting"),
    "see": ("from-them", "from-me"),
    "stays": ("in-a-year", "would-do"),
    "until": ("then",),
}
"""The four short pieces for somebody who isn't sure, and their fields. The last has a day as well."""
UNTIL = "until"


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Piece:
    """One piece as it was written. What was left empty isn't there."""

    words: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None


@dataclass(frozen=True)
class Ticked:
    """The practical list of somebody who parts: what is done, and a note to each of its parts."""

    done: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)


def piece_checked(name: str, piece: Piece) -> Piece:
    """The same in its plain form. Raises Refused for nothing, too much, or what no form of ours sends."""
    if name not in PIECES or set(piece.words) - set(PIECES[name]) or (piece.day and name != UNTIL):
        raise Refused("unknown")
    if piece.day and piece.day.year not in YEARS:
        raise Refused("no-day")
    plain = Piece(_plain_words(piece.words), piece.day)
    if not plain.words and plain.day is None:
        raise Refused("nothing-written")
    return plain


def ticked_checked(ticked: Ticked) -> Ticked:
    """As above. Ticks of an older list are kept: no word and no tick gets lost because a text changed."""
    names = [*ticked.done, *ticked.notes]
    if len(names) > TICKS_MOST or not all(_ID.match(name) for name in names):
        raise Refused("unknown")
    return Ticked(ticked.done, _plain_words(ticked.notes))


def _plain_words(words: Mapping[str, str]) -> dict[str, str]:
    plain = {name: plain_text(text) for name, text in words.items()}
    if any(len(text) > WORDS_MOST for text in plain.values()):
        raise Refused("words-long")
    return {name: text for name, text in plain.items() if text}


# -- as it is kept ------------------------------------------------------------------------------------------------


def standing_body(standing: Standing) -> dict[str, Any]:
    return {"standing": standing.value}


def standing_of_body(body: Any) -> Standing:
    """Raises Unreadable."""
    try:
        return Standing(body["standing"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("standing") from error


def piece_body(name: str, piece: Piece) -> dict[str, Any]:
    told: dict[str, Any] = {"piece": name, "words": dict(piece.words)}
    return told | ({"day": piece.day.isoformat()} if piece.day else {})


def piece_of_body(body: Any) -> tuple[str, Piece]:
    """Which piece it is, and what it says. Raises Unreadable."""
    name, words = body.get("piece"), _texts(body.get("words"))
    try:
        return name, piece_checked(name, Piece(words, _day(body.get("day"))))
    except (Refused, TypeError) as error:
        raise Unreadable("piece") from error


def ticked_body(ticked: Ticked) -> dict[str, Any]:
    return {"done": sorted(ticked.done), "notes": dict(ticked.notes)}


def ticked_of_body(body: Any) -> Ticked:
    """Raises Unreadable."""
    done = body.get("done")
    if not isinstance(done, list) or not all(isinstance(name, str) for name in done):
        raise Unreadable("list")
    try:
        return ticked_checked(Ticked(frozenset(done), _texts(body.get("notes"))))
    except Refused as refusal:
        raise Unreadable("list") from refusal


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _texts(found: Any) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise Unreadable("words")
    return found


def _day(found: Any) -> date | None:
    if found is None:
        return None
    try:
        return date.fromisoformat(found)
    except (TypeError, ValueError) as error:
        raise Unreadable("day") from error

"""One's half of the loop, and how two halves become one. No Django, no clock, no database.

A half is a sentence in six parts, each of them optional: "When I … you … then I …; underneath I feel …, and I long
for …", and what presses from outside. Nothing here decides who is right: where the two name different things, both
stand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from goldseam.understanding.stresses import STRESSES

MOVES = [
    "near",
    "press",
    "criticise",
    "explain",
    "loud",
    "silent",
    "leave",
    "cold",
    "fine",
    "give-in",
    "joke",
    "solve",
    "busy",
    "cry",
]
FEELINGS = [
    "afraid",
    "lonely",
    "hurt",
    "not-enough",
    "unimportant",
    "pushed-away",
    "ashamed",
    "helpless",
    "not-believed",
    "flooded",
    "tired",
    "sad",
]
LONGINGS = ["matter", "safe", "wanted", "believed", "enough", "seen", "close", "room", "rest", "same-side"]
CHOICES: dict[str, Sequence[str]] = {
    "start": MOVES,
    "other": MOVES,
    "then": MOVES,
    "beneath": FEELINGS,
    "longing": LONGINGS,
    "outside": STRESSES,
}
PARTS = tuple(CHOICES)
PICKED_MOST = 3
WORDS_MOST = 120
VERSION = "1"

Who = Literal["me", "you"]


class Refused(ValueError):
    """A kind no. `code` names the sentence that the page shows, `part` where it belongs."""

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.part = part


@dataclass(frozen=True)
class Piece:
    """What fills one gap of the sentence: ids out of our list, and words of one's own."""

    picked: tuple[str, ...] = ()
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.picked or self.words)


NOTHING = Piece()
Half = Mapping[str, Piece]


def checked(answers: Any) -> dict[str, Any]:
    """The half as it is kept, from a form, a file or the other side. Raises Refused."""
    return as_answers(half_of(answers))


def half_of(answers: Any) -> dict[str, Piece]:
    """Raises Refused for nothing at all, for too much, and for what no form of ours sends."""
    if not isinstance(answers, Mapping) or set(answers) - set(PARTS):
        raise Refused("unknown")
    found = {part: _piece(part, answers[part]) for part in PARTS if part in answers}
    half = {part: piece for part, piece in found.items() if piece}
    if not half:
        raise Refused("nothing")
    return half


def as_answers(half: Half) -> dict[str, Any]:
    return {part: {"picked": list(piece.picked), "words": piece.words} for part, piece in half.items()}


def _piece(part: str, told: Any) -> Piece:
    if not isinstance(told, Mapping) or set(told) - {"picked", "words"}:
        raise Refused("unknown", part)
    picked, words = told.get("picked", []), told.get("words", "")
    if not isinstance(picked, list | tuple) or not isinstance(words, str):
        raise Refused("unknown", part)
    if not all(isinstance(one, str) and one in CHOICES[part] for one in picked):
        raise Refused("unknown", part)
    if len(set(picked)) > PICKED_MOST:
        raise Refused("many", part)
    plain = plain_words(words)
    if len(plain) > WORDS_MOST:
        raise Refused("long", part)
    return Piece(tuple(dict.fromkeys(picked)), plain)


JOINERS = "\u200c\u200d"
"""They hold letters and pictures together, though they count as signs of control."""


def plain_words(typed: str) -> str:
    """On one line, and without signs that could turn the rest of a page around."""
    kept = unicodedata.normalize("NFC", typed)
    spaced = "".join(" " if sign.isspace() else sign for sign in kept)
    visible = "".join(sign for sign in spaced if sign in JOINERS or not unicodedata.category(sign).startswith("C"))
    return " ".join(visible.split())


# -- two halves, one loop ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """Something that one or both said: which of our words, and whose own words."""

    picked: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.picked or self.words)


@dataclass(frozen=True)
class Does:
    """What one of the two does in the loop: as both name it, as they say it themselves, as the other sees it."""

    who: Who
    both: Told = field(default_factory=Told)
    own: Told = field(default_factory=Told)
    seen: Told = field(default_factory=Told)

    def __bool__(self) -> bool:
        return bool(self.both or self.own or self.seen)


@dataclass(frozen=True)
class Feels:
    """How it lands on one of the two: the feeling underneath, and what they long for. Only they can say it."""

    who: Who
    beneath: Told = field(default_factory=Told)
    longing: Told = field(default_factory=Told)


@dataclass(frozen=True)
class Wind:
    """What presses from outside: as both name it, as I do, as the other does."""

    both: Told = field(default_factory=Told)
    mine: Told = field(default_factory=Told)
    theirs: Told = field(default_factory=Told)

    def __bool__(self) -> bool:
        return bool(self.both or self.mine or self.theirs)


@dataclass(frozen=True)
class Loop:
    """I do, it lands on you, you do, it lands on me, and again."""

    i_do: Does
    in_you: Feels
    you_do: Does
    in_me: Feels
    outside: Wind
    halves: frozenset[Who]


def join(mine: Half | None, theirs: Half | None) -> Loop:
    """The loop that two halves make, seen by the owner of the first. A half may be missing: then its gaps stay open.

    Where the two name different things, nothing is settled: both versions stand beside each other.
    """
    my, their = mine or {}, theirs or {}
    return Loop(
        i_do=_does("me", my, their),
        in_you=_feels("you", their),
        you_do=_does("you", their, my),
        in_me=_feels("me", my),
        outside=Wind(*_apart(_told(my, "outside"), _told(their, "outside"))),
        halves=frozenset(_halves(mine, theirs)),
    )


def _halves(mine: Half | None, theirs: Half | None) -> list[Who]:
    told: list[tuple[Who, Half | None]] = [("me", mine), ("you", theirs)]
    return [who for who, half in told if half]


def _does(who: Who, own: Half, others: Half) -> Does:
    return Does(who, *_apart(_told(own, "start", "then"), _told(others, "other")))


def _feels(who: Who, half: Half) -> Feels:
    return Feels(who, _told(half, "beneath"), _told(half, "longing"))


def _told(half: Half, *parts: str) -> Told:
    """Several gaps as one, each thing once, in the order in which it was said."""
    pieces = [half.get(part, NOTHING) for part in parts]
    picked = dict.fromkeys(one for piece in pieces for one in piece.picked)
    return Told(tuple(picked), tuple(dict.fromkeys(piece.words for piece in pieces if piece.words)))


def _apart(one: Told, other: Told) -> tuple[Told, Told, Told]:
    """What both named; what only the one; what only the other. Words of one's own are the same when they are."""
    both = Told(
        tuple(each for each in one.picked if each in other.picked),
        tuple(each for each in one.words if each in other.words),
    )
    return both, _without(one, both), _without(other, both)


def _without(told: Told, taken: Told) -> Told:
    return Told(
        tuple(each for each in told.picked if each not in taken.picked),
        tuple(each for each in told.words if each not in taken.words),
    )

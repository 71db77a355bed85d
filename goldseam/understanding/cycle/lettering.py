"""How wide words are, and where their lines break: an SVG doesn't wrap, so this does. Plain Python.

Widths are those of our own font, bold, so that a line is rather too short than too long; what our font doesn't have is
drawn by one that we don't know, and is taken as wide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# fmt: off
LATIN = dict(zip(map(chr, range(32, 127)), (
    312, 303, 390, 765, 610, 969, 731, 210, 335, 335, 485, 606, 271, 373, 272, 440, 659, 440, 579, 600, 624, 607, 626,
    537, 624, 595, 272, 272, 569, 628, 569, 547, 781, 678, 643, 669, 688, 597, 566, 718, 701, 424, 561, 663, 552, 858,
    717, 746, 629, 756, 650, 614, 607, 690, 644, 886, 685, 650, 618, 340, 440, 344, 582, 400, 288, 552, 596, 510, 596,
    563, 365, 593, 571, 300, 259, 555, 318, 882, 571, 576, 596, 599, 376, 508, 376, 567, 530, 740, 539, 521, 505, 381,
    254, 381, 555,
), strict=True))
# fmt: on
PICTURE, FULL, LIGATURE, UNKNOWN, UNKNOWN_LARGE = 1400, 1050, 4200, 800, 1000
LARGE_LIGATURES = range(0xFDF0, 0xFE00)
SKINS, FLAGS = range(0x1F3FB, 0x1F400), range(0x1F1E6, 0x1F200)
JOINER = "\u200d"
MARKS_MOST = 4
"""Marks above and below one letter: more of them would climb into the lines around."""


@dataclass(frozen=True)
class Line:
    """One line as it is drawn. `width` is in thousandths of the letters' size."""

    words: str
    width: int
    is_rtl: bool


def wrapped(text: str, room: int) -> list[Line]:
    """The text in lines no wider than `room` (in thousandths of the letters' size), broken inside words if it must be.

    A single sign that is wider than the room stands on a line of its own.
    """
    is_rtl = runs_from_right(text)
    lines: list[list[str]] = []
    for word in "".join(clusters(text)).split():
        parts = [word] if width_of(word) <= room else list(_broken(word, room))
        for part in parts:
            if lines and part is parts[0] and width_of(" ".join([*lines[-1], part])) <= room:
                lines[-1].append(part)
            else:
                lines.append([part])
    return [Line(" ".join(line), width_of(" ".join(line)), is_rtl) for line in lines]


def width_of(text: str) -> int:
    return sum(map(_width, text))


def runs_from_right(text: str) -> bool:
    """As its first letter with a direction says."""
    for sign in text:
        if (way := unicodedata.bidirectional(sign)) in ("L", "R", "AL"):
            return way != "L"
    return False


def clusters(text: str) -> Iterator[str]:
    """What must stay together: a letter with its marks, a picture out of several, a flag."""
    held = ""
    for sign in text:
        if held and _belongs(held, sign):
            if not _is_mark(sign) or sum(map(_is_mark, held)) < MARKS_MOST:
                held += sign
            continue
        if held:
            yield held
        held = sign
    if held:
        yield held


def _broken(word: str, room: int) -> Iterator[str]:
    held = ""
    for cluster in clusters(word):
        if held and width_of(held + cluster) > room:
            yield held
            held = ""
        held += cluster
    yield held


def _belongs(held: str, sign: str) -> bool:
    if held[-1] == JOINER or sign in (JOINER, "\u200c") or _is_mark(sign) or ord(sign) in SKINS:
        return True
    return ord(sign) in FLAGS and len(held) == 1 and ord(held) in FLAGS


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _width(sign: str) -> int:
    if sign in LATIN:
        return LATIN[sign]
    kind = unicodedata.category(sign)
    if kind in ("Mn", "Me", "Cf"):
        return 0
    if ord(sign) in LARGE_LIGATURES:
        return LIGATURE
    if kind == "So" or ord(sign) >= 0x1F000:
        return PICTURE
    if unicodedata.east_asian_width(sign) in "WF":
        return FULL
    base = unicodedata.normalize("NFD", sign)[0]
    if base in LATIN:
        return LATIN[base]
    return UNKNOWN_LARGE if kind == "Lu" else UNKNOWN

"""The loop as a picture: two people, four places, a wind. Only geometry here, in plain Python, as for the bowl.

What I do stands at one side and what you do at the other; below each, or above, how it lands. One goes round by the
arrows. Places grow with their words, so that nothing ever lies over anything else. Colours live in the stylesheet,
words in the reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from goldseam.understanding.cycle import lettering

Who = Literal["me", "you", ""]
Weight = Literal["title", "label", "words"]

WIDE = 360.0
GAP, PAD, EDGE = 30.0, 12.0, 2.0
BOX = (WIDE - GAP) / 2 - EDGE
TRACK = 34.0
"""How far from the edge the way round runs between the upper and the lower places."""
SIZES: dict[str, float] = {"title": 14.5, "label": 13.0, "words": 14.5}
HIGH: dict[str, float] = {"title": 20.0, "label": 17.0, "words": 19.0}
BEFORE: dict[str, float] = {"title": 4.0, "label": 7.0, "words": 1.0}
MIDDLE_LEAST = 46.0
WAVES = 62.0
MARK = 6.5


@dataclass(frozen=True)
class Text:
    """Some words that stand in one place of the picture, in their order. `who` puts a person's mark before them.

    Titles and labels are the page's own words and run as the page does; other words as their first letter says.
    """

    words: str
    weight: Weight = "words"
    who: Who = ""


@dataclass(frozen=True)
class Place:
    """One of the four. `beneath` are the softer ones: how it lands."""

    who: Who
    beneath: bool
    texts: Sequence[Text]


@dataclass(frozen=True)
class Drawn:
    """A line of words as it stands. `squeeze` is the width into which a single very wide sign is pressed."""

    words: str
    x: float
    y: float
    weight: str
    is_rtl: bool
    squeeze: str = ""


@dataclass(frozen=True)
class Mark:
    """A person's mark: a filled circle, or a hollow diamond."""

    who: Who
    x: float
    y: float
    size: float = MARK

    @property
    def diamond(self) -> str:
        side = f"{self.size},{self.size}"
        return f"M{self.x:.1f},{self.y - self.size:.1f}l{side}l-{side}l-{self.size},-{self.size}z"


@dataclass(frozen=True)
class Box:
    who: Who
    beneath: bool
    x: float
    y: float
    wide: float
    high: float
    lines: list[Drawn]
    mark: Mark

    @property
    def round(self) -> float:
        return 24.0 if self.beneath else 9.0


@dataclass(frozen=True)
class Picture:
    """Everything of the loop, ready to be drawn."""

    wide: float
    high: float
    boxes: list[Box]
    lines: list[Drawn]
    marks: list[Mark]
    track: str
    arrows: list[str]
    waves: list[str] = field(default_factory=list)


def drawn(places: Sequence[Place], middle: Sequence[Text], outside: Sequence[Text], *, mirrored: bool) -> Picture:
    """The four places in the order in which one goes round: what I do, how it lands on you, what you do, on me.

    `mirrored` is for pages that run from right to left: what I do then stands at the right.
    """
    way = -1 if mirrored else 1
    near, far = (EDGE, WIDE - EDGE - BOX)[::way]
    lines = [_lines_in(place.texts, BOX - 2 * PAD, way) for place in places]
    upper, lower = (max(lines[one][1], lines[other][1]) + 2 * PAD for one, other in ((0, 1), (2, 3)))
    inner, inner_high = _lines_in(middle, WIDE - 2 * (TRACK + 22), way)
    between = max(inner_high + 2 * PAD, MIDDLE_LEAST)
    wind, wind_marks, waves, top = _wind(outside, way)
    below = top + upper + between
    corners = ((near, top, upper), (far, top, upper), (far, below, lower), (near, below, lower))
    start = top + upper + (between - inner_high) / 2
    heights = (top + upper / 2, top + upper + between / 2, below + lower / 2)
    return Picture(
        wide=WIDE,
        high=below + lower + EDGE,
        boxes=[_box(place, told, *corner) for place, (told, _), corner in zip(places, lines, corners, strict=True)],
        lines=[*wind, *_put(inner, WIDE / 2, start)],
        marks=[*wind_marks, *_marks(inner, start, way)],
        track=f"M{TRACK},{heights[0]:.1f}H{WIDE - TRACK}V{heights[2]:.1f}H{TRACK}Z",
        arrows=_arrows(*heights, way),
        waves=waves,
    )


@dataclass(frozen=True)
class _Set:
    """One line with its place below the top of what it stands in."""

    line: lettering.Line
    weight: str
    below: float
    room: float
    is_rtl: bool
    who: Who = ""


def _lines_in(texts: Sequence[Text], room: float, way: int) -> tuple[list[_Set], float]:
    """The texts broken into lines for this room, and how high they are together."""
    found: list[_Set] = []
    high = 0.0
    for text in texts:
        size = SIZES[text.weight]
        high += BEFORE[text.weight] if found else 0.0
        taken = 2 * SIZES["label"] if text.who else 0.0
        for number, line in enumerate(lettering.wrapped(text.words, int((room - taken) / size * 1000))):
            high += HIGH[text.weight]
            is_rtl = line.is_rtl if text.weight == "words" else way < 0
            found.append(_Set(line, text.weight, high, room - taken, is_rtl, text.who if number == 0 else ""))
    return found, high


def _box(place: Place, lines: list[_Set], x: float, y: float, high: float) -> Box:
    """Its words stand in the middle of it, and its person's mark on its upper edge."""
    taken = lines[-1].below if lines else 0.0
    put = _put(lines, x + BOX / 2, y + (high - taken) / 2)
    return Box(place.who, place.beneath, x, y, BOX, high, put, Mark(place.who, x + BOX / 2, y))


def _put(lines: list[_Set], middle: float, top: float) -> list[Drawn]:
    return [
        Drawn(
            words=each.line.words,
            x=middle,
            y=top + each.below - 5,
            weight=each.weight,
            is_rtl=each.is_rtl,
            squeeze=f"{each.room:.0f}" if _wide(each) > each.room else "",
        )
        for each in lines
    ]


def _marks(lines: list[_Set], top: float, way: int) -> list[Mark]:
    """Each person's mark before their line, on the side where a line begins."""
    return [
        Mark(each.who, WIDE / 2 - way * (min(_wide(each), each.room) / 2 + 11), top + each.below - 9.5, 5)
        for each in lines
        if each.who
    ]


def _wide(each: _Set) -> float:
    return each.line.width * SIZES[each.weight] / 1000


def _wind(outside: Sequence[Text], way: int) -> tuple[list[Drawn], list[Mark], list[str], float]:
    """What blows from outside, between waves; and where the places begin below it."""
    clear = MARK + EDGE
    if not outside:
        return [], [], [], clear
    lines, high = _lines_in(outside, WIDE - 2 * (WAVES + 10), way)
    at = max(high / 2, 15.0)
    waves = [_wave(x, at + off) for x in (3.0, WIDE - WAVES - 3) for off in (-9.0, 1.0, 11.0)]
    return _put(lines, WIDE / 2, 2), _marks(lines, 2, way), waves, max(high, 2 * at) + 14 + clear


def _wave(x: float, y: float) -> str:
    return f"M{x:.1f},{y:.1f}q{WAVES / 4:.1f},-7 {WAVES / 2:.1f},0t{WAVES / 2:.1f},0"


def _arrows(upper: float, between: float, lower: float, way: int) -> list[str]:
    """A head in each of the four gaps, each pointing onward."""
    near, far = (TRACK, WIDE - TRACK)[::way]
    return [
        _head(WIDE / 2, upper, way, 0),
        _head(far, between, 0, 1),
        _head(WIDE / 2, lower, -way, 0),
        _head(near, between, 0, -1),
    ]


def _head(x: float, y: float, right: int, down: int) -> str:
    """An arrow's head whose tip points right or left, down or up."""
    tip, back = (x + 8 * right, y + 8 * down), (x - 6 * right, y - 6 * down)
    one = (back[0] + 8 * down, back[1] + 8 * right)
    two = (back[0] - 8 * down, back[1] - 8 * right)
    return "M" + "L".join(f"{each[0]:.1f},{each[1]:.1f}" for each in (one, tip, two)) + "Z"

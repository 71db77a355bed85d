"""The bowl: whole and plain at first; its cracks are the causes that a pair named; gold is work that both have done.

Only geometry here, in plain Python, the same bowl for the same input every time: a bowl that looked different after
each visit would be a toy. Colours live in the stylesheet, words in the template.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot, sqrt
from zlib import crc32

Point = tuple[float, float]

HEART: Point = (252.0, 186.0)
"""Where the bowl was struck: every crack starts here, so gold grows from the middle and joins there."""

ENDS: tuple[Point, ...] = (
    (128.0, 0.0),
    (338.0, 0.0),
    (408.0, 172.0),
    (218.0, 292.0),
    (82.0, 202.0),
    (246.0, 0.0),
    (352.0, 254.0),
    (132.0, 262.0),
)
"""Where cracks end, in the order in which they appear; a height of 0 stands for "at the rim"."""

RIM_MIDDLE, RIM_HEIGHT, RIM_WIDE, RIM_DEEP = 240.0, 92.0, 180.0, 36.0


@dataclass(frozen=True)
class Crack:
    """A cause this pair named, and how far along it the two have laid gold (0 to 1)."""

    name: str
    gold: float = 0.0


@dataclass(frozen=True)
class Bowl:
    """What the picture shows. `lacquer` is the reader's own work alone: never set it for anyone else's eyes."""

    cracks: list[Crack] = field(default_factory=list)
    lacquer: bool = False


@dataclass(frozen=True)
class Line:
    """One crack as drawn: its path, and the dash that lets gold run along part of it (empty: none)."""

    name: str
    path: str
    gold: str
    amount: str


def lines_of(bowl: Bowl) -> list[Line]:
    """Each crack's path and gold."""
    return [
        Line(crack.name, path_of(place), gold_dash(crack.gold), amount_of(crack.gold))
        for place, crack in enumerate(bowl.cracks)
    ]


def mark_of(bowl: Bowl) -> str:
    """A short mark for the ids inside one picture, so that two bowls on a page don't borrow each other's paint."""
    told = "|".join(f"{crack.name}:{crack.gold}" for crack in bowl.cracks)
    return f"b{crc32(f'{told}|{bowl.lacquer}'.encode()):08x}"


def amount_of(gold: float) -> str:
    """How much gold there is, as a word: the page shows no figures about a relationship."""
    if gold <= 0:
        return "none"
    if gold >= 1:
        return "whole"
    return "some" if gold < 0.5 else "much"


def gold_dash(gold: float) -> str:
    """The dash pattern on a path of length 100; gold that was laid is always long enough to be seen."""
    if gold <= 0:
        return ""
    return f"{100 * min(max(gold, 0.08), 1.0):.0f} 200"


def path_of(place: int) -> str:
    """The path of the crack at this place, softened at its corners as a filled seam is."""
    points = list(_wander(_start(place), _end(place), place))
    drawn = [f"M{_at(points[0])}"]
    for here, then in zip(points[1:], points[2:], strict=False):
        drawn.append(f"Q{_at(here)} {_at(_between(here, then, 0.5))}")
    return "".join(drawn) + f"L{_at(points[-1])}"


def _start(place: int) -> Point:
    """The first cracks start at the heart; later ones branch off an earlier crack."""
    if place < len(ENDS):
        return HEART
    return _between(HEART, _end(place - len(ENDS)), 0.55)


def _end(place: int) -> Point:
    wide, high = ENDS[place % len(ENDS)]
    turn = place // len(ENDS)
    wide += 34.0 * turn * (-1 if place % 2 else 1)
    return (wide, high or rim_front(wide))


def rim_front(wide: float) -> float:
    """The height of the near rim at this width."""
    off = min(abs(wide - RIM_MIDDLE) / RIM_WIDE, 1.0)
    return RIM_HEIGHT + RIM_DEEP * sqrt(1 - off * off)


def _wander(start: Point, end: Point, seed: int) -> Iterator[Point]:
    """Points from start to end that stray to the side by a steady chance: cracks are never straight."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    across = ((start[1] - end[1]) / length, (end[0] - start[0]) / length)
    steps = max(3, round(length / 21))
    chance = _chances(seed)
    yield start
    for step in range(1, steps):
        wide, high = _between(start, end, (step + (next(chance) - 0.5) * 0.5) / steps)
        stray = (next(chance) - 0.5) * 27.0 + (9.0 if step % 2 else -9.0)
        yield (wide + across[0] * stray, high + across[1] * stray)
    yield end


def _chances(seed: int) -> Iterator[float]:
    """A small fixed generator: not for secrets, only for a hand that is a little unsteady."""
    state = (seed + 7) * 2654435761 % 2**32
    while True:
        state = (1664525 * state + 1013904223) % 2**32
        yield state / 2**32


def _between(one: Point, two: Point, share: float) -> Point:
    return (one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share)


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"

"""The bowl: whole and plain at first; its cracks are the causes that a pair named; gold is work that both have done.

Only geometry here, in plain Python, the same bowl for the same input every time: a bowl that looked different after
each visit would be a toy. Colours live in the stylesheet, words in the template.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from math import sqrt
from zlib import crc32

Point = tuple[float, float]

HEART: Point = (252.0, 186.0)
"""Where the bowl was struck: every crack starts here, so gold grows from the middle and joins there."""

ENDS: tuple[Point, ...] = (
    (150.0, 0.0),
    (352.0, 0.0),
    (400.0, 190.0),
    (214.0, 296.0),
    (78.0, 190.0),
    (258.0, 0.0),
    (334.0, 268.0),
    (134.0, 262.0),
)
"""Where cracks end, in the order in which they appear; a height of 0 stands for "at the rim"."""

LEAVES: dict[int, tuple[int, int]] = {5: (1, 7), 6: (2, 5), 7: (4, 6)}
"""For each later crack: the crack it leaves, and at which of its points."""

BRANCHES: dict[int, float] = {3: -0.7, 4: 0.8}
"""Cracks from which a short one leaves, and to which side."""

RIM_MIDDLE, RIM_HEIGHT, RIM_WIDE, RIM_DEEP = 240.0, 92.0, 180.0, 36.0


@dataclass(frozen=True)
class Crack:
    """A cause this pair named, and how far along it the two have laid gold (0 to 1)."""

    name: str
    gold: float = 0.0


@dataclass(frozen=True)
class Bowl:
    """What the picture shows. `lacquer` is the reader's own work alone, and `only_mine` says that the cracks are what
    the reader alone has named: never set them for anyone else's eyes."""

    cracks: list[Crack] = field(default_factory=list)
    lacquer: bool = False
    only_mine: bool = False


@dataclass(frozen=True)
class Line:
    """One crack as drawn: its path, and the dash that lets gold run along part of it (empty: none)."""

    name: str
    path: str
    branch: str
    gold: str
    amount: str


def lines_of(bowl: Bowl) -> list[Line]:
    """Each crack's path and gold."""
    return [
        Line(crack.name, path_of(place), branch_of(place), gold_dash(crack.gold), amount_of(crack.gold))
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


@cache
def path_of(place: int) -> str:
    """The path of the crack at this place."""
    return _drawn(_way(place))


@cache
def branch_of(place: int) -> str:
    """The short crack that leaves this one, if it has one. Gold fills it last, when the long one is whole."""
    return _drawn(_branch(_way(place), place)) if place in BRANCHES else ""


def _way(place: int) -> list[Point]:
    start, end = _start(place), _end(place)
    if place >= len(ENDS):
        end = _between(start, end, 0.35)
    return _wander(start, end, place + 1400)


def _drawn(points: list[Point]) -> str:
    """The points as a line whose corners are a little softened, as a filled seam's are."""
    drawn = [f"M{_at(points[0])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        drawn.append(f"L{_at(_between(before, here, 0.8))}Q{_at(here)} {_at(_between(here, after, 0.2))}")
    return "".join(drawn) + f"L{_at(points[-1])}"


def _branch(points: list[Point], place: int) -> list[Point]:
    root, onward = points[8], points[12]
    turn = BRANCHES[place]
    wide, high = onward[0] - root[0], onward[1] - root[1]
    end = (root[0] + wide - turn * high, root[1] + high + turn * wide)
    return _wander(root, end, place + 40)[::2]


def _start(place: int) -> Point:
    """The first cracks start where the bowl was struck; later ones leave an earlier crack, as breaks do."""
    if place < min(LEAVES):
        return HEART
    if place < len(ENDS):
        parent, point = LEAVES[place]
        return _way(parent)[point]
    return _way(place - len(ENDS))[8]


def _end(place: int) -> Point:
    """Where this crack ends. A pair that names more causes than the bowl has room for gets short ones."""
    turn, kept = divmod(place, len(ENDS))
    wide, high = ENDS[(kept + 3 * turn) % len(ENDS)]
    return (wide, high or rim_front(wide))


def rim_front(wide: float) -> float:
    """The height of the near rim at this width."""
    off = min(abs(wide - RIM_MIDDLE) / RIM_WIDE, 1.0)
    return RIM_HEIGHT + RIM_DEEP * sqrt(1 - off * off)


def _wander(start: Point, end: Point, seed: int) -> list[Point]:
    """Points from start to end: halve the way, push the middle aside by a steady chance, and again, as clay breaks."""
    chance = _chances(seed)
    points = [start, end]
    for stray in (0.13, 0.17, 0.22, 0.2):
        points = [points[0], *(each for pair in pairwise(points) for each in (_aside(*pair, stray, chance), pair[1]))]
    return points


def _aside(one: Point, two: Point, stray: float, chance: Iterator[float]) -> Point:
    """About the middle of the way, pushed to one side by a share of its length."""
    wide, high = _between(one, two, 0.36 + 0.28 * next(chance))
    push = (next(chance) * 2 - 1) * stray
    return (wide + (one[1] - two[1]) * push, high + (two[0] - one[0]) * push)


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

"""The drawn line: where each moment stands. Plain Python: only places and paths, not how they look.

A good time is a small plant above the line, a break is a crack through it, and a time that was both has both. So they
are told apart by form and place. Moments stand in order, evenly: the line says what came before what, and not how far
apart, nor how good or how bad. A long line goes on in the next row, so that nothing gets too small for a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldseam.understanding.timeline.rules import Moment, Sort

PER_ROW = 10
WIDE, START, STEP_MOST = 340, 10, 56
ABOVE, BELOW, YEARS = 34, 34, 20
GAP = 5
YEAR_WIDE = 44


@dataclass(frozen=True)
class Placed:
    """One moment, and whose it is: "me" is always the reader."""

    moment: Moment
    who: str = "me"


@dataclass(frozen=True)
class Mark:
    """One moment as drawn; paths are ready text."""

    plant: str
    head: str
    crack: str


@dataclass(frozen=True)
class Thread:
    """One person's line in one row."""

    who: str
    path: str
    marks: list[Mark]


@dataclass(frozen=True)
class YearLabel:
    x: int
    y: int
    year: int


@dataclass(frozen=True)
class Drawing:
    """The whole picture."""

    height: int
    threads: list[Thread]
    years: list[YearLabel]


def drawing(placed: Sequence[Placed], *, both: bool = False, mirrored: bool = False) -> Drawing:
    """`both` draws the other's line below one's own; `mirrored` begins at the right, where one reads from there."""
    in_a_row = _in_a_row(len(placed))
    step = min(STEP_MOST, (WIDE - 2 * START) // in_a_row)
    rows = [placed[at : at + in_a_row] for at in range(0, len(placed), in_a_row)]
    sides = ("me", "you") if both else ("me",)
    each_high = ABOVE + BELOW
    row_high = each_high * len(sides) + YEARS
    threads, years = [], []
    for number, row in enumerate(rows):
        top = number * row_high
        for place, who in enumerate(sides):
            y = top + each_high * place + ABOVE
            threads.append(_thread(who, row, y, step, mirrored=mirrored))
        years += _years(row, top + row_high - 5, step, mirrored=mirrored)
    return Drawing(len(rows) * row_high, threads, years)


def mark(sort: Sort, x: int, y: int, who: str = "me") -> Mark:
    """A plant, a crack or both, on the line at this place."""
    plant = f"M{x},{y}v-17M{x},{y - 4}c-7,0 -9,-4 -9,-9c6,0 9,4 9,9ZM{x},{y - 8}c6,0 8,-3 8,-8c-5,0 -8,3 -8,8Z"
    diamond = f"M{x},{y - 31}l7,7l-7,7l-7,-7Z"
    circle = f"M{x - 6},{y - 23}a6,6 0 1 1 12,0a6,6 0 1 1 -12,0Z"
    crack = f"M{x - 1},{y - 7}l4,7l-7,8l7,6l-5,9l3,6"
    is_good, is_break = sort is not Sort.BREAK, sort is not Sort.GOOD
    head = diamond if who == "you" else circle
    return Mark(plant if is_good else "", head if is_good else "", crack if is_break else "")


def _in_a_row(count: int) -> int:
    """As few rows as can be, each about as long as the others."""
    rows = max(1, -(-count // PER_ROW))
    return max(1, -(-count // rows))


def _x(place: int, step: int, *, mirrored: bool) -> int:
    x = START + step // 2 + place * step
    return WIDE - x if mirrored else x


def _thread(who: str, row: Sequence[Placed], y: int, step: int, *, mirrored: bool) -> Thread:
    """The line itself is broken where a crack goes through it."""
    own = [(_x(place, step, mirrored=mirrored), each) for place, each in enumerate(row) if each.who == who]
    gaps = sorted(x for x, each in own if each.moment.sort is not Sort.GOOD)
    last = START + len(row) * step
    begin, end = (WIDE - last, WIDE - START) if mirrored else (START, last)
    path = f"M{begin},{y}" + "".join(f"H{x - GAP}M{x + GAP},{y}" for x in gaps) + f"H{end}"
    return Thread(who, path, [mark(each.moment.sort, x, y, who) for x, each in own])


def _years(row: Sequence[Placed], y: int, step: int, *, mirrored: bool) -> list[YearLabel]:
    """The year below its first moment of each row, as long as the one before leaves room."""
    found: list[YearLabel] = []
    before, last_place = 0, -99
    for place, each in enumerate(row):
        year = each.moment.when.year
        if year != before and (place - last_place) * step >= YEAR_WIDE:
            found.append(YearLabel(_x(place, step, mirrored=mirrored), y, year))
            before, last_place = year, place
    return found

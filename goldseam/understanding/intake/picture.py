"""A small picture from a sitting's answers: strands that hold, a thread with its loops, a house in its weather, lights.

Plain Python: only where things stand. What is drawn is also told in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import pi, sin

from goldseam.practice import Topic
from goldseam.understanding.intake.asked import of_sitting
from goldseam.understanding.intake.rules import Answers, Heaviness, step, weight

WIDE, STEPS = 340.0, 40
LOOPS = {Heaviness.LIGHT: 0.0, Heaviness.SOME: 11.0, Heaviness.HEAVY: 19.0}
RAIN = {Heaviness.LIGHT: 0, Heaviness.SOME: 2, Heaviness.HEAVY: 4}
LANTERNS = (5.0, 6.0, 8.0, 11.0, 15.0)


@dataclass(frozen=True)
class Mark:
    """One thing in a picture. Coordinates are ready text, so that no language puts a comma into them.

    `strength` runs over the five words, or the three weights, from 0.
    """

    item: str
    x: str
    y: str
    strength: int
    path: str = ""
    drops: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Drawing:
    """`kind` names how it is drawn. Two rows of marks, for the two topics of a sitting."""

    kind: str
    marks: list[Mark] = field(default_factory=list)
    others: list[Mark] = field(default_factory=list)
    line: str = ""


def drawing(sitting: str, answers: Answers) -> Drawing | None:
    """The picture of a sitting, or None when no slider was answered."""
    drawn = {"one": _strands, "two": _thread, "three": _house, "four": _lanterns}[sitting](answers)
    return drawn if drawn.marks or drawn.others else None


# -- what still holds: strands between two marks ------------------------------------------------------------------


def _strands(answers: Answers) -> Drawing:
    items = _answered("one", Topic.GOOD, answers)
    marks = [
        Mark(item, "", "", step(answers.values[item]), path=_strand(place, len(items)))
        for place, item in enumerate(items)
    ]
    return Drawing("strands", marks)


def _strand(place: int, count: int) -> str:
    """Strands lie around each other like those of a rope, and meet at its two ends."""
    turn = 2 * pi * place / count
    points = []
    for number in range(STEPS + 1):
        along = number / STEPS
        swell = sin(pi * along) ** 0.6
        points.append((40 + 260 * along, 60 + 30 * swell * sin(2 * pi * 1.25 * along + turn)))
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


# -- between you: a thread with loops -----------------------------------------------------------------------------


def _thread(answers: Answers) -> Drawing:
    talking = _answered("two", Topic.TALKING, answers)
    quarrels = _answered("two", Topic.QUARRELS, answers)
    loops = sorted([*_looped(talking, answers, up=True), *_looped(quarrels, answers, up=False)], key=lambda one: one[1])
    path, marks = "M38,60", []
    for item, x, heavy, up in loops:
        path += _loop(x, LOOPS[heavy], -1 if up else 1)
        marks.append(Mark(item, f"{x:.1f}", "60", list(Heaviness).index(heavy)))
    above = [mark for mark in marks if mark.item in talking]
    return Drawing("thread", above, [mark for mark in marks if mark.item in quarrels], path + "L302,60")


def _looped(items: Sequence[str], answers: Answers, *, up: bool) -> list[tuple[str, float, Heaviness, bool]]:
    found = []
    for place, item in enumerate(items):
        heavy = _heavy(item, answers)
        x = 66 + 208 * (place + (0.25 if up else 0.75)) / len(items)
        found.append((item, x, heavy, up))
    return found


def _loop(x: float, size: float, way: int) -> str:
    """A loop in the thread at `x`; what is light leaves it straight."""
    if not size:
        return f"L{x:.1f},60"
    top = 60 + way * size * 2
    return (
        f"L{x - size * 0.5:.1f},60C{x + size * 1.5:.1f},60 {x + size * 1.2:.1f},{top:.1f} {x:.1f},{top:.1f}"
        f"C{x - size * 1.2:.1f},{top:.1f} {x - size * 1.5:.1f},60 {x + size * 0.5:.1f},60"
    )


# -- trust, and what presses from outside: a house on its stones, in its weather ----------------------------------


def _house(answers: Answers) -> Drawing:
    stones = _answered("three", Topic.TRUST, answers)
    clouds = _answered("three", Topic.OUTSIDE, answers)
    left = WIDE / 2 - 15 * len(stones)
    marks = [
        Mark(item, f"{left + 30 * place + 2:.1f}", "148", _index(item, answers)) for place, item in enumerate(stones)
    ]
    return Drawing("house", marks, [_cloud(item, place, len(clouds), answers) for place, item in enumerate(clouds)])


def _cloud(item: str, place: int, count: int, answers: Answers) -> Mark:
    """Clouds hang in one row, or in two when there are many."""
    first = count if count <= 5 else (count + 1) // 2
    row, column, columns = (0, place, first) if place < first else (1, place - first, count - first)
    x = WIDE * (column + 0.5) / columns
    y = 40.0 if count == first else (22.0, 62.0)[row]
    heavy = _heavy(item, answers)
    drops = tuple((f"{x - 12 + 8 * drop:.1f}", f"{y + 15:.1f}") for drop in range(RAIN[heavy]))
    return Mark(item, f"{x:.1f}", f"{y:.1f}", _index(item, answers), drops=drops)


# -- what you wish: lanterns on a line ----------------------------------------------------------------------------


def _lanterns(answers: Answers) -> Drawing:
    items = [item for item in _answered("four", Topic.WISHES, answers) if item != "wishes-pace"]
    marks = []
    for place, item in enumerate(items):
        along = (place + 0.5) / len(items)
        x, y = 12 + 316 * along, 22 + 30 * sin(pi * along)
        strength = step(answers.values[item])
        marks.append(Mark(item, f"{x:.1f}", f"{y:.1f}", strength, path=_lantern(x, y, strength)))
    points = [(12 + 316 * number / STEPS, 22 + 30 * sin(pi * number / STEPS)) for number in range(STEPS + 1)]
    return Drawing("lanterns", marks, line="M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points))


def _lantern(x: float, y: float, strength: int) -> str:
    """A paper lantern on its cord. The more it is wished for, the larger it is."""
    size = LANTERNS[strength]
    top, low = y + 12, y + 12 + size * 2.2
    return (
        f"M{x - size * 0.45:.1f},{top:.1f}H{x + size * 0.45:.1f}"
        f"C{x + size * 1.25:.1f},{top + size * 0.6:.1f} {x + size * 1.25:.1f},{low - size * 0.6:.1f} "
        f"{x + size * 0.45:.1f},{low:.1f}H{x - size * 0.45:.1f}"
        f"C{x - size * 1.25:.1f},{low - size * 0.6:.1f} {x - size * 1.25:.1f},{top + size * 0.6:.1f} "
        f"{x - size * 0.45:.1f},{top:.1f}Z"
    )


def _answered(sitting: str, topic: Topic, answers: Answers) -> list[str]:
    return [asked.id for asked in of_sitting(sitting) if asked.topic == topic and asked.id in answers.values]


def _heavy(item: str, answers: Answers) -> Heaviness:
    asked = next(asked for sitting in ("two", "three") for asked in of_sitting(sitting) if asked.id == item)
    found = weight(asked, answers.values[item])
    assert found is not None
    return found


def _index(item: str, answers: Answers) -> int:
    return list(Heaviness).index(_heavy(item, answers))

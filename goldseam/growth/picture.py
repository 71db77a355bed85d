"""A small picture from one check-in: two marks, how near they stand, and how taut the line between them is.

Plain Python: only where things stand. What is drawn is also told in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sin

from goldseam.growth.rules import HIGHEST, Answers, Level, level

WIDE, MIDLINE = 340.0, 60.0
NEAR, FAR = 62.0, 262.0
STEPS = 48


@dataclass(frozen=True)
class Between:
    """Coordinates are ready text, so that no language puts a comma into them."""

    me: str
    diamond: str
    line: str
    near: Level | None
    taut: Level | None


def between(answers: Answers) -> Between | None:
    """The picture, or None when neither closeness nor tension was answered."""
    closeness, tension = answers.values.get("closeness"), answers.values.get("tension")
    if closeness is None and tension is None:
        return None
    gap = FAR - (FAR - NEAR) * (closeness if closeness is not None else HIGHEST // 2) / HIGHEST
    start, end = (WIDE - gap) / 2, (WIDE + gap) / 2
    return Between(
        me=f"{start:.1f}",
        diamond=_diamond(end),
        line=_line(start + 17, end - 17, tension),
        near=None if closeness is None else level(closeness),
        taut=None if tension is None else level(tension),
    )


def _diamond(x: float) -> str:
    top, low = MIDLINE - 15, MIDLINE + 15
    return f"M{x:.1f},{top:.1f}L{x + 15:.1f},{MIDLINE:.1f}L{x:.1f},{low:.1f}L{x - 15:.1f},{MIDLINE:.1f}Z"


def _line(start: float, end: float, tension: int | None) -> str:
    """Calm hangs in one soft bow; tension shakes it. Without an answer it is straight."""
    if tension is None:
        return f"M{start:.1f},{MIDLINE:.1f}L{end:.1f},{MIDLINE:.1f}"
    points = [_point(start, end, step / STEPS, tension / HIGHEST) for step in range(STEPS + 1)]
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _point(start: float, end: float, along: float, tension: float) -> tuple[float, float]:
    swell = sin(along * 3.14159265)
    bow = (1 - tension) * 16 * swell
    shake = tension**1.5 * 19 * swell * sin(along * (9 + tension * 26))
    return start + (end - start) * along, MIDLINE + bow + shake

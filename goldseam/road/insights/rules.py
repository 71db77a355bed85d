"""What may be said of a level and of its move since four weeks ago. No Django, no clock, no numpy.

A sentence that something moved stands on two looks a week apart, whichever way it moved: with one look at five sliders
each day, single looks would find something in most unchanged months (docs/algorithms/own-insights.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt

SURE = 0.9
WEEKS_BACK = 28
"""Days between a look and what it is set beside."""
LOOKS_APART = 7
SHARE_OF_SPREAD = 0.3
FINGER = 5.0
"""Points on a slider below which a finger doesn't aim, as in `growth.rules`: less than this is no move."""
SAME_WITHIN = 10.0
LOWEST, HIGHEST = 0.0, 100.0
SPREAD_DAYS = 56
SILENT_AFTER = 14
NEAR_THEN = 7
SAID_MOST = 3

GOOD_UP, GOOD_DOWN = frozenset({"closeness", "heard"}), frozenset({"tension", "stress"})
"""A slider of one's own is in neither: only its owner knows which end is the better one."""
LOW_BELOW, HIGH_ABOVE = 36.0, 64.0
"""The thirds that a check-in is told in."""


class Where(StrEnum):
    """Which thirds of a slider a band touches."""

    LOW = "low"
    LOW_MIDDLE = "low-middle"
    MIDDLE = "middle"
    MIDDLE_HIGH = "middle-high"
    HIGH = "high"
    ANYWHERE = "anywhere"


class Move(StrEnum):
    """Beside four weeks ago. `MAYBE`: one look saw a move, and which way isn't told; `OPEN`: nothing can be told."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    MAYBE = "maybe"
    OPEN = "open"


@dataclass(frozen=True)
class Look:
    """What is believed at one look: how likely the level lies higher or lower than four weeks before by more than what
    counts as a move, and how likely within `SAME_WITHIN` points of it. `at_end`: both lie within so many points of the
    same end of the slider, beyond which a level may go on unseen."""

    more: float
    less: float
    same: float
    at_end: bool = False


@dataclass(frozen=True)
class Lack:
    """Why nothing can be said of a move: `silent` (no answer lately), `answers` (`more` are missing), `days` (so many
    `more` until four weeks are full), `then` (hardly an answer four weeks ago)."""

    code: str
    more: int = 0


def lack(days: Sequence[int], today: int, fewest: int) -> Lack | None:
    """`days` are the ordinal days with an answer, rising, at least one. `fewest` answers are needed for a level."""
    last = days[-1]
    if today - last > SILENT_AFTER:
        return Lack("silent", today - last)
    if len(days) < fewest:
        return Lack("answers", fewest - len(days))
    if last - days[0] < WEEKS_BACK:
        return Lack("days", WEEKS_BACK - (last - days[0]))
    return None if _any_near(days, last - WEEKS_BACK) else Lack("then")


def days_at(days: Sequence[int], look: int) -> int:
    """How many of the days were there at a look on that day."""
    return sum(day <= look for day in days)


def may_look_back(days: Sequence[int], look: int, fewest: int) -> bool:
    """Could a look have been taken on that day, a week before the newest?"""
    there = days[: days_at(days, look)]
    return bool(there) and look - there[-1] <= NEAR_THEN and lack(there, look, fewest) is None


def _any_near(days: Sequence[int], then: int) -> bool:
    return any(abs(day - then) <= NEAR_THEN for day in days)


def least_move(days: Sequence[int], values: Sequence[float]) -> float:
    """So many points are a move: 0.3 of the standard deviation of the last eight weeks' answers, a finger at least."""
    lately = [value for day, value in zip(days, values, strict=True) if day > days[-1] - SPREAD_DAYS]
    return max(FINGER, SHARE_OF_SPREAD * _spread(lately))


def _spread(values: Sequence[float]) -> float:
    """The standard deviation; of a single value none. (`statistics.stdev` is exact to the last bit, and slow.)"""
    middle = fsum(values) / len(values)
    return sqrt(fsum((value - middle) ** 2 for value in values) / max(len(values) - 1, 1))


def move(now: Look, week_ago: Look | None) -> Move:
    """`week_ago` is the look taken a week before from what was there then, set beside four weeks before itself."""
    if sees_a_move(now):
        return _held(now, week_ago)
    return Move.SAME if now.same > SURE or now.at_end else Move.OPEN


def sees_a_move(look: Look) -> bool:
    """Only then the look a week before is asked for."""
    return not look.at_end and (look.more > SURE or look.less > SURE)


def are_at_an_end(now: tuple[float, float], then: tuple[float, float]) -> bool:
    """Two 90 % bands, low and high, of which each has its inner edge near the same end: that both levels lie there is
    sure to nine in ten at least, for each passes its inner edge once in twenty."""
    at_low = max(now[1], then[1]) <= LOWEST + SAME_WITHIN
    return at_low or min(now[0], then[0]) >= HIGHEST - SAME_WITHIN


def _held(now: Look, week_ago: Look | None) -> Move:
    if week_ago is None or not sees_a_move(week_ago):
        return Move.MAYBE
    if now.more > SURE and week_ago.more > SURE:
        return Move.MORE
    return Move.LESS if now.less > SURE and week_ago.less > SURE else Move.MAYBE


def is_worse(part: str, moved: Move) -> bool:
    """Tension and stress count the other way round; of a slider of one's own nothing is ever worse."""
    return (moved is Move.LESS and part in GOOD_UP) or (moved is Move.MORE and part in GOOD_DOWN)


def where(low: float, high: float) -> Where:
    """In words, where a band from `low` to `high` lies."""
    if high < LOW_BELOW:
        return Where.LOW
    if low > HIGH_ABOVE:
        return Where.HIGH
    if low >= LOW_BELOW:
        return Where.MIDDLE if high <= HIGH_ABOVE else Where.MIDDLE_HIGH
    return Where.LOW_MIDDLE if high <= HIGH_ABOVE else Where.ANYWHERE


# -- what the page opens with -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What the page knows of one slider: a lack, or a move."""

    part: str
    lack: Lack | None
    move: Move | None = None

    @property
    def is_worse(self) -> bool:
        return self.move is not None and is_worse(self.part, self.move)


@dataclass(frozen=True)
class Said:
    """One sentence: which, and of which sliders."""

    id: str
    parts: tuple[str, ...]
    more: int = 0


def opening(known: Sequence[Known]) -> list[Said]:
    """Two or three sentences, what weighs most first. Sliders of which the same can be said share one; what moved, up
    or down, shares one too, but what got worse stands by itself."""
    groups: dict[tuple[bool, int], list[Known]] = {}
    for each in known:
        groups.setdefault((not each.is_worse, ORDER.index(_sort_of(each))), []).append(each)
    return [_said(groups[group]) for group in sorted(groups)[:SAID_MOST]]


ORDER = ("moved", "move-maybe", "move-same", "move-open", "lack-days", "lack-then", "lack-answers", "lack-silent")


def _sort_of(each: Known) -> str:
    return "moved" if each.move in (Move.MORE, Move.LESS) else _id_of(each)


def _id_of(each: Known) -> str:
    return f"lack-{each.lack.code}" if each.lack else f"move-{each.move}"


def _said(group: Sequence[Known]) -> Said:
    """Where several lack something, the page names what the first of them needs to be told."""
    ids = {_id_of(each) for each in group}
    fewest = min((each.lack.more for each in group if each.lack), default=0)
    return Said(ids.pop() if len(ids) == 1 else "moved", tuple(each.part for each in group), fewest)

"""What the two chose to show, as one picture, and in which words it may be said. Plain Python: no Django, no clock.

Everything is the same whichever of the two asks: sides are told apart only by which of them took the first seat, and
no figure or word here says whose value is the higher one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from goldseam.library.moments import day_told

Side = Literal["first", "second"]
SIDES: tuple[Side, Side] = ("first", "second")

SLIDERS = ("closeness", "heard", "tension", "stress")
"""In the order of the page. A slider of somebody's own naming is nobody else's."""
ALONG = "closeness"
"""The one value that is asked what goes along with it: asking more of them would be more chances to be wrong."""
NEAR_TO, FAR_FROM = 15.0, 35.0
TOO_WIDE = 50.0
AT_ONCE = 3


# -- what was shown -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """The shown parts of one check-in: by which side, of which day, and the sliders in it."""

    side: Side
    day: date
    values: Mapping[str, int]


@dataclass(frozen=True)
class Values:
    """One slider: for each side one value a day."""

    first: Mapping[int, float] = field(default_factory=dict)
    second: Mapping[int, float] = field(default_factory=dict)

    def series(self, side: Side) -> tuple[list[int], list[float]]:
        """Days and values of one side, as engines read them."""
        found = self.first if side == "first" else self.second
        return list(found), list(found.values())

    @property
    def days(self) -> list[int]:
        """Those on which both showed it."""
        return sorted(self.first.keys() & self.second.keys())

    @property
    def together(self) -> list[float]:
        return [(self.first[day] + self.second[day]) / 2 for day in self.days]


def values_of(shown: Iterable[Shown], slider: str) -> Values:
    """One value a day and side, the last one given; `shown` runs from oldest to newest."""
    found: dict[Side, dict[int, float]] = {side: {} for side in SIDES}
    for each in shown:
        if slider in each.values:
            found[each.side][each.day.toordinal()] = float(each.values[slider])
    return Values(*(dict(sorted(found[side].items())) for side in SIDES))


# -- how far apart ------------------------------------------------------------------------------------------------


def distance(low: float, middle: float, high: float) -> tuple[float, float, float]:
    """A range of a difference as one of a distance: it loses its sign, and nobody can tell whose value is higher.

    >>> distance(-10.0, 5.0, 20.0), distance(-30.0, -20.0, -10.0)
    ((0.0, 5.0, 20.0), (10.0, 20.0, 30.0))
    """
    ends = sorted((abs(low), abs(high)))
    return (0.0 if low <= 0.0 <= high else ends[0]), abs(middle), ends[1]


def apart(low: float, middle: float, high: float) -> str:
    """How far the two looks lie from each other: an id of a sentence. Near and far are said only where the range
    doesn't reach to the other."""
    if high - low > TOO_WIDE:
        return "apart-unsure"
    if middle < NEAR_TO:
        return "apart-near" if high <= FAR_FROM else "apart-unsure"
    if middle > FAR_FROM:
        return "apart-far" if low >= NEAR_TO else "apart-unsure"
    return "apart-some"


# -- what goes along ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Marked:
    """Something that both know took place: its days, and from which day on all of them are known."""

    id: str
    name: str
    days: frozenset[int]
    since: int | None = None


def looked_at(happened: Iterable[Marked]) -> list[Marked]:
    """The few that are looked at: those with the most days, by id where they are as many."""
    return sorted(happened, key=lambda each: (-len(each.days), each.id))[:AT_ONCE]


def is_known_throughout(marked: Marked, days: Collection[int]) -> bool:
    """Are all days of it known for as long as there are answers? Else unknown ones would count as days without."""
    return marked.since is None or not days or min(days) >= marked.since


# -- days by chance -----------------------------------------------------------------------------------------------

FORTNIGHT = timedelta(days=14)
FORTNIGHTS_MOST = 12
"""More than a form takes. Another member's program may have sealed years, and each of them costs every page a draw."""


@dataclass(frozen=True)
class Frame:
    """From when until when two people let chance suggest something. It is counted in whole fortnights."""

    start: date
    until: date

    @property
    def fortnights(self) -> list[date]:
        """Their first days."""
        whole = ((self.until - self.start).days + 1) // FORTNIGHT.days
        return [self.start + FORTNIGHT * each for each in range(min(max(0, whole), FORTNIGHTS_MOST))]

    @property
    def end(self) -> date:
        """The first day after the last of them."""
        return self.fortnights[-1] + FORTNIGHT if self.fortnights else self.start

    def is_over(self, today: date) -> bool:
        return today >= self.end

    def is_running(self, today: date) -> bool:
        return self.start <= today < self.end


def frame_from(start: str, until: str) -> Frame | None:
    """None for days that are none."""
    try:
        return Frame(day_told(start), day_told(until))
    except ValueError:
        return None

"""A small picture of values from 0 to 100 over days. Plain Python: only where things stand, not how they look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

WIDE, HIGH = 340.0, 214.0
START, END, TOP, BOTTOM = 1.0, 339.0, 26.0, 166.0
LONG_SILENCE = timedelta(days=28)
"""A line over a longer time would claim to know what was in between, so it breaks."""
POINTS_MOST = 120
MANY = 70
"""More dots than this are drawn smaller: they would hide the line that they lie around."""
NAME_FROM, NAME_TO = 158.0, 292.0
"""Where the name of a day may have its middle, so that it meets neither the words for 0 nor the edge."""


@dataclass(frozen=True)
class Near:
    """Where something most likely lay on one day: about `middle`, between `low` and `high`."""

    day: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Series:
    """One person's values. `who` decides colour, dash and shape: "me" is always the reader, "both" is the two as one.

    With a `band` the line follows its middle, in a softer area from low to high, and the values are dots around it.
    Days of the band that lie in a long silence between two values are left out.
    """

    name: str
    points: list[tuple[date, float]]
    who: Literal["me", "you", "both"] = "me"
    band: Sequence[Near] = ()


@dataclass(frozen=True)
class Plot:
    """What to show. `low` and `high` say in words what 0 and 100 mean; `since` is a day that the words beside it speak
    of, and what it is called."""

    title: str
    description: str
    series: list[Series]
    low: str
    high: str
    since: tuple[date, str] | None = None


@dataclass(frozen=True)
class Mark:
    """One value where it stands; coordinates are ready text, so that no language puts a comma into them."""

    x: str
    y: str
    diamond: str


@dataclass(frozen=True)
class Drawn:
    """One series as drawn."""

    who: str
    path: str
    marks: list[Mark] = field(default_factory=list)
    area: str = ""
    dots: str = ""
    are_many: bool = False


@dataclass(frozen=True)
class DayLabel:
    """A day below the plot."""

    x: str
    day: date
    anchor: str


@dataclass(frozen=True)
class Since:
    """The day that the words speak of: a line, and beneath it its name, kept away from the edges."""

    x: str
    name_x: str
    name: str


def days_of(plot: Plot) -> list[date]:
    """Every day on which anything stands, in order."""
    return sorted({day for series in plot.series for day, _ in series.points})


def drawn(plot: Plot) -> list[Drawn]:
    """Each series that has anything to show."""
    days = days_of(plot)
    return [_drawn(series, days) for series in plot.series if series.points]


def _drawn(series: Series, days: list[date]) -> Drawn:
    if series.band:
        return _drawn_with_band(series, days)
    return Drawn(series.who, _path(series, days), [_mark(day, value, days) for day, value in _in_order(series)])


def _drawn_with_band(series: Series, days: list[date]) -> Drawn:
    stretches = [_thinned(stretch) for stretch in _stretches(series) if len(stretch) > 1]
    lines = (_polyline([(near.day, near.middle) for near in stretch], days) for stretch in stretches)
    areas = (_area(stretch, days) for stretch in stretches)
    dots = "".join(_dot(series.who, day, value, days) for day, value in _in_order(series))
    return Drawn(series.who, "".join(lines), area="".join(areas), dots=dots, are_many=len(series.points) > MANY)


def since_of(plot: Plot) -> Since | None:
    """The day that the words speak of, if it lies between the first and the last."""
    days = days_of(plot)
    if plot.since is None or not days or not days[0] <= plot.since[0] <= days[-1]:
        return None
    x = _x(plot.since[0], days)
    return Since(f"{x:.1f}", f"{min(max(x, NAME_FROM), NAME_TO):.1f}", plot.since[1])


def day_labels(plot: Plot) -> list[DayLabel]:
    """The first day and the last; a single day stands in the middle."""
    days = days_of(plot)
    if not days:
        return []
    if days[0] == days[-1]:
        return [DayLabel(f"{_x(days[0], days):.1f}", days[0], "middle")]
    return [DayLabel(f"{START:.1f}", days[0], "start"), DayLabel(f"{END:.1f}", days[-1], "end")]


def _in_order(series: Series) -> list[tuple[date, float]]:
    return sorted(series.points, key=lambda point: point[0])


def _x(day: date, days: list[date]) -> float:
    """Marks keep a little away from the edges; one day alone stands in the middle."""
    span = (days[-1] - days[0]).days
    share = (day - days[0]).days / span if span else 0.5
    return START + 6 + (END - START - 12) * share


def _y(value: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * min(max(value, 0.0), 100.0) / 100.0


def _mark(day: date, value: float, days: list[date]) -> Mark:
    x, y = _x(day, days), _y(value)
    diamond = f"M{x:.1f},{y - 5.6:.1f}L{x + 5.6:.1f},{y:.1f}L{x:.1f},{y + 5.6:.1f}L{x - 5.6:.1f},{y:.1f}Z"
    return Mark(f"{x:.1f}", f"{y:.1f}", diamond)


def _path(series: Series, days: list[date]) -> str:
    return "".join(f"{act}{_x(day, days):.1f},{_y(value):.1f}" for act, day, value in _strokes(series))


def _stretches(series: Series) -> list[list[Near]]:
    """The band, cut where for a long time there was no value: nobody knows what was in between."""
    told = [day for day, _ in _in_order(series)]
    ends = [(before, after) for before, after in pairwise(told) if after - before > LONG_SILENCE]
    firsts, lasts = [told[0], *(after for _, after in ends)], [*(before for before, _ in ends), told[-1]]
    return [
        [near for near in series.band if first <= near.day <= last] for first, last in zip(firsts, lasts, strict=True)
    ]


def _thinned(stretch: list[Near]) -> list[Near]:
    """A phone shows about one point of a line for each three of its dots: more would only be more to send."""
    step = len(stretch) // POINTS_MOST + 1
    return stretch[::step] if (len(stretch) - 1) % step == 0 else [*stretch[::step], stretch[-1]]


def _polyline(points: Sequence[tuple[date, float]], days: list[date]) -> str:
    return "M" + "L".join(f"{_x(day, days):.1f},{_y(value):.1f}" for day, value in points)


def _area(stretch: list[Near], days: list[date]) -> str:
    there = [(near.day, near.high) for near in stretch]
    back = [(near.day, near.low) for near in reversed(stretch)]
    return f"{_polyline([*there, *back], days)}Z"


def _dot(who: str, day: date, value: float, days: list[date]) -> str:
    """A line of no length with a round end is a round dot; the other's is a small diamond."""
    x, y = _x(day, days), _y(value)
    return f"M{x - 2:.1f},{y:.1f}l2-2 2 2-2 2z" if who == "you" else f"M{x:.1f},{y:.1f}h0"


def _strokes(series: Series) -> Iterator[tuple[str, date, float]]:
    """Draw on to the next day, or lift the pen over a long silence."""
    before: date | None = None
    for day, value in _in_order(series):
        lift = before is None or day - before > LONG_SILENCE
        yield ("M" if lift else "L"), day, value
        before = day

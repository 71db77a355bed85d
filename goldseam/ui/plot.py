"""A small picture of values from 0 to 100 over days. Plain Python: only where things stand, not how they look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

WIDE, HIGH = 340.0, 214.0
START, END, TOP, BOTTOM = 1.0, 339.0, 26.0, 166.0
LONG_SILENCE = timedelta(days=28)
"""A line over a longer time would claim to know what was in between, so it breaks."""


@dataclass(frozen=True)
class Series:
    """One person's values. `who` decides colour, dash and shape: "me" is always the reader."""

    name: str
    points: list[tuple[date, float]]
    who: Literal["me", "you"] = "me"


@dataclass(frozen=True)
class Plot:
    """What to show. `low` and `high` say in words what 0 and 100 mean."""

    title: str
    description: str
    series: list[Series]
    low: str
    high: str


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
    marks: list[Mark]


@dataclass(frozen=True)
class DayLabel:
    """A day below the plot."""

    x: str
    day: date
    anchor: str


def days_of(plot: Plot) -> list[date]:
    """Every day on which anything stands, in order."""
    return sorted({day for series in plot.series for day, _ in series.points})


def drawn(plot: Plot) -> list[Drawn]:
    """Each series that has anything to show."""
    days = days_of(plot)
    return [
        Drawn(series.who, _path(series, days), [_mark(day, value, days) for day, value in _in_order(series)])
        for series in plot.series
        if series.points
    ]


def day_labels(plot: Plot) -> list[DayLabel]:
    """The first day and the last; a single day stands in the middle."""
    days = days_of(plot)
    if not days:
        return []
    if days[0] == days[-1]:
        return [DayLabel(f"{_x(days[0], days):.1f}", days[0], "middle")]
    return [DayLabel(f"{START:.1f}", days[0], "start"), DayLabel(f"{END:.1f}", days[-1], "end")]


def table_of(plot: Plot) -> list[tuple[date, list[str]]]:
    """The same as rows: a day, then each series' value or nothing."""
    by_day = [dict(series.points) for series in plot.series]
    return [(day, [_told(values.get(day)) for values in by_day]) for day in reversed(days_of(plot))]


def _told(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


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


def _strokes(series: Series) -> Iterator[tuple[str, date, float]]:
    """Draw on to the next day, or lift the pen over a long silence."""
    before: date | None = None
    for day, value in _in_order(series):
        lift = before is None or day - before > LONG_SILENCE
        yield ("M" if lift else "L"), day, value
        before = day

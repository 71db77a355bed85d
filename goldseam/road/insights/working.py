"""Works out what the page tells, through the engine. What it may say of that is for `rules.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from goldseam.engines.measures.answers import NotEnough
from goldseam.road.insights import rules
from goldseam.road.insights.both.rules import Marked
from goldseam.road.insights.rules import Known, Lack, Look
from goldseam.ui.plot import Near

if TYPE_CHECKING:
    from goldseam.engines.measures.goes_along import Counts
    from goldseam.engines.measures.levels import Levels

Points = Sequence[tuple[date, float]]


@dataclass(frozen=True)
class Figures:
    """For whoever wants numbers: points on the slider. `chance` is how likely a move in one direction is."""

    now: tuple[float, float, float]
    then: tuple[float, float, float]
    least: float
    more: float
    less: float


@dataclass(frozen=True)
class Insight:
    """One slider: what is known, where it lies lately, the level by day, and the figures behind."""

    known: Known
    points: Points
    where: rules.Where | None = None
    band: Sequence[Near] = ()
    figures: Figures | None = None

    @property
    def last(self) -> date:
        return self.points[-1][0]


def insights_of(answered: Mapping[str, Points], today: date) -> list[Insight]:
    """`answered`: for each slider one value a day, oldest first. Of one without an answer nothing is told.

    Sliders that were answered on the same days go through the engine together, which costs little more than one.
    """
    from goldseam.engines.measures.levels import levels_of  # numpy: only for whoever looks

    alike: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for part, points in answered.items():
        if points:
            alike[tuple(day.toordinal() for day, _ in points)].append(part)
    levels: dict[str, Levels | NotEnough] = {}
    for days, parts in alike.items():
        levels |= zip(parts, levels_of(days, [_values(answered[part]) for part in parts]), strict=True)
    return [_insight(part, points, levels[part], today) for part, points in answered.items() if points]


def _values(points: Points) -> list[float]:
    return [value for _, value in points]


def _insight(part: str, points: Points, levels: Levels | NotEnough, today: date) -> Insight:
    from goldseam.engines.measures.levels import FEWEST

    days, values = [day.toordinal() for day, _ in points], _values(points)
    lacking = rules.lack(days, today.toordinal(), FEWEST)
    if isinstance(levels, NotEnough):
        return Insight(Known(part, lacking or Lack("answers", levels.more or 0)), points)
    where = None if lacking and lacking.code == "silent" else rules.where(levels.now.low, levels.now.high)
    if lacking:
        return Insight(Known(part, lacking), points, where, band_of(levels))
    least = rules.least_move(days, values)
    now = _look_of(levels, least)
    before = _week_before(days, values, FEWEST) if rules.sees_a_move(now) else None
    known = Known(part, None, rules.move(now, before))
    return Insight(known, points, where, band_of(levels), _figures(levels, least, now))


def _look_of(levels: Levels, least: float) -> Look:
    """What the newest day, set beside four weeks before, is believed to be; `least` points are a move."""
    back = rules.WEEKS_BACK
    near = _lower(levels, -rules.SAME_WITHIN, back) - _lower(levels, rules.SAME_WITHIN, back)
    now, then = levels.now, levels.at(int(levels.days[-1]) - back)
    return Look(
        more=1 - _lower(levels, -least, back),
        less=_lower(levels, least, back),
        same=near,
        at_end=rules.are_at_an_end((now.low, now.high), (then.low, then.high)),
    )


def _lower(levels: Levels, points: float, days_ago: int) -> float:
    found = levels.p_lower_by(points, days_ago)
    assert not isinstance(found, NotEnough), "four weeks are there: rules.lack was asked"
    return found


def _week_before(days: Sequence[int], values: Sequence[float], fewest: int) -> Look | None:
    """The look that could have been taken a week before, from what was there then."""
    from goldseam.engines.measures.levels import level

    look = days[-1] - rules.LOOKS_APART
    if not rules.may_look_back(days, look, fewest):
        return None
    there = rules.days_at(days, look)
    levels = level(days[:there], values[:there])
    if isinstance(levels, NotEnough):
        return None
    return _look_of(levels, rules.least_move(days[:there], values[:there]))


def counted(points: Points, kinds: Sequence[Marked]) -> list[tuple[str, Counts]]:
    """Level one: how days after something stand beside other days, for each kind that has enough of them.

    Before the day from which on its days are known, a day without it might be one with it: those aren't asked.
    """
    from goldseam.engines.measures.goes_along import counts

    found = []
    for kind in kinds:
        known = [(day.toordinal(), value) for day, value in points if not kind.since or day.toordinal() > kind.since]
        told = counts([day for day, _ in known], [value for _, value in known], kind.days) if known else None
        if told is not None and not isinstance(told, NotEnough):
            found.append((kind.name, told))
    return found


def band_of(levels: Levels) -> list[Near]:
    """The level by day with its range, cut to the slider, as pictures draw it."""
    shown = levels.on_the_slider()
    by_day = zip(shown.days.tolist(), shown.low.tolist(), shown.mean.tolist(), shown.high.tolist(), strict=True)
    return [Near(date.fromordinal(day), low, middle, high) for day, low, middle, high in by_day]


def _figures(levels: Levels, least: float, look: Look) -> Figures:
    shown = levels.on_the_slider()
    ends = [len(shown.days) - 1, len(shown.days) - 1 - rules.WEEKS_BACK]
    now, then = ((float(shown.low[at]), float(shown.mean[at]), float(shown.high[at])) for at in ends)
    return Figures(now, then, least, look.more, look.less)

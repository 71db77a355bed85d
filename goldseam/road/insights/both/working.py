"""Works figures out of what both showed. The engines, and numpy with them, are loaded with the first page that asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from goldseam.engines.measures.answers import NotEnough
from goldseam.road.insights import rules as own
from goldseam.road.insights.both import rules
from goldseam.road.insights.both.rules import Marked, Values
from goldseam.road.insights.working import band_of
from goldseam.ui.plot import Near

if TYPE_CHECKING:
    from goldseam.engines.measures.goes_along import Counts, Look
    from goldseam.engines.measures.levels import Levels

TRIED = "tried"
Fortnight = tuple[date, tuple[int, ...]]
"""Its first day, and the suggested ones as ordinal numbers."""


@dataclass(frozen=True)
class Along:
    """What goes along with one kind of day: level one, and whether level two is reached."""

    what: str
    counted: Counts
    is_helpful: bool


@dataclass(frozen=True)
class Seen:
    """One slider of the two: where it lies taken together, and the distance, from 0 to 100."""

    part: str
    last: date
    is_old: bool
    where: own.Where
    together: Sequence[Near]
    apart: Sequence[Near]


def seen(slider: str, values: Values, today: int) -> Seen | None:
    """From days that both showed; None while there are too few."""
    days = values.days
    if not days:
        return None
    from goldseam.engines.measures.together import together_apart  # numpy: only where there is something to work out

    found = together_apart(*values.series("first"), *values.series("second"))
    if isinstance(found, NotEnough):
        return None
    now, is_old = found.together.now, today - days[-1] > own.SILENT_AFTER
    where = own.where(now.low, now.high)
    return Seen(slider, date.fromordinal(days[-1]), is_old, where, band_of(found.together), _distances(found.apart))


def _distances(levels: Levels) -> list[Near]:
    """Of half a signed difference the whole distance."""
    return [
        Near(each.day, *(2 * value for value in rules.distance(each.low, each.middle, each.high)))
        for each in band_of(levels)
    ]


# -- what goes along ----------------------------------------------------------------------------------------------


def along(values: Values, kinds: Sequence[Marked], fortnights: Sequence[Fortnight]) -> tuple[list[Along], bool]:
    """Level one of each kind that has enough of it, from days that both showed, with those that look helpful; and
    whether what chance suggested helps (level three).

    Days that chance suggested are asked beside the kinds, because each that is asked makes it harder for all. How days
    after them were isn't told by itself: with a look at every day in between, nobody could be free in what they do.
    """
    looks = _looks(values, kinds, fortnights)
    told = [(kind, _counted(values, kind)) for kind in kinds]
    found = [
        Along(kind.name, counted, kind.id in looks and looks[kind.id].helpful) for kind, counted in told if counted
    ]
    return found, _helps(values, fortnights, looks)


def _counted(values: Values, kind: Marked) -> Counts | None:
    """From the day on from which its days are known."""
    from goldseam.engines.measures.goes_along import counts

    told = zip(values.days, values.together, strict=True)
    known = [(day, value) for day, value in told if kind.since is None or day > kind.since]
    if not known:
        return None
    found = counts([day for day, _ in known], [value for _, value in known], kind.days)
    return None if isinstance(found, NotEnough) else found


def _looks(values: Values, kinds: Sequence[Marked], fortnights: Sequence[Fortnight]) -> dict[str, Look]:
    from goldseam.engines.measures.goes_along import looks_helpful

    days = values.first.keys() | values.second.keys()
    asked = {kind.id: kind.days for kind in kinds if rules.is_known_throughout(kind, days)}
    if fortnights:
        asked[TRIED] = frozenset(day for _start, suggested in fortnights for day in suggested)
    if not asked or not values.first or not values.second:
        return {}
    found = looks_helpful(*values.series("first"), *values.series("second"), asked)
    return {kind: look for kind, look in found.items() if not isinstance(look, NotEnough)}


def _helps(values: Values, fortnights: Sequence[Fortnight], looks: Mapping[str, Look]) -> bool:
    """Level two says so too, and the luck of the draw would hardly give as much."""
    from goldseam.engines.measures import fortnight as engine

    if TRIED not in looks:
        return False
    drawn = [engine.Fortnight(start.toordinal(), days) for start, days in fortnights]
    found = engine.helped(looks[TRIED], *values.series("first"), *values.series("second"), drawn)
    return not isinstance(found, NotEnough) and found.helps

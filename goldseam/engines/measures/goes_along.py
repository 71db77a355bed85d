"""What seems to go along with better days: counts, and the rare "looks helpful".

Too little is said as `NotEnough` with one of these words: "marked" (days marked whose next day has an answer), "others"
(days not marked), "weeks" (from the first answer to the last), "variety" (all answers are the same).

Method, limits and what was measured: docs/algorithms/what-goes-along.md.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from goldseam.engines.measures.answers import Band, NotEnough
from goldseam.engines.measures.day_after import Effects, Floats, Rows, checked, effects, rows_of

FEWEST_COUNTED = 5
FEWEST_MARKED = 8
FEWEST_OTHERS = 8
FEWEST_WEEKS = 6
WORTH_SAYING = 0.1
DOUBT_LEFT = 0.5
"""The doubt a look may leave is this over the weeks and the kinds: .071 at seven weeks, .042 at twelve."""
PLACEBO = 0.7
WEEK = 7


@dataclass(frozen=True)
class Counts:
    """Level one. On `higher` of `of` days after a marked day the value was above the middle one of all days; on
    `others_higher` of `others_of` other days it was too."""

    higher: int
    of: int
    others_higher: int
    others_of: int


@dataclass(frozen=True)
class Look:
    """Level two for one kind. `helpful` is the only thing to tell; the rest is for whoever wants to see how.

    `effect`: how much higher the day after is, mean of the two, in standard deviations of their answers (90 %).
    `chance`: P(effect > 0.1). `agree`: both partners' own effects point up. `placebo`: P(tomorrow's mark goes with
    today by more than 0.1), None where nothing was promising; `looked_on`: the Sunday up to which answers counted.
    """

    helpful: bool
    effect: Band
    chance: float
    agree: bool
    placebo: float | None
    looked_on: int


def counts(days: Sequence[int], values: Sequence[float], marked_days: Collection[int]) -> Counts | NotEnough:
    """Level one: how often the day after a marked day was above one's middle day, and how often other days were.

    `days` are ordinal day numbers, each once and increasing; `values` one number a day, in any unit; a marked day
    counts when the day after it has a value. A value equal to the middle one is not higher.
    Raises ValueError for unequal lengths, days not increasing, and values that are no numbers.

    >>> counts(range(1, 13), [5, 4, 8, 4, 9, 4, 7, 5, 8, 3, 6, 8], {2, 4, 6, 8, 10})
    Counts(higher=5, of=5, others_higher=1, others_of=7)
    """
    checked(days, values)
    after = {day + 1 for day in marked_days}
    marked = [value for day, value in zip(days, values, strict=True) if day in after]
    others = [value for day, value in zip(days, values, strict=True) if day not in after]
    if few := _too_few(len(marked), FEWEST_COUNTED, len(others), FEWEST_COUNTED):
        return few
    middle = float(np.median(np.asarray(values, dtype=np.float64)))
    return Counts(_above(marked, middle), len(marked), _above(others, middle), len(others))


def looks_helpful(
    days_one: Sequence[int],
    one: Sequence[float],
    days_other: Sequence[int],
    other: Sequence[float],
    kinds: Mapping[str, Collection[int]],
) -> dict[str, Look | NotEnough]:
    """Level two for every kind of marked day at once, one verdict for the pair, the same whoever is `one`.

    All kinds that a pair has belong into one call: more of them make each harder to reach. Use one value (closeness);
    another asked beside it would be another chance to be wrong.

    Days are ordinal numbers (Sunday divides by seven); a week ends on Sunday and only whole weeks count, so that
    opening a page every day is one look a week. What is helpful held this week and the week before.
    Raises ValueError as `counts`.
    """
    pair = (rows_of(days_one, one), rows_of(days_other, other))
    last = int(max([*days_one[-1:], *days_other[-1:]], default=0))
    today = last - last % WEEK
    now = look(pair, kinds, today)
    if not any(isinstance(one, Look) and one.helpful for one in now.values()):
        return now
    before = look(pair, kinds, today - WEEK)
    return {kind: _held(now[kind], before[kind]) for kind in kinds}


def _held(now: Look | NotEnough, before: Look | NotEnough) -> Look | NotEnough:
    if isinstance(now, NotEnough):
        return now
    return replace(now, helpful=now.helpful and isinstance(before, Look) and before.helpful)


def look(pair: Sequence[Rows], kinds: Mapping[str, Collection[int]], today: int) -> dict[str, Look | NotEnough]:
    """One look with what was known on `today`, by itself: `looks_helpful` asks for two that agree."""
    both = [rows.upto(today) for rows in pair]
    lacking = {kind: _lacking(both, marked) for kind, marked in kinds.items()}
    looked = _looked(both, {kind: kinds[kind] for kind in kinds if lacking[kind] is None}, today)
    return {kind: lacking[kind] or looked[kind] for kind in kinds}


def _looked(both: Sequence[Rows], kinds: Mapping[str, Collection[int]], today: int) -> dict[str, Look]:
    if not kinds:
        return {}
    after = [effects(rows, _marked(rows, kinds, -1)) for rows in both]
    mean, sd = _of_both(both, after)
    sure = _sure(today - min(int(rows.days[0]) for rows in both) + 2, len(kinds))
    looks = {}
    for at, kind in enumerate(kinds):
        chance = _chance(mean[at], sd[at])
        agree = all(bool(one.mean[at] > 0) for one in after)
        band = Band(float(mean[at] - 1.645 * sd[at]), float(mean[at] + 1.645 * sd[at]))
        looks[kind] = Look(agree and chance > sure, band, chance, agree, None, today)
    return _with_placebo(looks, both, kinds)


def _sure(days: int, kinds: int) -> float:
    """How sure one must be: at seven weeks .929, at twelve .958, at 26 .981; with more kinds each more.

    Every week is one more look and every kind one more chance to be wrong, so what each may cost becomes less.
    """
    return 1 - DOUBT_LEFT * WEEK / (days * kinds)


def _with_placebo(
    looks: dict[str, Look], both: Sequence[Rows], kinds: Mapping[str, Collection[int]]
) -> dict[str, Look]:
    """What is promising is asked once more: does tomorrow's mark go with today? Then something else moves both."""
    if not any(look.helpful for look in looks.values()):
        return looks
    known = [rows.between() for rows in both]
    if any(rows.days.size < FEWEST_MARKED or _is_flat(rows) for rows in known):
        return {kind: replace(look, helpful=False) for kind, look in looks.items()}
    mean, sd = _of_both(known, [effects(rows, _marked(rows, kinds, 1), _around(rows, kinds)) for rows in known])
    placebos = {kind: _chance(mean[at], sd[at]) for at, kind in enumerate(kinds)}
    return {
        kind: replace(look, helpful=look.helpful and placebos[kind] < PLACEBO, placebo=placebos[kind])
        for kind, look in looks.items()
    }


def _around(rows: Rows, kinds: Mapping[str, Collection[int]]) -> Floats:
    """What may rightly tie tomorrow's mark to today: tomorrow's answer, yesterday's and today's marks."""
    return np.hstack([rows.tomorrow[:, None], _marked(rows, kinds, -1), _marked(rows, kinds, 0)])


def _of_both(both: Sequence[Rows], found: Sequence[Effects]) -> tuple[Floats, Floats]:
    """Mean and spread of the mean of two effects, the two taken to err together as much as their leftovers may."""
    one, other = found
    together = _alike(both, found)
    variance = (one.sd**2 + other.sd**2 + 2 * together * one.sd * other.sd) / 4
    return (one.mean + other.mean) / 2, np.sqrt(variance)


def _alike(both: Sequence[Rows], found: Sequence[Effects]) -> float:
    """The correlation of the two leftovers on common days, one standard error up; 1 with few common days."""
    _, mine, yours = np.intersect1d(both[0].days, both[1].days, return_indices=True)
    if mine.size < FEWEST_MARKED:
        return 1.0
    left, right = found[0].left_over[mine], found[1].left_over[yours]
    r = float(left @ right / math.sqrt(float(left @ left) * float(right @ right)))
    return min(1.0, max(0.0, r) + (1 - r * r) / math.sqrt(mine.size))


def _marked(rows: Rows, kinds: Mapping[str, Collection[int]], shift: int) -> Floats:
    return np.column_stack([np.isin(rows.days + shift, list(marked)) for marked in kinds.values()]).astype(np.float64)


def _chance(mean: float, sd: float) -> float:
    return 0.5 * (1 + math.erf((mean - WORTH_SAYING) / (sd * math.sqrt(2))))


def _lacking(both: Sequence[Rows], marked: Collection[int]) -> NotEnough | None:
    after = [int(np.isin(rows.days - 1, list(marked)).sum()) for rows in both]
    others = [rows.days.size - many for rows, many in zip(both, after, strict=True)]
    if few := _too_few(min(after), FEWEST_MARKED, min(others), FEWEST_OTHERS):
        return few
    span = min(int(rows.days[-1] - rows.days[0]) for rows in both) + 2
    if span < FEWEST_WEEKS * WEEK:
        weeks = math.ceil((FEWEST_WEEKS * WEEK - span) / WEEK)
        return NotEnough("weeks", weeks, f"{weeks} more weeks are needed.")
    if any(_is_flat(rows) for rows in both):
        return NotEnough("variety", None, "All answers are the same.")
    return None


def _is_flat(rows: Rows) -> bool:
    return float(np.ptp(rows.values)) == 0


def _too_few(marked: int, fewest_marked: int, others: int, fewest_others: int) -> NotEnough | None:
    if marked < fewest_marked:
        more = fewest_marked - marked
        return NotEnough("marked", more, f"{more} more marked days with an answer on the day after are needed.")
    if others < fewest_others:
        more = fewest_others - others
        return NotEnough("others", more, f"{more} more days that don't follow a marked day are needed.")
    return None


def _above(values: Sequence[float], middle: float) -> int:
    return sum(value > middle for value in values)

"""Inertia and coordination: how far a moment goes on from one's own last moments, and from the other's.

With each person's straight trend over time taken out, for the partners a, b of one couple and a lag of k moments:

    a_t = i_a + inertia_a · a_(t−k) + coordination_a · b_(t−k) + e      and the same for b

by least squares, each couple on its own. The adjusted R² is that of both lines together, about nought (there is no
common level): 1 − (SSE/(n − p)) / (SST/n). Source: Reed, Randall, Post & Butler 2013; Thorson, West & Mendes 2017
(“stability and influence”); R's `lm` without an intercept. It says what goes along, never what causes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.answers import NotEnough
from goldseam.engines.measures.dyads.couples import Columns, Couples, paired
from goldseam.engines.measures.dyads.model import Numbers
from goldseam.engines.measures.dyads.reading import BadTable, Table

FIGURES = 6
SPARE_ANSWERS = 10
LONGEST = 1_000_000
# Below this share of the largest singular value two columns say the same.
SAME = 1e-9


@dataclass(frozen=True)
class Coordination:
    """One couple. The pairs belong to the partners in the order of the series; `rows` is how many answers were used.

    Where both series are the same, inertia and coordination can't be told apart and are nan.
    The three adjusted R² are of the model with inertia alone, coordination alone, and both.
    """

    levels: tuple[float, float]
    inertia: tuple[float, float]
    coordination: tuple[float, float]
    r2_inertia: float
    r2_coordination: float
    r2_both: float
    rows: int


@dataclass(frozen=True)
class Study:
    """Each couple's figures by name, or what it lacks; `roles` are the partners' in order, None when they are alike."""

    roles: tuple[str, str] | None
    couples: Mapping[str, Coordination | NotEnough]

    def summary(self) -> dict[str, tuple[float, ...]]:
        """Least, first quartile, median, mean, third quartile, greatest of each adjusted R² over couples."""
        known = [found for found in self.couples.values() if isinstance(found, Coordination)]
        return {
            name: six_figures(np.array([getattr(found, name) for found in known]))
            for name in ("r2_inertia", "r2_coordination", "r2_both")
            if known
        }


def coordination(table: Table, columns: Columns, *, outcome: str, lag: int = 1) -> Study:
    """Inertia and coordination of every couple of a table with a row a person and moment.

    `lag` counts moments, which are as far apart as the closest two of a couple. Raises BadTable (see `couples`), also
    where moments do not lie at equal steps; ValueError for a lag below one.
    """
    if lag < 1:
        raise ValueError(f"A lag of {lag} would foretell a moment from itself or from later ones.")
    if columns.day is None:
        raise BadTable("A column must say at which moment each row was answered.")
    couples = paired(table, columns, [outcome])
    found = {name: of_couple(*series(couples, place, outcome), lag) for place, name in enumerate(couples.names)}
    return Study(couples.roles, found)


def series(couples: Couples, place: int, outcome: str) -> tuple[Numbers, Numbers]:
    """Both partners' answers of one couple at every moment from first to last, each without its own straight trend."""
    here = couples.couple == place
    moments, values = couples.days[here], couples.values[outcome][here]
    step = float(np.diff(moments).min()) if len(moments) > 1 else 1.0
    places = (moments - moments[0]) / step
    whole = np.rint(places)
    if np.abs(places - whole).max() > 1e-6:
        raise BadTable(f"Couple “{couples.names[place]}”: its moments do not lie at equal steps.")
    if whole[-1] > LONGEST:
        raise BadTable(f"Couple “{couples.names[place]}”: {whole[-1]:.0f} steps lie between its first and last moment.")
    full = np.full((int(whole[-1]) + 1, 2), np.nan)
    full[whole.astype(np.intp)] = values
    return without_trend(full[:, 0]), without_trend(full[:, 1])


def without_trend(values: Numbers) -> Numbers:
    """What is left of a series (moments,) when its straight line over time is taken out; nan stays nan.

    >>> without_trend(np.array([0.0, 3.0, 0.0, np.nan])).round(9).tolist()
    [-1.0, 2.0, -1.0, nan]
    """
    there = ~np.isnan(values)
    if there.sum() < 2:
        return np.where(there, 0.0, values)
    time = np.arange(len(values), dtype=np.float64)
    time -= time[there].mean()
    level = values[there].mean()
    slope = (time[there] @ (values[there] - level)) / (time[there] @ time[there])
    return np.asarray(values - level - slope * time)


def of_couple(one: Numbers, other: Numbers, lag: int) -> Coordination | NotEnough:
    """The figures of one couple from two series (moments,) without trend; nan is missing.

    A negative lag foretells from later moments; nothing here but the comparison with `rties` asks for one. NotEnough
    lacks “moments” (fewer than ten answers to spare) or “variation” (somebody never varies).

    >>> wave = np.sin(np.arange(40.0))
    >>> round(of_couple(wave, np.cos(np.arange(40.0)), 1).inertia[0], 6)
    0.540302
    """
    if len(one) != len(other):
        raise ValueError(f"The series have different lengths: {len(one)} and {len(other)} moments.")
    if lag == 0:
        raise ValueError("A lag of 0 would foretell a moment from itself.")
    before = [_shifted(one, lag), _shifted(other, lag)]
    there = ~np.isnan(before[0] + before[1])
    use = [there & ~np.isnan(one), there & ~np.isnan(other)]
    rows = int(use[0].sum() + use[1].sum())
    if min(use[0].sum(), use[1].sum()) < FIGURES // 2 or rows < FIGURES + SPARE_ANSWERS:
        more = FIGURES + SPARE_ANSWERS - rows
        return NotEnough("moments", max(1, more), f"{rows} answers have an earlier one to go by; 16 are needed.")
    if min(np.ptp(now[where]) for now, where in zip((one, other), use, strict=True)) == 0:
        return NotEnough("variation", None, "One of the two never varies from moment to moment.")
    lines = [_lines(one[use[0]], before[0][use[0]], before[1][use[0]])]
    lines.append(_lines(other[use[1]], before[1][use[1]], before[0][use[1]]))
    squares = sum(float(now[where] @ now[where]) for now, where in zip((one, other), use, strict=True))
    adjusted = [
        1
        - sum(line.errors[model] for line in lines) / (rows - sum(line.taken[model] for line in lines)) * rows / squares
        for model in range(3)
    ]
    return Coordination(
        levels=(lines[0].figures[0], lines[1].figures[0]),
        inertia=(lines[0].figures[1], lines[1].figures[1]),
        coordination=(lines[0].figures[2], lines[1].figures[2]),
        r2_inertia=adjusted[0],
        r2_coordination=adjusted[1],
        r2_both=adjusted[2],
        rows=rows,
    )


@dataclass(frozen=True)
class _Lines:
    """One partner's three models: the full one's figures, and for each the squared errors and how many figures they
    took (fewer where two columns say the same)."""

    figures: tuple[float, float, float]
    errors: tuple[float, float, float]
    taken: tuple[int, int, int]


def _lines(now: Numbers, own: Numbers, others: Numbers) -> _Lines:
    level = np.ones(len(now))
    by_inertia = _least_squares(now, [level, own])
    by_coordination = _least_squares(now, [level, others])
    by_both = _least_squares(now, [level, own, others])
    three = (by_inertia, by_coordination, by_both)
    return _Lines(
        figures=(by_both[0][0], by_both[0][1], by_both[0][2]),
        errors=(three[0][1], three[1][1], three[2][1]),
        taken=(three[0][2], three[1][2], three[2][2]),
    )


def _least_squares(now: Numbers, columns: list[Numbers]) -> tuple[list[float], float, int]:
    """Figures (nan where columns say the same, and any would do), squared errors, and the figures that count."""
    sizes = np.array([np.linalg.norm(column) or 1.0 for column in columns])
    scaled = np.column_stack(columns) / sizes
    found, _, rank, _ = np.linalg.lstsq(scaled, now, rcond=SAME)
    errors = float(((now - scaled @ found) ** 2).sum())
    figures = found / sizes if rank == len(columns) else np.full(len(columns), np.nan)
    return [float(figure) for figure in figures], errors, int(rank)


def _shifted(values: Numbers, lag: int) -> Numbers:
    """At each moment the value `lag` moments before."""
    earlier = np.full(len(values), np.nan)
    if abs(lag) >= len(values):
        return earlier
    if lag > 0:
        earlier[lag:] = values[:-lag]
    else:
        earlier[:lag] = values[-lag:]
    return earlier


def six_figures(values: Numbers) -> tuple[float, ...]:
    """Least, first quartile, median, mean, third quartile, greatest, as R's `summary` has them (quantiles of type 7).

    >>> six_figures(np.array([1.0, 2.0, 4.0]))
    (1.0, 1.5, 2.0, 2.3333333333333335, 3.0, 4.0)
    """
    least, first, middle, third, greatest = np.quantile(values, [0, 0.25, 0.5, 0.75, 1])
    return float(least), float(first), float(middle), float(values.mean()), float(third), float(greatest)

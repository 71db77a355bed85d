"""Rows of a table put in pairs: for each couple and day, what both partners answered, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from goldseam.engines.measures.dyads.model import Numbers, Whole
from goldseam.engines.measures.dyads.reading import BadTable, Table


@dataclass(frozen=True)
class Couples:
    """`values[name]` is (occasions, 2), nan where missing; `couple` (occasions,) counts from nought, in the order of
    `names`; `days` (occasions,) rises within a couple. `roles` are the two sides' names, or None when nothing in the
    table tells the partners apart: then which one is on which side says nothing."""

    names: tuple[str, ...]
    roles: tuple[str, str] | None
    couple: Whole
    days: Numbers
    values: Mapping[str, Numbers]


@dataclass(frozen=True)
class Columns:
    """The names of the columns that say whose a row is. Without `role` partners are taken as alike; then `person` tells
    who is who from day to day. Without `day` each person has one row."""

    couple: str
    role: str | None = None
    person: str | None = None
    day: str | None = None

    def __post_init__(self) -> None:
        if self.role is None and self.person is None and self.day is not None:
            raise BadTable("Without a column for roles, a column must say which person a row is about.")


def paired(table: Table, columns: Columns, wanted: Sequence[str]) -> Couples:
    """The wanted columns in pairs.

    Raises BadTable, with the line where there is one, when two rows claim the same place, when a couple has more than
    two people or none has two, when there aren't two roles, or when a day is neither number nor date.
    """
    couple = table.named(columns.couple)
    days = np.zeros(len(couple)) if columns.day is None else table.days(columns.day)
    roles, sides = _sides(table, columns, couple)
    names = tuple(dict.fromkeys(couple))
    number = {name: place for place, name in enumerate(names)}
    _require_two_people(columns, couple, sides)
    codes = np.array([number[name] for name in couple], dtype=np.intp)
    occasions, which = np.unique(np.column_stack([codes, days]), axis=0, return_inverse=True)
    which = which.reshape(-1)
    _require_one_row_each(table, columns, couple, days, which, sides)
    values = {}
    for name in dict.fromkeys(wanted):
        values[name] = np.full((len(occasions), 2), math.nan)
        values[name][which, sides] = table.numbers(name)
    return Couples(names, roles, occasions[:, 0].astype(np.intp), occasions[:, 1], values)


def _sides(table: Table, columns: Columns, couple: tuple[str, ...]) -> tuple[tuple[str, str] | None, Whole]:
    if columns.role is None:
        people = tuple(map(str, table.lines)) if columns.person is None else table.named(columns.person)
        return None, _by_person(table, couple, people)
    said = table.named(columns.role)
    roles = tuple(dict.fromkeys(said))
    if len(roles) != 2:
        there = ", ".join(f"“{role}”" for role in roles[:8])
        raise BadTable(
            f"“{columns.role}” must say one of two roles; it says {there}. Where nothing tells partners apart, "
            "leave the roles out and name the column that says which person a row is about."
        )
    one, other = sorted(roles)
    return (one, other), np.array([0 if role == one else 1 for role in said], dtype=np.intp)


def _by_person(table: Table, couple: tuple[str, ...], people: tuple[str, ...]) -> Whole:
    seen: dict[str, list[str]] = {}
    sides = np.empty(len(couple), dtype=np.intp)
    for place, (name, person) in enumerate(zip(couple, people, strict=True)):
        known = seen.setdefault(name, [])
        if person not in known:
            known.append(person)
        if len(known) > 2:
            raise BadTable(f"Line {table.lines[place]}: couple “{name}” has a third person here; a couple is two.")
        sides[place] = known.index(person)
    return sides


def _require_two_people(columns: Columns, couple: tuple[str, ...], sides: Whole) -> None:
    both = set(zip(couple, sides.tolist(), strict=True))
    if not any((name, 0) in both and (name, 1) in both for name in couple):
        raise BadTable(f"No couple in the table has two people: each “{columns.couple}” stands for one person alone.")


def _require_one_row_each(
    table: Table, columns: Columns, couple: tuple[str, ...], days: Numbers, which: Whole, sides: Whole
) -> None:
    taken: dict[tuple[int, int], int] = {}
    for place, key in enumerate(zip(which.tolist(), sides.tolist(), strict=True)):
        if key in taken:
            day = "" if columns.day is None else f" on day {days[place]:g}"
            who = "" if columns.role is None else f" as “{table.text(columns.role)[place]}”"
            raise BadTable(
                f"Lines {taken[key]} and {table.lines[place]} both tell of couple “{couple[place]}”{who}{day}. "
                "Two rows can't have the same place; where both partners share a role, leave the roles out."
            )
        taken[key] = table.lines[place]


def means_of_persons(couples: Couples, name: str) -> Numbers:
    """Each person's mean over the days with an answer, (occasions, 2); nan for who never answered."""
    values = couples.values[name]
    there = ~np.isnan(values)
    sums = np.zeros((len(couples.names), 2))
    counts = np.zeros((len(couples.names), 2))
    np.add.at(sums, couples.couple, np.where(there, values, 0.0))
    np.add.at(counts, couples.couple, there)
    means = np.divide(sums, counts, out=np.full_like(sums, math.nan), where=counts > 0)
    return np.asarray(means[couples.couple])

"""Values over days as rows of a table: the same that plots show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language


def rows_of(days: Iterable[date], columns: Sequence[Mapping[date, float]]) -> SafeString:
    """A row for each day, with each column's value or a dash. There are only days and numbers in it, so nothing else is
    escaped: that would take ten times as long for hundreds of rows.
    """
    language = get_language()
    rows = (f'<tr><th scope="row">{_day(language, day)}</th>{_cells(day, columns)}</tr>' for day in days)
    return mark_safe("".join(rows))


@lru_cache(maxsize=4096)
def _day(_language: str | None, day: date) -> str:
    """The same days come again for everybody."""
    return escape(date_format(day, "j M Y"))


def _cells(day: date, columns: Sequence[Mapping[date, float]]) -> str:
    values = (column.get(day) for column in columns)
    return "".join("<td>–</td>" if value is None else f"<td>{value:.0f}</td>" for value in values)

"""A table of a study's answers, from a CSV file as spreadsheets and R write it. Nothing is guessed in silence.

Read are: UTF-8 with or without a mark, or UTF-16 with one; commas, semicolons or tabs between fields (as the first line
has them); gzip. A field that is empty or holds `NA`, `NaN`, `.` or `NULL` is missing. With semicolons or tabs a comma
in a number is a decimal point.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from goldseam.engines.measures.dyads.model import Numbers

MISSING = frozenset({"", "na", "nan", ".", "null"})
MOST_BYTES = 200_000_000
MOST_COLUMNS = 5_000
# Squares of larger figures, summed, leave what a computer can hold.
LARGEST = 1e100
DATE = re.compile(r"\d{4}-\d\d-\d\d$")


class BadTable(ValueError):
    """A table that can't be used; the sentence says what is wrong and in which line or column."""


@dataclass(frozen=True)
class Table:
    """Columns of text, all of one length. `lines` tells in which line of the file each row stood.

    >>> table = Table.of({"couple": [1, 1], "joy": [3.5, None]})
    >>> table.numbers("joy").tolist()
    [3.5, nan]
    """

    columns: Mapping[str, tuple[str, ...]]
    lines: tuple[int, ...]
    decimal_comma: bool = False

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[object]]) -> Table:
        """A table from columns at hand; None is missing. Raises BadTable when their lengths differ."""
        lengths = {name: len(values) for name, values in columns.items()}
        if len(set(lengths.values())) != 1:
            raise BadTable(f"The columns have different lengths: {lengths}.")
        texts = {
            name: tuple("" if value is None else str(value) for value in values) for name, values in columns.items()
        }
        return cls(texts, tuple(range(1, next(iter(lengths.values())) + 1)))

    def text(self, name: str) -> tuple[str, ...]:
        """A column as it stands. Raises BadTable when there is none of that name."""
        if name not in self.columns:
            known = ", ".join(f"“{column}”" for column in list(self.columns)[:30])
            raise BadTable(f"There is no column “{name}”. The table has: {known}.")
        return self.columns[name]

    def named(self, name: str) -> tuple[str, ...]:
        """A column of names (of couples, persons, roles). Raises BadTable where one is missing."""
        column = self.text(name)
        for value, line in zip(column, self.lines, strict=True):
            if is_missing(value):
                raise BadTable(f"Line {line}: “{name}” is empty. Each row must say whose and of when it is.")
        return tuple(value.strip() for value in column)

    def numbers(self, name: str) -> Numbers:
        """A column as numbers, nan where missing. Raises BadTable for text, infinity, figures beyond 1e100, and where
        points and commas both could be the decimal point."""
        column = self.text(name)
        if (
            self.decimal_comma
            and any("," in value for value in column)
            and any("." in value.strip(". ") for value in column)
        ):
            raise BadTable(
                f"“{name}” has numbers with commas and numbers with points; which of them is the decimal point?"
            )
        found = np.empty(len(column))
        for place, (value, line) in enumerate(zip(column, self.lines, strict=True)):
            found[place] = math.nan if is_missing(value) else self._number(value, name, line)
        return found

    def days(self, name: str) -> Numbers:
        """A column of days, as numbers or as dates like 2026-02-28 (which become the days since year one).

        Raises BadTable where a day is missing or neither.
        """
        column = self.named(name)
        if not DATE.match(column[0]):
            return self.numbers(name)
        found = np.empty(len(column))
        for place, (value, line) in enumerate(zip(column, self.lines, strict=True)):
            try:
                found[place] = date.fromisoformat(value).toordinal()
            except ValueError:
                raise BadTable(
                    f"Line {line}: “{name}” should be a date like 2026-02-28 but says “{value[:40]}”."
                ) from None
        return found

    def _number(self, value: str, name: str, line: int) -> float:
        written = value.strip().replace(",", ".") if self.decimal_comma else value.strip()
        try:
            if "_" in written:  # Python would take it for a number
                raise ValueError
            number = float(written)
        except ValueError:
            raise BadTable(f"Line {line}: “{name}” should be a number but says “{value[:40]}”.") from None
        if not math.isfinite(number) or abs(number) > LARGEST:
            raise BadTable(f"Line {line}: “{name}” says “{value[:40]}”, which is too large to reckon with.")
        return number

    def only(self, name: str, value: str) -> Table:
        """The rows whose column says `value`. Raises BadTable when none does."""
        kept = [place for place, found in enumerate(self.text(name)) if found.strip() == value]
        if not kept:
            there = ", ".join(f"“{found}”" for found in sorted(set(self.text(name)))[:12])
            raise BadTable(f"No row says “{value}” under “{name}”; there it says: {there}.")
        columns = {column: tuple(values[place] for place in kept) for column, values in self.columns.items()}
        return Table(columns, tuple(self.lines[place] for place in kept), self.decimal_comma)


def is_missing(value: str) -> bool:
    return value.strip().lower() in MISSING


def read(source: Path | str | bytes) -> Table:
    """The table in a file or in bytes. Raises BadTable with a sentence, OSError when there is no such file.

    >>> read(b"couple;joy\\n1;3,5\\n").numbers("joy").tolist()
    [3.5]
    """
    text = _decoded(source if isinstance(source, bytes) else Path(source).read_bytes())
    first = text.split("\n", 1)[0]
    between = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        names = _names(next(rows, []))
        kept, lines = _rows(rows, names)
    except csv.Error as wrong:
        raise BadTable(f"Line {rows.line_num}: this isn't CSV ({wrong}).") from None
    if not kept:
        raise BadTable("The file has no rows below its first line.")
    columns = {name: tuple(row[place] for row in kept) for place, name in enumerate(names) if name}
    return Table(columns, tuple(lines), decimal_comma=between != ",")


def _decoded(data: bytes) -> str:
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data)
    if len(data) > MOST_BYTES:
        raise BadTable(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        raise BadTable(f"Line {line}: this isn't UTF-8 text. Save the table as “CSV UTF-8”.") from None
    if "\0" in text:
        raise BadTable("This is a binary file, not CSV.")
    return text


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            return packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise BadTable("The file begins like gzip but can't be unpacked.") from None


def _names(first: list[str]) -> list[str]:
    names = [name.strip() for name in first]
    if not any(names):
        raise BadTable("The first line must name the columns; it is empty.")
    if len(names) > MOST_COLUMNS:
        raise BadTable(f"There are {len(names)} columns; at most {MOST_COLUMNS} can be read.")
    for name in names:
        if name and names.count(name) > 1:
            raise BadTable(f"Two columns are called “{name}”.")
    return names


def _rows(rows: csv._reader, names: list[str]) -> tuple[list[list[str]], list[int]]:  # type: ignore[name-defined]
    kept: list[list[str]] = []
    lines: list[int] = []
    for row in rows:
        if not any(field.strip() for field in row):
            continue
        if len(row) != len(names):
            raise BadTable(f"Line {rows.line_num}: {len(row)} fields where the first line names {len(names)} columns.")
        kept.append(row)
        lines.append(rows.line_num)
    return kept, lines

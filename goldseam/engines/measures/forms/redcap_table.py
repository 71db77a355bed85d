"""A REDCap data dictionary as a table: 18 columns, one row a field."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .bad import BadForm, quoted
from .taking import LARGEST_FILE, Notes

# What we call a column, what the dictionary calls it, and what REDCap's metadata export calls it.
COLUMNS = (
    ("name", "Variable / Field Name", "field_name"),
    ("form", "Form Name", "form_name"),
    ("section", "Section Header", "section_header"),
    ("type", "Field Type", "field_type"),
    ("label", "Field Label", "field_label"),
    ("choices", "Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"),
    ("note", "Field Note", "field_note"),
    ("validation", "Text Validation Type OR Show Slider Number", "text_validation_type_or_show_slider_number"),
    ("low", "Text Validation Min", "text_validation_min"),
    ("high", "Text Validation Max", "text_validation_max"),
    ("identifier", "Identifier?", "identifier"),
    ("logic", "Branching Logic (Show field only if...)", "branching_logic"),
    ("required", "Required Field?", "required_field"),
    ("alignment", "Custom Alignment", "custom_alignment"),
    ("number", "Question Number (surveys only)", "question_number"),
    ("matrix", "Matrix Group Name", "matrix_group_name"),
    ("ranking", "Matrix Ranking?", "matrix_ranking"),
    ("annotation", "Field Annotation", "field_annotation"),
)
NEEDED = ("name", "form", "type", "label", "choices")
BY_TITLE = {title.lower(): ours for ours, *titles in COLUMNS for title in titles}
BY_BEGINNING = {"branching logic": "logic", "question number": "number"}


@dataclass(frozen=True)
class Row:
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip(" \t\r\n")

    @property
    def where(self) -> str:
        return f"line {self.line}, field {quoted(self['name'])}"


def rows_in(data: bytes, notes: Notes) -> list[Row]:
    """The rows of a dictionary. Raises BadForm for any other file."""
    if len(data) > LARGEST_FILE:
        raise BadForm(f"The file has more than {LARGEST_FILE // 1_000_000} MB; no questionnaire needs that.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadForm("The file isn't text in UTF-8. From Excel, save it as “CSV UTF-8”.") from wrong
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        columns = _columns(next(reader, []), notes)
        return [row for cells in reader if (row := _row(columns, cells, reader.line_num))]
    except csv.Error as wrong:
        raise BadForm(f"This isn't a sound CSV file: {quoted(wrong)}.", f"line {reader.line_num}") from wrong


def _delimiter(text: str) -> str:
    """A comma, as REDCap writes; Excel makes it a semicolon in many countries."""
    first = text[:4_000].split("\n")[0].lower()
    return next((sign for sign in ";\t" if sign in first and first.count(sign) >= 4), ",")


def _columns(header: list[str], notes: Notes) -> list[str]:
    columns: list[str] = []
    for title in header:
        plain = " ".join(title.lower().split())
        beginning = next((ours for start, ours in BY_BEGINNING.items() if plain.startswith(start)), "")
        column = BY_TITLE.get(plain) or beginning
        if column and column in columns:
            raise BadForm(f"The column “{quoted(title)}” is there twice.", "line 1")
        if plain and not column:
            notes.add(f"the column “{quoted(title)}”", "line 1")
        columns.append(column)
    missing = [title for ours, title, _ in COLUMNS if ours in NEEDED and ours not in columns]
    if missing:
        raise BadForm(f"This isn't a REDCap data dictionary: the column “{missing[0]}” is missing.", "line 1")
    return columns


def _row(columns: list[str], cells: list[str], line: int) -> Row | None:
    if not any(cell.strip() for cell in cells):
        return None
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise BadForm("This row has more cells than the table has columns.", f"line {line}")
    return Row(line, {column: cell for column, cell in zip(columns, cells, strict=False) if column})


def table_of(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The file that REDCap takes: all 18 columns, by their own titles."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([title for _, title, _ in COLUMNS])
    for row in rows:
        writer.writerow([row.get(ours, "") for ours, *_ in COLUMNS])
    return file.getvalue().encode()

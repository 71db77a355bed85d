"""One form of a REDCap data dictionary becomes our questionnaire."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .bad import BadForm, quoted
from .entries import Entries, Group, Item, Kind
from .questionnaire import Questionnaire
from .redcap_choices import choices_in, ends_in, number_in
from .redcap_logic import conditions, logic_in
from .redcap_table import Row, rows_in
from .redcap_text import plain
from .sound import MOST_ENTRIES, is_day
from .taking import Notes

NAME = re.compile(r"[a-z][a-z0-9_]{0,99}", re.ASCII)
RECORD = ("record_id", "Record ID")
SECTION, MATRIX = "section:", "matrix:"
CHOSEN = {"radio": "", "dropdown": "drop-down", "select": "drop-down", "checkbox": ""}
KINDS: dict[str, Kind] = {"yesno": "boolean", "truefalse": "boolean", "notes": "text", "descriptive": "display"}
UNASKED = {
    "calc": "it is worked out by a formula",
    "file": "a file can't be given here",
    "signature": "a signature can't be given here",
    "sql": "its choices come from REDCap's own database",
}
ACTION_TAG = re.compile(r"@[A-Z][A-Z0-9_-]*")
TAKEN_IN = re.compile(r"[\[{]([a-z][a-z0-9_]*)[\]}:]", re.ASCII)
HIDDEN = frozenset({"@HIDDEN", "@HIDDEN-SURVEY"})
WORKED_OUT = frozenset({"@CALCTEXT", "@CALCDATE"})
READ_ONLY = frozenset({"@READONLY", "@READONLY-SURVEY"})


@dataclass(frozen=True)
class Field:
    """A field that can be asked, with where it stands."""

    item: Item
    row: Row
    section: int
    matrix: str


def questionnaire_in(data: bytes, form: str | None) -> Questionnaire:
    notes = Notes()
    rows = rows_in(data, notes)
    _require_names(rows)
    chosen = _form(rows, form)
    sections: list[str] = []
    fields: list[Field] = []
    for number, row in enumerate(rows):
        if row["form"].lower() != chosen or (number == 0 and _is_record_number(row, notes)):
            continue
        if row["section"]:
            sections.append(plain(row["section"], row.where, notes))
        item = _item(row, notes)
        if item is not None:
            fields.append(Field(item, row, len(sections), row["matrix"].lower()))
    if len(fields) > MOST_ENTRIES:
        raise BadForm(f"The form {quoted(chosen)} has more than {MOST_ENTRIES} questions.")
    if not fields:
        raise BadForm(f"The form {quoted(chosen)} has no question that can be asked.")
    _leave_what_words_take_in(fields, rows, notes)
    return Questionnaire(_grouped(_with_conditions(fields), sections), name=chosen, left_aside=notes.all())


def _require_names(rows: Sequence[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        name = row["name"].lower()
        if not NAME.fullmatch(name):
            raise BadForm("A field's name needs to be small letters, digits and underscores.", row.where)
        if name in seen:
            raise BadForm("Two fields have this name.", row.where)
        seen.add(name)


def _form(rows: Sequence[Row], form: str | None) -> str:
    forms = list(dict.fromkeys(row["form"].lower() for row in rows))
    if form is None and len(forms) == 1:
        return forms[0]
    known = ", ".join(quoted(one) for one in forms[:20]) or "none"
    if form is None:
        raise BadForm(f"The dictionary holds several forms: say which one. It has {known}.")
    if form.strip().lower() not in forms:
        raise BadForm(f"There is no form {quoted(form)}. The dictionary has {known}.")
    return form.strip().lower()


def _is_record_number(row: Row, notes: Notes) -> bool:
    """The first field of a dictionary is the number of the record, which nobody is asked."""
    if row["type"] != "text" or not re.search(r"(^|_)id$", row["name"].lower()):
        return False
    if (row["name"].lower(), row["label"]) != RECORD:
        notes.add("the number of the record", row.where)
    return True


def _item(row: Row, notes: Notes) -> Item | None:
    tags = set(ACTION_TAG.findall(row["annotation"]))
    kind = row["type"].lower()
    reason = UNASKED.get("signature" if row["validation"] == "signature" else kind)
    if tags & WORKED_OUT:
        reason = UNASKED["calc"]
    if "@IF" in tags and not reason:
        raise BadForm("Its annotation changes it under a condition (@IF), which can't be done here.", row.where)
    if tags & HIDDEN:
        reason = "it is hidden from whoever answers"
    if reason:
        notes.add(f"the question: {reason}", row.where)
        return None
    if row["ranking"].lower() == "y":
        raise BadForm("Its answers are to be put in order (matrix ranking), which can't be asked here.", row.where)
    item = Item(
        row["name"].lower(),
        **_answered(row, kind, notes),
        text=plain(row["label"], row.where, notes),
        note=plain(row["note"], row.where, notes),
        prefix=plain(row["number"], row.where, notes),
        required=_is_yes(row, "required") and kind != "descriptive",
        read_only=bool(tags & READ_ONLY) and kind != "descriptive",
    )
    _leave_the_rest(row, item, notes)
    return item


def _leave_what_words_take_in(fields: Sequence[Field], rows: Sequence[Row], notes: Notes) -> None:
    """REDCap can put another answer, or another field, into a label; here its words stay as they are."""
    names = {row["name"].lower() for row in rows}
    for field in fields:
        said = f"{field.row['section']} {field.item.text} {field.item.note}"
        if any(name in names for name in TAKEN_IN.findall(said)):
            notes.add("that its words take in another field", field.row.where)


def _answered(row: Row, kind: str, notes: Notes) -> dict[str, Any]:
    if kind in CHOSEN:
        if row["validation"]:
            notes.add(f"“{quoted(row['validation'])}”", row.where)
        choices = choices_in(row["choices"], row.where, notes)
        return {"kind": "choice", "choices": choices, "control": CHOSEN[kind], "repeats": kind == "checkbox"}
    if kind in KINDS:
        _leave(row, notes, "choices", "validation", "low", "high")
        if kind == "truefalse":
            notes.add("that its answers are called true and false, and not yes and no", row.where)
        return {"kind": KINDS[kind]}
    if kind == "slider":
        return _slider(row, notes)
    if kind == "text":
        return _text(row, notes)
    raise BadForm(f"“{quoted(kind)}” is no type of field that is known here.", row.where)


def _slider(row: Row, notes: Notes) -> dict[str, Any]:
    if row["validation"]:
        notes.add("whether a slider shows its number", row.where)
    low, high = (number_in(row[end] or usual) for end, usual in (("low", "0"), ("high", "100")))
    if not isinstance(low, int) or not isinstance(high, int):
        raise BadForm("A slider needs whole numbers as its ends.", row.where)
    ends = ends_in(row["choices"], row.where, notes)
    return {"kind": "integer", "control": "slider", "low": low, "high": high, "ends": ends}


def _text(row: Row, notes: Notes) -> dict[str, Any]:
    _leave(row, notes, "choices")
    check = row["validation"].lower()
    kind: Kind = "string"
    if check in ("integer", "int"):
        kind = "integer"
    elif check in ("number", "float") or check.startswith("number_"):
        kind = "decimal"
    elif check in ("date_ymd", "date_mdy", "date_dmy", "date"):
        kind = "date"
    if check not in ("", "integer", "number", "date_ymd"):
        notes.add(f"how an answer needs to look (“{quoted(check)}”)", row.where)
    if kind == "string":
        _leave(row, notes, "low", "high")
        return {"kind": kind}
    return {"kind": kind, "low": _end(row, "low", kind, notes), "high": _end(row, "high", kind, notes)}


def _end(row: Row, column: str, kind: Kind, notes: Notes) -> int | float | str | None:
    said = row[column]
    if kind == "date" and is_day(said):
        return said
    number = number_in(said.replace(",", ".")) if kind != "date" else None
    if number is not None and (kind == "decimal" or isinstance(number, int)):
        return number
    if said:
        notes.add(f"its {'smallest' if column == 'low' else 'largest'} answer “{quoted(said)}”", row.where)
    return None


def _is_yes(row: Row, column: str) -> bool:
    return row[column].lower() in ("y", "yes", "1")


def _leave(row: Row, notes: Notes, *columns: str) -> None:
    for column in columns:
        if row[column]:
            notes.add(f"what stands in its column “{column}”", row.where)


def _leave_the_rest(row: Row, item: Item, notes: Notes) -> None:
    if _is_yes(row, "identifier"):
        notes.add("that an answer tells who somebody is", row.where)
    if row["alignment"]:
        notes.add("how it is laid out", row.where)
    said = row["annotation"]
    if said and not (item.read_only and said == "@READONLY"):
        notes.add(f"its annotation “{quoted(said)}”", row.where)
    if item.kind == "display" and _is_yes(row, "required"):
        notes.add("that these words are required", row.where)


def _with_conditions(fields: Sequence[Field]) -> list[Field]:
    items = {field.item.link_id: field.item for field in fields}
    found = []
    for field in fields:
        said = field.row["logic"]
        if said:
            when, any_of = conditions(logic_in(said, field.row.where), items, field.row.where)
            found.append(replace(field, item=replace(field.item, when=when, when_any=any_of)))
        else:
            found.append(field)
    return found


def _grouped(fields: Sequence[Field], sections: Sequence[str]) -> Entries:
    """Fields in their matrices, and those in their sections. A group is called after its first question."""
    _require_matrices(fields)
    top: list[Group | Item] = []
    for section in range(len(sections) + 1):
        inside = [field for field in fields if field.section == section]
        entries: list[Group | Item] = []
        for field in inside:
            last = entries[-1] if entries else None
            if not field.matrix:
                entries.append(field.item)
            elif isinstance(last, Group) and last.link_id == MATRIX + field.matrix:
                entries[-1] = replace(last, items=(*last.items, field.item))
            else:
                entries.append(Group(MATRIX + field.matrix, items=(field.item,), control="table"))
        if section == 0:
            top.extend(entries)
        elif entries:
            name = SECTION + inside[0].item.link_id
            top.append(Group(name, sections[section - 1], items=tuple(entries)))
    return tuple(top)


def _require_matrices(fields: Sequence[Field]) -> None:
    first: dict[str, Field] = {}
    for before, field in zip([None, *fields], fields, strict=False):
        if not field.matrix:
            continue
        begun = first.setdefault(field.matrix, field)
        goes_on = before is not None and before.matrix == field.matrix and before.section == field.section
        if begun is not field and not goes_on:
            raise BadForm(f"The rows of the matrix {quoted(field.matrix)} need to follow one another.", field.row.where)
        if field.item.kind != "choice" or _shape(field) != _shape(begun):
            raise BadForm(f"All rows of the matrix {quoted(field.matrix)} need the same choices.", field.row.where)


def _shape(field: Field) -> tuple[object, ...]:
    return field.item.choices, field.item.repeats, field.item.control

"""Turns a part of an export into something to read: facts, lists and tables. Plain Python: no Django, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from goldseam.practice import Json

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FOR_MACHINES = frozenset({"id", "ids", "version", "format", "fhir", "for_restoring"})
TABLE_COLUMNS_MOST = 4
SHORT = 40
"""A word up to this length stands in one line with others."""


@dataclass(frozen=True)
class Shown:
    """One node: a word, a moment, facts (label and node; `brief`: in one line), a list of nodes, a table of words."""

    kind: Literal["word", "moment", "day", "yes", "no", "nothing", "facts", "brief", "list", "table"]
    word: str = ""
    moment: datetime | date | None = None
    facts: tuple[tuple[str, Shown], ...] = ()
    items: tuple[Shown, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()


NOTHING = Shown("nothing")


def shown(part: Json) -> Shown:
    """The same as the JSON says, without the ids that only a machine needs, and without what was left empty."""
    if isinstance(part, dict):
        return _facts(part)
    if isinstance(part, list):
        return _list(part)
    return _word(part)


def _word(value: Any) -> Shown:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return Shown("yes" if value else "no")
    return _moment(value) if isinstance(value, str) else Shown("word", word=str(value))


def _moment(text: str) -> Shown:
    try:
        if _MOMENT.match(text):
            return Shown("moment", moment=datetime.fromisoformat(text))
        if _DAY.fullmatch(text):
            return Shown("day", moment=date.fromisoformat(text))
    except ValueError:
        pass
    return Shown("word", word=text)


def _facts(part: dict[str, Any]) -> Shown:
    found = [(label(key), _nested(value)) for key, value in part.items() if not _is_for_machines(key, value)]
    facts = tuple((name, node) for name, node in found if node != NOTHING)
    return Shown("facts", facts=facts) if facts else NOTHING


def _nested(value: Any) -> Shown:
    """A few short answers inside something else stand in one line."""
    node = shown(value)
    if node.kind != "facts":
        return node
    leaves = tuple(_leaves(node))
    return Shown("brief", facts=leaves) if all(_is_short(leaf) for _, leaf in leaves) else node


def _leaves(node: Shown) -> Iterator[tuple[str, Shown]]:
    for name, each in node.facts:
        if each.kind == "brief":
            yield from each.facts
        else:
            yield name, each


def _is_short(node: Shown) -> bool:
    return node.kind in ("yes", "no", "day", "moment") or (node.kind == "word" and len(node.word) <= SHORT)


def _list(part: list[Any]) -> Shown:
    if not part:
        return NOTHING
    if all(isinstance(word, str) and len(word) <= SHORT for word in part):
        return Shown("word", word=", ".join(part))
    rows = [row for row in part if isinstance(row, dict)]
    if len(rows) == len(part) and (head := _columns(rows)):
        cells = tuple(tuple(_word(row.get(key)) for key in head) for row in rows)
        return Shown("table", head=tuple(label(key) for key in head), rows=cells)
    return Shown("list", items=tuple(shown(item) for item in part))


def _columns(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """The columns of a small, flat table; none when the rows are better told one by one."""
    keys = {key: None for row in rows for key, value in row.items() if not _is_for_machines(key, value)}
    flat = not any(isinstance(row.get(key), dict | list) for row in rows for key in keys)
    return tuple(keys) if flat and len(keys) <= TABLE_COLUMNS_MOST else ()


def label(key: str) -> str:
    """`own_name` and `felt-heard` as people write them."""
    plain = key.replace("_", " ").replace("-", " ").strip()
    return plain[:1].upper() + plain[1:]


def _is_for_machines(key: str, value: Any) -> bool:
    return key in _FOR_MACHINES or (isinstance(value, str) and (_is_uuid(value) or bool(_DIGEST.fullmatch(value))))


def _is_uuid(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False

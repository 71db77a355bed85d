"""Turns a part of an export into something to read: facts, lists and tables. Plain Python: no Django, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from goldseam.practice import Json

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_FOR_MACHINES = frozenset({"id", "ids", "version", "format"})
TABLE_COLUMNS_MOST = 4


@dataclass(frozen=True)
class Shown:
    """One node: a word, a moment, facts (label and node), a list of nodes, or a table of words."""

    kind: Literal["word", "moment", "yes", "no", "nothing", "facts", "list", "table"]
    word: str = ""
    moment: datetime | None = None
    facts: tuple[tuple[str, Shown], ...] = ()
    items: tuple[Shown, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()


NOTHING = Shown("nothing")


def shown(part: Json) -> Shown:
    """The same as the JSON says, without the ids that only a machine needs."""
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
    if isinstance(value, str) and _MOMENT.match(value):
        try:
            return Shown("moment", moment=datetime.fromisoformat(value))
        except ValueError:
            return Shown("word", word=value)
    return Shown("word", word=str(value))


def _facts(part: dict[str, Any]) -> Shown:
    facts = tuple((label(key), shown(value)) for key, value in part.items() if not _is_for_machines(key, value))
    return Shown("facts", facts=facts) if facts else NOTHING


def _list(part: list[Any]) -> Shown:
    if not part:
        return NOTHING
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
    return key in _FOR_MACHINES or (isinstance(value, str) and _is_uuid(value))


def _is_uuid(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False

"""Records that this process walked already, so that a page walks only what was added since.

Where a record leads is a pure function of its links, and these lie open on the disk. Each time all of them are read and
held against those walked before, byte by byte: one that was bent, added before the end or taken away is another
beginning, and everything is walked anew. Bound to the reader: nobody's page is faster because the other looked first.
Acts walk on from there as well, and only requests that read remember. Nothing here is a key or a word
(docs/decisions/0056-nothing-opened-twice.md).
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

LINKS_MOST = 32_768
"""So many links are remembered at most, of all records together: less than a kilobyte each. Fifty pairs that talk at
once, with some three hundred links each, find theirs."""

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Before:
    """The links of a record as the database gave them, and what came of walking them."""

    rows: Rows
    walked: Any


_before: OrderedDict[tuple[UUID, UUID], Before] = OrderedDict()
_lock = threading.Lock()


def found(reader: UUID, circle: UUID, rows: Rows) -> Before | None:
    """What this reader walked, if these rows begin with just that."""
    with _lock:
        before = _before.get((reader, circle))
    return before if before and rows[: len(before.rows)] == before.rows else None


def remember(reader: UUID, circle: UUID, rows: Rows, walked: Any) -> None:
    """In the place of what was walked before; those that nobody walked for the longest time go."""
    with _lock:
        _before.pop((reader, circle), None)
        _before[reader, circle] = Before(rows, walked)
        while sum(len(each.rows) for each in _before.values()) > LINKS_MOST:
            _before.popitem(last=False)


def each_value_once(rows: Rows) -> Rows:
    """The same rows, with one object for what comes again in each of them: who wrote, where, under which key."""
    known: dict[Any, Any] = {}
    return [tuple([known.setdefault(value, value) for value in row]) for row in rows]


def forget(reader: UUID) -> None:
    """When a reader is gone."""
    with _lock:
        for place in [place for place in _before if place[0] == reader]:
            del _before[place]

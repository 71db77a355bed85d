"""Copies every table from one database to another, SQLite or PostgreSQL either way, without opening anything.

One snapshot is read, one transaction is written: whole or not at all, and people may go on writing meanwhile. Both
sides must be at the same state; the tables are those of that state, not of today's code, so that a database can be
copied before it is changed. Rows keep their keys. Afterwards every row is read again and both sides are compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Q

from goldseam.site.refusal import Refusal

Table = type[models.Model]
CHUNK = 200  # rows held at a time; the longest row of ours is some hundred kilobytes
_ROUND = 1 << 256


class NotTheSame(Refusal):
    """The copy isn't what was read, or the two databases are at different states. Nothing of it is kept."""


@dataclass(frozen=True)
class Sum:
    """How many rows, and the sum of their digests: the same in whatever order they come."""

    rows: int = 0
    digest: int = 0

    def with_row(self, row: Sequence[Any]) -> Sum:
        return Sum(self.rows + 1, (self.digest + _digest(row)) % _ROUND)


def copy(source: str, target: str, left_out: Mapping[str, Q] | None = None) -> dict[str, Sum]:
    """All tables; rows that `left_out` matches, by table, are never read. Inside `snapshot` and a transaction.

    Raises NotTheSame, and then nothing may be committed.
    """
    if applied(source) != applied(target):
        raise NotTheSame("The two databases are at different states. Nothing was changed.")
    found = tables_of(source)
    _empty(target, found)
    copied = {}
    for table in found:
        name = table._meta.db_table
        copied[name] = _copy_table(table, source, target, (left_out or {}).get(name))
    _set_sequences(target, found)
    for table in found:
        if sum_of(table, target) != copied[table._meta.db_table]:
            raise NotTheSame(
                f"The copy of the table {table._meta.db_table} isn't what was read, so nothing of it was kept. "
                "Look whether disk and memory of this machine are well, then try again."
            )
    return copied


def sums(alias: str) -> dict[str, Sum]:
    """Every table's sum, to compare two databases."""
    return {table._meta.db_table: sum_of(table, alias) for table in tables_of(alias)}


@contextmanager
def snapshot(alias: str) -> Iterator[None]:
    """One moment of this database (as `databases.for_reading` reaches it), as long as it takes. Nobody waits for it."""
    with transaction.atomic(using=alias):
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
        yield


# -- states -------------------------------------------------------------------------------------------------------


def applied(alias: str) -> set[tuple[str, str]]:
    return set(MigrationLoader(connections[alias]).applied_migrations)


def known() -> set[tuple[str, str]]:
    """The changes that this Goldseam knows."""
    return set(MigrationLoader(None).disk_migrations)


def tables_of(alias: str) -> list[Table]:
    """What the applied changes have made, as it was made."""
    loader = MigrationLoader(connections[alias])
    state = loader.project_state(_newest(loader))
    found = state.apps.get_models(include_auto_created=True)
    return [table for table in found if table._meta.managed and not table._meta.proxy]


def make_tables(target: str, *, as_in: str) -> None:
    """Brings an empty database to the state of another one."""
    MigrationExecutor(connections[target]).migrate(_newest(MigrationLoader(connections[as_in])))


def _newest(loader: MigrationLoader) -> list[tuple[str, str]]:
    """The last applied change of each app."""
    known = set(loader.applied_migrations) & set(loader.graph.nodes)
    followed = {parent.key for key in known for parent in loader.graph.node_map[key].parents if parent.key[0] == key[0]}
    return sorted(known - followed)


# -- rows ---------------------------------------------------------------------------------------------------------


def _empty(target: str, found: list[Table]) -> None:
    """What making the tables put there goes: the source has the truth."""
    with connections[target].cursor() as cursor:
        for table in found:
            cursor.execute(f"DELETE FROM {_quoted(target, table._meta.db_table)}")


def _copy_table(table: Table, source: str, target: str, left_out: Q | None) -> Sum:
    columns = _columns(table)
    names = ", ".join(_quoted(target, column.column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    insert = f"INSERT INTO {_quoted(target, table._meta.db_table)} ({names}) VALUES ({places})"
    copied, connection = Sum(), connections[target]
    with connection.cursor() as cursor:
        for chunk in _chunks(table, source, left_out):
            for row in chunk:
                copied = copied.with_row(row)
            cursor.executemany(
                insert,
                [
                    [column.get_db_prep_save(value, connection) for column, value in zip(columns, row, strict=True)]
                    for row in chunk
                ],
            )
    return copied


def sum_of(table: Table, alias: str) -> Sum:
    found = Sum()
    for chunk in _chunks(table, alias, None):
        for row in chunk:
            found = found.with_row(row)
    return found


def _chunks(table: Table, alias: str, left_out: Q | None) -> Iterator[list[tuple[Any, ...]]]:
    rows = table._base_manager.using(alias).order_by()
    if left_out is not None:
        rows = rows.exclude(left_out)
    chunk = []
    for row in rows.values_list(*(column.attname for column in _columns(table))).iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _columns(table: Table) -> list[Any]:
    return [column for column in table._meta.local_concrete_fields if not column.generated]


def _set_sequences(target: str, found: list[Table]) -> None:
    """The next number after the highest that was copied. SQLite sees to it by itself."""
    with connections[target].cursor() as cursor:
        for order in connections[target].ops.sequence_reset_sql(no_style(), found):
            cursor.execute(order)


def _quoted(alias: str, name: str) -> str:
    return str(connections[alias].ops.quote_name(name))


# -- what a row says, the same in either database -----------------------------------------------------------------


def _digest(row: Sequence[Any]) -> int:
    told = hashlib.sha256()
    for value in row:
        kind, content = _plain(value)
        told.update(b"%s%d:" % (kind, len(content)))
        told.update(content)
    return int.from_bytes(told.digest(), "big")


def _plain(value: Any) -> tuple[bytes, bytes]:
    if value is None:
        return b"-", b""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return b"b", bytes(value)
    if isinstance(value, bool):
        return b"t", b"1" if value else b"0"
    if isinstance(value, UUID):
        return b"u", value.bytes
    if isinstance(value, datetime):
        return b"m", value.astimezone(UTC).isoformat().encode()
    if isinstance(value, (date, time)):
        return b"d", value.isoformat().encode()
    if isinstance(value, (dict, list)):
        return b"j", json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    return b"s" if isinstance(value, str) else b"n", str(value).encode()

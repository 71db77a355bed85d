"""Counts in a table that servers share, as plain JSON.

Django's own cache in a database reads each row as a Python object, and such an object may be a program: whoever may
write rows would have theirs run where people's keys are open (docs/decisions/0043-several-servers-one-house.md).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection
from django.utils import timezone

_FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class SharedCounts(BaseDatabaseCache):
    """What is over is taken away by `tidying`, so nothing needs to be pushed out."""

    _table: str

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        there = "SELECT value FROM {table} WHERE cache_key = %s AND expires > %s"
        found = self._asked(there, self._named(key, version))
        try:
            return json.loads(found[0][0]) if found else default
        except ValueError:
            return default

    def has_key(self, key: str, version: int | None = None) -> bool:
        there = "SELECT 1 FROM {table} WHERE cache_key = %s AND expires > %s"
        return bool(self._asked(there, self._named(key, version)))

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._put(key, value, timeout, version, "TRUE")

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """In one step: of two that come at once one gets it."""
        return self._put(key, value, timeout, version, "{table}.expires <= %s", _now())

    def delete(self, key: str, version: int | None = None) -> bool:
        gone = "DELETE FROM {table} WHERE cache_key = %s AND expires > %s RETURNING 1"
        return bool(self._asked(gone, self._named(key, version)))

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table}")

    def _put(self, key: str, value: Any, timeout: Any, version: int | None, where: str, *more: Any) -> bool:
        put = (
            "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key)"
            f" DO UPDATE SET value = excluded.value, expires = excluded.expires WHERE {where} RETURNING 1"
        )
        end = self.get_backend_timeout(timeout)
        until = _FOR_EVER if end is None else datetime.fromtimestamp(end, UTC)
        name = self.make_and_validate_key(key, version=version)
        return bool(self._asked(put, [name, json.dumps(value), _moment(until), *more]))

    def _named(self, key: str, version: int | None) -> list[Any]:
        return [self.make_and_validate_key(key, version=version), _now()]

    def _asked(self, sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql.format(table=self._table), values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _now() -> Any:
    return _moment(timezone.now())


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)

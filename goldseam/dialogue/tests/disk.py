"""What lies on the disk of a talk: for tests of what goes and what stays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from goldseam.dialogue.models import Act
from goldseam.statements.models import Remark, Signature, Version
from goldseam.vault.models import RowWrap


def words_of(talk: UUID) -> set[bytes]:
    """The sealed words of a talk, and the sealed keys that open them, as they lie there now."""
    rows: list[Any] = list(Act.objects.filter(talk=talk))
    for table in (Version, Remark, Signature):
        rows += table.objects.all()
    keys = RowWrap.objects.filter(row__in=[row.pk for row in rows]).values_list("key", flat=True)
    return {bytes(row.body) for row in rows} | {bytes(key) for key in keys}


def everything() -> bytes:
    """Every value of every column of every table; on SQLite the very file, with what lies in its empty places."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    found = []
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            found += [_bytes_of(value) for row in cursor.fetchall() for value in row]
    return b"\n".join(found)


def _bytes_of(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()

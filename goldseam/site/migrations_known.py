"""Whether the database knows every change, told by names alone: for this no migration has to be imported."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, connection


@cache
def on_the_disk() -> frozenset[tuple[str, str]]:
    """As Django's own loader finds them: every module that does not begin with a line or a wave."""
    return frozenset(
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("*.py")
        if file.name[0] not in "_~"
    )


def all_applied() -> bool:
    """Raises DatabaseError when the database does not answer or has no such table."""
    return on_the_disk() <= _applied()


def nothing_to_do() -> bool:
    """All applied, and none that only a newer Goldseam knows. In doubt Django's own loader looks, and says what is."""
    try:
        return on_the_disk() == _applied()
    except DatabaseError:
        return False


def _applied() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())

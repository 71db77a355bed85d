"""What Goldseam asks of a PostgreSQL before it serves from it, and how servers that start together don't collide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

from goldseam.site import databases, limits
from goldseam.site.refusal import Refusal

OLDEST = 15
P = ParamSpec("P")
_STARTING = 0x601D5EA3  # any number of our own: whoever holds it brings the database up to date


def is_used() -> bool:
    return databases.is_postgres(databases.served())


def require_fit() -> None:
    """Refuses a PostgreSQL that is too old, and a role that walks through the second wall."""
    from django.db import connection

    version = version_of()
    if version < OLDEST:
        raise Refusal(
            f"This PostgreSQL is version {version}, and Goldseam needs {OLDEST} or newer. Nothing was changed. "
            "Upgrade PostgreSQL, then start again."
        )
    from goldseam.vault import wall

    if wall.passes_walls():
        role = connection.settings_dict["USER"]
        raise Refusal(
            f"The database role {role} may see every row whatever the rules say (it is a superuser, or has BYPASSRLS), "
            "so the second wall between people would not hold. Nothing was changed. Make a plain role that owns the "
            "database, for example: createuser goldseam; createdb --owner goldseam goldseam."
        )


def version_of() -> int:
    """Its major version. Refuses when nobody answers; the address isn't shown, as it holds a password."""
    from django.db import NotSupportedError, connection

    try:
        databases.tables("default")
        return int(connection.pg_version) // 10000  # type: ignore[attr-defined]
    except NotSupportedError:  # Django's own floor lies below ours
        return OLDEST - 2


def prepared(bring_up_to_date: Callable[P, None]) -> Callable[P, None]:
    """Around what migrates: asks first, lets one server at a time, sees every row, and leaves the walls standing."""

    @wraps(bring_up_to_date)
    def in_turn(*args: P.args, **kwargs: P.kwargs) -> None:
        if not is_used():
            bring_up_to_date(*args, **kwargs)
            return
        require_fit()
        from goldseam.vault import standing, wall

        with standing.keeper(), _alone():
            bring_up_to_date(*args, **kwargs)
            _make_table_of_limits()
            wall.raise_walls()

    return in_turn


@contextmanager
def _alone() -> Iterator[None]:
    """Two servers that start together: the second waits, and finds all done."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_STARTING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_STARTING])


def _make_table_of_limits() -> None:
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)


def forget_old_limits() -> None:
    """How often an address tried something is nobody's business once the limit is over."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    if settings.CACHES["default"].get("LOCATION") == limits.TABLE:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {limits.TABLE} WHERE expires < %s", [timezone.now()])

"""Other databases beside the one that is served, for as long as a deed needs them; and the one that is served, put
elsewhere for a while. Nothing here opens what people wrote."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError, OperationalError, connections

from goldseam.site import environment
from goldseam.site.refusal import Refusal
from goldseam.vault.durable import make_durable

Conf = dict[str, Any]

_FULL = "database or disk is full"
_QUICK = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192;"


def served() -> Conf:
    """How the database that the pages use is reached."""
    return dict(connections.settings["default"])


def is_postgres(conf: Conf) -> bool:
    return str(conf["ENGINE"]).endswith("postgresql")


def for_reading(conf: Conf) -> Conf:
    """The same database, read without taking a lock that a writer would wait for."""
    if is_postgres(conf):
        from django.db.backends.postgresql.psycopg_any import IsolationLevel

        return {**conf, "OPTIONS": {"isolation_level": IsolationLevel.REPEATABLE_READ}}
    return reading_file(Path(conf["NAME"]))


def reading_file(file: Path) -> Conf:
    return _sqlite(file, "ro", "PRAGMA query_only=ON; PRAGMA temp_store=MEMORY;")


def draft(file: Path) -> Conf:
    """A file that is written in one go and put in place afterwards: it needs no log of its own."""
    return _sqlite(file, "rw", _QUICK)


def _sqlite(file: Path, mode: str, first: str) -> Conf:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{quote(str(file))}?mode={mode}",
        "OPTIONS": {"transaction_mode": "DEFERRED", "timeout": 20, "init_command": first},
    }


def postgres(url: str) -> Conf:
    return environment.postgres(url)


@contextmanager
def beside(alias: str, conf: Conf) -> Iterator[str]:
    """One more database under a name of its own."""
    _put(alias, conf)
    try:
        yield alias
    finally:
        _take_away(alias)


@contextmanager
def as_default(conf: Conf) -> Iterator[None]:
    """Everything that asks for the database gets this one meanwhile."""
    before = served()
    _take_away("default")
    _put("default", conf)
    try:
        yield
    finally:
        _take_away("default")
        _put("default", before)


def _put(alias: str, conf: Conf) -> None:
    wanted = {**conf, "OPTIONS": dict(conf.get("OPTIONS", {}))}
    rest = {} if alias == "default" else {"default": connections.settings["default"]}
    connections.settings[alias] = connections.configure_settings({**rest, alias: wanted})[alias]


def _take_away(alias: str) -> None:
    connections[alias].close()
    del connections[alias]
    del connections.settings[alias]


# -- files --------------------------------------------------------------------------------------------------------


def make_draft(file: Path) -> None:
    """Empty, for its owner's eyes from the beginning, and none that somebody left lying there."""
    file.unlink(missing_ok=True)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def put_in_place(half: Path, file: Path) -> None:
    """Durable first, then under its name: whole or not at all. An older log would be read into it, and goes."""
    make_durable(half)
    for log in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + log).unlink(missing_ok=True)
    os.replace(half, file)
    make_durable(file.parent)


def forget_draft(file: Path) -> None:
    for left in (file, file.with_name(file.name + "-journal"), file.with_name(file.name + "-wal")):
        left.unlink(missing_ok=True)


def is_disk_full(error: BaseException) -> bool:
    """SQLite tells a full disk, a full share of it and a broken one in two ways."""
    return isinstance(error, (DatabaseError, sqlite3.DatabaseError)) and (
        _FULL in str(error) or "disk I/O error" in str(error)
    )


# -- PostgreSQL ---------------------------------------------------------------------------------------------------


def require_empty(alias: str) -> None:
    if tables(alias):
        raise Refusal(
            f"The PostgreSQL database {name(alias)} has tables already, and it was left as it is. Nothing was changed. "
            "Make an empty one with createdb, and give its address."
        )


def tables(alias: str) -> list[str]:
    """The names of what lies there. Refuses when nobody answers; the address isn't shown, as it holds a password."""
    try:
        with connections[alias].cursor() as cursor:
            return connections[alias].introspection.table_names(cursor)
    except OperationalError:
        raise Refusal(unreachable(name(alias))) from None


def name(alias: str) -> str:
    return str(connections.settings[alias]["NAME"])


def unreachable(database: str) -> str:
    return (
        f"The PostgreSQL database {database} cannot be reached with the address that was given. Nothing was changed. "
        "Look whether it runs and whether name, password, host and database are right."
    )


def broken_off(alias: str) -> str:
    return (
        f"The PostgreSQL database {name(alias)} broke the work off: it stopped, or its disk is full. "
        "It has nothing of it, and everything here is as it was. Look after it, then try again."
    )


def see_every_row(alias: str) -> None:
    """The second wall of PostgreSQL shows each visitor their own rows; a copy must have all. It opens none."""
    if connections[alias].vendor == "postgresql":
        from goldseam.vault.standing import KEEPER

        connections[alias].standing = KEEPER  # type: ignore[attr-defined]

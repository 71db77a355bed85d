"""Moving everything from the one file into PostgreSQL, or back. Sign-ins stay good: nothing but the place changes.

The old place stays as it was, and is marked, so that nobody goes on there by mistake and the two grow apart. The mark
is set at the last moment before the new place is whole; a move that was cut off right there finds out at the next try.
"""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from django.db import connections, transaction

from goldseam.site import backups, copying, databases, folder
from goldseam.site.databases import Conf
from goldseam.site.refusal import Refusal

MARK = "moved.json"
ENDING, DONE = "ending", "done"
_COMMENT = "Goldseam has moved from here to one file"


# -- to PostgreSQL ------------------------------------------------------------------------------------------------


def to_postgres(place: Path, file: Path, conf: Conf) -> int:
    """How many rows are there now. Inside the folder's lock."""
    state, _ = read_mark(place)
    if state == DONE:
        raise Refusal(moved(place))
    if not file.exists():
        raise Refusal(f"There is nothing to move in {place} yet. Nothing was changed.")
    with databases.beside("source", databases.reading_file(file)):
        _require_up_to_date("source")
        if state == ENDING and _has_arrived(place, conf):
            return _rows(copying.sums("source"))
        try:
            copied = backups.into_postgres("source", conf, before_the_end=lambda: _mark(place, ENDING, conf))
        except Exception:
            _take_mark_away_if_empty(place, conf)
            raise
    _mark(place, DONE, conf)
    return _rows(copied)


def _has_arrived(place: Path, conf: Conf) -> bool:
    """After a move that was cut off at its very end: either all is there, or nothing."""
    with databases.beside("target", conf):
        if not databases.tables("target"):
            return False
        databases.see_every_row("target")
        if copying.applied("source") != copying.applied("target") or copying.sums("source") != copying.sums("target"):
            databases.require_empty("target")
    _mark(place, DONE, conf)
    return True


def _take_mark_away_if_empty(place: Path, conf: Conf) -> None:
    if not (place / MARK).exists():
        return
    with databases.beside("target", conf):
        if not databases.tables("target"):
            (place / MARK).unlink()


# -- and back -----------------------------------------------------------------------------------------------------


def to_sqlite(place: Path, file: Path, conf: Conf) -> int:
    state, name = read_mark(place)
    if file.exists() and (state, name) != (DONE, str(conf["NAME"])):
        raise Refusal(
            f"There is a database in {place} already that didn't move to {conf['NAME']}, and it was left as it is. "
            "Give an empty folder with --data."
        )
    half = file.with_name(file.name + ".new")
    with backups.made_aside(half), databases.beside("source", databases.for_reading(conf)):
        if not databases.tables("source"):
            raise Refusal(f"There is nothing to move in the PostgreSQL database {conf['NAME']}. Nothing was changed.")
        databases.see_every_row("source")
        _require_up_to_date("source")
        _require_alone("source")
        with databases.beside("target", databases.draft(half)), copying.snapshot("source"):
            copying.make_tables("target", as_in="source")
            with transaction.atomic(using="target"):
                copied = copying.copy("source", "target")
        with databases.beside("marked", conf):
            _comment("marked", _COMMENT)
        databases.put_in_place(half, file)
    (place / MARK).unlink(missing_ok=True)
    return _rows(copied)


def _require_alone(alias: str) -> None:
    """What somebody wrote meanwhile would stay behind."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        others = cursor.fetchone()[0]
    if others:
        raise Refusal(
            f"Another program is using the PostgreSQL database {databases.name(alias)}. Nothing was changed. "
            "Stop every Goldseam that serves it, then try again."
        )


def _comment(alias: str, words: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("COMMENT ON TABLE django_migrations IS %s", [words])


def refuse_moved_away() -> None:
    """Before the served PostgreSQL is used: has it moved back into a file?"""
    if not databases.is_postgres(databases.served()) or "django_migrations" not in databases.tables("default"):
        return
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT obj_description('django_migrations'::regclass, 'pg_class')")
        if cursor.fetchone()[0] != _COMMENT:
            return
    raise Refusal(
        f"What was in the PostgreSQL database {databases.name('default')} has moved to one file in a data folder. "
        "Nothing was started. Take GOLDSEAM_DATABASE_URL out of the settings to go on there."
    )


# -- the mark in the folder ---------------------------------------------------------------------------------------


def refuse_moved(place: Path) -> None:
    """Before the file in this folder is used: has it moved?"""
    if not databases.is_postgres(databases.served()) and (place / MARK).exists():
        raise Refusal(moved(place))


def moved(place: Path) -> str:
    state, name = read_mark(place)
    if state == ENDING:
        return (
            f"Moving {place} to the PostgreSQL database {name} was cut off at its very end. Nothing was started. "
            "Run it once more; it finds out whether everything has arrived: goldseam move-to postgres"
        )
    return (
        f"What was in {place} has moved to the PostgreSQL database {name}; the old copy stays as it was. "
        "Nothing was started. Go on there with GOLDSEAM_DATABASE_URL_FILE, or bring everything back with: "
        "goldseam move-to sqlite"
    )


def read_mark(place: Path) -> tuple[str, str]:
    """How far a move from here came, and to where."""
    try:
        with closing((place / MARK).open()) as opened:
            told = json.load(opened)
        return str(told["state"]), str(told["database"])
    except FileNotFoundError:
        return "", ""
    except (ValueError, KeyError, TypeError):
        return DONE, "that it names no more"


def _mark(place: Path, state: str, conf: Conf) -> None:
    told = {"state": state, "database": str(conf["NAME"]), "host": str(conf["HOST"])}
    folder.write_private(place / MARK, json.dumps(told).encode())


def _rows(copied: dict[str, copying.Sum]) -> int:
    return sum(table.rows for table in copied.values())


def _require_up_to_date(alias: str) -> None:
    if copying.applied(alias) != copying.known():
        raise Refusal(
            f"The database {databases.name(alias)} waits for a change, or is a newer Goldseam's. Nothing was changed. "
            "Run first: goldseam migrate"
        )

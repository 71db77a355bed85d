"""What `goldseam doctor` looks at. Each finding is one plain line; nothing is opened and nothing is changed."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from goldseam.site import postgres, start_up, version

LITTLE_ROOM = 500 * 1024 * 1024
OLD_NUMBER = timedelta(days=180)
ON_A_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "fuse.rclone"}


@dataclass(frozen=True)
class Finding:
    well: bool
    words: str


def look(place: Path) -> list[Finding]:
    from django.conf import settings

    from goldseam.site import key_health

    return [
        Finding(True, f"Goldseam {version.name()}, {_database_name()}"),
        *rights(place),
        room(place),
        file_system(place),
        *(in_postgres(place) if postgres.is_used() else database(place, Path(settings.DATABASE_FILE))),
        *left_behind(Path(settings.DATABASE_FILE)),
        address(settings.SITE_URL),
        *key_health.look(),
        *reminders(),
        *help_lines(),
    ]


def left_behind(file: Path) -> Iterator[Finding]:
    """What people erase since everything moved to PostgreSQL lives on in the file that it moved from."""
    if postgres.is_used() and file.exists():
        yield Finding(False, f"Everything is in PostgreSQL now, and {file} is of before: delete it once all is well")


def _database_name() -> str:
    return f"PostgreSQL {postgres.version_of()}" if postgres.is_used() else f"SQLite {sqlite3.sqlite_version}"


def rights(place: Path) -> Iterator[Finding]:
    """Folder and keys are for the one user who runs Goldseam."""
    for file in [place, place / "django.key", place / "server.key", place / "goldseam.sqlite3"]:
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield Finding(False, f"Others on this machine may read {file}. Close it with: chmod go-rwx {file}")
            return
    yield Finding(True, f"Only its owner may read {place}")


def room(place: Path) -> Finding:
    free = shutil.disk_usage(place).free
    words = f"{free // (1024 * 1024)} MB are free on the disk"
    return Finding(free >= LITTLE_ROOM, words if free >= LITTLE_ROOM else f"{words}: please make some room")


def file_system(place: Path) -> Finding:
    """SQLite's locks do not hold on network file systems, and the database would break one day."""
    kinds = {}
    try:
        for line in Path("/proc/mounts").read_text().splitlines():
            _, where, kind, *_ = line.split()
            kinds[where] = kind
    except OSError:
        return Finding(True, "The kind of disk could not be told on this system")
    where = max((m for m in kinds if place.is_relative_to(m)), key=len, default="/")
    if kinds.get(where) in ON_A_NETWORK:
        return Finding(
            False, f"{place} lies on a network disk ({kinds[where]}), which can break the database. Move it."
        )
    return Finding(True, "The data lies on a disk of this machine")


def database(place: Path, file: Path) -> Iterator[Finding]:
    if not start_up.has_tables(file):
        yield Finding(True, "There is no database yet; the first start makes it")
        return
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=20) as opened:
        sound = opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        orphans = opened.execute("PRAGMA foreign_key_check").fetchone()
    yield Finding(sound, "The database is whole" if sound else "The database is damaged: restore the last backup")
    if orphans:
        yield Finding(False, "The database has rows that belong to nothing: restore the last backup")
    yield up_to_date(place)


def up_to_date(place: Path) -> Finding:
    pending = start_up.pending_migrations(place)
    return Finding(
        not pending,
        "The database is up to date" if not pending else "The database waits for a change: goldseam migrate",
    )


def in_postgres(place: Path) -> Iterator[Finding]:
    """Whether the second wall stands, and whether what was written stays written."""
    from django.db import connection

    from goldseam.vault import wall

    if postgres.version_of() < postgres.OLDEST:
        yield Finding(False, f"Goldseam needs PostgreSQL {postgres.OLDEST} or newer: please upgrade it")
        return
    if wall.passes_walls():
        yield Finding(False, "The database role walks through the wall between people: use one that is no superuser")
    if not start_up.is_filled():
        yield Finding(True, "There is no table yet; the first start makes them")
        return
    fallen = wall.fallen()
    yield Finding(
        not fallen,
        f"The database keeps each person's rows from the others, in {len(wall.walls())} tables"
        if not fallen
        else f"The wall between people is down in {', '.join(fallen)}: put it up with goldseam migrate",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        durable = "off" not in cursor.fetchone()
    if not durable:
        yield Finding(False, "PostgreSQL may forget what it said was stored: switch fsync and synchronous_commit on")
    yield up_to_date(place)


def address(url: str) -> Finding:
    if url.startswith("https://"):
        return Finding(
            True, f"People reach this at {url}. If the name ever changes, passkeys are lost: tell people before"
        )
    return Finding(True, f"People reach this at {url}, on this machine alone. Other devices need https")


def reminders() -> Iterator[Finding]:
    """Whether what is due goes out: how much waits, never for whom."""
    from django.db import DatabaseError

    from goldseam.reminders import troubles

    try:
        yield from (Finding(well, words) for well, words in troubles.sentences())
    except DatabaseError:  # there is none yet, or it waits for a change; that has been said
        return


def help_lines() -> Iterator[Finding]:
    """Numbers for people in danger must be looked at twice a year."""
    from goldseam.safety import lines
    from goldseam.vault import seam

    old = lines.stale(lines.load(), seam.now().date(), OLD_NUMBER.days)
    for line in old:
        yield Finding(False, f"Not looked at since {line.seen}: {line.country}, {line.name} ({line.source})")
    if not old:
        yield Finding(True, f"Every help line was looked at within {OLD_NUMBER.days} days")

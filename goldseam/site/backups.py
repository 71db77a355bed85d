"""A backup is one file, written by SQLite's own online copy while people go on.

What would let somebody in later stays out: sessions, keys that wait for a second factor, PIN wraps, invitations. It is
taken out in memory, so that it is not even deleted from the file: it was never there. The server's key is kept apart.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from goldseam.site import folder
from goldseam.site.refusal import Refusal

# What lets somebody in later, and which rows of it. A used invitation stays: its two people still need it.
LEFT_OUT = {
    "vault_session": "1",
    "vault_pending": "1",
    "vault_invite": "joiner_id IS NULL",
    "people_doorcode": "1",
    "people_session": "1",
}


def write(file: Path) -> None:
    """One whole backup, or none."""
    from django.conf import settings

    source = Path(settings.DATABASE_FILE)
    with (
        sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=20) as live,
        sqlite3.connect(":memory:") as copy,
    ):
        live.backup(copy)
        _leave_out(copy)
        content = copy.serialize()
    try:
        folder.write_private(file, content)
    except OSError as error:
        raise folder.refusal(error, file.parent) from None


def _leave_out(copy: sqlite3.Connection) -> None:
    copy.execute("PRAGMA foreign_keys=OFF")
    tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in tables.intersection(LEFT_OUT):
        copy.execute(f'DELETE FROM "{table}" WHERE {LEFT_OUT[table]}')
    copy.commit()
    copy.execute("VACUUM")


def read(file: Path) -> bytes:
    """The backup's bytes, once it has shown that it is one."""
    try:
        content = file.read_bytes()
    except OSError:
        raise Refusal(f"The file {file} cannot be read. Nothing was changed. Check the name and its rights.") from None
    try:
        with sqlite3.connect(":memory:") as copy:
            copy.deserialize(content)
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            copy.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except sqlite3.Error:
        sound = False
    if not sound:
        raise Refusal(
            f"The file {file} is not a Goldseam backup, or it is damaged. Nothing was changed. Try another backup."
        )
    return content


def put_in_place(content: bytes, database: Path) -> None:
    if database.exists():
        raise Refusal(
            f"There is a database in {database.parent} already, and it was left as it is. "
            "Give an empty folder with --data."
        )
    try:
        folder.write_private(database, content)
    except OSError as error:
        raise folder.refusal(error, database.parent) from None
    os.chmod(database, 0o600)


def replay_ledger() -> int:
    """Takes back from a restored database what was erased, withdrawn or changed after the backup was written."""
    from goldseam.vault import ledger

    return ledger.replay(ledger.path())

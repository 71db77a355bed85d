"""Takes away what has ended, also when nobody asks for a page: open private halves after their two minutes, sign-ins,
keys that waited for a second factor. It has no key and opens nothing; it only deletes."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import DatabaseError, connection

from goldseam.people import sessions as browser_sessions
from goldseam.site import postgres, start_up
from goldseam.times import actions as times
from goldseam.vault import ledger, pendings, sessions

EVERY = 5.0
log = logging.getLogger("goldseam.site")


def tidy() -> None:
    closed = sessions.forget_closed_backs() + pendings.forget_ended()
    browser_sessions.SessionStore.clear_expired()
    ledger.flush()
    start_up.forget_old_backups(settings.DATA_DIR)
    times.forget_begun()
    if connection.vendor == "postgresql":
        postgres.forget_old_limits()
    elif closed:
        drop_old_pages()


def drop_old_pages() -> None:
    """Empties SQLite's write-ahead log, where the old form of a changed page would otherwise lie for a while."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def start(stop: threading.Event) -> threading.Thread:
    """A thread beside the pages, ended by `stop`."""
    thread = threading.Thread(target=_loop, args=(stop,), name="tidying", daemon=True)
    thread.start()
    return thread


def _loop(stop: threading.Event) -> None:
    while not stop.wait(EVERY):
        try:
            tidy()
        except (DatabaseError, OSError):
            log.exception("Tidying will be tried again.")
            connection.close()

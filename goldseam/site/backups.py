"""A backup is one file, a SQLite database, written from one snapshot while people go on; out of SQLite or PostgreSQL.

What would let somebody in later, or ring where nobody wants it any more, stays out: it is not deleted from the file,
it was never there. The server's key and the ledger are kept apart. A restore is made aside and put in place whole.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connections, transaction
from django.db.models import Q

from goldseam.site import copying, databases, folder, postgres, version
from goldseam.site.refusal import Refusal

MARK = 0x476F6C64  # “Gold”, where SQLite keeps the application's number; backups of 0.1.0 have none
EVERY_ROW = Q(pk__isnull=False)


@dataclass(frozen=True)
class Left:
    """Which rows of a table stay out of a backup, and why."""

    why: str
    rows: Q = EVERY_ROW


LEFT_OUT = {
    "vault_session": Left("a device that somebody signed out would be signed in again"),
    "people_session": Left("a browser's sign-in, as above"),
    "vault_pending": Left("half of a sign-in that waits for its code"),
    "vault_invite": Left(
        "an open way in, which may have been closed since; a used one stays, as its two people still need it",
        Q(joiner__isnull=True),
    ),
    "people_doorcode": Left("an open way to make an account, which may have been used since"),
    "reminders_channel": Left("a browser or a mailbox that its owner may have taken off the list would ring again"),
    "reminders_delivery": Left("on its way to a browser or a mailbox, and those stay out"),
    "times_calendarfeed": Left("an address that its owner may have ended would answer again"),
}

# Every other table goes into a backup. A test asks for a decision on each new one.
KEPT = frozenset(
    {
        "account_emailaddress",
        "account_emailconfirmation",
        "apart_opening",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "dialogue_act",
        "dialogue_aside",
        "dialogue_return",
        "dialogue_talk",
        "django_content_type",
        "live_bell",  # counts; browsers begin anew with their sign-in
        "live_belfry",
        "mfa_authenticator",
        "people_admission",
        "people_lastword",
        "people_pair",
        "people_person",
        "people_seat",
        "people_seatcard",
        "reminders_due",  # what is to come; a restore lets go what was due before it
        "reminders_reason",
        "reminders_wishes",
        "road_jointmark",
        "statements_remark",
        "statements_signature",
        "statements_version",
        "times_agreedtime",
        "times_answer",
        "times_appointment",
        "vault_betweenkey",
        "vault_betweenvalue",
        "vault_bundle",
        "vault_circle",
        "vault_grant",
        "vault_holder",
        "vault_keychange",
        "vault_ledgernote",
        "vault_link",
        "vault_mine",
        "vault_pinnedkeys",
        "vault_replayed",
        "vault_roundcommitment",
        "vault_rowwrap",
        "vault_seenhead",
    }
)


# -- writing ------------------------------------------------------------------------------------------------------


def write(file: Path) -> None:
    """One whole backup, or none."""
    half = file.with_name(file.name + ".new")
    with made_aside(half), databases.beside("source", databases.for_reading(databases.served())):
        databases.see_every_row("source")
        with databases.beside("copy", databases.draft(half)):
            with copying.snapshot("source"):
                copying.make_tables("copy", as_in="source")
                _run("copy", "PRAGMA foreign_keys=OFF")  # a damaged database is backed up as it is
                with transaction.atomic(using="copy"):
                    copying.copy("source", "copy", {table: left.rows for table, left in LEFT_OUT.items()})
            _run("copy", f"PRAGMA application_id={MARK}", f"PRAGMA user_version={version.FORMAT}")
        databases.put_in_place(half, file)


def _run(alias: str, *orders: str) -> None:
    with connections[alias].cursor() as cursor:
        for order in orders:
            cursor.execute(order)


@contextlib.contextmanager
def made_aside(half: Path) -> Iterator[None]:
    """A file that is made here is put in place by its maker; whatever is left of it goes."""
    try:
        databases.make_draft(half)
        yield
    except OSError as error:
        raise folder.refusal(error, half.parent) from None
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if databases.is_disk_full(error):
            raise folder.refusal(OSError(errno.ENOSPC, "full"), half.parent) from None
        if isinstance(error, OperationalError) and databases.is_postgres(databases.served()):
            raise Refusal("PostgreSQL stopped half-way. Nothing was written. Look after it, then try again.") from error
        raise
    finally:
        databases.forget_draft(half)


# -- reading ------------------------------------------------------------------------------------------------------


def require_sound(file: Path) -> Callable[[], None]:
    """Refuses what isn't a whole backup; its answer, once settings are there, refuses what a newer Goldseam wrote.

    Neither changes anything.
    """
    try:
        file.open("rb").close()
    except OSError:
        raise Refusal(f"The file {file} cannot be read. Nothing was changed. Check the name and its rights.") from None
    try:
        with contextlib.closing(sqlite3.connect(f"file:{quote(str(file.absolute()))}?immutable=1", uri=True)) as opened:
            sound = opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            applied = set(opened.execute("SELECT app, name FROM django_migrations"))
            form = opened.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error:
        sound, applied, form = False, set(), 0
    if not sound or not applied:
        raise Refusal(
            f"The file {file} is not a Goldseam backup, or it is damaged. Nothing was changed. Try another backup."
        )

    def require_not_newer() -> None:
        if form > version.FORMAT or applied - copying.known():
            raise Refusal(
                f"The file {file} was written by a newer Goldseam, and this is {version.name()}. Nothing was changed. "
                "Install the newer one, or restore an older backup."
            )

    return require_not_newer


# -- restoring ----------------------------------------------------------------------------------------------------


def restore(file: Path, place: Path, *, ledger: Path, put_keys: Callable[[], None]) -> int:
    """Aside first: brought up to date, and what was taken back since taken back again. Then in place, whole.

    `put_keys` puts the files that were kept apart where they belong, at the last moment before.
    """
    half = place / "restoring.sqlite3"
    with made_aside(half):
        shutil.copyfile(file, half)
        with databases.as_default(databases.draft(half)):
            changed = _bring_up_to_date(ledger)
        if databases.is_postgres(databases.served()):
            with databases.beside("source", databases.reading_file(half)):
                into_postgres("source", databases.served(), before_the_end=put_keys)
        else:
            put_keys()
            databases.put_in_place(half, Path(databases.served()["NAME"]))
    return changed


def _bring_up_to_date(ledger: Path) -> int:
    from django.core.management import call_command

    from goldseam.vault import ledger as deeds

    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        changed = deeds.replay(ledger)
        _let_go_what_was_due()
    return changed


def _let_go_what_was_due() -> None:
    """What was due before this moment may have rung already, and never rings twice."""
    from django.apps import apps

    from goldseam.vault import seam

    due: Any = apps.get_model("reminders", "Due")
    due.objects.filter(at__lte=seam.now()).delete()


def into_postgres(source: str, conf: databases.Conf, *, before_the_end: Callable[[], None]) -> dict[str, copying.Sum]:
    """Everything of `source` into an empty PostgreSQL: tables, rows, numbers and the comparison in one transaction."""
    from django.core.management import call_command

    with databases.as_default(conf):
        databases.require_empty("default")
        postgres.require_fit()
        databases.see_every_row("default")
        try:
            with copying.snapshot(source), transaction.atomic():
                call_command("migrate", interactive=False, verbosity=0)
                copied = copying.copy(source, "default")
                connections["default"].check_constraints()
                before_the_end()
        except OperationalError as error:
            raise Refusal(databases.broken_off("default")) from error
        except (IntegrityError, DataError) as error:
            raise Refusal(
                "Some rows belong to nothing, or hold what PostgreSQL doesn't take, so nothing of it was copied. "
                "Look with: goldseam doctor. Everything here is as it was."
            ) from error
    return copied


def require_empty(place: Path) -> None:
    """Before anything is made: a restore goes over nothing."""
    from django.conf import settings

    if databases.is_postgres(databases.served()):
        databases.require_empty("default")
    if Path(settings.DATABASE_FILE).exists():
        raise Refusal(
            f"There is a database in {place} already, and it was left as it is. Give an empty folder with --data."
        )

"""What is asked before anything is served. Each refusal is one plain sentence, and happens before anything changes."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import resource
import socket
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import IO

from goldseam.site import databases, folder, migrations_known, moving, postgres
from goldseam.site.environment import BadSetting, data_folder
from goldseam.site.refusal import Refusal

BACKUPS_KEPT = timedelta(days=30)


def enter(data: str | None = None, url: str | None = None, *, moved_too: bool = False) -> Path:
    """Folder and keys first, then Django: settings read the keys. A folder that has moved is refused."""
    no_core_dumps()
    os.umask(0o077)
    if data:
        os.environ["GOLDSEAM_DATA"] = data
    if url:
        os.environ.setdefault("GOLDSEAM_URL", url)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldseam.site.settings")
    place = data_folder()
    folder.prepare(place)
    set_django_up()
    if not moved_too:
        moving.refuse_moved(place)
    return place


def set_django_up() -> None:
    import django

    try:
        django.setup(set_prefix=False)
    except BadSetting as error:
        raise Refusal(str(error)) from None


def no_core_dumps() -> None:
    """A dump of memory would hold open keys."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refuse_unsafe() -> None:
    from django.conf import settings

    if settings.DEBUG:
        raise Refusal(
            "GOLDSEAM_DEBUG is on, and would show private things on error pages. Nothing was started. "
            "Take it out of the settings, then start again."
        )
    if settings.VAULT_SEAM_MAY_BE_SEEDED or hasattr(settings, "VAULT_ARGON2_FLOOR"):
        raise Refusal(
            "These settings are for tests: their keys could be foreseen or guessed. Nothing was started. "
            "Take DJANGO_SETTINGS_MODULE out of the environment, then start again."
        )
    if settings.ADMINS or settings.MANAGERS:
        raise Refusal(
            "These settings would send error reports by mail, which may quote what people wrote. Nothing was started. "
            "Leave ADMINS and MANAGERS empty."
        )


def listen(host: str, port: int) -> socket.socket:
    """The port, taken before the data is touched."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, because asyncio sends small pieces at once only on such: else each page waits 40 ms for an echo.
    door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(128)
    except OSError as error:
        door.close()
        why = "is in use by another program" if error.errno == errno.EADDRINUSE else "cannot be opened here"
        raise Refusal(
            f"Port {port} {why}. Nothing was started and nothing was changed. "
            f"Stop the other program, or choose another port, for example --port {port + 1 if port < 65535 else 8000}."
        ) from None
    door.set_inheritable(True)
    return door


def pending_migrations(place: Path) -> list[str]:
    """What the database has yet to learn. Refuses one that knows things which this Goldseam does not."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    if databases.is_postgres(databases.served()):
        databases.tables("default")  # says so when nobody answers
    try:
        executor = MigrationExecutor(connection)
        known, applied = set(executor.loader.disk_migrations), set(executor.loader.applied_migrations)
    except (DatabaseError, sqlite3.DatabaseError):
        raise Refusal(
            f"The database in {place} cannot be read: it may be damaged, or not a database at all. "
            "Nothing was changed. Restore your last backup into an empty folder with: goldseam restore FILE --data DIR."
        ) from None
    if applied - known:
        raise Refusal(
            f"The folder {place} was written by a newer Goldseam. Nothing was changed. "
            "Install the newer one again, or restore an older backup into an empty folder."
        )
    targets = executor.loader.graph.leaf_nodes()
    return [f"{migration.app_label}.{migration.name}" for migration, _ in executor.migration_plan(targets)]


def require_no_pending(place: Path, kept: str) -> None:
    """For commands that change no table themselves. `kept` says what wasn't done. Raises Refusal."""
    if pending_migrations(place):
        raise Refusal(f"The database waits for a change. {kept} Run first: goldseam migrate")


@postgres.prepared
def migrate(place: Path, *, tell: bool = True) -> None:
    """Brings the database up to date, with a backup first when there is something to lose."""
    from django.conf import settings
    from django.core.management import call_command

    moving.refuse_moved_away()
    if migrations_known.nothing_to_do():
        return
    pending = pending_migrations(place)
    if not pending:
        return
    if is_filled():
        kept = backup_first(place)
        if tell:
            print(f"A backup was made before the change: {kept}", flush=True)
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OSError as error:
        raise folder.refusal(error, place) from None
    if not databases.is_postgres(databases.served()):
        os.chmod(settings.DATABASE_FILE, 0o600)


def is_filled() -> bool:
    """Whether there are tables yet, in the file or in PostgreSQL."""
    conf = databases.served()
    return bool(databases.tables("default")) if databases.is_postgres(conf) else has_tables(Path(conf["NAME"]))


def has_tables(file: Path) -> bool:
    if not file.exists():
        return False
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as opened:
        return bool(opened.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def backup_first(place: Path) -> Path:
    from goldseam.site import backups, version
    from goldseam.vault import seam

    shelf = place / "backups"
    shelf.mkdir(mode=0o700, exist_ok=True)
    kept = shelf / f"before-{version.name()}-{seam.now():%Y%m%d-%H%M%S}.goldseam"
    backups.write(kept)
    return kept


def forget_old_backups(place: Path) -> None:
    """Those that were made before a change go after their thirty days, also when no further change comes."""
    from goldseam.vault import seam

    for old in (place / "backups").glob("before-*.goldseam"):
        if old.stat().st_mtime < (seam.now() - BACKUPS_KEPT).timestamp():
            old.unlink(missing_ok=True)


def gather_static(place: Path) -> None:
    """Hashed and packed static files beside the data, made anew only when one of them changed; by one at a time."""
    with open(place / "static.lock", "ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        _gather_static(place)


def _gather_static(place: Path) -> None:
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    mark, digest = place / "static" / ".gathered", hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            digest.update(f"{path} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    if mark.exists() and mark.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(digest.hexdigest())


def take(place: Path) -> IO[bytes]:
    """The folder for this process alone."""
    return folder.take(place)


def take_for_serving(place: Path) -> IO[bytes]:
    """SQLite bears one server. On PostgreSQL several may serve from one folder, which holds their keys; what replaces
    all data waits until none does."""
    return folder.take(place, alone=not postgres.is_used())

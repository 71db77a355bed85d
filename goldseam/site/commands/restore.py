from argparse import ArgumentParser, Namespace
from pathlib import Path

from goldseam.site import backups, databases, environment, folder, start_up
from goldseam.site.commands._data import data_argument
from goldseam.site.refusal import Refusal


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="what `goldseam backup` wrote")
    parser.add_argument(
        "--ledger", metavar="FILE", type=Path, help="the ledger kept apart: what was erased or changed since"
    )
    parser.add_argument("--server-key", metavar="FILE", type=Path, help="the server.key kept apart")
    data_argument(parser)


def run(options: Namespace) -> int:
    """Puts the backup in place, after taking back what people have erased, withdrawn or changed since it was written.

    The place is the folder, or the empty PostgreSQL that GOLDSEAM_DATABASE_URL names.
    """
    key, ledger = _read(options.server_key), _read(options.ledger)
    require_not_newer = backups.require_sound(options.file)
    is_new = not (Path(options.data or environment.data_folder()) / "server.key").exists()
    place = start_up.enter(options.data)
    require_not_newer()
    _lock = start_up.take(place)
    backups.require_empty(place)
    from django.conf import settings

    def put_keys() -> None:
        _put(Path(settings.SERVER_KEY_FILE), key, is_new=is_new)
        _put(Path(settings.LEDGER_FILE), ledger, is_new=is_new)

    changed = backups.restore(
        options.file, place, ledger=options.ledger or Path(settings.LEDGER_FILE), put_keys=put_keys
    )
    where = databases.name("default") if databases.is_postgres(databases.served()) else place
    print(f"Restored into {where}. {changed} later changes were applied again.")
    print("Everybody signs in anew; open invitations are gone; each pair's keys are renewed at their next visit.")
    print("Browsers and mailboxes that shall ring, and addresses for calendars, are asked for anew.")
    if not key:
        print("Without --server-key, what two people gave only to be compared opens only if server.key is the old one.")
    return 0


def _put(file: Path, content: bytes | None, *, is_new: bool) -> None:
    """Another one that lay there before may belong to another database: it is put aside, not written over."""
    if content is None:
        return
    if not is_new and file.exists() and file.read_bytes() != content:
        file.replace(file.with_name(f"{file.name}.before-restore"))
    folder.write_private(file, content)


def _read(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError:
        raise Refusal(f"The file {file} cannot be read. Nothing was changed. Check the name and its rights.") from None

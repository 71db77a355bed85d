from argparse import ArgumentParser, Namespace
from pathlib import Path

from goldseam.site import backups, databases, folder, start_up
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
    place = start_up.enter(options.data)
    require_not_newer()
    _lock = start_up.take(place)
    backups.require_empty(place)
    from django.conf import settings

    def put_keys() -> None:
        if key:
            folder.write_private(Path(settings.SERVER_KEY_FILE), key)
        if ledger:
            folder.write_private(Path(settings.LEDGER_FILE), ledger)

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


def _read(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError:
        raise Refusal(f"The file {file} cannot be read. Nothing was changed. Check the name and its rights.") from None

from argparse import ArgumentParser, Namespace
from pathlib import Path

from goldseam.site import backups, folder, start_up
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
    """Puts the backup in place, then takes back what people have erased, withdrawn or changed since it was written."""
    content = backups.read(options.file)
    key, ledger = _read(options.server_key), _read(options.ledger)
    place = start_up.enter(options.data)
    _lock = start_up.take(place)
    from django.conf import settings

    backups.put_in_place(content, Path(settings.DATABASE_FILE))
    if key:
        folder.write_private(Path(settings.SERVER_KEY_FILE), key)
    if ledger:
        folder.write_private(Path(settings.LEDGER_FILE), ledger)
    start_up.migrate(place, tell=False)
    replayed = backups.replay_ledger()
    print(f"Restored into {place}. {replayed} later changes were applied again.")
    print("Everybody signs in anew; open invitations are gone; each pair's keys are renewed at their next visit.")
    if not key:
        print("Without --server-key, what two people gave only to be compared opens only if server.key is the old one.")
    return 0


def _read(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError:
        raise Refusal(f"The file {file} cannot be read. Nothing was changed. Check the name and its rights.") from None

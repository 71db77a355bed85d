from argparse import ArgumentParser, Namespace
from pathlib import Path

from goldseam.site import backups, start_up
from goldseam.site.commands._data import data_argument
from goldseam.site.refusal import Refusal


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="where to write; it must not exist yet")
    data_argument(parser)


def run(options: Namespace) -> int:
    """People go on meanwhile: it takes no lock, and needs no server to stop."""
    place = start_up.enter(options.data)
    from django.conf import settings

    if options.file.exists():
        raise Refusal(f"The file {options.file} exists already, and was left as it is. Choose another name.")
    if not start_up.is_filled():
        raise Refusal(f"There is nothing to back up in {place} yet. Nothing was written.")
    start_up.pending_migrations(place)  # refuses a newer Goldseam's
    backups.write(options.file)
    print(f"Written: {options.file}")
    print(f"Keep a copy of {settings.SERVER_KEY_FILE} in another place; a restore needs both.")
    print("Words that are erased today live on in older backups. Delete backups that you no longer need.")
    return 0

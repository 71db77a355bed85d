from argparse import ArgumentParser, Namespace
from pathlib import Path

from goldseam.site import rotating, start_up
from goldseam.site.commands._data import data_argument
from goldseam.site.refusal import Refusal


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--only", choices=("server", "signing"), help="one of the two keys, instead of both")
    parser.add_argument(
        "--forget-old", action="store_true", help="make no new key; take out old ones that nothing needs any more"
    )
    data_argument(parser)


def run(options: Namespace) -> int:
    """While people go on: a running server notices the new keys by itself."""
    place = start_up.enter(options.data)
    start_up.require_no_pending(place, "Nothing was made.")
    from django.conf import settings

    from goldseam.vault import standing
    from goldseam.vault.server_key_file import BadKeyFile

    deed = rotating.forget if options.forget_old else rotating.rotate
    try:
        with standing.keeper():
            for line in deed(options.only):
                print(line, flush=True)
    except OSError as error:
        raise Refusal(
            f"A key file can't be written ({error.strerror}): {settings.SERVER_KEY_FILE} or "
            f"{settings.SECRET_KEY_FILE}. What was there before is as it was. Correct its rights or the folder's, "
            "then run this again."
        ) from None
    except BadKeyFile:
        raise Refusal(
            f"{settings.SERVER_KEY_FILE} cannot be read as a key. Nothing was changed. Put your copy of it back."
        ) from None
    if not options.forget_old and options.only != "signing":
        print(f"Now copy {Path(settings.SERVER_KEY_FILE)} to where you keep it, apart from the backups.")
        print("Keep the old copy too, as long as you keep backups from before.")
    return 0

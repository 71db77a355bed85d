import json
import os
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from goldseam.site import demo_folder, serving, start_up


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        metavar="DIR",
        help="a folder for the example; an earlier demo in it is replaced (default: one that goes afterwards)",
    )
    parser.add_argument("--port", metavar="N", type=serving.port_number, default=8000, help="default: 8000")
    parser.add_argument("--json", action="store_true", help="first line: the accounts, as a JSON list")


def run(options: Namespace) -> int:
    """Always in a file of its own folder: an example never stands where real people's rows are."""
    for name in ("GOLDSEAM_DATABASE_URL", "GOLDSEAM_DATABASE_URL_FILE"):
        os.environ.pop(name, None)
    if options.data:
        return _fill_and_serve(options.data, options)
    with tempfile.TemporaryDirectory(prefix="goldseam-demo-") as passing:
        return _fill_and_serve(passing, options)


def _fill_and_serve(data: str, options: Namespace) -> int:
    demo_folder.refuse_real(Path(data))
    place, door, _lock = serving.open_folder(data, "127.0.0.1", options.port)
    demo_folder.empty(place)
    start_up.migrate(place, tell=False)
    from goldseam.site import demo

    accounts = demo.fill()
    if options.json:
        print(json.dumps([account.as_json() for account in accounts], ensure_ascii=False), flush=True)
    else:
        for account in accounts:
            print(account.in_words(), flush=True)
    serving.serve(place, door)
    return 0

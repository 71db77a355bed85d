from argparse import ArgumentParser, Namespace

from goldseam.site import serving, start_up
from goldseam.site.commands._data import data_argument


def arguments(parser: ArgumentParser) -> None:
    data_argument(parser)
    parser.add_argument("--port", metavar="N", type=serving.port_number, default=8000, help="default: 8000")
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine alone")


def run(options: Namespace) -> int:
    place, door, _lock = serving.open_folder(options.data, options.host, options.port)
    start_up.migrate(place)
    serving.serve(place, door)
    return 0

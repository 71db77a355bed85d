from argparse import ArgumentParser, Namespace

from goldseam.site import start_up
from goldseam.site.commands._data import data_argument


def arguments(parser: ArgumentParser) -> None:
    data_argument(parser)


def run(options: Namespace) -> int:
    place = start_up.enter(options.data)
    _lock = start_up.take_for_serving(place)
    start_up.migrate(place)
    print("The database is up to date.")
    return 0

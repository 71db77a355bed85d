import signal
import threading
from argparse import ArgumentParser, Namespace

from goldseam.site import start_up
from goldseam.site.commands._data import data_argument


def arguments(parser: ArgumentParser) -> None:
    data_argument(parser)


def run(options: Namespace) -> int:
    """Beside `serve`, with the same settings; as many as you like. It never changes the database's tables."""
    place = start_up.enter(options.data)
    start_up.refuse_unsafe()
    start_up.require_no_pending(place, "Nothing was started.")

    from goldseam.reminders import worker

    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    print("The worker is ready.", flush=True)
    worker.run(stop)
    return 0

"""For containers and timers: no curl is needed, and nothing of Django is brought in."""

from argparse import ArgumentParser, Namespace
from http.client import HTTPConnection, HTTPException

PATIENCE = 5.0


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", metavar="N", type=int, default=8000, help="default: 8000")
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1")


def run(options: Namespace) -> int:
    """0 when pages can be had; else 1, and a line that says what was found."""
    where = HTTPConnection(options.host, options.port, timeout=PATIENCE)
    try:
        where.request("GET", "/readyz")
        answer = where.getresponse()
        ready = (answer.status, answer.read(10)) == (200, b"ok")
    except (OSError, HTTPException):
        print(f"Nobody answers at port {options.port}.")
        return 1
    finally:
        where.close()
    print("Pages can be had." if ready else "The server answers, but is not ready.")
    return 0 if ready else 1

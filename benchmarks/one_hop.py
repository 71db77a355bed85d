"""What a page costs through our way in, against Django's own handler, on the same pages of the same house.

Both serve side by side, each from its own copy of one example, and are asked in turns; what is counted is the
processor's time of the server's process, and the median of the rounds is shown. Then what the first page costs, to see
whether the start was a warm one.
"""

from __future__ import annotations

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.command_line import Serving, serving  # noqa: E402

WAYS = ("one-hop", "stock")
PAGES = {"Today, signed in": "/", "Help": "/help/"}
ROUNDS, REQUESTS, AT_ONCE = 5, 120, 4
GOAL = 0.65
TICKS = os.sysconf("SC_CLK_TCK")

MAKE = """
import sys
from goldseam.site import start_up
place = start_up.enter(sys.argv[1])
start_up.migrate(place, tell=False)
from goldseam.site import demo
from benchmarks.pages import signed_in
ana = demo.fill()[0]
print(signed_in(ana.name, ana.passphrase))
"""


def processor(server: Serving) -> float:
    """Seconds that the server has worked, all its threads together."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def one_reader(server: Serving, address: str, cookies: str, count: int) -> None:
    line = http.client.HTTPConnection("localhost", server.port, timeout=60)
    for _ in range(count):
        line.request("GET", address, headers={"Cookie": cookies})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address} answered {answer.status}: a wrong page must not count as a fast one.")
    line.close()


def milliseconds(server: Serving, address: str, cookies: str, count: int = REQUESTS) -> float:
    before = processor(server)
    with ThreadPoolExecutor(AT_ONCE) as readers:
        for done in [readers.submit(one_reader, server, address, cookies, count // AT_ONCE) for _ in range(AT_ONCE)]:
            done.result()
    return (processor(server) - before) / count * 1000


def example(place: Path) -> str:
    """Ana and Ben, eight weeks in, and the cookies of Ana's browser."""
    command = [sys.executable, "-c", MAKE, str(place)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()[-1]


@contextmanager
def both(folder: Path) -> Iterator[tuple[dict[str, Serving], str]]:
    cookies = example(folder / WAYS[0])
    shutil.copytree(folder / WAYS[0], folder / WAYS[1])
    with ExitStack() as open_ones:
        served = {way: open_ones.enter_context(serving(folder / way, GOLDSEAM_REQUEST_PATH=way)) for way in WAYS}
        yield served, cookies


def main() -> None:
    with tempfile.TemporaryDirectory() as passing, both(Path(passing)) as (served, cookies):
        first = {way: milliseconds(server, "/", cookies, AT_ONCE) for way, server in served.items()}
        spent: dict[tuple[str, str], list[float]] = {(page, way): [] for page in PAGES for way in WAYS}
        for turn in range(ROUNDS + 1):
            for page, way in spent:
                spent[page, way].append(milliseconds(served[way], PAGES[page], cookies))
            print(f"round {turn} of {ROUNDS}", file=sys.stderr, flush=True)
        tell(spent)
        warm = statistics.median(spent["Today, signed in", "one-hop"])
        print(f"the first four of Today after the start: {first['one-hop'] / warm:.1f} × a later one")


def tell(spent: dict[tuple[str, str], list[float]]) -> None:
    print(f"{'page':<20}{'one hop ms':>12}{'stock ms':>10}{'ratio':>8}   rounds from–to (goal: {GOAL})")
    for page in PAGES:
        ours, stock = (spent[page, way][1:] for way in WAYS)  # the first round is for getting warm
        ratios = [one / other for one, other in zip(ours, stock, strict=True)]
        middle = statistics.median(ratios)
        print(
            f"{page:<20}{statistics.median(ours):>12.2f}{statistics.median(stock):>10.2f}{middle:>8.2f}"
            f"   {min(ratios):.2f}–{max(ratios):.2f}"
        )


if __name__ == "__main__":
    main()

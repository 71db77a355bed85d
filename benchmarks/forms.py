"""Reading and writing a questionnaire of 40 items, beside what parsing its bytes alone takes, in turns in one run.

`python benchmarks/forms.py` prints the table; with a number it also reads that many hostile files of each format and
tells the slowest and the most memory that one took.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from goldseam.engines.measures.forms import fhir, redcap
from goldseam.engines.measures.forms.answering import answers_from
from goldseam.engines.measures.forms.bad import BadForm
from goldseam.engines.measures.forms.entries import Choice, Group, Item, When
from goldseam.engines.measures.forms.questionnaire import Questionnaire, asked
from goldseam.engines.measures.forms.tests import hostile

ITEMS, ROUNDS, SEED = 40, 31, 20_261_123


def questionnaire() -> Questionnaire:
    steps = tuple(Choice(str(step), f"{step} times in the last two weeks", step) for step in range(6))
    items = [Item("q0", "choice", "How often?", choices=steps)]
    for number in range(1, ITEMS):
        when = (When("q0", "!=", "0"),) if number % 4 == 0 else ()
        items.append(Item(f"q{number}", "choice", f"And question {number}, how often?", choices=steps, when=when))
    return Questionnaire((Group("section:q0", "The last two weeks", items=tuple(items)),), name="forty")


def milliseconds(deed: Callable[[], object]) -> float:
    begun = time.process_time_ns()
    deed()
    return (time.process_time_ns() - begun) / 1e6


def forty() -> None:
    whole = questionnaire()
    as_fhir, as_redcap = fhir.write(whole, "R5").data, redcap.write(whole).data
    said = {f"q{number}": "3" for number in range(ITEMS)}
    values = answers_from(whole, said).values

    def parse_json() -> object:
        return json.loads(as_fhir)

    def parse_csv() -> object:
        return list(csv.reader(io.StringIO(as_redcap.decode(), newline="")))

    deeds: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("read FHIR", lambda: fhir.read(as_fhir), parse_json),
        ("write FHIR", lambda: fhir.write(whole), parse_json),
        ("read REDCap", lambda: redcap.read(as_redcap), parse_csv),
        ("write REDCap", lambda: redcap.write(whole), parse_csv),
        ("check 40 answers", lambda: answers_from(whole, said), parse_json),
        ("which are asked", lambda: asked(whole, values), parse_json),
    ]
    print(f"{ITEMS} items, median of {ROUNDS} turns\n{'deed':<20}{'CPU ms':>10}{'worst':>10}{'× parsing':>12}")
    for name, deed, floor in deeds:
        pairs = [(milliseconds(floor), milliseconds(deed)) for _ in range(ROUNDS)]
        own = [mine for _, mine in pairs]
        times = statistics.median(mine / base for base, mine in pairs)
        print(f"{name:<20}{statistics.median(own):>10.2f}{max(own):>10.2f}{times:>11.1f}×")


def hostile_ones(count: int) -> None:
    for name, read, files in (
        ("FHIR", fhir.read, hostile.fhir_files(random.Random(SEED), count)),
        ("REDCap", redcap.read, hostile.redcap_files(random.Random(SEED), count)),
    ):
        taken, peaks = measured(read, files)
        most = f"slowest {max(taken):.0f} ms, most memory {max(peaks) / 1e6:.0f} MB"
        print(f"{count} hostile files of {name}: {sum(taken) / 1000:.1f} s, {most}")


def measured(read: Callable[[bytes], Questionnaire], files: Iterable[bytes]) -> tuple[list[float], list[int]]:
    taken, peaks = [], []
    tracemalloc.start()
    for data in files:
        tracemalloc.reset_peak()
        before, begun = tracemalloc.get_traced_memory()[0], time.process_time_ns()
        with contextlib.suppress(BadForm):
            read(data)
        taken.append((time.process_time_ns() - begun) / 1e6)
        peaks.append(tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    return taken, peaks


if __name__ == "__main__":
    forty()
    if len(sys.argv) > 1:
        hostile_ones(int(sys.argv[1]))

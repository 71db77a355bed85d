"""Kills a writing process at random moments and looks for acknowledged writes that are gone.

Run as `python tests/kill_nine.py FOLDER KILLS SEED [--planted]`. The last line is JSON: kills, acknowledged, lost. With
`--planted` the writer acknowledges before its transaction ends: a run that finds nothing lost then proves nothing.

One process imports Django once and forks a writer per kill, so ten thousand kills take minutes, not hours. A writer
keeps private rows, shares every third one, and pauses and resumes: deeds of one row, of several rows and of a record.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from goldseam.people.me import Me

LONGEST_REST = 0.03  # seconds after the first acknowledgement; a deed with its fsync takes a few milliseconds


def main(folder: str, kills: int, seed: int, planted: bool) -> None:
    prepare(folder)
    me = arrive()
    dice = random.Random(seed)
    acknowledged: list[tuple[str, str]] = []
    for _ in range(kills):
        acknowledged += one_life(me, dice, planted)
    lost = missing(me, acknowledged)
    print(json.dumps({"kills": kills, "acknowledged": len(acknowledged), "lost": lost, "seed": seed}))


def prepare(folder: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "goldseam.site.test_settings"
    import django
    from django.conf import settings

    from tests import databases

    if databases.ON:
        settings.DATABASES["default"]["NAME"] = databases.url_for(folder).rpartition("/")[2]
    else:
        settings.DATABASES["default"]["NAME"] = str(Path(folder) / "kill.sqlite3")
        settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=FULL;"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def arrive() -> Me:
    """Ana, with Ben at her side, so that sharing has somebody to share with."""
    from conftest import arrive as cast
    from conftest import bring_together

    ana, ben = cast("ana"), cast("ben")
    bring_together(ana, ben)
    return ana.anew()


def one_life(me: Me, dice: random.Random, planted: bool) -> list[tuple[str, str]]:
    """Forks a writer, kills it after a random time, and returns what it had acknowledged until then."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        write_until_killed(me, writing, planted)
    os.close(writing)
    select.select([reading], [], [], 20)  # it writes now; on a busy machine getting there takes longer
    time.sleep(dice.uniform(0, LONGEST_REST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().decode().splitlines(keepends=True)
    return [(kind, row) for line in lines if line.endswith("\n") for kind, row in [line.split()]]


def write_until_killed(me: Me, writing: int, planted: bool) -> None:
    """Never returns. Each line into the pipe is an acknowledgement, written after the deed's transaction ended."""
    from django.db import transaction

    from goldseam.people import access
    from goldseam.vault import mine

    together = access.togetherness_of(me)
    assert together is not None
    for turn in range(10**9):
        if planted:
            with transaction.atomic():
                row = mine.keep(me.keyring, "test.kill", {"turn": turn})
                os.write(writing, f"kept {row.hex}\n".encode())
                time.sleep(0.02)  # the acknowledgement is out, the transaction isn't
            continue
        row = mine.keep(me.keyring, "test.kill", {"turn": turn})
        os.write(writing, f"kept {row.hex}\n".encode())
        if turn % 3 == 0:
            mine.share(me.keyring, row, together.circle)
            os.write(writing, f"shared {row.hex}\n".encode())


def missing(me: Me, acknowledged: list[tuple[str, str]]) -> int:
    """How many acknowledged deeds can't be found. Opening everything also checks the sum and the record."""
    from goldseam.people import access
    from goldseam.vault import mine

    together = access.togetherness_of(me)
    assert together is not None
    kept = {entry.id for entry in mine.everything(me.keyring)}
    shared = {entry.id for entry in mine.shared_with(me.keyring, together.circle)}
    there = {"kept": kept, "shared": shared}
    return sum(UUID(hex=row) not in there[kind] for kind, row in acknowledged)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), "--planted" in sys.argv)

"""Kills a rotation before and after each of its steps, and looks each time whether everything still opens.

Run as `python tests/rotation_killed.py FOLDER`; the last line is JSON: how often it was killed, how often something was
lost, and what was left to do for the run that nobody killed. One process imports Django once and forks a life per kill.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PEOPLE = 3


def main(folder: str) -> None:
    expected = [f"SECRET{number}" for number in range(PEOPLE)]
    killed = lost = 0
    settle(folder)
    for at in range(1, 100):
        ended = in_a_life(lambda at=at: rotate(at))  # type: ignore[misc]
        lost += in_a_life(lambda: sys.exit(secrets() != expected)) != 0
        if ended == 0:
            break
        killed += ended == -signal.SIGKILL
    else:
        raise SystemExit("no run came to its end")
    print(json.dumps({"killed": killed, "lost": lost, "under old keys": in_a_life(lambda: sys.exit(old_ones()))}))


def in_a_life(deed: Callable[[], object]) -> int:
    """In a process of its own, as one that has just started: what it knew goes with it. Returns how it ended."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            deed()
        except SystemExit as end:
            os._exit(int(end.code or 0))
        except BaseException:
            os._exit(99)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def settle(folder: str) -> None:
    """A house with authenticators' secrets; the first as it was sealed before keys had names."""
    from goldseam.site import start_up

    start_up.migrate(start_up.enter(folder), tell=False)
    if in_a_life(_fill) != 0:
        raise SystemExit("nothing could be filled in")


def _fill() -> None:
    from allauth.mfa.models import Authenticator

    from goldseam.people.models import Person
    from goldseam.vault import server_key
    from goldseam.vault.models import Holder

    for number in range(PEOPLE):
        holder = Holder.objects.create(front_public=bytes(32), back_public=bytes(32), signing_public=bytes(32))
        person = Person.objects.create(username=f"person{number}", holder=holder)
        sealed = server_key.seal_text("people.totp", f"SECRET{number}")
        stored = sealed if number else sealed.partition(".")[2]
        Authenticator.objects.create(user=person, type="totp", data={"secret": stored})


def rotate(at: int) -> None:
    """As the command does, killed at the step of this number: each replaced file and each sealed piece are two."""
    from goldseam.site import rotating
    from goldseam.vault import server_key_file, server_values

    left = at

    def step(real: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*told: Any) -> Any:
            count_down()
            done = real(*told)
            count_down()
            return done

        return stepped

    def count_down() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    server_key_file.os.replace = step(os.replace)  # type: ignore[attr-defined]
    for keeper in list(server_values._keepers.values()):
        server_values.keeps(server_values.Keeper(keeper.label, keeper.words, keeper.rows, step(keeper.put)))
    list(rotating.rotate(None))


def secrets() -> list[str]:
    from goldseam.people import factors
    from goldseam.vault import server_key

    return sorted(server_key.unseal_text(label, text) for _, label, text in factors.sealed_secrets())


def old_ones() -> int:
    from goldseam.people import factors
    from goldseam.vault import server_key

    return sum(server_key.name_in(text) != server_key.newest() for *_, text in factors.sealed_secrets())


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(sys.argv[1])

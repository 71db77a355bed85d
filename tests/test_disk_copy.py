"""A copy of the whole data folder, with everybody signed in and in the middle of requests, gives up no words.

Not to a search in every form of writing, and not to a thief's program that knows the protocol and tries every key in
the copy on everything sealed in it. Given one cookie's value it opens just what that one person's front opens: so the
program can open, and the rest stays shut because the keys aren't there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import looking
from tests.command_line import ROOT, surroundings
from tests.served import Served, five_people_served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.about_the_file("a copied folder holds the file; test_attacks_disk.py copies all tables"),
]
COPIES_WHILE_BUSY = 4
KEY_COOKIE = "gs-key"
WHOLE = bool(os.environ.get("GOLDSEAM_PROVE"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with five_people_served(tmp_path_factory.mktemp("served") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def copies(served: Served, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Idle first, then while all five write and read."""
    shelf = tmp_path_factory.mktemp("copies")
    made = [copy(served, shelf / "idle")]
    with everybody_busy(served):
        for number in range(COPIES_WHILE_BUSY):
            threading.Event().wait(0.4)
            made.append(copy(served, shelf / f"busy-{number}"))
    served.browsers["ana"].send("/pin/close/", on="/us/pause/")
    return [*made, copy(served, shelf / "closed")]


def copy(served: Served, to: Path) -> Path:
    """The folder as it lies there, and the server's surroundings as it was given them."""
    shutil.copytree(served.data, to, ignore=shutil.ignore_patterns("static"))
    environment = Path(f"/proc/{served.server.process.pid}/environ")
    if environment.exists():
        (to / "environment.txt").write_bytes(environment.read_bytes())
    return to


@contextmanager
def everybody_busy(served: Served) -> Iterator[None]:
    """Each of the five writes check-ins with canaries and looks at their pages, until the copies are made."""
    stop = threading.Event()
    workers = [threading.Thread(target=_busy, args=(served, name, stop)) for name in served.browsers]
    for worker in workers:
        worker.start()
    yield
    stop.set()
    for worker in workers:
        worker.join()


def _busy(served: Served, name: str, stop: threading.Event) -> None:
    browser, words = served.browsers[name], busy_words(name)
    while not stop.is_set():
        browser.send("/me/check-in/", closeness="61", line=words)
        browser.get("/me/")


def busy_words(name: str) -> str:
    return f"kestrelbusy{name}q7x"


def secrets_of(served: Served) -> dict[str, str]:
    """All that may not lie on the disk, by what it is."""
    told = {canary["id"]: canary["words"] for canary in served.canaries}
    told |= {f"{name} while busy": busy_words(name) for name in served.browsers}
    told |= {f"{name}'s passphrase": words for name, words in served.told["people"].items()}
    told |= {f"{name}'s sheet": " ".join(words) for name, words in served.told["sheets"].items()}
    told |= {f"{name}'s cookie": browser.cookie(KEY_COOKIE) for name, browser in served.browsers.items()}
    return told


def found_in(folder: Path, secrets: dict[str, str]) -> set[str]:
    seen: set[str] = set()
    for file in folder.rglob("*"):
        if file.is_file():
            seen |= looking.seen_in(file.read_bytes(), secrets.values())
    return {name for name, words in secrets.items() if words in seen}


def test_no_words_are_in_a_copy_of_the_folder(served: Served, copies: list[Path]) -> None:
    secrets = secrets_of(served)
    size = sum(file.stat().st_size for one in copies for file in one.rglob("*") if file.is_file())
    found = {name for one in copies for name in found_in(one, secrets)}
    print(f"{len(secrets)} secrets looked for in {len(copies)} copies, {size // 1024} kB; {len(found)} found")
    assert found == set()


def test_a_planted_word_is_found_in_each_form(served: Served, copies: list[Path], tmp_path: Path) -> None:
    secrets = {"ana-line": next(one["words"] for one in served.canaries if one["id"] == "ana-line")}
    for number, form in enumerate(looking.forms_of(secrets["ana-line"])):
        planted = tmp_path / str(number)
        shutil.copytree(copies[0], planted)
        with open(planted / "goldseam.sqlite3", "ab") as database:
            database.write(b"\x00planted" + form)
        assert found_in(planted, secrets) == {"ana-line"}


def thief(folder: Path, *values: str) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "tests/key_trier.py", str(folder)],
        input=json.dumps(values),
        cwd=ROOT,
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return told


def test_no_key_on_the_disk_opens_anything(copies: list[Path]) -> None:
    """In the short form one copy, and of each sealed column two or three values of different rows."""
    for one in copies if WHOLE else copies[1:2]:
        told = thief(one)
        print(
            f"{one.name}: {told['keys']} keys, {len(told['locks'])} sealed values, {told['tries']} tries, "
            f"{len(told['opened'])} opened"
        )
        assert told["keys"] > 100 and len(told["locks"]) > (100 if WHOLE else 50) and told["tries"] > 100_000
        assert told["opened"] == {}


def opens_for_ana(told: dict[str, Any], *halves: str) -> set[str]:
    """What the protocol means one person's cookie to open."""
    return {where for where, lock in told["locks"].items() if lock["half"] in halves and "ana" in lock["owners"]}


@pytest.fixture(scope="module")
def with_one_cookie(served: Served, copies: list[Path]) -> dict[str, Any]:
    """Ana's private half is closed."""
    return thief(copies[-1], served.browsers["ana"].cookie(KEY_COOKIE))


def test_with_one_cookie_the_same_program_opens_that_persons_front_and_nothing_else(
    with_one_cookie: dict[str, Any],
) -> None:
    told = with_one_cookie
    print(f"one cookie, private half closed: {len(told['opened'])} of {len(told['locks'])} sealed values open")
    assert set(told["opened"]) == opens_for_ana(told, "front", "cookie")
    assert len(told["opened"]) > 10


SAID = {
    "ana": ("asked", "kept", "onephone", "open", "request", "thanks", "topic"),
    "ben": ("back", "here", "hope", "kept", "letter", "offer", "request", "sense"),
}
TALKED = {f"{who}-talk{what}" for who, said in SAID.items() for what in said} | {"ana-ground", "ana-groundunsigned"}
"""Of talks what both read; not what Ana is still writing in one, prepared for one, or noted after one."""


def test_what_that_cookie_opens_are_the_words_that_ana_reads_without_her_pin(
    served: Served, with_one_cookie: dict[str, Any]
) -> None:
    shown = {
        f"{who}-{what}" for who in ("ana", "ben") for what in ("name", "shownline", "shownmoment", "time", "wording")
    }
    without_pin = shown | TALKED | {"ana-bychance", "ana-mail", "ana-onesentence", "ana-period", "ben-remark"}
    assert words_in(served, with_one_cookie) == without_pin


def test_with_the_private_half_open_it_opens_anas_own_words_too_and_nobody_elses(
    served: Served, copies: list[Path]
) -> None:
    """The copy was made in the two minutes after Ana's passphrase."""
    told = thief(copies[0], served.browsers["ana"].cookie(KEY_COOKIE))
    print(f"one cookie, private half open: {len(told['opened'])} of {len(told['locks'])} sealed values open")
    assert set(told["opened"]) == opens_for_ana(told, "front", "back", "cookie", "cookie, while open")
    assert {"ana-line", "ana-slider"} < words_in(served, told)
    assert not {name for name in words_in(served, told) if name.startswith(("cleo", "dara", "eli", "ben-line"))}


def words_in(served: Served, told: dict[str, Any]) -> set[str]:
    plain = b"\n".join(bytes.fromhex(value) for value in told["opened"].values())
    return {one["id"] for one in served.canaries if one["words"].encode() in plain}

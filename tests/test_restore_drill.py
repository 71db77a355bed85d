"""The drill: a backup while people write, an empty machine elsewhere, and Ana reads her words again.

From each of the two databases into each of the two, by the installed command alone.
"""

from __future__ import annotations

import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import ROOT, goldseam, surroundings
from tests.served import Browser
from tests.two_databases import BOTH, EACH_WAY, Home, empty_home, fill, fresh_postgres, tables_in

pytestmark = [pytest.mark.slow, pytest.mark.on_both]
BACKUPS = 3
LATER = "INSERT INTO django_migrations (app, name, applied) VALUES"
WRITERS = ("ana", "ben", "cleo")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    data = tmp_path_factory.mktemp("five") / "data"
    return data, fill(data)


@contextmanager
def home_of_five(kind: str, filled: Path, data: Path) -> Iterator[Home]:
    shutil.copytree(filled, data)
    if kind == "sqlite":
        yield Home(data)
        return
    with fresh_postgres() as url:
        Home(data).well("move-to", "postgres", "--url", url)
        yield Home(data, url)


@contextmanager
def everybody_writing(browsers: dict[str, Browser]) -> Iterator[dict[str, int]]:
    """Each keeps check-ins until the end. An answer that isn't a page of ours is a fault."""
    stop, kept, faults = threading.Event(), dict.fromkeys(browsers, 0), []

    def write(name: str) -> None:
        while not stop.is_set():
            try:
                browsers[name].send("/me/check-in/", closeness="61", line=f"busy line of {name}")
                assert browsers[name].get("/").status_code == 200
                kept[name] += 1
            except Exception as fault:
                faults.append(f"{name}: {fault}")
                return

    writers = [threading.Thread(target=write, args=(name,)) for name in browsers]
    for writer in writers:
        writer.start()
    try:
        yield kept
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert faults == []


@pytest.mark.parametrize(("here", "there"), EACH_WAY)
def test_a_backup_under_writers_comes_back_elsewhere(
    filled: tuple[Path, dict[str, Any]], tmp_path: Path, here: str, there: str
) -> None:
    data, told = filled
    people, erased = told["people"], told["check_ins"]["ana"]
    with home_of_five(here, data, tmp_path / "here") as home:
        with home.served() as running:
            browsers = {name: running.sign_in(name, people[name]) for name in WRITERS}
            with everybody_writing(browsers) as kept:
                for number in range(BACKUPS):
                    threading.Event().wait(0.5)
                    home.well("backup", tmp_path / f"{number}.goldseam")
            assert min(kept.values()) >= 2, kept
            browsers["ana"].send(f"/me/check-in/{erased}/erase/", sure="on")
            assert "is not here" in browsers["ana"].get(f"/me/check-in/{erased}/").text or (
                browsers["ana"].get(f"/me/check-in/{erased}/").status_code == 404
            )
        apart = [shutil.copy(home.data / name, tmp_path) for name in ("server.key", "ledger.jsonl")]
    print(f"{sum(kept.values())} check-ins were kept beside {BACKUPS} backups, and none failed")
    with empty_home(there, tmp_path / "there") as new:
        new.well("restore", tmp_path / f"{BACKUPS - 1}.goldseam", "--server-key", apart[0], "--ledger", apart[1])
        assert new.require_clean_record() > 10
        with new.served() as running:
            ana = running.sign_in("ana", people["ana"])
            page = ana.get("/me/").text
            assert "busy line of ana" in page
            assert ana.get(f"/me/check-in/{erased}/").status_code == 404, "what was erased since stays gone"
            assert "busy line of ana" not in running.sign_in("ben", people["ben"]).get("/me/").text
            ana.send("/me/check-in/", closeness="40", line="a line of the new place")
            assert "a line of the new place" in ana.get("/me/").text
        assert new.require_clean_record() > 10


@pytest.fixture(scope="module")
def backup(filled: tuple[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "kept.goldseam"
    Home(filled[0]).well("backup", file)
    return file


def changed(backup: Path, to: Path, *orders: str) -> Path:
    shutil.copy(backup, to)
    with closing(sqlite3.connect(to)) as opened:
        for order in orders:
            opened.execute(order)
        opened.commit()
    return to


@pytest.mark.parametrize("there", BOTH)
@pytest.mark.parametrize(
    ("orders", "sentence"),
    [
        ([f"{LATER} ('vault', '9999_later', '2030-01-01')"], "newer"),
        (
            [f"{LATER} ('later', '0001_initial', '2030-01-01')"],
            "newer",
        ),
        (["PRAGMA user_version = 999"], "newer"),
        (["DROP TABLE django_migrations"], "not a Goldseam backup"),
    ],
)
def test_what_is_no_backup_of_ours_is_refused(
    backup: Path, tmp_path: Path, there: str, orders: list[str], sentence: str
) -> None:
    file = changed(backup, tmp_path / "changed.goldseam", *orders)
    with empty_home(there, tmp_path / "new") as home:
        result = home.do("restore", file)
        require_refused(result, home, sentence)


def require_refused(result: subprocess.CompletedProcess[str], home: Home, sentence: str) -> None:
    """One sentence, nothing in place, and nothing half left."""
    assert result.returncode == 1, result.stdout + result.stderr
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert [file.name for file in home.data.glob("*sqlite3*")] == []
    if home.url:
        assert tables_in(home.url) == 0


@pytest.mark.parametrize("there", BOTH)
def test_a_damaged_page_is_found_before_anything_is_put_in_place(backup: Path, tmp_path: Path, there: str) -> None:
    content = bytearray(backup.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = bytes(range(256)) * 16
    (tmp_path / "damaged.goldseam").write_bytes(content)
    with empty_home(there, tmp_path / "new") as home:
        require_refused(home.do("restore", tmp_path / "damaged.goldseam"), home, "damaged")


@pytest.mark.parametrize("there", BOTH)
def test_it_goes_over_nothing(backup: Path, tmp_path: Path, there: str) -> None:
    with empty_home(there, tmp_path / "new") as home:
        home.well("restore", backup)
        before = home.well("verify")
        again = home.do("restore", backup)
        assert (again.returncode, "left as it" in again.stderr) == (1, True), again.stderr
        assert home.well("verify") == before


def test_a_key_that_lies_there_is_put_aside_and_not_lost(backup: Path, tmp_path: Path) -> None:
    """A fresh folder's own key is nobody's yet, and goes."""
    (tmp_path / "given.key").write_bytes(bytes(32))
    home = Home(tmp_path / "new")
    home.well("restore", backup, "--server-key", tmp_path / "given.key")
    assert (home.data / "server.key").read_bytes() == bytes(32)
    assert not list(home.data.glob("*before-restore"))
    (home.data / "goldseam.sqlite3").unlink()
    (home.data / "server.key").write_bytes(b"o" * 32)
    home.well("restore", backup, "--server-key", tmp_path / "given.key")
    assert (home.data / "server.key.before-restore").read_bytes() == b"o" * 32


def test_a_log_that_lies_about_is_not_read_into_the_restored_file(
    filled: tuple[Path, dict[str, Any]], backup: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "new")
    home.data.mkdir()
    (home.data / "goldseam.sqlite3-wal").write_bytes(b"\0" * 8192)
    home.well("restore", backup)
    assert home.require_clean_record() > 10


@pytest.mark.parametrize("there", BOTH)
def test_a_disk_that_is_full_half_way_leaves_nothing(backup: Path, tmp_path: Path, there: str) -> None:
    """A file may grow no further than half the backup."""
    most = backup.stat().st_size // 2
    with empty_home(there, tmp_path / "new") as home:
        result = limited(most, "restore", backup, "--data", home.data, **home.settings)
        require_refused(result, home, "full")
        home.well("restore", backup)


def test_a_backup_on_a_full_disk_leaves_nothing(
    filled: tuple[Path, dict[str, Any]], backup: Path, tmp_path: Path
) -> None:
    result = limited(
        backup.stat().st_size // 2, "backup", tmp_path / "new.goldseam", "--data", filled[0], **Home(filled[0]).settings
    )
    assert (result.returncode, "full" in result.stderr) == (1, True), result.stderr
    assert list(tmp_path.iterdir()) == []


def limited(size: int, *arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "goldseam.site.cli", *map(str, arguments)],
        cwd=ROOT,
        env=surroundings(**settings),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_postgresql_that_does_not_answer_is_named_without_its_password(backup: Path, tmp_path: Path) -> None:
    address = "postgresql://goldseam:hidden-words@127.0.0.1:1/nowhere"
    result = goldseam("restore", backup, "--data", tmp_path / "new", GOLDSEAM_DATABASE_URL=address)
    assert result.returncode == 1
    assert "nowhere cannot be reached" in result.stderr
    assert "hidden-words" not in result.stdout + result.stderr

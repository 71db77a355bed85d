"""Everything moves from one file into PostgreSQL and back: whole or not at all, and whoever is signed in stays so."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import ROOT, surroundings
from tests.two_databases import NOT_HERE, Home, ask, fill, fresh_postgres, tables_in

pytestmark = [pytest.mark.slow, pytest.mark.on_both, NOT_HERE]

# Stops where it is told to, in the middle of the very command.
STOPPED = """
import sys, time
from goldseam.site import copying, moving
def stop(*_):
    print("here", flush=True)
    time.sleep(600)
at = sys.argv.pop(1)
if at == "rows":
    copy_table = copying._copy_table
    def slowly(table, *rest):
        stop() if table._meta.db_table == "vault_mine" else None
        return copy_table(table, *rest)
    copying._copy_table = slowly
if at == "end":
    mark = moving._mark
    def marking(place, state, conf):
        mark(place, state, conf)
        stop()
    moving._mark = marking
from goldseam.site.cli import main
sys.exit(main())
"""

# A copy that loses the last byte of what somebody wrote.
LOSING = """
import sys
from goldseam.site import copying
from django.db.models import BinaryField
from goldseam.vault.fields import Sealed
keep = Sealed.get_db_prep_save
Sealed.get_db_prep_save = lambda self, value, connection: keep(self, value and bytes(value)[:-1], connection)
from goldseam.site.cli import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    data = tmp_path_factory.mktemp("five") / "data"
    return data, fill(data)


@pytest.fixture
def home(filled: tuple[Path, dict[str, Any]], tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(filled[0], tmp_path / "data")))


@pytest.fixture
def url() -> Iterator[str]:
    with fresh_postgres() as made:
        yield made


def rows_in(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened:
        tables = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables.fetchall()}


@contextmanager
def stopped(program: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """The command, held where `program` holds it; killed afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        env=surroundings(GOLDSEAM_DATABASE_URL=""),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        assert process.stdout.readline() == "here\n", process.communicate()[1]
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def test_who_is_signed_in_goes_on_there_and_back(
    filled: tuple[Path, dict[str, Any]], home: Home, url: str, tmp_path: Path
) -> None:
    _, told = filled
    slice_id = told["slices"]["ana"]
    with home.served() as visits:
        ana = visits.sign_in("ana", told["people"]["ana"])
        cookies = dict(ana.client.cookies)
        assert "ana" in ana.get("/us/").text
    before = rows_in(home.data / "goldseam.sqlite3")
    assert "compared one by one" in home.well("move-to", "postgres", "--url", url)
    moved = Home(home.data, url)
    assert "delete it once all is well" in moved.do("doctor").stdout
    for table in ("vault_mine", "vault_link", "vault_session", "people_session", "vault_invite"):
        assert ask(url, f"SELECT count(*) FROM {table}") == [(before[table],)]
    assert rows_in(home.data / "goldseam.sqlite3") == before, "the old place stays as it was"
    links = moved.require_clean_record()
    goes_on(moved, cookies, "a line in PostgreSQL")
    assert moved.require_clean_record() >= links > 10
    moved.well("move-to", "sqlite")
    again = moved.do("migrate")
    assert (again.returncode, "has moved to one file" in again.stderr) == (1, True), again.stderr
    goes_on(home, cookies, "a line in the file")
    assert rows_in(home.data / "goldseam.sqlite3")["vault_mine"] >= before["vault_mine"] + 2
    assert home.require_clean_record() >= links
    assert slice_id


def goes_on(home: Home, cookies: dict[str, str], line: str) -> None:
    """With the cookies from before, without signing in; and a new row gets a number of its own."""
    with home.served() as visits:
        ana = visits.browser()
        ana.client.cookies.update(cookies)
        ana.send("/me/check-in/", closeness="40", line=line)
        assert line in ana.get("/me/").text


def test_the_old_place_is_not_served_by_mistake(home: Home, url: str) -> None:
    home.well("move-to", "postgres", "--url", url)
    for deed in (["serve", "--port", "8159"], ["migrate"], ["backup", home.data / "later.goldseam"], ["invite"]):
        result = home.do(*deed)
        assert result.returncode == 1, deed
        assert "goldseam move-to sqlite" in result.stderr
    again = home.do("move-to", "postgres", "--url", url)
    assert (again.returncode, "has moved to" in again.stderr) == (1, True)


def test_it_waits_for_the_server_to_stop(home: Home, url: str) -> None:
    with home.served():
        result = home.do("move-to", "postgres", "--url", url)
    assert (result.returncode, "Stop it first" in result.stderr) == (1, True), result.stderr
    assert tables_in(url) == 0


def test_it_goes_over_nothing(home: Home, url: str) -> None:
    ask(url, "CREATE TABLE somebodys (thing int)")
    result = home.do("move-to", "postgres", "--url", url)
    assert (result.returncode, "has tables already" in result.stderr) == (1, True), result.stderr
    assert tables_in(url) == 1
    home.well("migrate")


def test_a_kill_in_the_middle_leaves_nothing_there_and_all_here(home: Home, url: str) -> None:
    with stopped(STOPPED, "rows", "move-to", "postgres", "--url", url, "--data", home.data):
        pass
    assert tables_in(url) == 0
    assert home.require_clean_record() > 10
    with home.served():
        pass
    home.well("move-to", "postgres", "--url", url)


def test_a_kill_at_the_very_end_is_found_out_at_the_next_try(home: Home, url: str) -> None:
    """The mark is there, and the answer of the database didn't come."""
    with stopped(STOPPED, "end", "move-to", "postgres", "--url", url, "--data", home.data):
        pass
    refused = home.do("migrate")
    assert (refused.returncode, "Run it once more" in refused.stderr) == (1, True), refused.stderr
    home.well("move-to", "postgres", "--url", url)
    mark = home.data / "moved.json"
    mark.write_text(mark.read_text().replace('"done"', '"ending"'))  # as if killed after the database had agreed
    assert "compared one by one" in home.well("move-to", "postgres", "--url", url)
    assert '"done"' in mark.read_text()
    assert Home(home.data, url).require_clean_record() > 10


def test_a_kill_on_the_way_back_leaves_the_old_file(home: Home, url: str) -> None:
    home.well("move-to", "postgres", "--url", url)
    before = (home.data / "goldseam.sqlite3").read_bytes()
    with stopped(STOPPED, "rows", "move-to", "sqlite", "--url", url, "--data", home.data):
        pass
    assert (home.data / "goldseam.sqlite3").read_bytes() == before
    assert Home(home.data, url).require_clean_record() > 10
    home.well("move-to", "sqlite", "--url", url)
    assert home.require_clean_record() > 10


def test_a_copy_that_is_not_what_was_read_is_not_kept(home: Home, url: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", LOSING, "move-to", "postgres", "--url", url, "--data", str(home.data)],
        cwd=ROOT,
        env=surroundings(GOLDSEAM_DATABASE_URL=""),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 1
    assert "isn't what was read" in result.stderr
    assert tables_in(url) == 0
    assert not (home.data / "moved.json").exists()


def test_the_way_back_waits_for_every_server_to_stop(home: Home, url: str, tmp_path: Path) -> None:
    home.well("move-to", "postgres", "--url", url)
    with Home(tmp_path / "elsewhere", url).served():
        result = home.do("move-to", "sqlite", "--url", url)
    assert (result.returncode, "Stop every Goldseam" in result.stderr) == (1, True), result.stderr


def test_walls_stand_in_the_new_place(home: Home, url: str) -> None:
    home.well("move-to", "postgres", "--url", url)
    walled = ask(url, "SELECT count(*) FROM pg_class WHERE relforcerowsecurity AND relname = 'vault_mine'")
    assert walled == [(1,)]

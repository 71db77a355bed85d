"""What goes into a backup, what doesn't, and that a backup is whole or not there at all."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps

from goldseam.site import databases
from goldseam.site.backups import KEPT, LEFT_OUT, MARK
from tests.command_line import ROOT, goldseam, surroundings
from tests.two_databases import NOT_HERE, Home, ask, fresh_postgres

# What a table's columns of each type may hold, to have one row in each.
ANYTHING = {"blob": b"x" * 32, "integer": 1, "bigint": 1, "smallint": 1, "bool": 0, "datetime": "2030-01-01 00:00:00"}


def test_every_table_is_kept_or_left_out_with_a_reason() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    assert set(LEFT_OUT) & KEPT == set()
    assert tables - KEPT - set(LEFT_OUT) == set(), "decide in goldseam/site/backups.py"
    assert KEPT - tables == set(), "no such table"
    assert set(LEFT_OUT) - tables == set(), "no such table"
    assert all(left.why for left in LEFT_OUT.values())


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("empty") / "data"
    Home(place).well("migrate")
    return place


@pytest.fixture
def home(empty: Path, tmp_path: Path) -> Home:
    """A house with a row in every table."""
    home = Home(Path(shutil.copytree(empty, tmp_path / "data")))
    with closing(sqlite3.connect(home.data / "goldseam.sqlite3")) as opened:
        for table in tables_of(opened):
            plant(opened, table)
        opened.commit()
    return home


def tables_of(opened: sqlite3.Connection) -> list[str]:
    found = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return sorted({name for (name,) in found} - {"django_migrations"})


def plant(opened: sqlite3.Connection, table: str) -> None:
    """One row more, whatever it means; nothing that it points to need be there."""
    columns = [(name, kind) for _, name, kind, *_ in opened.execute(f'PRAGMA table_info("{table}")')]
    values = [value_for(name, kind) for name, kind in columns]
    names = ", ".join(f'"{name}"' for name, _ in columns)
    opened.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})', values)


def value_for(name: str, kind: str) -> object:
    if name == "joiner_id":
        return None  # an invitation that is still open
    kind = kind.lower().split()[0]
    if kind == "char(32)":
        return "0" * 31 + "9"
    if name == "data":
        return "{}"
    return 999 if name == "id" else ANYTHING.get(kind, "x")


def rows_in(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened:
        return {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables_of(opened)}


def test_a_backup_has_every_kept_row_and_none_of_those_left_out(home: Home, tmp_path: Path) -> None:
    before = rows_in(home.data / "goldseam.sqlite3")
    assert min(before.values()) >= 1, "there is something to leave out, and something to keep"
    home.well("backup", tmp_path / "kept.goldseam")
    after = rows_in(tmp_path / "kept.goldseam")
    assert after == {table: 0 if table in LEFT_OUT else count for table, count in before.items()}
    assert (home.data / "goldseam.sqlite3").read_bytes(), "the source is still there"


def test_what_is_left_out_was_never_in_the_file(home: Home, tmp_path: Path) -> None:
    """Not even in a page that is free again."""
    with closing(sqlite3.connect(home.data / "goldseam.sqlite3")) as opened:
        opened.execute("UPDATE people_session SET session_data = 'kestrel in a sign-in'")
        opened.execute("UPDATE vault_mine SET body = CAST('kestrel in a row' AS BLOB)")
        opened.commit()
    home.well("backup", tmp_path / "kept.goldseam")
    content = (tmp_path / "kept.goldseam").read_bytes()
    assert b"kestrel in a row" in content, "the search finds what is there"
    assert b"kestrel in a sign-in" not in content


def test_it_is_for_its_owners_eyes_and_says_whose_it_is(home: Home, tmp_path: Path) -> None:
    home.well("backup", tmp_path / "kept.goldseam")
    assert (tmp_path / "kept.goldseam").stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(tmp_path / "kept.goldseam")) as opened:
        assert opened.execute("PRAGMA application_id").fetchone()[0] == MARK
    assert [file.name for file in tmp_path.iterdir() if ".new" in file.name] == []


@NOT_HERE
def test_from_postgresql_comes_the_same_file(empty: Path, tmp_path: Path) -> None:
    """Every row that was there, each the same: a backup of the file, and of where the file moved."""
    data = Path(shutil.copytree(empty, tmp_path / "data"))
    Home(data).well("backup", tmp_path / "one.goldseam")
    with fresh_postgres() as url:
        Home(data).well("move-to", "postgres", "--url", url)
        Home(data, url).well("backup", tmp_path / "other.goldseam")
        assert ask(url, "SELECT count(*) > 0 FROM django_content_type") == [(True,)]
    assert rows_in(tmp_path / "one.goldseam") == rows_in(tmp_path / "other.goldseam")


def test_a_kill_while_it_is_written_leaves_no_file_under_its_name(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "kept.goldseam"
    process = subprocess.Popen(
        [sys.executable, "-m", "goldseam.site.cli", "backup", str(file), "--data", str(home.data)],
        cwd=ROOT,
        env=surroundings(**home.settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    half = tmp_path / "kept.goldseam.new"
    while process.poll() is None and not half.exists():
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not file.exists()
    home.well("backup", file)
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_damaged_house_is_backed_up_as_it_is(home: Home, tmp_path: Path) -> None:
    """Its rows point to nothing: the doctor says so, and a backup is all the more needed."""
    assert "belong to nothing" in home.do("doctor").stdout
    home.well("backup", tmp_path / "kept.goldseam")
    assert rows_in(tmp_path / "kept.goldseam")["vault_mine"] == 1


@NOT_HERE
def test_rows_that_belong_to_nothing_do_not_move(home: Home) -> None:
    """PostgreSQL would not take them; it says so, and nothing has moved."""
    with fresh_postgres() as url:
        result = home.do("move-to", "postgres", "--url", url)
        assert (result.returncode, "goldseam doctor" in result.stderr) == (1, True), result.stderr
        assert ask(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert not (home.data / "moved.json").exists()


def test_there_is_nothing_to_back_up_before_the_first_start(tmp_path: Path) -> None:
    result = Home(tmp_path / "new").do("backup", tmp_path / "kept.goldseam")
    assert (result.returncode, "nothing to back up" in result.stderr) == (1, True)
    assert not (tmp_path / "kept.goldseam").exists()


def test_what_was_due_before_a_restore_does_not_ring_again(home: Home, tmp_path: Path) -> None:
    """It may have rung already; what is still to come stays."""
    with closing(sqlite3.connect(home.data / "goldseam.sqlite3")) as opened:
        columns = [name for _, name, *_ in opened.execute("PRAGMA table_info(reminders_due)")]
        another = {"id": f"'{'a' * 32}'", "at": "'2090-01-01 00:00:00'"}
        values = ", ".join(another.get(name, f'"{name}"') for name in columns)
        opened.execute(f"INSERT INTO reminders_due SELECT {values} FROM reminders_due")
        opened.execute(f"UPDATE reminders_due SET at = '2020-01-01 00:00:00' WHERE id <> '{'a' * 32}'")
        opened.commit()
    home.well("backup", tmp_path / "kept.goldseam")
    Home(tmp_path / "new").well("restore", tmp_path / "kept.goldseam")
    assert rows_in(tmp_path / "kept.goldseam")["reminders_due"] == 2
    assert rows_in(tmp_path / "new" / "goldseam.sqlite3")["reminders_due"] == 1


def test_a_backup_never_goes_over_another_file(home: Home, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("something else")
    result = goldseam("backup", tmp_path / "mine.txt", "--data", home.data, **home.settings)
    assert (result.returncode, "left as it" in result.stderr) == (1, True), result.stderr
    assert (tmp_path / "mine.txt").read_text() == "something else"


def test_a_file_that_somebody_left_in_the_way_is_never_written_into(tmp_path: Path) -> None:
    """In a folder that others write to, the half-made backup would be theirs to read."""
    theirs, half = tmp_path / "theirs", tmp_path / "backup.new"
    theirs.touch(mode=0o666)
    half.symlink_to(theirs)
    databases.make_draft(half)
    assert not half.is_symlink() and stat.S_IMODE(half.stat().st_mode) == 0o600
    half.unlink()
    half.touch(mode=0o666)
    before = half.stat().st_ino
    with half.open("rb"):  # whoever holds it open goes on reading the one that went
        databases.make_draft(half)
        assert half.stat().st_ino != before and stat.S_IMODE(half.stat().st_mode) == 0o600

"""Data of each earlier release (`tests/releases`): this Goldseam restores it and starts on it, and all of it opens."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import ROOT, goldseam, surroundings
from tests.two_databases import BOTH, Home, ask, empty_home, fresh_postgres

pytestmark = [pytest.mark.slow, pytest.mark.on_both]
RELEASES = sorted(folder for folder in (ROOT / "tests" / "releases").iterdir() if (folder / "told.json").exists())
# Undoes what changed since, newest first: the database is then as that release would have left it.
UNDO = """
import json, sys
from goldseam.site import start_up
start_up.enter(sys.argv[1])
from django.core.management import call_command
from goldseam.site import copying
before = {tuple(one) for one in json.loads(sys.argv[2])}
for app in {app for app, _ in copying.applied("default") - before}:
    newest = max((name for label, name in before if label == app), default="zero")
    call_command("migrate", app, newest, verbosity=0)
print(len(copying.applied("default")))
"""
LATER = "INSERT INTO django_migrations (app, name, applied) VALUES ('{}', '9999_later', '2030-01-01')"


@pytest.fixture(params=RELEASES, ids=lambda folder: folder.name)
def release(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


def unpacked(packed: Path, to: Path) -> Path:
    with tarfile.open(packed) as opened:
        opened.extractall(to, filter="data")
    return to


def bring_back_to(release: Path, home: Home) -> None:
    kept = unpacked(release / "backup.tar.xz", home.data.parent / "earlier") / "backup.goldseam"
    with closing(sqlite3.connect(kept)) as opened:
        applied = opened.execute("SELECT app, name FROM django_migrations").fetchall()
    made = subprocess.run(
        [sys.executable, "-c", UNDO, str(home.data), json.dumps(applied)],
        cwd=ROOT,
        env=surroundings(**home.settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.stdout == f"{len(applied)}\n", made.stderr[-3000:]


def told_in(release: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((release / "told.json").read_text())
    return told


def require_all_opens(home: Home, release: Path) -> None:
    """Everybody signs in, reads what is theirs, and nothing is found changed."""
    told = told_in(release)
    assert home.require_clean_record() > 10
    made = subprocess.run(
        [sys.executable, "tests/open_everything.py", str(home.data), str(release / "told.json")],
        cwd=ROOT,
        env=surroundings(**home.settings),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-4000:]
    found = json.loads(made.stdout.splitlines()[-1])
    assert {name: one["faults"] for name, one in found.items()} == {name: [] for name in told["people"]}
    for name, lines in told["reads"].items():
        assert set(lines) <= set(found[name]["lines"])
    read = {line for one in found.values() for line in one["lines"]}
    assert read.isdisjoint(told["gone"]), "what was erased stays gone"
    assert found["ben"]["shown"] == told["shown_by_ben"], "what was taken back stays so"
    assert [found[name]["partner"] for name in ("ana", "ben")] == ["Ben", "Ana"]
    assert found["ana"]["round"] == found["ben"]["round"] == sorted(told["round"]["answers"])
    cleo = found["cleo"]
    assert (cleo["mail"], cleo["codes"], cleo["passkey"]) == (told["mail"], True, True)
    assert cleo["code_secret"] == told["code_secret"]
    assert home.require_clean_record() > 10


@pytest.mark.parametrize("there", BOTH)
def test_its_backup_is_restored_and_all_of_it_opens(release: Path, tmp_path: Path, there: str) -> None:
    kept = unpacked(release / "backup.tar.xz", tmp_path / "kept") / "backup.goldseam"
    with empty_home(there, tmp_path / "new") as home:
        apart = ("--server-key", release / "server.key", "--ledger", release / "ledger.jsonl")
        assert "later changes were applied again" in home.well("restore", kept, *apart)
        require_all_opens(home, release)
        with home.served() as visits:
            ana = visits.sign_in("ana", told_in(release)["people"]["ana"])
            assert told_in(release)["reads"]["ana"][0] in ana.get("/me/").text


def test_its_folder_is_brought_up_to_date_in_place_with_a_backup_first(release: Path, tmp_path: Path) -> None:
    home = Home(unpacked(release / "data.tar.xz", tmp_path / "data"))
    with home.served() as visits:
        ana = visits.sign_in("ana", told_in(release)["people"]["ana"])
        assert told_in(release)["reads"]["ana"][0] in ana.get("/me/").text
    require_all_opens(home, release)
    (before,) = (home.data / "backups").iterdir()
    back = Home(tmp_path / "back")
    back.well("restore", before, "--server-key", home.data / "server.key", "--ledger", home.data / "ledger.jsonl")
    require_all_opens(back, release)


@pytest.mark.parametrize("there", BOTH)
def test_a_backup_comes_first_on_either_database(release: Path, tmp_path: Path, there: str) -> None:
    """A house in an earlier state, as that release left it: the change is made, and a backup lies there."""
    data = unpacked(release / "data.tar.xz", tmp_path / "data")
    if there == "sqlite":
        told = Home(data).well("migrate")
        assert "A backup was made before the change" in told
        return
    with fresh_postgres() as url:
        Home(data).well("migrate")
        Home(data).well("move-to", "postgres", "--url", url)
        home = Home(data, url)
        bring_back_to(release, home)
        assert "A backup was made before the change" in home.well("migrate")
        assert home.require_clean_record() > 10
        newest = max((data / "backups").iterdir(), key=lambda file: file.stat().st_mtime)
        back = Home(tmp_path / "back")
        back.well("restore", newest, "--server-key", data / "server.key")
        assert back.require_clean_record() > 10


@pytest.mark.parametrize("there", BOTH)
@pytest.mark.parametrize("app", ["vault", "later"])
def test_an_older_goldseam_refuses_a_newer_ones_data(release: Path, tmp_path: Path, there: str, app: str) -> None:
    """Also when the newer one knows a whole practice more."""
    data = unpacked(release / "data.tar.xz", tmp_path / "data")
    Home(data).well("migrate")
    with empty_home(there, data) as home:
        if home.url:
            Home(data).well("move-to", "postgres", "--url", home.url)
            ask(home.url, LATER.format(app))
        else:
            with closing(sqlite3.connect(data / "goldseam.sqlite3")) as opened:
                opened.execute(LATER.format(app))
                opened.commit()
        for deed in (["migrate"], ["serve", "--port", "8158"], ["backup", tmp_path / "new.goldseam"]):
            result = home.do(*deed)
            assert result.returncode == 1, deed
            assert "newer Goldseam" in result.stderr
            assert "Nothing was changed" in result.stderr
        assert not (tmp_path / "new.goldseam").exists()


def test_a_folder_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "version.json").write_text(json.dumps({"format": 99, "goldseam": "9.0.0"}))
    result = goldseam("migrate", "--data", tmp_path, GOLDSEAM_DATABASE_URL="")
    assert (result.returncode, "newer Goldseam" in result.stderr) == (1, True)

"""Goldseam on PostgreSQL, run as people run it: another process, a folder that holds its keys, a database beside it."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests import databases
from tests import test_disk_copy as disk_copy
from tests.command_line import free_port, goldseam, serving
from tests.served import Served, five_people_served

pytestmark = pytest.mark.skipif(not databases.ON, reason="asks PostgreSQL")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder and a database that a first start has made."""
    place = tmp_path_factory.mktemp("filled") / "data"
    result = goldseam("migrate", "--data", place)
    assert result.returncode == 0, result.stderr
    return place


def address(**changed: str) -> str:
    """The address of the database under test with some of its parts changed."""
    parts = urlsplit(databases.ON)
    name, word = changed.get("user", parts.username), changed.get("password", parts.password)
    where = f"{parts.hostname}:{changed.get('port', parts.port)}"
    path = changed.get("path", parts.path)
    return urlunsplit(parts._replace(netloc=f"{name}:{word}@{where}", path=path))


def test_no_file_of_rows_lies_in_the_folder(filled: Path) -> None:
    assert {"django.key", "server.key"} <= {file.name for file in filled.iterdir()}
    assert list(filled.rglob("*.sqlite3*")) == []


def test_two_servers_that_start_together_serve_both(tmp_path: Path) -> None:
    """On an empty database, from one empty folder: one makes keys and tables, the other finds them."""
    data = tmp_path / "data"
    with serving(data) as one, serving(data) as other:
        for server in (one, other):
            assert server.get("/help/")[0] == 200
            assert server.get("/enter/")[0] == 200
    assert len(list(data.glob("*.key"))) == 2 and list(data.glob("*.new")) == []


def test_nothing_replaces_all_data_while_somebody_serves(filled: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.goldseam"
    with serving(filled):
        assert goldseam("backup", kept, "--data", filled).returncode == 0
        result = goldseam("restore", kept, "--data", filled)
    assert result.returncode == 1 and "Another Goldseam is using the folder" in result.stderr


@pytest.mark.parametrize(
    ("changed", "deeds"),
    [
        ({"port": "1"}, ("serve", "migrate", "doctor", "verify", "invite")),
        ({"path": "/not_there"}, ("serve",)),
        ({"user": "nobody_of_ours"}, ("serve", "doctor")),
    ],
)
def test_one_sentence_when_it_cannot_be_reached_and_no_password_in_it(
    filled: Path, tmp_path: Path, changed: dict[str, str], deeds: tuple[str, ...]
) -> None:
    place = Path(shutil.copytree(filled, tmp_path / "data", ignore=shutil.ignore_patterns("lock")))
    url = address(password="s3cret-word", **changed)
    for deed in deeds:
        port = ("--port", free_port()) if deed == "serve" else ()
        result = goldseam(deed, "--data", place, *port, GOLDSEAM_DATABASE_URL=url)
        said = result.stdout + result.stderr
        assert result.returncode == 1, deed
        assert "cannot be reached" in said, (deed, said)
        assert "Traceback" not in said and "s3cret-word" not in said and "fault of its own" not in said


def test_the_doctor_says_that_the_wall_stands_and_what_waits(filled: Path) -> None:
    said = goldseam("doctor", "--data", filled).stdout
    assert re.search(r"Goldseam \d+\.\d+\.\d+, PostgreSQL \d+", said)
    assert re.search(r"ok +The database keeps each person's rows from the others, in \d\d tables", said)
    assert "The database is up to date" in said


def test_the_doctor_finds_a_wall_that_was_taken_down_and_migrate_puts_it_up(filled: Path) -> None:
    with databases.opened(filled) as opened:
        opened.execute("ALTER TABLE vault_mine DISABLE ROW LEVEL SECURITY")
    ill = goldseam("doctor", "--data", filled)
    assert ill.returncode == 1 and "The wall between people is down in vault_mine" in ill.stdout
    assert goldseam("migrate", "--data", filled).returncode == 0
    assert "wall between people is down" not in goldseam("doctor", "--data", filled).stdout


def test_it_says_what_to_install_when_nothing_talks_to_postgresql(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nreal = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'psycopg' else real(name, *rest)\n"
    )
    result = goldseam("migrate", "--data", filled, PYTHONPATH=str(tmp_path))
    assert result.returncode == 1 and "pip install 'goldseam[postgres]'" in result.stderr


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with five_people_served(tmp_path_factory.mktemp("served") / "data") as running:
        yield running


def test_commands_see_every_row_and_a_visitor_only_their_own(served: Served) -> None:
    for name in ("ana", "cleo"):
        assert served.browsers[name].get("/").status_code == 200
    said = goldseam("verify", "--data", served.data).stdout
    assert re.search(r"[1-9]\d* records with [1-9]\d* links were checked; 0 did not hold", said), said
    with databases.opened(served.data) as past_our_code:
        assert past_our_code.execute("SELECT count(*) FROM vault_mine").fetchone() == (0,)
        assert past_our_code.execute("SELECT count(*) FROM people_person").fetchone()[0] >= 5
        limits = past_our_code.execute("SELECT cache_key FROM site_limits").fetchall()
    assert limits and all(re.fullmatch(r"[0-9a-f]{64}", name) for (name,) in limits), "no address among the names"


def test_the_files_of_the_cluster_give_up_no_words(served: Served) -> None:
    """What a thief of the disk has: tables, indexes and the log of everything that was written, as they lie there."""
    cluster = Path(os.environ.get("PGDATA", ""))
    if not os.environ.get("PGDATA") or not os.access(cluster / "pg_wal", os.R_OK):
        pytest.skip("the files of this PostgreSQL can't be read from here; PGDATA names them")
    time.sleep(2)  # its log reaches the files in less than a second
    names, secrets = set(served.told["people"]), disk_copy.secrets_of(served)
    pieces = [
        file.read_bytes() for part in ("base", "pg_wal") for file in (cluster / part).rglob("*") if file.is_file()
    ]
    found = {
        what for what, words in secrets.items() if any(form in piece for form in _plain(words) for piece in pieces)
    }
    clear = {name for name in names if any(name.encode() in piece for piece in pieces)}
    print(f"{len(secrets)} secrets looked for in {len(pieces)} files, {sum(map(len, pieces)) // 2**20} MB")
    assert found == set()
    assert clear == names, "sign-in names are clear: so the looking finds what is there"


def _plain(words: str) -> list[bytes]:
    return [words.encode(), words.encode().hex().encode()]


def test_pages_come_again_after_postgresql_broke_all_connections_off(served: Served) -> None:
    """As when it was restarted: each thread finds its connection gone, and makes another."""
    assert served.browsers["ana"].get("/").status_code == 200
    with databases.opened(served.data) as keeper:
        broken = keeper.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
        ).fetchone()[0]
    assert broken > 0
    for _ in range(8):
        assert served.browsers["ana"].get("/me/").status_code == 200
        assert served.browsers["cleo"].get("/").status_code == 200

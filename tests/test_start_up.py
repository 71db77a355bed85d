"""What Goldseam refuses at its start: one plain sentence, an exit code, no trace, and nothing changed."""

import errno
import os
import shutil
import socket
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from goldseam.site import folder
from goldseam.site.refusal import Refusal
from tests.command_line import free_port, goldseam, serving

pytestmark = pytest.mark.about_the_file("how the file is begun; test_on_postgres.py asks PostgreSQL")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that a first start has made."""
    place = tmp_path_factory.mktemp("filled") / "data"
    assert goldseam("migrate", "--data", place).returncode == 0
    return place


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "data"))


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door.getsockname()[1]


def refused(place: Path, *more: object, **settings: str) -> str:
    """The sentence of `serve`, after the things that hold for every refusal."""
    port = () if "--port" in more else ("--port", free_port())
    before = {file: file.read_bytes() for file in place.glob("*.key")} if place.is_dir() else {}
    result = goldseam("serve", "--data", place, *port, *more, **settings)
    assert result.returncode == 1, result.stdout
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert result.stdout == ""
    assert all(file.read_bytes() == content for file, content in before.items())
    return result.stderr


def test_it_starts_where_nothing_is_wrong_and_stops_when_told(data: Path) -> None:
    with serving(data) as running:
        assert running.get("/help/")[0] == 200
        assert f"http://localhost:{running.port}" in running.said
    assert running.process.returncode in (0, -15)


def test_the_first_start_makes_a_folder_and_keys_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "new"
    assert goldseam("migrate", "--data", place).returncode == 0
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in place.iterdir() if file.is_file()}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert set(modes) >= {"django.key", "server.key", "goldseam.sqlite3"}
    assert set(modes.values()) == {0o600}
    assert len((place / "server.key").read_bytes()) == 32


def test_a_second_start_keeps_the_keys(data: Path) -> None:
    before = (data / "server.key").read_bytes(), (data / "django.key").read_bytes()
    assert goldseam("migrate", "--data", data).returncode == 0
    assert ((data / "server.key").read_bytes(), (data / "django.key").read_bytes()) == before


def test_it_refuses_a_port_in_use(data: Path, taken: int) -> None:
    words = refused(data, "--port", taken)
    assert f"Port {taken} is in use" in words
    assert f"--port {taken + 1}" in words or "--port 8000" in words


def test_it_refuses_a_second_process_on_one_folder(data: Path) -> None:
    with folder.take(data):
        assert "Another Goldseam is using the folder" in refused(data)


def test_it_refuses_a_folder_of_a_newer_version(data: Path) -> None:
    (data / "version.json").write_text('{"format": 999, "goldseam": "9.9"}')
    assert "newer Goldseam (9.9)" in refused(data)


def test_it_refuses_a_database_that_knows_later_changes(data: Path) -> None:
    with sqlite3.connect(data / "goldseam.sqlite3") as opened:
        opened.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('vault', '9999_later', '2040-01-01')"
        )
    assert "newer Goldseam" in refused(data)


def test_it_refuses_a_damaged_database(data: Path) -> None:
    (data / "goldseam.sqlite3").write_bytes(b"not a database at all " * 500)
    assert "cannot be read" in refused(data)


def test_it_refuses_a_folder_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("in the way")
    assert "cannot be written" in refused(tmp_path / "a-file" / "data")


def test_it_refuses_a_full_disk(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder.shutil, "disk_usage", lambda _place: SimpleNamespace(free=1000))
    with pytest.raises(Refusal, match=r"is full\. Everything stored is kept"):
        folder.prepare(data)


def test_a_disk_that_fills_while_a_key_is_written_leaves_no_half_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(folder.os, "fsync", full)
    with pytest.raises(Refusal, match="is full"):
        folder.prepare(tmp_path / "data")
    assert not (tmp_path / "data" / "server.key").exists()


def test_it_refuses_debug(data: Path) -> None:
    assert "GOLDSEAM_DEBUG" in refused(data, GOLDSEAM_DEBUG="1")


def test_it_refuses_settings_whose_keys_could_be_foreseen(data: Path) -> None:
    assert "for tests" in refused(data, DJANGO_SETTINGS_MODULE="goldseam.site.test_settings")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("GOLDSEAM_URL", "http://notes.example", "only https"),
        ("GOLDSEAM_URL", "notes.example", "not an address"),
        ("GOLDSEAM_SIGN_UP", "perhaps", "closed or open"),
        ("GOLDSEAM_MAX_UPLOAD_MB", "many", "whole number"),
        ("GOLDSEAM_SECRET_KEY_FILE", "/nowhere/key", "cannot be read"),
    ],
)
def test_it_refuses_a_setting_it_cannot_use(data: Path, name: str, value: str, words: str) -> None:
    assert words in refused(data, **{name: value})


def test_it_takes_an_https_address(data: Path) -> None:
    with serving(data, GOLDSEAM_URL="https://notes.example") as running:
        assert "https://notes.example" in running.said
        assert running.get("/help/")[0] == 400, "a request by another host's name"


def test_it_keeps_a_backup_before_it_changes_a_database(data: Path) -> None:
    with sqlite3.connect(data / "goldseam.sqlite3") as opened:
        newest = opened.execute("SELECT name FROM django_migrations WHERE app = 'mfa' ORDER BY name DESC").fetchone()[0]
        opened.execute("DELETE FROM django_migrations WHERE app = 'mfa' AND name = ?", [newest])
    goldseam("migrate", "--data", data)
    assert len(list((data / "backups").glob("before-*.goldseam"))) == 1

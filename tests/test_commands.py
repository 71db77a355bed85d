"""The command `goldseam`, deed by deed, as somebody at a terminal would use it."""

import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from goldseam.questionnaires.tests import papers
from goldseam.site.cli import DEEDS
from goldseam.vault import words
from tests.command_line import COMMAND, ROOT, goldseam, surroundings

pytestmark = pytest.mark.about_the_file("commands over the file; test_on_postgres.py runs them over PostgreSQL")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("filled") / "data"
    assert goldseam("migrate", "--data", place).returncode == 0
    return place


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "data"))


def test_every_deed_explains_itself() -> None:
    for deed in DEEDS:
        result = goldseam(deed, "--help")
        assert result.returncode == 0
        assert DEEDS[deed] in " ".join(result.stdout.split())


def test_it_says_its_version() -> None:
    assert re.match(r"Goldseam \d+\.\d+\.\d+, data format \d+\n$", goldseam("version").stdout)


def test_a_backup_comes_back_into_an_empty_folder(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.goldseam"
    assert goldseam("backup", kept, "--data", data).returncode == 0
    assert kept.stat().st_mode & 0o077 == 0
    result = goldseam("restore", kept, "--server-key", data / "server.key", "--data", tmp_path / "new")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "new" / "server.key").read_bytes() == (data / "server.key").read_bytes()
    assert goldseam("doctor", "--data", tmp_path / "new").stdout.count("The database is whole") == 1


def test_a_backup_never_goes_over_another_file(data: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("something else")
    result = goldseam("backup", tmp_path / "mine.txt", "--data", data)
    assert result.returncode == 1
    assert (tmp_path / "mine.txt").read_text() == "something else"


def test_a_restore_never_goes_over_a_database(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.goldseam"
    goldseam("backup", kept, "--data", data)
    before = (data / "goldseam.sqlite3").read_bytes()
    result = goldseam("restore", kept, "--data", data)
    assert (result.returncode, "empty folder" in result.stderr) == (1, True)
    assert (data / "goldseam.sqlite3").read_bytes() == before


@pytest.mark.parametrize("damage", ["cut", "other", "missing"])
def test_a_broken_backup_is_refused_and_nothing_is_made(data: Path, tmp_path: Path, damage: str) -> None:
    kept = tmp_path / "kept.goldseam"
    goldseam("backup", kept, "--data", data)
    if damage == "cut":
        kept.write_bytes(kept.read_bytes()[:5000])
    if damage == "other":
        kept.write_bytes(b"a photograph")
    if damage == "missing":
        kept.unlink()
    result = goldseam("restore", kept, "--data", tmp_path / "new")
    assert result.returncode == 1
    assert "Nothing was changed" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "new" / "goldseam.sqlite3").exists()


def test_the_doctor_finds_what_others_may_read(data: Path) -> None:
    well = goldseam("doctor", "--data", data).stdout
    (data / "server.key").chmod(0o644)
    ill = goldseam("doctor", "--data", data)
    assert "Others on this machine may read" not in well
    assert "Others on this machine may read" in ill.stdout
    assert ill.returncode == 1


def test_the_doctor_finds_a_damaged_page(data: Path) -> None:
    with sqlite3.connect(data / "goldseam.sqlite3") as opened:
        opened.execute("PRAGMA journal_mode=DELETE")
        opened.execute("PRAGMA writable_schema=ON")
        opened.execute("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'django_content_type'")
    result = goldseam("doctor", "--data", data)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


def test_verify_says_how_many_records_it_checked(data: Path) -> None:
    result = goldseam("verify", "--data", data)
    assert result.returncode == 0, result.stderr
    assert re.search(r"\d+ records with \d+ links were checked; 0 did not hold", result.stdout)


def test_invite_prints_a_link_and_six_words(data: Path) -> None:
    result = goldseam("invite", "--data", data)
    assert result.returncode == 0, result.stderr
    typed = re.search(r"type these six words: ((?:[a-z-]+ ){5}[a-z-]+)$", result.stdout, re.MULTILINE)
    link = re.search(r"Open this link: http://localhost:8000/new/#([a-z-]+)$", result.stdout, re.MULTILINE)
    assert typed and link, result.stdout
    assert words.clean(link[1]) == words.clean(typed[1]), "the link carries the very words"


def test_a_questionnaire_is_added_listed_and_taken_off(data: Path, tmp_path: Path) -> None:
    given = tmp_path / "hills.json"
    given.write_bytes(papers.walks(3, title="Hills"))
    added = goldseam("questionnaire", "add", given, "--data", data)
    assert (added.returncode, "Hills (3 questions)" in added.stdout) == (0, True), added.stderr
    listed = goldseam("questionnaire", "list", "--data", data).stdout
    assert "Hills" in listed and "Rules: " in listed
    assert goldseam("questionnaire", "remove", listed.split()[0], "--data", data).returncode == 0
    assert "Hills" not in goldseam("questionnaire", "list", "--data", data).stdout
    given.write_text("not a questionnaire")
    refused = goldseam("questionnaire", "add", given, "--data", data)
    assert (refused.returncode, "Nothing was changed" in refused.stderr) == (1, True)


def test_a_reader_who_has_seen_enough_is_no_fault(data: Path) -> None:
    """As with `goldseam questionnaire list | head -1`."""
    words = [*COMMAND, "questionnaire", "list", "--data", str(data)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=ROOT, env=surroundings(data), text=True, **pipes) as running:  # type: ignore[call-overload]
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (141, "")


def test_a_demo_never_replaces_real_accounts(data: Path) -> None:
    result = goldseam("demo", "--data", data)
    assert result.returncode == 1
    assert "real accounts" in result.stderr

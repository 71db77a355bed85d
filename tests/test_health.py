"""`/livez`, `/readyz`, the command that asks, and that the first real page is no slower than the next."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import OperationalError, connection
from django.test import Client

from goldseam.site import health_pages, migrations_known, warming
from goldseam.site.asgi import Front
from tests.asgi_client import Answer, exchange, run, scope_of
from tests.command_line import free_port, goldseam, serving
from tests.served import five_people_served

FOREIGN = [("host", "10.1.2.3:8000"), ("cookie", "gs-session=a; gs-key=b"), ("accept-language", "de")]


@pytest.fixture
def front() -> Iterator[Front]:
    app = Front()
    yield app
    app.pages.close()


def asked(front: Front, address: str, **more: Any) -> Answer:
    return run(exchange(front, {**scope_of(address, **more)}))


# -- /livez ---------------------------------------------------------------------------------------------------------


def test_livez_says_one_word_to_everybody_by_whatever_name(front: Front) -> None:
    plain = asked(front, "/livez")
    assert (plain.status, plain.body) == (200, b"ok")
    for headers in ([], [("host", "evil.example")], FOREIGN, [("host", "a b/c")]):
        for query in ("", "?next=/me/"):
            answer = asked(front, "/livez" + query, headers=headers)
            assert (answer.headers, answer.body) == (plain.headers, plain.body)


def test_no_foreign_name_is_believed_anywhere_else(front: Front) -> None:
    for address in ("/help/", "/livez/", "/livez/../help/", "/readyz/"):
        assert asked(front, address, headers=[("host", "evil.example")]).status == 400, address


def test_livez_asks_no_database_and_no_session(front: Front) -> None:
    """Without the mark for the database every query would fail here."""
    assert asked(front, "/livez", headers=FOREIGN).status == 200


def test_health_pages_carry_the_headers_of_all_pages_and_no_cookie(front: Front) -> None:
    told = dict(asked(front, "/livez").headers)
    assert told[b"cache-control"] == b"no-store" and told[b"referrer-policy"] == b"same-origin"
    assert b"default-src 'none'" in told[b"content-security-policy"]
    assert b"set-cookie" not in told and b"vary" not in told


# -- /readyz --------------------------------------------------------------------------------------------------------


@pytest.fixture
def warm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_pages.warm, "is_set", lambda: True)


@pytest.mark.django_db
@pytest.mark.usefixtures("warm")
def test_readyz_says_yes_when_the_database_answers() -> None:
    assert Client().get("/readyz").content == b"ok"


@pytest.mark.django_db
def test_readyz_waits_until_all_is_warm(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_pages.warm, "is_set", lambda: False)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"wait")
    assert caplog.records == [], "a check every few seconds must not fill the log"


@pytest.mark.django_db
@pytest.mark.usefixtures("warm")
def test_readyz_says_no_when_a_change_is_missing_or_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'people'")
    assert Client().get("/readyz").status_code == 503

    def away() -> bool:
        raise OperationalError("connection to server at 10.0.0.1 failed")

    monkeypatch.setattr(migrations_known, "_applied", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"wait")


@pytest.mark.django_db
def test_names_of_changes_are_those_that_djangos_own_loader_finds() -> None:
    from django.db.migrations.loader import MigrationLoader

    assert migrations_known.on_the_disk() == set(MigrationLoader(None).disk_migrations)
    assert migrations_known.nothing_to_do()


def test_every_template_of_ours_is_made_ready() -> None:
    names = list(warming.our_templates())
    assert len(names) > 50 and "ui/page.html" in names


# -- served -----------------------------------------------------------------------------------------------------------


def test_the_command_asks_the_running_server(tmp_path: Path) -> None:
    assert goldseam("healthcheck", "--port", free_port()).returncode == 1
    with serving(tmp_path / "data", GOLDSEAM_URL="https://notes.example", GOLDSEAM_LOG="json") as running:
        asked = goldseam("healthcheck", "--port", running.port)
        assert (asked.returncode, asked.stdout) == (0, "Pages can be had.\n")
        assert running.get("/readyz")[0] == 200
        running.process.send_signal(15)
        out, errors = running.process.communicate(timeout=20)
        assert (out, errors) == ("", ""), "not one line for all these checks"


def test_the_command_brings_in_nothing_of_django() -> None:
    """A container asks every few seconds, on a machine that may be small."""
    import sys

    code = "from goldseam.site.commands import healthcheck; import sys; print('django' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"


@pytest.mark.slow
def test_the_first_page_of_somebody_signed_in_is_hardly_slower_than_the_next(tmp_path: Path) -> None:
    """Cold it was ten times as slow: views, templates and addresses were only then brought in."""
    with five_people_served(tmp_path / "data") as served:
        cookies = dict(served.browsers["ana"].client.cookies)
    with serving(tmp_path / "data") as again, httpx.Client(cookies=cookies, trust_env=False) as client:
        spent = [_cpu_of(again.process.pid, client, f"http://localhost:{again.port}/us/") for _ in range(8)]
    first, later = spent[0], sum(spent[1:]) / len(spent[1:])
    print(f"/us/ signed in: first {first * 1000:.0f} ms of the processor, later {later * 1000:.0f} ms")
    assert first < 4 * later + 0.03


def _cpu_of(pid: int, client: httpx.Client, address: str) -> float:
    before = _spent(pid)
    assert client.get(address).status_code == 200
    time.sleep(0.02)
    return max(_spent(pid) - before, 0.01)


def _spent(pid: int) -> float:
    fields = re.split(r"\s", Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].strip())
    return (int(fields[11]) + int(fields[12])) / 100

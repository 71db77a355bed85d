"""While somebody else holds SQLite's one write lock, or that of each table of PostgreSQL's, every page can be looked
at; a deed waits, as it must."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests import databases, house
from tests.routes import TABLE
from tests.served import Served, five_people_served

pytestmark = pytest.mark.slow
PATIENCE = 6.0  # seconds; a page that wanted the lock would wait for twenty
DEEDS = {"exit"}
"""Looked at, and a deed all the same: it ends the sign-in, and never fails (safety's own tests)."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with five_people_served(tmp_path_factory.mktemp("locked") / "data") as running:
        yield running


@contextmanager
def locked(data: Path) -> Iterator[None]:
    if databases.ON:
        with _no_table_can_be_written(data):
            yield
        return
    with sqlite3.connect(data / "goldseam.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    other.close()


@contextmanager
def _no_table_can_be_written(data: Path) -> Iterator[None]:
    """PostgreSQL has no one lock: somebody holds that of every table, as nobody who only reads would notice."""
    import psycopg

    with psycopg.connect(databases.url_for(data)) as other:
        tables = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        for (table,) in tables:
            other.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE'.encode())
        yield
        other.rollback()


def pages(served: Served) -> list[str]:
    """Every address that may be looked at, with a thing of Ana's where it names one."""
    things = {"check_in_id": served.told["check_ins"]["ana"], "slice_id": served.told["slices"]["ana"]}
    readable = [route for route in house.routes() if "page" in TABLE[route.name].get and route.name not in DEEDS]
    return [route.address(things.get((*route.parameters, "")[0])) for route in readable]


def test_every_page_answers_while_another_holds_the_write_lock(served: Served) -> None:
    found = pages(served)
    with locked(served.data):
        answers = {}
        for name in ("ana", "cleo"):
            client = httpx.Client(
                base_url=served.url, cookies=served.browsers[name].client.cookies, timeout=PATIENCE, trust_env=False
            )
            with client:
                answers |= {(name, address): client.get(address).status_code for address in found}
    print(f"{len(answers)} pages answered while the lock was held")
    assert len(answers) > 60
    assert {key: status for key, status in answers.items() if status >= 500} == {}
    assert sum(status == 200 for status in answers.values()) > len(answers) // 2


def test_a_deed_waits_for_the_lock(served: Served) -> None:
    """So the lock was really held, and the pages above really did without it."""
    browser = served.browsers["ana"]
    token = browser.get("/me/check-in/").text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    with locked(served.data), pytest.raises(httpx.ReadTimeout):
        browser.client.post("/me/check-in/", data={"csrfmiddlewaretoken": token, "line": "Later."}, timeout=1.5)

"""Houses for tests that need a database of their own: one file in a folder, or a PostgreSQL beside the tests' own."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests import databases, served
from tests.command_line import Serving, goldseam, serving
from tests.served import Browser

POSTGRES = databases.ON
NOT_HERE = pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL was given")
BOTH = [pytest.param("sqlite"), pytest.param("postgres", marks=NOT_HERE)]
EACH_WAY = [
    pytest.param(one, other, marks=[NOT_HERE] if "postgres" in (one, other) else [], id=f"{one}-to-{other}")
    for one in ("sqlite", "postgres")
    for other in ("sqlite", "postgres")
]


@dataclass(frozen=True)
class Visits:
    """Browsers at a server; they are closed with it."""

    server: Serving
    open_browsers: ExitStack

    def browser(self) -> Browser:
        client = httpx.Client(base_url=f"http://localhost:{self.server.port}", timeout=30, trust_env=False)
        return Browser(self.open_browsers.enter_context(client))

    def sign_in(self, name: str, passphrase: str) -> Browser:
        browser = self.browser()
        answer = browser.send("/enter/", name=name, passphrase=passphrase)
        assert answer.status_code == 302, f"{name} could not sign in"
        return browser


@dataclass(frozen=True)
class Home:
    """A data folder, and the PostgreSQL that goes with it, if any."""

    data: Path
    url: str = ""

    @property
    def settings(self) -> dict[str, str]:
        return {"GOLDSEAM_DATABASE_URL": self.url}  # said also when it is none: the tests may run on PostgreSQL

    def do(self, deed: str, *more: object) -> subprocess.CompletedProcess[str]:
        return goldseam(deed, *more, "--data", self.data, **self.settings)

    def well(self, deed: str, *more: object) -> str:
        result = self.do(deed, *more)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    @contextmanager
    def served(self) -> Iterator[Visits]:
        with serving(self.data, **self.settings) as running, ExitStack() as open_browsers:
            yield Visits(running, open_browsers)

    def require_clean_record(self) -> int:
        told = re.search(r"(\d+) records with (\d+) links were checked; 0 did not hold", self.well("verify"))
        assert told
        return int(told[2])


@contextmanager
def empty_home(kind: str, data: Path) -> Iterator[Home]:
    if kind == "sqlite":
        yield Home(data)
        return
    with fresh_postgres() as url:
        yield Home(data, url)


@contextmanager
def fresh_postgres() -> Iterator[str]:
    name = f"goldseam_home_{uuid4().hex[:12]}"
    ask(POSTGRES, f"CREATE DATABASE {name}")
    try:
        yield f"{POSTGRES.rpartition('/')[0]}/{name}"
    finally:
        ask(POSTGRES, f"DROP DATABASE {name} WITH (FORCE)")


def ask(url: str, order: str) -> list[tuple[object, ...]]:
    """One order, as the tables' owner who sees every row."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT set_config('goldseam.keeper', 'on', false)")
        answer = connection.execute(order.encode())
        return answer.fetchall() if answer.description else []


def fill(data: Path) -> dict[str, Any]:
    """The five people of `house.py` in one file."""
    return served.fill(data, in_a_file=True)


def tables_in(url: str) -> int:
    found = ask(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    return int(str(found[0][0]))

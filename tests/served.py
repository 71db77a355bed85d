"""A real server with five people on it, and browsers that sign in through its own pages."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from tests import databases
from tests.command_line import ROOT, Serving, serving, surroundings

TOKEN = 'name="csrfmiddlewaretoken" value="'


@dataclass
class Browser:
    """One person's browser: what it was given stays in `client.cookies`."""

    client: httpx.Client

    def get(self, address: str) -> httpx.Response:
        return self.client.get(address)

    def send(self, address: str, *, on: str = "", **fields: Any) -> httpx.Response:
        """A form, filled in on its page, or on another one that has it."""
        page = self.client.get(on or address)
        token = page.text.partition(TOKEN)[2].partition('"')[0]
        answer = self.client.post(address, data={"csrfmiddlewaretoken": token, **fields})
        assert answer.status_code in (200, 302, 303), f"{address}: {answer.status_code}"
        return answer

    def cookie(self, name: str) -> str:
        return self.client.cookies[name]


@dataclass
class Served:
    """The server, its folder, and what only the five know."""

    server: Serving
    data: Path
    told: dict[str, Any]
    browsers: dict[str, Browser] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server.port}"

    @property
    def canaries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.told["canaries"]
        return found

    def browser(self, timeout: float = 30) -> Browser:
        return Browser(httpx.Client(base_url=self.url, timeout=timeout, trust_env=False))

    def sign_in(self, name: str) -> Browser:
        browser = self.browser()
        answer = browser.send("/enter/", name=name, passphrase=self.told["people"][name])
        assert answer.status_code == 302, f"{name} could not sign in"
        return self.browsers.setdefault(name, browser)


def fill(data: Path, *, in_a_file: bool = not databases.ON) -> dict[str, Any]:
    """Five people in a folder that nobody serves yet. In a file they are made once by each process, and copied."""
    if not in_a_file:
        return _make(data, surroundings(data))
    folder, told = _made_once()
    shutil.copytree(folder, data, dirs_exist_ok=True)
    found: dict[str, Any] = json.loads(told)
    return found


@cache
def _made_once() -> tuple[Path, str]:
    shelf = tempfile.mkdtemp(prefix="goldseam-five-people-")
    atexit.register(shutil.rmtree, shelf, ignore_errors=True)
    folder = Path(shelf) / "data"
    return folder, json.dumps(_make(folder, surroundings(GOLDSEAM_DATABASE_URL="")))


def _make(data: Path, environment: dict[str, str]) -> dict[str, Any]:
    made = subprocess.run(
        [sys.executable, "tests/five_people.py", str(data)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    told: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return told


@contextmanager
def five_people_served(data: Path) -> Iterator[Served]:
    """All five signed in, each on one device."""
    told = fill(data)
    with serving(data) as server:
        served = Served(server, data, told)
        for name in told["people"]:
            served.sign_in(name)
        yield served
        for browser in served.browsers.values():
            browser.client.close()

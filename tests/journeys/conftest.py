"""A real server and a real Chromium for the journeys; each person gets a browser context of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.command_line import Serving, serving
from tests.journeys.walker import Walker

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("house"), GOLDSEAM_SIGN_UP="open") as running:
        yield running


@pytest.fixture
def ana(browser: Browser, server: Serving, request: pytest.FixtureRequest) -> Iterator[Walker]:
    yield from _walker("ana", browser, server, request)


@pytest.fixture
def ben(browser: Browser, server: Serving, request: pytest.FixtureRequest) -> Iterator[Walker]:
    yield from _walker("ben", browser, server, request)


def _walker(name: str, browser: Browser, server: Serving, request: pytest.FixtureRequest) -> Iterator[Walker]:
    """A phone with nothing on it. The sign-in name is the test's own, since all tests share one server."""
    context = browser.new_context(base_url=f"http://localhost:{server.port}", viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    yield Walker(f"{name} {abs(hash(request.node.name)) % 10**8}", name.title(), context.new_page())
    context.close()

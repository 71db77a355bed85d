"""A real server and a real Chromium for the journeys; each person gets a browser context of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.command_line import Serving, serving
from tests.journeys.pages import chooses_a_pin, invites, joins
from tests.journeys.talkers import House, Talker, Two
from tests.journeys.walker import Walker

if TYPE_CHECKING:
    from playwright.sync_api import Browser, StorageState


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


# -- two in a talk ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("talk") / "house")
    house.clock.write_text("0")
    house.begin()
    yield house
    house.end()


@pytest.fixture(scope="session")
def known(browser_of_all: Browser, house: House) -> dict[str, StorageState]:
    """What the browsers of Ana and Ben hold once they are together, each with a PIN."""
    ana, ben = (
        Walker(name.lower(), name, browser_of_all.new_context(base_url=house.url).new_page()) for name in ("Ana", "Ben")
    )
    for who in (ana, ben):
        who.go("/new/")
        who.signs_up()
        who.page.wait_for_url(re.compile(r":\d+/$"))
        chooses_a_pin(who)
    joins(ben, invites(ana))
    ana.go("/invite/")
    ana.press("Yes, let them in")
    return {who.called: who.page.context.storage_state() for who in (ana, ben)}


@pytest.fixture
def two(browser: Browser, house: House, known: dict[str, StorageState]) -> Iterator[Two]:
    """Both, each at a phone; what they said in other tests lies in other talks."""
    phones = []
    for name, partner in (("Ana", "Ben"), ("Ben", "Ana")):
        context = browser.new_context(
            base_url=house.url,
            viewport={"width": 390, "height": 844},
            reduced_motion="reduce",
            storage_state=known[name],
        )
        context.set_default_timeout(10_000)
        phones.append(Talker(Walker(name.lower(), name, context.new_page()), partner))
    yield Two(*phones)
    for phone in phones:
        phone.page.context.close()

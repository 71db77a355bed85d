"""A room for the scripts alone, and a phone that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from goldseam.dialogue.tests.room_of_our_own import Room, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def phone(browser: Browser, room: Room) -> Iterator[Page]:
    """Shows the room. Its clock stands still until it is moved."""
    with served(room) as address:
        context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
        context.set_default_timeout(5_000)
        page = context.new_page()
        page.clock.install()
        page.goto("/talk/1/")
        page.evaluate("window.same = true")
        yield page
        context.close()

"""The phone is handed over in a real browser with its back-forward cache on, and whoever holds it presses Back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from conftest import Cast, arrive, bring_together, browser_of
from goldseam.dialogue.rules.acts import Way
from goldseam.dialogue.tests.talking import asks
from goldseam.vault import sessions
from tests.chromium import QUIET, chromium

pytestmark = pytest.mark.browser
PRIVATE = "What is yours"
"""The heading of Ana's own place, behind her PIN."""
SHOWN = "() => 'covered' in document.documentElement.dataset ? '' : (document.body?.innerText ?? '')"


@pytest.fixture(scope="module")
def remembering(playwright: Playwright) -> Iterator[Browser]:
    """It keeps pages in memory as browsers at home do; Playwright switches that off."""
    browser = playwright.chromium.launch(
        executable_path=chromium(), args=list(QUIET), ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture
def ana(transactional_db: None) -> Cast:
    ana, ben = arrive("ana"), arrive("ben")
    bring_together(ana, ben)
    return ana


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def phone(
    remembering: Browser, live_server: LiveServer, ana: Cast, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """Ana's, with her private half open."""
    window = remembering.new_context(base_url=live_server.url, java_script_enabled=request.param)
    window.set_default_timeout(8000)
    kept = browser_of(ana).cookies
    window.add_cookies([{"name": one.key, "value": one.value, "url": live_server.url} for one in kept.values()])
    yield window
    window.close()


def handed_over(phone: BrowserContext, ana: Cast) -> Page:
    """From Ana's own place to the talk, and from there into Ben's hand."""
    talk = asks(ana, way=Way.ONE)
    page = phone.new_page()
    page.goto("/me/")
    assert PRIVATE in page.inner_text("main")
    page.goto(f"/talk/{talk}/")
    page.get_by_role("button", name="Hand the phone to Ben").click()
    page.wait_for_url(f"**/talk/{talk}/here/")
    return page


def is_seen_on_the_way_back(page: Page) -> bool:
    """A page that flashes up before it covers itself counts too."""
    found = False
    for _ in range(2):
        try:
            page.go_back(wait_until="commit", timeout=3000)
        except PlaywrightError:
            break
        for _ in range(5):
            page.wait_for_timeout(60)
            found = found or PRIVATE in _shown(page)
    return found


def _shown(page: Page) -> str:
    try:
        return str(page.evaluate(SHOWN))
    except PlaywrightError:  # one page gives way to another
        return ""


def test_back_shows_ben_nothing_that_is_anas_alone(phone: BrowserContext, ana: Cast) -> None:
    page = handed_over(phone, ana)
    assert "Ben’s side" in page.inner_text("main")
    assert not is_seen_on_the_way_back(page)


def test_a_hand_over_that_closes_nothing_is_caught(
    phone: BrowserContext, ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault for the test above."""
    monkeypatch.setattr(sessions, "close_back", lambda _: None)
    talk = asks(ana, way=Way.ONE)
    page = phone.new_page()
    page.goto("/me/")
    page.goto(f"/talk/{talk}/")
    page.get_by_role("button", name="Hand the phone to Ben").click()
    page.get_by_text("Before you hand the phone to Ben").wait_for()
    assert is_seen_on_the_way_back(page)

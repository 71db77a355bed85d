"""Exit, Back, the worker and a lost network, in a real browser with its back-forward cache on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from goldseam.safety import shell
from goldseam.safety.tests import urls
from goldseam.safety.tests.conftest import sign_in
from goldseam.safety.tests.urls import CANARY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route
    from pytest_django.live_server_helper import LiveServer

PlaywrightError: type[Exception] = pytest.importorskip("playwright.sync_api").Error
pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("goldseam.safety.tests.urls"),
    pytest.mark.django_db(transaction=True),
]


def walk(page: Page) -> None:
    """Five private pages, one after the other."""
    page.goto("/private/1/")
    for number in range(2, 6):
        page.click("#next")
        page.wait_for_url(f"**/private/{number}/")
        assert CANARY in page.inner_text("body")


SHOWN = "() => 'covered' in document.documentElement.dataset ? '' : (document.body?.innerText ?? '')"


def shown(page: Page) -> str:
    """What the eye sees at this moment; nothing, while one page gives way to another."""
    try:
        return str(page.evaluate(SHOWN))
    except PlaywrightError:
        return ""


def seen_on_the_way_back(page: Page, times: int = 5) -> int:
    """How often Back shows what was private. A page that flashes up before it covers itself counts too."""
    found = 0
    for _ in range(times):
        try:
            page.go_back(wait_until="commit", timeout=3000)
        except PlaywrightError:
            break
        for _ in range(5):
            found += CANARY in shown(page)
            page.wait_for_timeout(60)
    return found


def test_back_shows_nothing_after_exit(window: BrowserContext, live_server: LiveServer, ana: Any) -> None:
    sign_in(window, live_server.url, ana.me)
    page = window.new_page()
    walk(page)
    page.click("a.exit")
    page.wait_for_url("**/away/")
    assert seen_on_the_way_back(page) == 0
    assert [cookie["name"] for cookie in window.cookies()] == []


def test_back_shows_nothing_after_exit_without_script(chromium: Browser, live_server: LiveServer, ana: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, live_server.url, ana.me)
    page = context.new_page()
    walk(page)
    page.click("a.exit")
    page.wait_for_url("**/away/")
    found = 0
    for _ in range(5):
        page.go_back()
        found += CANARY in page.inner_text("body")
    assert found == 0
    assert context.cookies() == []
    context.close()


def test_an_exit_that_only_walks_away_is_caught(window: BrowserContext, live_server: LiveServer, ana: Any) -> None:
    """A planted fault: it leaves, but ends nothing. The same look sees the private pages."""
    sign_in(window, live_server.url, ana.me)
    page = window.new_page()
    walk(page)
    page.goto("/away/")
    assert seen_on_the_way_back(page) > 0


def kept_in_memory(window: BrowserContext, live_server: LiveServer, ana: Any) -> Page:
    """Private pages in the browser's memory, their sign-in ended from somewhere else: no cookie here has changed."""
    sign_in(window, live_server.url, ana.me)
    page = window.new_page()
    walk(page)
    page.goto("/away/")
    elsewhere = Client()
    for cookie in window.cookies():
        elsewhere.cookies[cookie["name"]] = cookie["value"]
    elsewhere.get("/exit/")
    return page


def test_a_page_from_the_browsers_memory_covers_itself_and_asks_again(
    window: BrowserContext, live_server: LiveServer, ana: Any
) -> None:
    page = kept_in_memory(window, live_server, ana)
    assert seen_on_the_way_back(page, times=1) == 0
    page.wait_for_function("() => document.body.innerText.includes('signed out')")


def test_without_that_guard_the_browsers_memory_shows_it(
    window: BrowserContext, live_server: LiveServer, ana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault for the test above. `no-store` does not prevent it: this browser keeps such pages too."""
    monkeypatch.setattr(urls, "SCRIPTS", ("exit",))
    page = kept_in_memory(window, live_server, ana)
    assert seen_on_the_way_back(page, times=1) > 0


def test_the_page_is_covered_long_before_the_answer_comes(
    window: BrowserContext, live_server: LiveServer, ana: Any
) -> None:
    """Cover first: on a slow network the wait is the network's, never the eye's."""
    sign_in(window, live_server.url, ana.me)
    page = window.new_page()
    page.goto("/private/1/")
    network = 1.5

    def slowly(route: Route) -> None:
        time.sleep(network)
        route.continue_()

    window.route("**/exit/", slowly)
    milliseconds = page.evaluate(
        """() => new Promise((done) => {
          const from = performance.now();
          document.querySelector("a.exit").click();
          const empty = () => document.documentElement.hasAttribute("data-covered") && !document.body.innerText.trim();
          const look = () => (empty() ? done(performance.now() - from) : setTimeout(look, 0));
          look();
        })"""
    )
    page.wait_for_url("**/away/")
    print(f"covered after {milliseconds:.1f} ms, {milliseconds / (network * 1000):.4f} of the wait for the network")
    assert milliseconds <= 100
    assert milliseconds < network * 1000 / 10


def test_shift_three_times_leaves(window: BrowserContext, live_server: LiveServer, ana: Any) -> None:
    sign_in(window, live_server.url, ana.me)
    page = window.new_page()
    page.goto("/private/1/")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert CANARY in page.inner_text("body")
    page.keyboard.press("Shift")
    page.wait_for_url("**/away/")


def test_exit_can_be_reached_on_a_small_screen(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 320, "height": 568})
    page = context.new_page()
    page.goto("/help/")
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(100)
    box = page.locator("a.exit").bounding_box()
    assert box
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["height"] >= 44
    covering = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.closest('a')?.className",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert covering == "exit"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


# ── The worker ──────────────────────────────────────────────────────────────────────────────────────────────────────
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found.sort();
}"""


def with_worker(window: BrowserContext) -> Page:
    page = window.new_page()
    page.goto("/help/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page


def test_the_worker_keeps_the_allow_list_and_nothing_else(
    window: BrowserContext, live_server: LiveServer, ana: Any
) -> None:
    sign_in(window, live_server.url, ana.me)
    page = with_worker(window)
    walk(page)
    page.goto("/nowhere/")
    kept = page.evaluate(KEPT)
    print(f"{len(kept)} kept, {len(shell.allowed())} allowed")
    assert kept == sorted(shell.allowed())


def test_a_page_put_into_the_cache_is_noticed(window: BrowserContext) -> None:
    page = with_worker(window)
    page.evaluate("async () => (await caches.open((await caches.keys())[0])).add('/private/1/')")
    assert page.evaluate(KEPT) != sorted(shell.allowed())


def test_help_works_without_a_network_and_looks_the_same(window: BrowserContext) -> None:
    page = with_worker(window)
    page.reload()
    online = page.inner_text("main")
    font = "() => document.fonts.ready.then(() => [...document.fonts].filter((one) => one.status === 'loaded').length)"
    fonts = page.evaluate(font)
    window.set_offline(True)
    page.goto("/help/")
    assert page.inner_text("main") == online
    assert page.evaluate(font) == fonts > 0
    assert page.locator("[data-check] input").count() > 0
    page.goto("/away/")
    assert page.title() == "Notes"


def test_another_page_without_a_network_says_so_and_leads_to_help(window: BrowserContext) -> None:
    page = with_worker(window)
    window.set_offline(True)
    page.goto("/private/1/")
    assert page.title() == "Offline · Notes"
    page.click("main a[href='/help/']")
    page.wait_for_url("**/help/")
    assert "Help now" in page.inner_text("h1")


def test_exit_without_a_network_still_leaves(window: BrowserContext, live_server: LiveServer, ana: Any) -> None:
    sign_in(window, live_server.url, ana.me)
    page = with_worker(window)
    page.goto("/private/1/")
    window.set_offline(True)
    page.click("a.exit")
    page.wait_for_url("**/away/")
    assert page.inner_text("h1") == "Notes"


def test_exit_empties_the_browsers_stores(window: BrowserContext, live_server: LiveServer, ana: Any) -> None:
    sign_in(window, live_server.url, ana.me)
    page = with_worker(window)
    page.goto("/private/1/")
    page.evaluate("() => { localStorage.setItem('x', '1'); sessionStorage.setItem('x', '1'); }")
    page.click("a.exit")
    page.wait_for_url("**/away/")
    left = "async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length]"
    page.wait_for_timeout(300)
    assert page.evaluate(left)[0] == 0
    assert CANARY not in page.content()

"""The check: no request, no storage, no change of title, address or history; and a fault in any of these is seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("goldseam.safety.tests.urls"),
    pytest.mark.django_db(transaction=True),
]
SCRIPT = Path(__file__).parent.parent / "static" / "safety" / "check.js"
TRACES = """async () => ({
  title: document.title, address: location.href, history: history.length, state: JSON.stringify(history.state),
  local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage), cookie: document.cookie,
  databases: (await indexedDB.databases()).map((one) => one.name), caches: await caches.keys(),
})"""


def open_help(window: BrowserContext) -> Page:
    page = window.new_page()
    page.route("**/sw.js", lambda route: route.fulfill(status=404))  # the worker has its own tests
    page.goto("/help/", wait_until="networkidle")
    return page


def use_the_check(page: Page) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Every sentence on, every sentence off, and closed again: traces before, traces after, requests between."""
    requests: list[str] = []
    before = page.evaluate(TRACES)
    page.on("request", lambda request: requests.append(request.url))
    summary = page.locator("[data-check] > summary")
    summary.click()
    ticks = page.locator("[data-check] input")
    for number in range(ticks.count()):
        ticks.nth(number).check()
    for number in range(ticks.count()):
        ticks.nth(number).uncheck()
    ticks.first.check()
    summary.click()
    page.wait_for_timeout(300)
    return before, page.evaluate(TRACES), requests


def test_it_leaves_no_trace(window: BrowserContext) -> None:
    page = open_help(window)
    assert page.locator("[data-check] input").count() >= 8
    picture = page.screenshot(full_page=True)
    before, after, requests = use_the_check(page)
    assert requests == []
    assert after == before
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    page.mouse.move(0, 0)
    page.wait_for_timeout(200)
    assert page.screenshot(full_page=True) == picture, "the page looks as if nobody had been there"


@pytest.mark.parametrize(
    "fault",
    [
        "fetch('/help/?checked')",
        "navigator.sendBeacon('/help/')",
        "localStorage.setItem('c', '1')",
        "sessionStorage.setItem('c', '1')",
        "document.cookie = 'c=1'",
        "history.pushState(null, '', '#c')",
        "history.replaceState({c: 1}, '')",
        "document.title = 'c'",
        "indexedDB.open('c')",
        "caches.open('c')",
    ],
)
def test_a_planted_fault_is_caught(window: BrowserContext, fault: str) -> None:
    planted = SCRIPT.read_text().replace(
        "const show = () => {", f"const show = () => {{ if (check.open) {{ {fault}; }}"
    )
    assert fault in planted
    window.route("**/safety/check.js", lambda route: route.fulfill(body=planted, content_type="text/javascript"))
    before, after, requests = use_the_check(open_help(window))
    assert requests or after != before


def test_it_shows_what_fits_and_never_a_number(window: BrowserContext) -> None:
    page = open_help(window)
    page.locator("[data-check] > summary").click()
    advice = page.locator("[data-advice]")
    assert advice.is_hidden()
    page.get_by_label("I am sometimes afraid of my partner.").check()
    assert "not advised now" in advice.inner_text()
    assert "You can pause" in advice.inner_text()
    assert "way of your own" in advice.inner_text()
    assert "stay alone" not in advice.inner_text()
    page.get_by_label("I think of dying, or of ending my life.").check()
    assert "stay alone" in advice.inner_text()
    said = advice.inner_text()
    page.get_by_label("I watch what I say or do, so that nothing happens.").check()
    assert advice.inner_text() == said, "more of the same changes nothing: there is no score"
    assert not any(character.isdigit() for character in said)


def test_it_forgets_when_the_page_is_left_or_hidden(window: BrowserContext) -> None:
    page = open_help(window)
    page.locator("[data-check] > summary").click()
    page.locator("[data-check] input").first.check()
    page.goto("/away/")
    page.go_back()
    assert page.locator("[data-check] input:checked").count() == 0
    assert not page.locator("[data-check]").evaluate("one => one.open")
    page.locator("[data-check] > summary").click()
    page.locator("[data-check] input").first.check()
    page.evaluate(
        "() => { Object.defineProperty(document, 'hidden', { value: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    assert page.locator("[data-check] input:checked").count() == 0


def test_nothing_in_it_could_be_sent(window: BrowserContext) -> None:
    page = open_help(window)
    inputs = page.locator("[data-check] input")
    assert inputs.count() > 0
    assert page.locator("form").count() == 0
    assert [inputs.nth(n).get_attribute("name") for n in range(inputs.count())] == [None] * inputs.count()
    assert {inputs.nth(n).get_attribute("autocomplete") for n in range(inputs.count())} == {"off"}


def test_without_script_it_is_plain_advice(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/help/")
    page.locator("[data-check] > summary").click()
    assert page.get_by_text("If any of these is true for you").is_visible()
    assert page.get_by_text("Working on it as two is not advised now.").is_visible()
    assert page.locator("input").count() == 0
    context.close()

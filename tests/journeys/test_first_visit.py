"""The first visit as it comes over the wire: everything that a browser with nothing on it is sent, counted."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.command_line import Serving

pytestmark = pytest.mark.browser
MOST, MOST_SCRIPT, MOST_STYLE = 100_000, 30_000, 20_000
PLANT_FILES = """() => {
    for (const time of [1, 2, 3]) {
        const script = document.createElement("script"), style = document.createElement("link");
        script.src = `/static/ui/vendor/htmx.min.js?planted=${time}`;
        style.rel = "stylesheet";
        style.href = `${document.querySelector("link[rel=stylesheet]").href}?planted=${time}`;
        document.head.append(script, style);
    }
}"""


@dataclass
class Sent:
    """What came, by kind: whole answers with their headers, as they were packed."""

    answers: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    packed: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> int:
        return sum(size for url, size in self.answers.items() if self.kinds[url] == kind)

    @property
    def whole(self) -> int:
        return sum(self.answers.values())

    def told(self) -> str:
        return (
            f"first visit: {self.whole} bytes in {len(self.answers)} answers; script {self.of('Script')}, "
            f"style {self.of('Stylesheet')}, fonts {self.of('Font')}, page {self.of('Document')}"
        )


def too_heavy(sent: Sent) -> list[str]:
    limits = {
        "whole": (sent.whole, MOST),
        "script": (sent.of("Script"), MOST_SCRIPT),
        "style": (sent.of("Stylesheet"), MOST_STYLE),
    }
    return [name for name, (size, most) in limits.items() if size > most]


def visit(browser: Browser, server: Serving, address: str = "/", planted: str = "") -> Sent:
    """With a cold cache, until nothing more comes, the service worker's own fetches included."""
    sent = Sent()
    context = browser.new_context(base_url=f"http://localhost:{server.port}")
    try:
        page = context.new_page()
        _count(context.new_cdp_session(page), sent)
        page.goto(address, wait_until="networkidle")
        if planted:
            page.evaluate(planted)
            page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        _add_what_the_worker_fetched(page, sent)
    finally:
        context.close()
    return sent


def _count(session: Any, sent: Sent) -> None:
    urls: dict[str, str] = {}

    def answered(event: dict[str, Any]) -> None:
        url = event["response"]["url"]
        urls[event["requestId"]] = url
        sent.kinds[url] = event["type"]
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        sent.packed[url] = headers.get("content-encoding", "")

    def finished(event: dict[str, Any]) -> None:
        url = urls.get(event["requestId"])
        if url:
            sent.answers[url] = sent.answers.get(url, 0) + int(event["encodedDataLength"])

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")


def _add_what_the_worker_fetched(page: Any, sent: Sent) -> None:
    """The worker fetches beside the page; its cache says what, and each piece is asked once more for its size."""
    kept: list[str] = json.loads(
        page.evaluate(
            """async () => JSON.stringify((await Promise.all((await caches.keys()).map(async (name) =>
                (await (await caches.open(name)).keys()).map((one) => one.url)))).flat())"""
        )
    )
    for url in {*kept, page.url + "sw.js"} - sent.answers.keys():
        answer = page.request.get(url, headers={"accept-encoding": "gzip"})
        packed = int(answer.headers.get("content-length") or len(answer.body()))
        sent.answers[url] = packed + sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        sent.kinds[url] = "Script" if url.endswith(".js") else "Laid by"
        sent.packed[url] = answer.headers.get("content-encoding", "")


def test_the_first_visit_is_small(browser: Browser, server: Serving) -> None:
    sent = visit(browser, server)
    print(sent.told())
    assert too_heavy(sent) == []
    for kind in ("Document", "Stylesheet", "Font", "Script"):
        assert sent.of(kind), f"no {kind} was counted"
    assert sent.packed[f"http://localhost:{server.port}/"] == "gzip", (
        "this page holds nobody's words, so it may be packed"
    )


def test_a_library_that_came_along_unseen_is_found(browser: Browser, server: Serving) -> None:
    sent = visit(browser, server, planted=PLANT_FILES)
    assert too_heavy(sent) == ["whole", "script", "style"], sent.told()


def test_a_page_with_somebodys_words_is_never_packed(browser: Browser, server: Serving) -> None:
    """Its length would tell about what else is in it, to whoever can make it echo their own words."""
    sent = visit(browser, server, "/try/")
    assert sent.packed[f"http://localhost:{server.port}/try/"] == ""

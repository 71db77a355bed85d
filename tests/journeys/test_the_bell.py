"""Two browsers and one real server: what one gives, the other's page shows, without a reload and without a trace."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.served import Browser as Hand
from tests.served import Served, five_people_served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

pytestmark = [pytest.mark.browser, pytest.mark.on_both]
HIDE = """(hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
}"""

RINGS = """() => {
    const room = document.querySelector("[data-live-room]").dataset.liveRoom;
    new BroadcastChannel("live").postMessage({ room, at: 1000000 });
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with five_people_served(tmp_path_factory.mktemp("house")) as served:
        yield served


class Streams:
    """The streams that this browser opened, and which of them are still there."""

    def __init__(self, context: BrowserContext) -> None:
        self.opened = 0
        self.open: set[Request] = set()
        self.polls = 0
        context.on("request", self._begun)
        context.on("requestfinished", self._ended)
        context.on("requestfailed", self._ended)

    def _begun(self, request: Request) -> None:
        if "/live/stream/" in request.url:
            self.opened += 1
            self.open.add(request)
        elif "/live/?" in request.url:
            self.polls += 1

    def _ended(self, request: Request) -> None:
        self.open.discard(request)


@pytest.fixture
def bens(browser: Browser, house: Served) -> Iterator[BrowserContext]:
    """Ben's browser, signed in."""
    context = browser.new_context(base_url=house.url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/enter/")
    page.fill("main [name=name]", "ben")
    page.fill("main [name=passphrase]", house.told["people"]["ben"])
    page.locator("main").get_by_role("button", name=re.compile("^Sign in|^Come in|^Enter")).first.click()
    page.wait_for_url(re.compile("/$"))
    page.close()
    yield context
    context.close()


@pytest.fixture
def shows(house: Served) -> Callable[[str], None]:
    """Ana keeps a check-in with this line and shows it, on her own device."""
    ana = house.browsers["ana"]
    ana.send("/pin/", pin=house.told["pin"])

    def done(line: str) -> None:
        kept = ana.send("/me/check-in/", closeness="70", line=line)
        address = kept.headers["location"].split("?")[0]
        assert re.fullmatch(r"/me/check-in/[0-9a-f-]{36}/", address), address
        ana.send(f"{address}show/", on=address, parts="line", sure="1")

    return done


def us(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/us/")
    return page


def wait_until(page: Page, true: Callable[[], bool], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it didn't come"
        page.wait_for_timeout(50)


def test_bens_page_shows_what_ana_gives_without_a_reload(bens: BrowserContext, shows: Callable[[str], None]) -> None:
    streams = Streams(bens)
    page = us(bens)
    page.evaluate("() => { window.same = true; }")
    wait_until(page, lambda: len(streams.open) == 1)
    page.wait_for_timeout(300)
    before = page.evaluate("() => scrollY")
    shows("heron at first light")
    page.get_by_text("heron at first light").first.wait_for()
    assert page.evaluate("() => window.same") is True
    assert page.evaluate("() => scrollY") == before
    page.wait_for_function("() => document.querySelector('[data-live-said]').textContent !== ''")
    assert page.locator("[data-live-notice]").is_hidden()
    assert (streams.opened, streams.polls) == (1, 0)
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0


def test_however_often_it_rings_the_page_is_fetched_calmly(bens: BrowserContext, shows: Callable[[str], None]) -> None:
    """Somebody who shows and takes back again and again makes nobody's page flicker, nor a screen reader speak."""
    page = us(bens)
    page.wait_for_timeout(500)
    fetched: list[float] = []
    page.on("request", lambda request: fetched.append(time.monotonic()) if request.url.endswith("/us/") else None)
    for line in ("one", "two", "three", "four", "five"):
        shows(f"{line} swallow")
    page.get_by_text("five swallow").first.wait_for()
    assert all(after - before > 2 for before, after in itertools.pairwise(fetched)), fetched


def test_where_one_stands_stays(bens: BrowserContext, shows: Callable[[str], None]) -> None:
    page = us(bens)
    page.wait_for_timeout(500)
    page.locator("summary", has_text="What you both agreed to").click()
    page.locator("summary", has_text="Is it really the two of you?").focus()
    shows("rook over the weir")
    page.get_by_text("rook over the weir").first.wait_for()
    assert page.locator("details[open] > summary", has_text="What you both agreed to").count() == 1
    assert "really the two" in page.evaluate("() => document.activeElement.textContent")


def test_what_somebody_types_is_never_replaced(bens: BrowserContext, shows: Callable[[str], None]) -> None:
    page = us(bens)
    page.evaluate("() => document.querySelector('#ours').append(document.createElement('textarea'))")
    page.fill("#ours textarea", "half a thought")
    shows("wren in the wall")
    page.locator("[data-live-notice]").wait_for()
    assert page.input_value("#ours textarea") == "half a thought"
    assert page.get_by_text("wren in the wall").count() == 0
    page.locator("[data-live-notice] a").click()
    page.get_by_text("wren in the wall").first.wait_for()


def test_a_page_out_of_sight_holds_no_stream_and_catches_up(bens: BrowserContext, shows: Callable[[str], None]) -> None:
    streams = Streams(bens)
    page = us(bens)
    wait_until(page, lambda: len(streams.open) == 1)
    page.evaluate(HIDE, True)
    wait_until(page, lambda: not streams.open)
    shows("owl by the barn")
    page.wait_for_timeout(700)
    assert page.get_by_text("owl by the barn").count() == 0
    page.evaluate(HIDE, False)
    page.get_by_text("owl by the barn").first.wait_for()
    assert len(streams.open) == 1


def test_two_tabs_share_one_stream_and_pass_it_on(bens: BrowserContext, shows: Callable[[str], None]) -> None:
    streams = Streams(bens)
    one, two = us(bens), us(bens)
    wait_until(one, lambda: len(streams.open) == 1)
    one.wait_for_timeout(500)
    assert streams.opened == 1
    shows("teal on the pond")
    for page in (one, two):
        page.get_by_text("teal on the pond").first.wait_for()
    one.evaluate(HIDE, True)
    wait_until(two, lambda: streams.opened == 2 and len(streams.open) == 1)
    shows("swift under the eaves")
    two.get_by_text("swift under the eaves").first.wait_for()
    one.evaluate(HIDE, False)
    one.get_by_text("swift under the eaves").first.wait_for()
    assert len(streams.open) == 1


def held_back(page: Page) -> list[Route]:
    """A proxy that waits for the end of a stream before it passes any of it on."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route("**/live/stream/**", keep)
    return held


def let_go(held: list[Route]) -> None:
    for route in held:
        route.abort()


def test_where_a_proxy_holds_streams_back_it_asks_instead(bens: BrowserContext, shows: Callable[[str], None]) -> None:
    streams = Streams(bens)
    page = bens.new_page()
    held = held_back(page)
    page.clock.install()
    page.goto("/us/")
    page.wait_for_timeout(300)
    page.clock.fast_forward(7_000)
    wait_until(page, lambda: streams.polls == 1)
    shows("gull behind the plough")
    page.clock.fast_forward(11_000)
    page.get_by_text("gull behind the plough").first.wait_for()
    let_go(held)


def test_it_asks_less_often_when_nothing_comes(bens: BrowserContext) -> None:
    streams = Streams(bens)
    page = bens.new_page()
    held = held_back(page)
    page.clock.install()
    page.goto("/us/")
    page.wait_for_timeout(300)
    page.clock.fast_forward(7_000)
    wait_until(page, lambda: streams.polls >= 1)
    for _ in range(20):
        page.clock.fast_forward(10_000)
        page.wait_for_timeout(60)
    let_go(held)
    assert 4 <= streams.polls <= 9, streams.polls


def test_a_sign_in_that_ends_ends_the_stream_for_good(bens: BrowserContext, house: Served) -> None:
    streams = Streams(bens)
    page = us(bens)
    wait_until(page, lambda: len(streams.open) == 1)
    other = bens.new_page()
    other.goto("/exit/")
    wait_until(page, lambda: not streams.open)
    page.wait_for_timeout(6_000)
    assert not streams.open
    asked = streams.opened, streams.polls
    page.wait_for_timeout(2_000)
    assert (streams.opened, streams.polls) == asked
    assert page.locator("[data-live-notice]").is_hidden()


def test_the_page_that_waits_behind_the_pin_only_points(bens: BrowserContext, house: Served) -> None:
    """It is never fetched by itself: that would be a sign of life."""
    cleo = house.browsers["cleo"]
    context = bens.browser.new_context(base_url=house.url)  # type: ignore[union-attr]
    context.set_default_timeout(10_000)
    cookies = cleo.client.cookies.jar
    context.add_cookies([{"name": one.name, "value": one.value or "", "url": house.url} for one in cookies])
    page = context.new_page()
    page.goto("/invite/")
    page.get_by_text("Your words are waiting").wait_for()
    pages: list[str] = []
    page.on("request", lambda request: pages.append(request.url) if request.url.endswith("/invite/") else None)
    page.wait_for_timeout(500)
    waiting_words = page.get_by_text("Your words are waiting")
    page.evaluate(RINGS)
    page.locator("[data-live-notice]").wait_for()
    assert waiting_words.is_visible()
    assert pages == []
    context.close()


def test_a_page_with_nothing_live_loads_no_script_for_it(bens: BrowserContext) -> None:
    page = bens.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/help/", "/try/"):
        page.goto(address)
    assert [url for url in asked if "/live" in url] == []


def test_nothing_of_the_bell_is_a_hand_of_ours(house: Served) -> None:
    """The stream answers a browser's script, not another site's page."""
    ben: Hand = house.browsers["ben"]
    with ben.client.stream("GET", "/live/stream/") as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "set-cookie" not in answer.headers
        assert next(answer.iter_text()).startswith("retry:")
    with house.browser().client as nobody, nobody.stream("GET", "/live/stream/") as answer:
        assert answer.status_code == 302
    assert ben.client.post("/live/stream/").status_code == 405


def test_a_device_that_slept_opens_a_new_line_and_hears_what_it_missed(
    bens: BrowserContext, shows: Callable[[str], None]
) -> None:
    """No event tells of the sleep, and the old line may have nobody at its other end."""
    streams = Streams(bens)
    page = bens.new_page()
    page.clock.install()
    page.goto("/us/")
    wait_until(page, lambda: len(streams.open) == 1)
    page.clock.run_for(16_000)
    assert streams.opened == 1
    page.clock.fast_forward(3_600_000)
    wait_until(page, lambda: streams.opened == 2 and len(streams.open) == 1)
    shows("plover on the shore")
    page.get_by_text("plover on the shore").first.wait_for()


def test_while_something_is_being_sent_its_part_waits_and_nobody_is_pointed_anywhere(
    bens: BrowserContext, shows: Callable[[str], None]
) -> None:
    page = us(bens)
    page.evaluate("""() => {
        const form = document.createElement("form");
        form.dataset.sent = "";
        document.querySelector("#ours").append(form);
    }""")
    page.wait_for_timeout(300)
    shows("stork on the barn")
    page.wait_for_timeout(1_500)
    assert page.locator("[data-live-notice]").is_hidden()
    assert page.get_by_text("stork on the barn").count() == 0
    page.evaluate("() => document.querySelector('form[data-sent]').remove()")
    page.get_by_text("stork on the barn").first.wait_for()


def test_what_another_script_has_put_in_place_is_not_fetched_again(
    bens: BrowserContext, shows: Callable[[str], None]
) -> None:
    page = us(bens)
    page.evaluate("""() => {
        for (const part of document.querySelectorAll("[data-live-room]")) part.dataset.liveAt = 1000000;
    }""")
    page.wait_for_timeout(300)
    shows("dove on the gate")
    page.wait_for_timeout(1_500)
    assert page.get_by_text("dove on the gate").count() == 0
    assert page.locator("[data-live-notice]").is_hidden()

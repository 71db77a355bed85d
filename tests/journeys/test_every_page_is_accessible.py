"""Every page in every state: axe finds nothing, nothing runs off a small screen, and every target fits a thumb."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import pytest
from django.urls import URLResolver, get_resolver

from tests.journeys import pages
from tests.journeys.pages import House, Stop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
SCHEMES, WIDTHS = ("light", "dark"), (320, 1280)
WHOLE = bool(os.environ.get("GOLDSEAM_PROVE"))
"""Else axe looks at each page once: narrow or wide, light or dark, and at the next page otherwise."""
NEUTRAL = re.compile(r"^([\w\- ]+ · )?Notes$")
TELLING = re.compile(r"goldseam|partner|relation|afraid|danger|couple|violen|safe", re.IGNORECASE)

# What is folded away is looked at too.
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => (each.open = true))"
RUN = """() => axe.run(document, {
    resultTypes: ["violations"], rules: {"target-size": {enabled: true}},
}).then((found) => found.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`
))"""

TOO_WIDE = """() => {
    const whole = document.documentElement.scrollWidth;
    if (whole <= innerWidth) return [];
    const all = [...document.body.querySelectorAll("*")];
    const wide = all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    return [`${whole} px: ${wide.slice(-3).map((one) => one.outerHTML.slice(0, 90)).join(" | ")}`];
}"""
TEXT_AT_200 = "() => { document.documentElement.style.fontSize = '200%'; }"
TEXT_AT_100 = "() => { document.documentElement.style.fontSize = ''; }"

TOO_SMALL = """() => [...document.querySelectorAll(
    "button, .button, .exit, .brand, .places a, summary, select, textarea, .tick, .choice, input:not([type=hidden])"
)].flatMap((one) => {
    const target = one.matches("[type=checkbox], [type=radio]") ? one.closest("label") ?? one : one;
    const box = target.getBoundingClientRect();
    const small = box.width && (Math.round(box.height) < 44 || Math.round(box.width) < 44);
    return small ? [`${Math.round(box.width)} × ${Math.round(box.height)}: ${target.outerHTML.slice(0, 120)}`] : [];
})"""


@dataclass
class Looks:
    """What was looked at, and what was found."""

    places: int = 0
    runs: int = 0
    found: list[str] = field(default_factory=list)

    def say(self, stop: Stop, what: str, problems: list[str]) -> None:
        self.found += [f"{stop.name} ({stop.page.url}), {what}: {problem}" for problem in problems]


@pytest.fixture(scope="module")
def house(browser_of_all: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pages.a_house(browser_of_all, tmp_path_factory.mktemp("pages")) as found:
        yield found


def axe(page: Page) -> list[str]:
    """Through the browser's own door for tools, so the strict content policy stays in force."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN)
    return found


def look_at(stop: Stop, looks: Looks) -> None:
    page = stop.page
    page.wait_for_load_state()
    looks.places += 1
    if stop.name != "help":
        page.evaluate(OPEN_ALL)
    looks.say(stop, "frame", frame_of(page))
    for width in WIDTHS:
        as_high_as_it_is(page, width)
        for scheme in (scheme for scheme in SCHEMES if WHOLE or (width, scheme) == turn_of(looks.places)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            looks.runs += 1
            looks.say(stop, f"{scheme}, {width} px", axe(page))
        looks.say(stop, f"targets at {width} px", page.evaluate(TOO_SMALL))
        looks.say(stop, f"wider than {width} px", page.evaluate(TOO_WIDE))
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.evaluate(TEXT_AT_200)
    looks.say(stop, "text at 200 %", page.evaluate(TOO_WIDE))
    page.evaluate(TEXT_AT_100)


def turn_of(place: int) -> tuple[int, str]:
    """Which of the four a page gets in the short form."""
    return WIDTHS[place % 2], SCHEMES[place // 2 % 2]


def as_high_as_it_is(page: Page, width: int) -> None:
    """So that the bar of places lies over the foot, and over nothing that somebody could scroll away from it."""
    page.set_viewport_size({"width": width, "height": 800})
    height: int = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(height, 800), 8000)})


def frame_of(page: Page) -> list[str]:
    """One first heading, a title that gives nothing away, a language, and a way past the bar."""
    told: dict[str, Any] = page.evaluate(
        """() => ({
            title: document.title, lang: document.documentElement.lang, dir: document.documentElement.dir,
            first: document.querySelectorAll("h1").length, main: document.querySelectorAll("main").length,
            ways: [...document.querySelectorAll("a.skip, a.exit")].length, away: location.pathname === "/away/",
        })"""
    )
    problems = [f"{told['first']} first headings"] if told["first"] != 1 else []
    problems += [f"{told['main']} mains"] if told["main"] != 1 else []
    if not NEUTRAL.match(told["title"]) or TELLING.search(told["title"]):
        problems.append(f"title “{told['title']}”")
    problems += [] if told["lang"] == "en" else [f"language “{told['lang']}”"]
    problems += [] if told["ways"] == 2 or told["away"] else ["no skip link or no Exit"]
    return problems


@pytest.mark.parametrize("scene", pages.SCENES, ids=lambda scene: scene.__name__)
def test_axe_finds_nothing(house: House, scene: pages.Scene) -> None:
    looks = Looks()
    try:
        for stop in scene(house):
            look_at(stop, looks)
            if looks.places == 1:
                finds_planted_faults(stop)
    finally:
        house.leave()
    print(f"{scene.__name__}: {looks.places} pages in their states, {looks.runs} runs of axe, {len(looks.found)} found")
    assert looks.places
    assert looks.found == [], "\n".join(looks.found)


def addresses(patterns: Any = None, before: str = "/") -> Iterator[str]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, before + str(each.pattern))
        else:
            yield re.sub(r"<\w+:", "<", before + str(each.pattern))


def unseen(these: list[str]) -> list[str]:
    """Addresses that no scene comes past."""
    walked = Path(pages.__file__).read_text().partition("NO_PAGE = ")[0]
    without = {address for group in pages.NO_PAGE.values() for address in group}
    named = {address: pages.SAME_BUT_FOR_THE_THING.get(address, f'"{address}"') for address in these}
    return [address for address, how in named.items() if address not in without and how not in walked]


def test_no_page_is_forgotten() -> None:
    every = list(addresses())
    print(f"{len(every)} addresses; {len(every) - sum(map(len, pages.NO_PAGE.values()))} of them are pages")
    assert len(every) >= 40
    assert unseen(every) == []
    assert unseen(["/a/page/nobody/looked/at/"]) == ["/a/page/nobody/looked/at/"]


def finds_planted_faults(stop: Stop) -> None:
    """On this very page: a field without a name, grey on grey, a tiny button, a line too wide, a second heading."""
    page = stop.page
    page.evaluate(
        """() => {
            const bad = document.createElement("div");
            bad.id = "planted";
            const wide = "wide".repeat(200);
            bad.innerHTML = `<h1>Again</h1><input type="text"><p>Grey</p><button>x</button><pre>${wide}</pre>`;
            bad.querySelector("p").style.cssText = "color: #999; background: #aaa";
            bad.querySelector("button").style.cssText = "width: 20px; height: 20px; min-height: 0; padding: 0";
            document.querySelector("main").append(bad);
        }"""
    )
    found = " ".join(axe(page))
    assert "label:" in found and "color-contrast:" in found, found
    assert page.evaluate(TOO_SMALL) and page.evaluate(TOO_WIDE)
    assert "2 first headings" in frame_of(page)
    page.evaluate("document.getElementById('planted').remove()")
    assert axe(page) == []


FOCUSED = """() => {
    const one = document.activeElement, shape = (one.closest(".choice") ?? one);
    const box = shape.getBoundingClientRect(), style = getComputedStyle(shape);
    const on_top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
    const bar = on_top?.closest(".top");
    const over = bar !== null && bar !== undefined && !bar.contains(one);
    const all = [...document.querySelectorAll("*")];
    return {
        at: all.indexOf(one), name: (one.getAttribute("aria-label") ?? one.innerText ?? one.name ?? "").slice(0, 40),
        body: one === document.body, tag: one.tagName,
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && !over,
    };
}"""


def walk_by_keyboard(page: Page, most: int = 80) -> tuple[int, list[str]]:
    """Tab from the top to the end: every stop in reading order, with a ring, and not under a bar."""
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    problems, last, steps = [], -1, 0
    while steps < most:
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["body"] or here["at"] <= last:
            if not here["body"] and here["at"] != 0 and steps == 0:
                problems.append("did not begin at the top")
            break
        steps, last = steps + 1, here["at"]
        who = f"{here['tag']} “{here['name']}”"
        problems += [] if here["outline"] >= 2 else [f"no ring on {who}"]
        problems += [] if here["seen"] else [f"out of sight: {who}"]
    return steps, problems


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)], ids=["phone", "desk"])
def test_the_keyboard_alone_is_enough(house: House, size: tuple[int, int]) -> None:
    who = house.newcomer()
    page = who.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    steps, found = 0, []
    for address in ("/", "/me/check-in/", "/us/", "/talk/", "/help/", "/new/sheet/"):
        who.go(address)
        here, problems = walk_by_keyboard(page)
        steps += here
        found += [f"{address}: {problem}" for problem in problems]
        assert here >= 9, f"{address}: only {here} stops"
    print(f"{size[0]} px: {steps} stops by Tab on 6 pages, {len(found)} problems")
    assert found == []
    page.evaluate("document.querySelectorAll('*').forEach((one) => { one.style.outline = 'none'; })")
    assert walk_by_keyboard(page)[1], "a ring that was taken away went unseen"
    house.leave()


def test_the_first_tab_offers_the_way_past_the_bar(house: House) -> None:
    who = house.visitor()
    who.go("/try/")
    who.page.keyboard.press("Tab")
    skip = who.page.locator("a.skip")
    box = skip.bounding_box()
    assert box and box["y"] >= 0, "the skip link stays out of sight"
    who.page.keyboard.press("Enter")
    assert who.page.evaluate("document.activeElement.id") == "main"
    who.page.keyboard.press("Tab")
    assert who.page.evaluate("document.querySelector('main').contains(document.activeElement)")
    house.leave()


def test_nothing_moves_for_those_who_asked_for_calm(house: House) -> None:
    """Every visitor of this house asks for reduced motion."""
    who = house.visitor()
    looked = 0
    for address in ("/", "/try/", "/help/"):
        who.go(address)
        counted, moving = who.page.evaluate(
            """() => {
                const all = [...document.querySelectorAll("*")].flatMap((one) =>
                    ["", "::before", "::after"].map((part) => getComputedStyle(one, part)));
                const moves = (style) => style.transitionProperty !== "none" && style.transitionDuration !== "0s";
                return [all.length, all.filter((style) => moves(style) || style.animationName !== "none").length];
            }"""
        )
        looked += counted
        assert moving == 0, address
    who.page.emulate_media(reduced_motion="no-preference")
    assert (
        who.page.evaluate("getComputedStyle(document.querySelector('summary'), '::before').transitionDuration") != "0s"
    )
    print(f"nothing moves: {looked} elements looked at")
    house.leave()

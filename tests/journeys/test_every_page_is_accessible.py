"""Every page in every state: axe finds nothing, nothing runs off a small screen, and every target fits a thumb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import pytest

from tests.journeys import pages
from tests.journeys.pages import House, Stop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
SCHEMES, WIDTHS = ("light", "dark"), (320, 1280)
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
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pages.a_house(browser, tmp_path_factory.mktemp("pages")) as found:
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
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            looks.runs += 1
            looks.say(stop, f"{scheme}, {width} px", axe(page))
        looks.say(stop, f"targets at {width} px", page.evaluate(TOO_SMALL))
        looks.say(stop, f"wider than {width} px", page.evaluate(TOO_WIDE))
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.evaluate(TEXT_AT_200)
    looks.say(stop, "text at 200 %", page.evaluate(TOO_WIDE))
    page.evaluate(TEXT_AT_100)


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

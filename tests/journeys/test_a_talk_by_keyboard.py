"""A whole talk with Tab, Enter and Space alone; and what a screen reader is told at each step of it."""

from __future__ import annotations

import itertools
import os
import re

import pytest

from tests.journeys.talkers import House, Talker, Two

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STOPS_MOST = 90
BREAK = 21 * 60
IS_AT = """([selector, words]) => {
    const at = document.activeElement;
    return at.matches(selector) && (!words || at.innerText.trim().startsWith(words));
}"""
CONTROL = re.compile(r"- (button|link|textbox|checkbox|radio|slider|combobox|spinbutton)(?P<named> \"[^\"]+\")?")
HEADING = re.compile(r"- heading (?P<named>\".+\" )?\[level=(?P<level>\d)\]")


def test_a_whole_talk_by_keyboard_and_ear(two: Two, house: House) -> None:
    ana, ben = two.both
    ben_asks(ben)
    ana.walker.go("/talk/")
    enters(ana, "a.button", "Look at it", stays=False)
    steps(two, "agree-answer", "asked")
    enters(ana, "button", "I’m ready")
    steps(two, "calm", "calm")
    enters(ben, "button", "Go on")
    enters(ana, "button", "Go on")
    steps(two, "listen", "speak")

    types(ben, "[name=when]", "we ate in front of the news")
    ticks_a_feeling(ben)
    enters(ben, "#say button", "Say it")
    steps(two, "say-back", "wait-for-say-back")
    assert "in front of the news" in ana.reads()
    types(ana, "#back textarea", "You missed me at the table.")
    enters(ana, "#back button")
    steps(two, "wait-for-hearing", "hearing")
    enters(ben, "button", "Yes, that’s it")
    steps(two, "sense", "wait-for-sense")
    types(ana, "#sense textarea", "You had looked forward to it.")
    enters(ana, "#sense .row button")
    steps(two, "listen-on", "pass")

    if os.environ.get("GOLDSEAM_PROVE"):
        they_take_a_break(two, house)

    enters(ben, "button", "Let Ana speak")
    steps(two, "speak", "listen")
    enters(ana, "summary", "Something else")
    enters(ana, "button", "Come to an end")
    steps(two, "close", "close")
    enters(ana, "summary", "One thing you liked")
    types(ana, "#thanks textarea", "That you asked.")
    enters(ana, "#thanks button")
    for who in two.both:
        enters(who, "button", "I’m done, the words can go")
    steps(two, "closed", "closed")


def they_take_a_break(two: Two, house: House) -> None:
    ana, ben = two.both
    enters(ben, "summary", "Pause")
    enters(ben, "button", "20 minutes")
    steps(two, "paused", "paused")
    house.put_forward(BREAK)
    two.look_again()
    enters(ana, "button", "Go on")
    enters(ben, "button", "Go on")
    steps(two, "listen-on", "pass")


def ben_asks(ben: Talker) -> None:
    ben.walker.go("/talk/")
    enters(ben, "a.choice", "A talk about one thing", stays=False)
    ben.page.get_by_role("heading", level=1).wait_for()
    is_told_well(ben)
    types(ben, "[name=topic]", "Supper")
    enters(ben, "button", "Ask Ana: now?", stays=False)
    ben.page.wait_for_url(re.compile(r"/talk/[0-9a-f-]{36}/$"))


def ticks_a_feeling(who: Talker) -> None:
    for summary in ("Words for feelings", ""):
        enters(who, "details.picks summary", summary)
    tab_to(who, "[name=feelings]")
    who.page.keyboard.press("Space")
    assert who.page.evaluate("document.activeElement.checked")


# -- with keys alone ----------------------------------------------------------------------------------------------


def tab_to(who: Talker, selector: str, words: str = "") -> None:
    for _ in range(STOPS_MOST):
        who.page.keyboard.press("Tab")
        if who.page.evaluate(IS_AT, [selector, words]):
            return
    raise AssertionError(f"no way to {selector} {words} by Tab")


def types(who: Talker, selector: str, words: str) -> None:
    tab_to(who, selector)
    who.page.keyboard.insert_text(words)


def enters(who: Talker, selector: str, words: str = "", *, stays: bool = True) -> None:
    """Presses it, a button by Space and all else by Enter. After a deed the focus is where its step begins."""
    tab_to(who, selector, words)
    is_button = who.page.evaluate("document.activeElement.tagName === 'BUTTON'")
    before = who.page.inner_text("h1")
    who.page.keyboard.press("Space" if is_button else "Enter")
    if stays and is_button:
        who.page.wait_for_function(
            "() => !document.querySelector('form[data-sent]') && document.activeElement !== document.body"
        )
        at = who.page.evaluate("document.activeElement.tagName")
        assert at == "H1" or who.page.inner_text("h1") == before, at


# -- what is told -------------------------------------------------------------------------------------------------


def steps(two: Two, ana: str, ben: str) -> None:
    for who, step in zip(two.both, (ana, ben), strict=True):
        who.sees(step)
        is_told_well(who)
        said = who.page.locator("[role=status]").all_inner_texts()
        assert any(said) or not who.is_untouched(), "nothing was said of what changed"


def is_told_well(who: Talker) -> None:
    """Every control has a name, headings go down in order, and one place says what changes."""
    told = who.page.locator("body").aria_snapshot()
    nameless = [found.group() for found in CONTROL.finditer(told) if not found["named"]]
    assert not nameless, f"{nameless} in {told}"
    levels = [int(found["level"]) for found in HEADING.finditer(told)]
    assert levels[0] == 1 and levels.count(1) == 1, levels
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    assert all(found["named"] for found in HEADING.finditer(told))
    assert told.count("- main") == 1

"""Two people build their halves apart, see one loop at once, name it, and bring a plan against one stress."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.journeys.pages import builds_half, chooses_a_pin, gives, invites, joins

if TYPE_CHECKING:
    from tests.journeys.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OVER = """() => {
    const places = [...document.querySelectorAll("svg.loop rect.place")].map((each) => each.getBBox());
    const texts = [...document.querySelectorAll("svg.loop text")];
    const lines = texts.map((each) => ({said: each.textContent, ...box(each)}));
    function box(each) { const b = each.getBBox(); return {x: b.x, y: b.y + 4, width: b.width, height: b.height - 8}; }
    const over = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    const inside = (a, b) => a.x >= b.x && a.x + a.width <= b.x + b.width && a.y >= b.y && a.y <= b.y + b.height;
    const wrong = lines.filter((line) => places.some((place) => over(line, place) && !inside(line, place)));
    const pairs = lines.filter((one, at) => lines.slice(at + 1).some((other) => over(one, other)));
    const out = lines.filter((line) => line.x < 0 || line.x + line.width > 360);
    return [...wrong, ...pairs, ...out].map((line) => line.said);
}"""
HARD = "Donaudampfschifffahrtsgesellschaftskapitän 👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦 أشعر بأنني وحيد WWWWWWWWWWWWWWWWWWWW"


def comes_in(who: Walker) -> None:
    who.go("/new/")
    who.signs_up()
    who.page.wait_for_url(re.compile(r":\d+/$"))
    chooses_a_pin(who)


def drawn_for(who: Walker) -> str:
    """All words of the picture, line after line."""
    return " ".join(who.page.locator("svg.loop text").all_text_contents())


def test_alone_first_then_one_loop_of_both_a_name_and_a_plan(ana: Walker, ben: Walker) -> None:
    comes_in(ana)
    builds_half(ana, **{"#id_then_words": HARD[:120], "#id_longing_words": "to be held"})
    ana.press("Keep it for me")
    ana.page.wait_for_url("**/us/cycle/")
    assert "Your half, drawn for you alone" in ana.reads() and "to be held" in drawn_for(ana)

    comes_in(ben)
    joins(ben, invites(ana))
    ana.go("/invite/")
    ana.press("Yes, let them in")
    gives(ana, "/us/cycle/give/")
    builds_half(ben, **{"#id_beneath_words": "like under water"})
    ben.press(re.compile("^Keep it, and see it as Ana"))
    assert "When I come closer, you go silent, then I cry." in ben.reads()
    assert "to be held" not in ben.page.content()
    gives(ben, "/us/cycle/give/")
    ana.go("/us/cycle/")
    if ana.page.get_by_role("button", name="Look whether it is open").count():
        ana.press("Look whether it is open")
        ana.page.wait_for_url("**/us/cycle/")

    for who, other in ((ana, "Ben"), (ben, "Ana")):
        for width in (320, 390, 1280):
            who.page.set_viewport_size({"width": width, "height": 844})
            who.go("/us/cycle/")
            assert who.page.evaluate(OVER) == []
        drawn = drawn_for(who)
        assert f"What {other} does" in drawn and "to be held" in drawn and "under water" in drawn
        assert "nobody is to blame" in who.reads() and "Where there is force, threat or fear" in who.reads()

    ana.follow("Write the first words")
    ana.fill("name", "The washing machine")
    ana.press("Put it there for both of you")
    for who in (ana, ben):
        who.go("/us/cycle/")
        who.follow("Sign it, or say it otherwise")
        who.page.locator("summary", has_text="Sign these words").click()
        who.press(re.compile("^Sign as"))
        who.page.wait_for_load_state()
    ana.go("/us/cycle/")
    assert "The washing machine" in ana.reads() and "signed" in ana.reads()

    ben.go("/us/outside/mine/new/")
    ben.page.locator("main [name=about][value=work]").check()
    ben.fill("does", "We only talk about who does what.")
    ben.press("Keep it for me")
    ben.follow("Look at it first")
    assert ben.page.locator("main [name=stress]").input_value() == "work"
    ben.fill("one", "Ben: the mornings")
    ben.fill("other", "Ana: asks once, and listens")
    ben.press("Put it there for both of you")
    ana.go("/us/outside/")
    assert "We only talk about who does what." in ana.reads() and "Ben: the mornings" in ana.reads()

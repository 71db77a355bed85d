"""Two new people, each in a browser of their own: one begins alone, both give their side, and both read one map."""

from __future__ import annotations

import re

import pytest

from tests.journeys.pages import chooses_a_pin, invites, joins
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAPS_TO_GIVE = 3
"""Open it, see it as the other would, give it: whoever changes nothing needs no more."""


def arrives(who: Walker) -> None:
    who.go("/new/")
    who.signs_up()
    who.page.wait_for_url(re.compile(r":\d+/$"))
    chooses_a_pin(who)


def looks(who: Walker, sitting: str, line: tuple[str, str] | None = None, **values: int) -> None:
    who.go(f"/me/look/{sitting}/")
    for item, value in values.items():
        who.slide(item.replace("_", "-"), value)
    if line:
        who.fill(*line)
    who.press("Keep it for me")
    who.page.wait_for_url("**/told/")


def gives(who: Walker, *kept: str) -> None:
    """From Us to given, as somebody would: what stays with them begins with a tick, or gets one."""
    who.go("/us/map/")
    who.follow("Go to my side")
    who.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    for item in kept:
        who.page.locator(f"main [name=keep][value={item}]").check()
    who.press(re.compile("^See it as"))
    assert "Nothing is given yet" in who.reads()
    who.press("Give my side")
    who.page.wait_for_load_state()


def test_one_begins_alone_and_nothing_is_done_again(ana: Walker, ben: Walker) -> None:
    arrives(ana)
    looks(ana, "one", ("line_good", "The garden on Sundays."), good_laugh=85, good_respect=20)
    looks(ana, "three", trust_third=95, trust_rely=10)
    ana.go("/us/map/give/")
    alone = ana.reads()
    assert "This is for you alone" in alone and "You: very often." in alone

    arrives(ben)
    joins(ben, invites(ana))
    ana.go("/invite/")
    ana.press("Yes, let them in")
    ana.go("/me/look/one/")
    assert ana.page.locator("main [name=good-laugh]").input_value() == "85"

    before = ana.taps
    gives(ana)
    print(f"{ana.taps - before} taps to give a side as it stands")
    assert ana.taps - before == TAPS_TO_GIVE
    assert "You have given your part" in ana.reads() and "third person" not in ana.reads()
    ben.go("/us/map/")
    assert "Go to my side" in ben.reads() and "Laughing" not in ben.reads()

    looks(ben, "one", ("line_good", "Your laugh."), good_laugh=90)
    looks(ben, "two", talking_heard=5)
    gives(ben, "talking-heard")
    ana.go("/us/map/give/")
    if ana.page.get_by_role("button", name="Look whether it is open").count():
        ana.press("Look whether it is open")
    for who, other in ((ana, "Ben"), (ben, "Ana")):
        who.go("/us/map/")
        who.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        read = who.reads()
        assert "Good that both of you see: “Laughing together”" in read and f"{other}, in own words" not in read
        assert "third person" not in read and "feel heard" not in read
        assert "Both of you: very often." in read
    assert "You: a little." in ana.reads() and "Ana: a little." in ben.reads()

    ana.go("/us/map/1/remove/")
    ana.press("Take it out")
    ben.go("/us/map/")
    assert "What Ana gave was taken out again" in ben.reads()
    ana.go("/me/look/one/")
    assert ana.page.locator("main [name=good-laugh]").input_value() == "85"


def test_who_waits_is_shown_the_map_without_a_reload(ana: Walker, ben: Walker) -> None:
    for who in (ana, ben):
        arrives(who)
        looks(who, "one", good_laugh=80)
    joins(ben, invites(ana))
    ana.go("/invite/")
    ana.press("Yes, let them in")
    gives(ana)
    gives(ben)
    assert "You have given your part" in ben.reads()
    ana.press("Look whether it is open")
    ana.page.wait_for_url("**/us/map/")
    ben.page.locator("main [data-live-notice] a").click(timeout=15_000)
    ben.page.wait_for_url("**/us/map/")
    assert "Both of you: often." in ben.reads()

"""The whole way of two new people: alone first, then joined, and nothing done twice. Taps are counted."""

from __future__ import annotations

import re

import pytest

from tests.journeys.pages import builds_half, chooses_a_pin, gives, gives_apart, invites, joins, signs_the_words
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANAS = "When it matters, we both go quiet."
BENS = "We talk about the car instead of us."
BOTH = "When it matters, we look away, and each is alone with it."
LONGING = "to be held"
KEPT_BACK = "A third person"
TAPS_ALONE, TAPS_OF_ANA, TAPS_OF_BEN = 30, 50, 30
"""Presses, ticks and filled fields, sliders included; what a test opens by its address isn't counted."""


def looks(who: Walker, sitting: str, **values: int) -> None:
    who.go(f"/me/look/{sitting}/")
    for item, value in values.items():
        who.slide(item.replace("_", "-"), value)
    who.press("Keep it for me")
    who.page.wait_for_url("**/told/")


def gives_the_map(who: Walker, *kept: str) -> None:
    who.go("/us/map/")
    who.follow("Go to my side")
    who.page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
    for item in kept:
        who.page.locator(f"main [name=keep][value={item}]").check()
    who.press(re.compile("^See it as"))
    assert "Nothing is given yet" in who.reads()
    who.press("Give my side")
    who.page.wait_for_load_state()


def looks_whether_it_is_open(who: Walker, address: str) -> None:
    who.go(address)
    button = who.page.get_by_role("button", name="Look whether it is open")
    if button.count():
        who.press("Look whether it is open")
        who.page.wait_for_load_state()


def goes_alone(ana: Walker) -> None:
    """Try, account, PIN, looks, own half, own sentence, own road: all before there is anybody else."""
    ana.go("/")
    ana.follow("Try one small thing")
    ana.tries_one_small_thing()
    ana.press("Keep this and go on")
    ana.signs_up()
    ana.page.wait_for_url(re.compile(r":\d+/$"))
    chooses_a_pin(ana)
    ana.go("/")
    assert ana.page.locator("main h1").inner_text() == "Look at what is"
    looks(ana, "one", good_laugh=85, good_respect=20)
    looks(ana, "two", talking_heard=10)
    looks(ana, "three", trust_third=95, trust_rely=10)
    looks(ana, "four", wishes_two=95)
    builds_half(ana, **{"#id_longing_words": LONGING})
    ana.press("Keep it for me")
    ana.page.wait_for_url("**/us/cycle/")
    ana.go("/us/core/mine/")
    ana.fill("sentence", ANAS)
    ana.press("Keep it for me")
    ana.go("/me/road/")
    ana.follow("Make my road")
    ana.press("Make my road")
    ana.page.wait_for_url("**/me/road/")
    assert "This week" in ana.reads() and "works on your own" in ana.reads()


def come_together(ana: Walker, ben: Walker) -> None:
    ben.go("/new/")
    ben.signs_up()
    ben.page.wait_for_url(re.compile(r":\d+/$"))
    chooses_a_pin(ben)
    joins(ben, invites(ana))
    ana.go("/")
    assert "Somebody came with your words" in ana.page.locator("main h1").inner_text()
    ana.follow("Go to the door")
    ana.press(re.compile("let them in", re.IGNORECASE))


def test_alone_first_then_two_from_the_looks_to_the_road(ana: Walker, ben: Walker) -> None:
    goes_alone(ana)
    alone = ana.taps
    come_together(ana, ben)

    # Nothing is redone: what Ana did alone is there, and Today leads on from it.
    ana.go("/us/core/mine/")
    assert ana.page.locator("main [name=sentence]").input_value() == ANAS
    ana.go("/")
    assert "Your side of the map" in ana.reads()
    ben.go("/us/core/")
    assert ANAS not in ben.page.content() and LONGING not in ben.page.content()

    looks(ben, "one", good_laugh=90)
    looks(ben, "two", talking_heard=5)
    gives_the_map(ana, "trust-third")
    gives_the_map(ben)
    looks_whether_it_is_open(ana, "/us/map/give/")
    for who in (ana, ben):
        who.go("/us/map/")
        assert "Good that both of you see: “Laughing together”" in who.reads()
        assert KEPT_BACK not in who.page.content()

    gives(ana, "/us/core/give/")
    gives_apart(ben, "/us/core/", sentence=BENS)
    looks_whether_it_is_open(ana, "/us/core/mine/")
    ana.go("/us/core/")
    ana.follow("From both")
    ana.fill("sentence", BOTH)
    ana.press("Put it there for both of you")
    ben.go("/")
    assert "Words for both of you" in ben.page.locator("main h1").inner_text()
    for who in (ana, ben):
        signs_the_words(who, "/us/core/")
    for who in (ana, ben):
        who.go("/us/")
        assert f"“{BOTH}” You have both signed it." in who.reads()
        who.go("/")
        assert "Words for both of you" not in who.reads() and "What keeps coming back: what" not in who.reads()

    gives(ana, "/us/cycle/give/")
    builds_half(ben)
    ben.press(re.compile("^Keep it, and see"))
    gives(ben, "/us/cycle/give/")
    looks_whether_it_is_open(ana, "/us/cycle/")
    for who in (ana, ben):
        who.go("/us/cycle/")
        assert LONGING in " ".join(who.page.locator("svg.loop text").all_text_contents())

    # The road of both reads the same on the two phones; Ana's own is the one she made alone.
    ana.go("/us/road/")
    ana.page.locator("main summary", has_text="Choose days for it").click()
    ana.press(re.compile("^Ask Ben"))
    ben.go("/us/road/")
    ben.press("Yes, these suit me")
    steps = []
    for who in (ana, ben):
        who.go("/us/road/")
        steps.append(who.page.locator("main h3").all_inner_texts())
    assert steps[0] == steps[1] != []
    ana.go("/me/road/")
    assert "What is for you, and what you two do" in ana.reads() and "This week" in ana.reads()

    print(f"taps and fields: Ana {alone} alone, {ana.taps} in all; Ben {ben.taps}")
    assert alone <= TAPS_ALONE and ana.taps <= TAPS_OF_ANA and ben.taps <= TAPS_OF_BEN

"""A talk on two phones: each page changes by itself, no word is lost, and whoever comes back finds the same place."""

from __future__ import annotations

import os
import re

import pytest

from tests.journeys.talkers import House, Two, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHOLE = bool(os.environ.get("GOLDSEAM_PROVE"))
BREAK = 21 * 60
"""Seconds: past the shortest break."""


def test_a_whole_talk_from_asking_to_closing(two: Two, house: House) -> None:
    ana, ben = two.both
    two.begin("The evenings")
    one_is_heard(two)
    ana.presses("Let Ben speak")
    two.stand("listen", "speak")
    they_take_a_break(two, house)
    the_other_is_heard(two)
    ana.presses("Come to an end")
    two.stand("close", "close")
    both_sign(two)
    a_request_is_answered(two)
    ben.opens("One thing you liked")
    ben.writes(words="That you stayed.")
    ben.presses("Tell Ana", form="#thanks")
    ana.page.get_by_text("That you stayed.").first.wait_for()
    for who in two.both:
        who.presses("I’m done, the words can go")
    for who in two.both:
        who.sees("closed")
        who.reloads()
        who.sees("closed")
        stays = who.page.inner_text("main")
        assert "We both want quiet evenings" in stays and "Supper on Sunday" in stays
        assert "came home late" not in stays and "That you stayed" not in stays


def one_is_heard(two: Two) -> None:
    """Ana says a sentence; Ben says it back twice, and what makes sense about it."""
    ana, ben = two.both
    ana.writes(when="you came home late", ask="a message when it gets late")
    ana.finds_again("when")
    ana.marks()
    ana.presses("Say it", form="#say")
    two.stand("wait-for-say-back", "say-back")
    assert "came home late" in ben.reads() and "a message" in ben.reads()
    ben.writes(words="You were alone when I was late.")
    if WHOLE:
        ben.finds_again("words")
        ben.marks()
    ben.presses("Give it to Ana")
    two.stand("hearing", "wait-for-hearing")
    ana.opens("Nearly: this is missing")
    ana.writes(missing="I also worried.")
    ana.presses("Say it", form="#hearing")
    two.stand("wait-for-say-back", "say-back")
    ben.writes(words="You were alone, and you worried.")
    ben.presses("Give it to Ana")
    two.stand("hearing", "wait-for-hearing")
    ana.presses("Yes, that’s it")
    two.stand("wait-for-sense", "sense")
    ben.writes(sense="It makes sense: you had cooked.")
    ben.presses("Tell Ana")
    two.stand("pass", "listen-on")


def they_take_a_break(two: Two, house: House) -> None:
    ana, ben = two.both
    ben.opens("Pause")
    ben.presses(re.compile("^20 minutes"))
    two.stand("paused", "paused")
    house.put_forward(BREAK)
    two.look_again()
    two.stand("back", "back")
    ana.presses("Go on")
    two.stand("going-on", "back")
    ben.presses("Go on")
    two.stand("listen", "speak")


def the_other_is_heard(two: Two) -> None:
    ana, ben = two.both
    ben.opens("Or just in your own words")
    ben.writes(free="I was tired and afraid to come in. 🫶🏽")
    ben.presses("Say it", form="#say")
    two.stand("say-back", "wait-for-say-back")
    ana.writes(words="You were tired, and afraid of how I would be.")
    ana.presses("Give it to Ben")
    two.stand("wait-for-hearing", "hearing")
    ben.presses("Yes, that’s it")
    two.stand("sense", "wait-for-sense")
    ana.writes(sense="It makes sense to me.")
    ana.presses("Tell Ben")
    two.stand("listen-on", "pass")


def both_sign(two: Two) -> None:
    """Ana writes what both see; it stands on Ben's page by itself, and counts with both names under it."""
    ana, ben = two.both
    room = ben.page.url
    ana.opens("What you both see")
    ana.writes(words="We both want quiet evenings")
    ana.presses("Put it there for both of you")
    ben.opens("What you both see")
    ben.page.get_by_text("We both want quiet evenings").first.wait_for()
    for who in two.both:
        who.walker.go(room)
        who.opens("What you both see")
        who.walker.follow("Sign it, or say it otherwise")
        who.opens("Sign these words")
        who.presses(re.compile("^Sign as"))
        who.page.get_by_text(re.compile("signed")).first.wait_for()
        who.walker.go(room)
        who.marks()


def a_request_is_answered(two: Two) -> None:
    """Ana asks, Ben offers something else, Ana says yes to that."""
    ana, ben = two.both
    ana.opens("One small request")
    ana.writes(words="Supper on Friday")
    ana.presses("Ask Ben", form="#request")
    ben.page.get_by_text("Supper on Friday").first.wait_for()
    ben.opens("Not this, but that")
    ben.page.locator("#offer-words").fill("Supper on Sunday")
    ben.presses("Offer this instead")
    ana.page.get_by_text("Supper on Sunday").first.wait_for()
    ana.presses("Yes")
    for who in two.both:
        who.page.get_by_text("You both said yes to that.").first.wait_for()
        who.reloads()
        assert "Supper on Sunday" in who.page.inner_text("main")
        who.marks()


def test_letters_go_the_same_way_without_a_clock(two: Two) -> None:
    ana, ben = two.both
    two.begin("What I never said", by_letter=True)
    assert ana.page.locator("[data-ring]").count() == 0
    letter = "שלום Ben. " + "I have thought about this for long. " * 40 + "🌿"
    ana.writes(free=letter)
    ana.finds_again("free")
    ana.marks()
    ana.presses("Send it", form="#say")
    two.stand("wait-for-say-back", "say-back")
    assert "שלום Ben." in ben.reads()
    if not WHOLE:
        return
    ben.writes(words="You have carried this for long.")
    ben.presses("Give it to Ana")
    two.stand("hearing", "wait-for-hearing")
    ana.presses("Yes, that’s it")
    two.stand("wait-for-sense", "sense")
    ben.writes(sense="I would have, too.")
    ben.presses("Tell Ana")
    two.stand("pass", "listen-on")


def test_without_a_network_words_stay_and_are_said_once(two: Two) -> None:
    ana, ben = two.both
    two.begin("Money")
    context = ana.page.context
    context.set_offline(True)
    ana.writes(when="the bill came")
    ana.presses("Say it", form="#say")
    ana.page.get_by_text(re.compile("^Not sent yet: no network")).wait_for()
    assert ana.field("when").input_value() == "the bill came"
    context.set_offline(False)
    two.stand("wait-for-say-back", "say-back")
    assert ben.reads().count("the bill came") == 1
    assert ana.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_server_that_ends_and_begins_again_loses_nothing(two: Two, house: House) -> None:
    ana, ben = two.both
    two.begin("The garden")
    house.end()
    ana.writes(when="you forgot the roses")
    ana.presses("Say it", form="#say")
    ana.page.get_by_text(re.compile("^Not sent yet")).wait_for()
    house.begin()
    until(ana.page, lambda: "Now Ben can say it back" in ana.reads("#now"), seconds=20)
    assert ana.is_untouched()
    ben.sees("say-back")
    assert ben.is_untouched()
    two.look_again()
    two.stand("wait-for-say-back", "say-back")
    assert ben.reads().count("you forgot the roses") == 1


def test_what_one_types_stays_while_the_other_goes_on(two: Two) -> None:
    """Ben is in the middle of a line when Ana says more, and when she passes the floor."""
    ana, ben = two.both
    two.begin("The car")
    ana.writes(when="it stood there empty")
    ana.presses("Say it", form="#say")
    ben.sees("say-back")
    ben.writes(words="You say that the car")
    ana.opens("Something else")
    ana.opens("Say one more thing")
    ana.writes(when="the tank was dry")
    ana.presses("Say it", form="#say")
    ben.page.locator("[data-live-notice] a").wait_for()
    ben.page.get_by_text("the tank was dry").first.wait_for()
    ben.page.locator("[data-live-notice] a").click()
    ben.page.locator("[data-live-notice]").wait_for(state="hidden")
    assert ben.is_untouched() and ben.field("words").input_value() == "You say that the car"
    ben.presses("Give it to Ana")
    two.stand("hearing", "wait-for-hearing")

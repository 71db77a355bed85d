"""Two people, two browsers: a sentence each, both seen at once, one sentence and a time to try that both sign."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.journeys.pages import gives_apart, signs_the_words
from tests.journeys.test_a_time_for_two import come_together
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANAS = "When it matters, we both go quiet."
BENS = "We talk about the car instead of us."
BOTH = "When it matters, we talk about something else, and each feels alone with it."


def test_from_two_sentences_to_one_and_to_a_time_that_one_alone_can_end(ana: Walker, ben: Walker) -> None:
    come_together(ana, ben)
    gives_apart(ana, "/us/core/", sentence=ANAS, why="I lie awake.")
    ben.go("/us/core/")
    assert ANAS not in ben.reads()
    gives_apart(ben, "/us/core/", sentence=BENS)
    ana.go("/us/core/mine/")
    ana.press("Look whether it is open")
    for who in (ana, ben):
        who.go("/us/core/")
        assert ANAS in who.reads() and BENS in who.reads() and "Make one of them" in who.reads()

    # One on each phone, at the same time: both are there, and one of them is taken further.
    ana.follow("From both")
    assert ana.page.locator("main [name=sentence]").input_value() == f"{ANAS}\n{BENS}"
    ana.fill("sentence", BOTH)
    ben.follow("From mine")
    ben.press("Put it there for both of you")
    ana.press("Put it there for both of you")
    assert "Both of you wrote" in ana.reads()
    ana.follow("Read them")
    ana.page.locator("article", has_text=BOTH).get_by_role("button", name="Take this one").click()
    for who in (ana, ben):
        signs_the_words(who, "/us/core/")
    for who in (ana, ben):
        who.go("/us/")
        assert f"“{BOTH}” You have both signed it." in who.reads()

    # A time to try: a day that has gone by is no day, and what was typed stays.
    ana.go("/us/period/")
    ana.follow("Suggest a time to try")
    assert ana.page.locator("main [name=review]").input_value() == (date.today() + timedelta(weeks=8)).isoformat()
    ana.fill("try", "Sundays by the river.")
    ana.fill("review", "2020-01-01")
    ana.page.locator("main form.form").evaluate("form => { form.noValidate = true }")
    ana.press("Put it there for both of you")
    assert "This day has gone by" in ana.reads()
    assert ana.page.locator("main [name=try]").input_value() == "Sundays by the river."
    review = date.today() + timedelta(weeks=6)
    ana.fill("review", review.isoformat())
    ana.press("Put it there for both of you")
    for who in (ana, ben):
        signs_the_words(who, "/us/period/")
    for who in (ana, ben):
        who.go("/us/period/")
        assert f"Until {review:%A}, {review.day} {review:%B}" in who.reads() and "Sundays by the river." in who.reads()

    ben.page.locator("main details summary", has_text="End it before the day").click()
    ben.press("End it now")
    ana.go("/us/period/")
    assert "This time is over. Nobody has to say why" in ana.reads() and "Ben ended" not in ana.reads()


def test_what_ben_writes_is_told_on_anas_screen_without_a_reload(ana: Walker, ben: Walker) -> None:
    come_together(ana, ben)
    gives_apart(ana, "/us/wants/", day="We eat at the table.")
    gives_apart(ben, "/us/wants/", day="The phone lies in the drawer.", again="The river.")
    ana.go("/us/wants/mine/")
    ana.press("Look whether it is open")
    ana.go("/us/wants/")
    assert "The phone lies in the drawer." in ana.reads() and "Left open." in ana.reads()
    ana.page.evaluate("window.untouched = true")
    ben.go("/us/wants/")
    ben.follow("Say what you both want")
    ben.fill("words", "Evenings at the table.")
    ben.press("Put it there for both of you")
    ana.page.get_by_text("There is something new.").first.wait_for(timeout=15_000)
    assert ana.page.evaluate("window.untouched")
    ana.page.locator("[data-live-notice] a").click()
    assert "Evenings at the table." in ana.reads()

"""One phone goes from hand to hand: each speaks on their own side, and nothing private lies open on the other's."""

from __future__ import annotations

import re

import pytest

from tests.journeys.talkers import Talker, Two
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECRET = "kestrel over the wet field"


def test_a_talk_on_one_phone_from_hand_to_hand(two: Two) -> None:
    ben = two.ben
    ana = Talker(Walker("ben", "Ana", ben.page), "Ben")  # the same phone, on her side
    asks_on_this_phone(ben)
    hands_over(ben)
    ana.sees("agree-answer")
    ana.presses("I’m ready")
    ana.sees("listen")
    stays_after_reload(ana, "listen")
    hands_back(ana)
    ben.sees("calm")
    ben.presses("Go on")
    ben.sees("speak")

    ben.writes(when="the phone rings at supper")
    ben.presses("Say it", form="#say")
    ben.sees("wait-for-say-back")
    hands_over(ben)
    ana.sees("say-back")
    stays_after_reload(ana, "say-back")
    says_nothing_private(ana)
    ana.writes(words="The phone comes between us.")
    ana.page.wait_for_timeout(2_000)
    assert ana.page.locator("[data-draft-said]").count() == 0
    ana.presses("Give it to Ben")
    ana.sees("wait-for-hearing")
    hands_back(ana)
    ben.sees("hearing")
    assert "The phone comes between us." in ben.reads() and "said on this phone" in ben.reads()
    ben.presses("Yes, that’s it")
    ben.sees("wait-for-sense")


def test_nothing_that_one_had_begun_is_there_for_the_other_also_by_the_way_back(two: Two) -> None:
    ben = two.ben
    asks_on_this_phone(ben)
    hands_over(ben)
    ben.presses("I’m ready")
    hands_back(ben)
    ben.presses("Go on")
    ben.sees("speak")
    ben.writes(when=SECRET)
    ben.page.locator("[data-draft-said]").get_by_text("Saved", exact=True).wait_for()
    hands_over(ben)
    assert SECRET not in everything_on(ben)
    ben.page.go_back()
    ben.page.wait_for_load_state("networkidle")
    assert SECRET not in everything_on(ben)
    ben.page.reload()
    assert SECRET not in everything_on(ben)
    ben.walker.go("/me/")
    assert "/pin/" in ben.page.url


def test_the_other_signs_on_this_phone_with_their_own_passphrase(two: Two) -> None:
    ben = two.ben
    asks_on_this_phone(ben)
    hands_over(ben)
    ben.presses("I’m ready")
    hands_back(ben)
    ben.presses("Go on")
    ben.sees("speak")
    ben.opens("Something else")
    ben.presses("Come to an end")
    ben.sees("close")
    ben.opens("What you both see")
    ben.writes(words="Supper is ours")
    ben.presses("Put it there for both of you")
    hands_over(ben)
    ben.opens("What you both see")
    ben.walker.follow("Sign it here")
    ben.walker.fill("passphrase", two.ana.walker.passphrase)
    ben.presses("Sign as Ana")
    ben.page.locator("figcaption li.in").filter(has_text="Ana").wait_for()
    assert two.ana.walker.passphrase not in everything_on(ben)
    ben.walker.go("/me/")
    assert "/pin/" in ben.page.url


def everything_on(who: Talker) -> str:
    """What can be read on the page, and what stands in its fields."""
    typed: list[str] = who.page.evaluate(
        "() => [...document.querySelectorAll('input, textarea')].map((field) => field.value)"
    )
    return " ".join([who.walker.shown(), *typed])


def asks_on_this_phone(ben: Talker) -> None:
    ben.walker.go("/talk/new/")
    ben.walker.fill("topic", "Supper")
    ben.page.locator("main [name=way][value=one]").check()
    ben.presses("Ask Ana: now?")
    ben.page.wait_for_url(re.compile(r"/talk/[0-9a-f-]{36}/$"))
    ben.sees("asked")


def hands_over(ben: Talker) -> None:
    ben.presses("Hand the phone to Ana")
    ben.page.wait_for_url(re.compile("/here/"))


def hands_back(ana: Talker) -> None:
    ana.page.get_by_role("link", name="Hand it back to Ben").first.click()
    ana.page.wait_for_url(re.compile(r"/talk/[0-9a-f-]{36}/$"))


def stays_after_reload(who: Talker, step: str) -> None:
    who.reloads()
    who.sees(step)


def says_nothing_private(ana: Talker) -> None:
    """No draft of his, and no place where one of hers would be kept."""
    assert ana.page.locator("[name=draft]").count() == 0
    assert ana.page.locator("[data-begun]").count() == 0

"""Two people, two phones, one real server: from the first page to leaving."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error as BrowserError

from tests.journeys.walker import PIN, Walker

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.command_line import Serving

pytestmark = [pytest.mark.browser, pytest.mark.on_both]

CANARY = "kestrel over the wet field"


def begins(who: Walker) -> None:
    """From the first page to an own account."""
    who.go("/")
    who.follow("Try one small thing")
    who.tries_one_small_thing()
    who.press("Keep this and go on")
    who.signs_up()


def come_together(ana: Walker, ben: Walker) -> None:
    begins(ana)
    ana.chooses_a_pin()
    link = invites(ana)
    ben.go(link)
    ben.press("Look")
    joins(ben)
    ana.go("/")
    ana.follow("Go to the door")
    ana.press(re.compile("let them in", re.IGNORECASE))


def invites(who: Walker) -> str:
    who.go("/invite/")
    who.fill("shown_name", who.called)
    who.tick("agree")
    who.press("Make six words")
    return who.page.locator("#link").inner_text().strip()


def joins(who: Walker) -> None:
    """On the page that says who invites; makes an account and takes the seat."""
    who.press("Make an account")
    who.signs_up()
    who.fill("shown_name", who.called)
    who.tick("agree")
    who.press("Join")


def test_the_first_useful_thing_takes_few_taps(ana: Walker) -> None:
    ana.go("/")
    ana.follow("Try one small thing")
    ana.tries_one_small_thing()
    assert "This is how today looks to you" in ana.reads()
    before_account = ana.taps
    ana.press("Keep this and go on")
    ana.signs_up()
    ana.page.wait_for_url(re.compile("/$"))
    print(f"taps and fields: {before_account} to the first useful thing, {ana.taps} with the account")
    assert before_account <= 6
    assert ana.taps <= 12


def test_the_invited_try_before_an_account_in_few_taps(ana: Walker, ben: Walker) -> None:
    begins(ana)
    ana.chooses_a_pin()
    ben.go(invites(ana))
    ben.press("Look")
    assert "Ana" in ben.reads()
    ben.press("Try one small thing")
    ben.tries_one_small_thing()
    print(f"taps and fields of the invited before an account: {ben.taps}")
    assert "This is how today looks to you" in ben.reads()
    assert ben.taps <= 6


def test_from_the_first_page_to_seeing_what_the_other_showed(ana: Walker, ben: Walker) -> None:
    come_together(ana, ben)
    ana.checks_in(CANARY)
    assert "Only you can read it" in ana.reads()
    ben.chooses_a_pin()
    ben.go("/us/")
    assert CANARY not in ben.reads()

    ana.go("/me/")
    ana.page.locator("main a[href*='/me/check-in/']").filter(has_not_text="Check in").last.click()
    shows_everything(ana)
    ben.go("/us/")
    assert CANARY in ben.reads()

    ana.go("/us/")
    ana.press("Take it back")
    ben.go("/us/")
    assert CANARY not in ben.reads()


def shows_everything(who: Walker) -> None:
    """On the page of one check-in."""
    who.go(newest_check_in(who))
    if who.page.locator("main details summary", has_text="Choose what to show").count():
        who.page.locator("main details summary", has_text="Choose what to show").click()
    for box in who.page.locator("main [name=parts]").all():
        box.check()
    who.press("Look at it first")
    who.press(re.compile("^Show it to"))


def newest_check_in(who: Walker) -> str:
    who.go("/me/")
    hrefs = [link.get_attribute("href") or "" for link in who.page.locator("main a").all()]
    return next(href for href in hrefs if re.fullmatch(r"/me/check-in/[0-9a-f-]{36}/", href))


def test_a_pause_is_one_press_and_both_read_the_same(ana: Walker, ben: Walker) -> None:
    come_together(ana, ben)
    ana.go("/us/pause/")
    ana.press("Pause now")
    for who in (ana, ben):
        who.go("/us/pause/")
        assert "This space is resting" in who.reads()


def test_leaving_quietly_looks_like_a_pause_and_asks_nobody(ana: Walker, ben: Walker) -> None:
    come_together(ana, ben)
    ben.go("/us/")
    ana.go("/us/part/")
    ana.press("Leave quietly")
    ben.go("/us/pause/")
    assert "This space is resting" in ben.reads()
    assert "left" not in ben.reads().casefold()
    ana.go("/us/")
    assert "Ben" not in ana.reads()


def test_a_wrong_pin_opens_nothing_and_the_right_one_does(ana: Walker) -> None:
    begins(ana)
    ana.chooses_a_pin()
    ana.checks_in(CANARY)
    ana.go("/account/")
    ana.page.locator("form[action='/pin/close/'] button").first.click()
    ana.go("/me/")
    ana.fill("pin", "999999")
    ana.page.locator("main form button").first.click()
    assert CANARY not in ana.page.content()
    ana.fill("pin", PIN)
    ana.page.locator("main form button").first.click()
    ana.page.wait_for_url("**/me/")
    ana.go(newest_check_in(ana))
    assert CANARY in ana.page.content()


def test_exit_ends_the_sign_in_and_back_shows_nothing(ana: Walker) -> None:
    begins(ana)
    ana.chooses_a_pin()
    ana.checks_in(CANARY)
    ana.go(newest_check_in(ana))
    assert CANARY in ana.page.content()
    ana.page.locator("a.exit").click()
    ana.page.wait_for_url("**/away/")
    for _ in range(20):
        with suppress(BrowserError):  # the browser itself refuses to show the page of a sent form again
            ana.page.go_back(wait_until="commit")
        ana.page.wait_for_timeout(20)
        assert CANARY not in ana.shown()
    ana.go("/me/")
    assert "/enter/" in ana.page.url


def test_a_lost_passphrase_is_found_again_with_the_sheet(ana: Walker) -> None:
    begins(ana)
    ana.chooses_a_pin()
    ana.checks_in(CANARY)
    words = makes_the_sheet(ana)
    ana.page.context.clear_cookies()
    ana.go("/enter/back/")
    ana.fill("name", ana.name)
    ana.fill("sheet", " ".join(words))
    ana.fill("passphrase", "another set of quiet words")
    ana.page.locator("main form button").last.click()
    ana.page.wait_for_load_state()
    ana.go("/me/")
    if "/pin/" in ana.page.url:
        ana.fill("pin", PIN)
        ana.page.locator("main form button").first.click()
    ana.go(newest_check_in(ana))
    assert CANARY in ana.page.content()


def makes_the_sheet(who: Walker) -> list[str]:
    who.go("/new/sheet/")
    who.press(re.compile("sheet", re.IGNORECASE))
    return [word.strip() for word in who.page.locator("ol.words li").all_inner_texts()]


def test_a_lost_account_gets_a_new_one_beside_it_by_the_partners_word(
    ana: Walker, ben: Walker, browser: Browser, server: Serving
) -> None:
    come_together(ana, ben)
    ana.go("/me/check-in/")
    ana.checks_in(CANARY)
    shows_everything(ana)
    ana.page.context.clear_cookies()  # passphrase and sheet are lost

    ben.chooses_a_pin()
    ben.go("/invite/beside/")
    ben.tick("sure")
    ben.press("Make six words")
    link = ben.page.locator("#link").inner_text().strip()

    again = Walker(f"{ana.name} again", "Ana", ana.page, passphrase="nine old boats at rest")
    again.go(link)
    again.press("Look")
    joins(again)
    ben.go("/invite/")
    ben.press("Yes, let them in")
    again.go("/us/")
    assert CANARY in again.reads()
    ben.go("/us/")
    assert "new account" in ben.reads().casefold()
    again.chooses_a_pin()
    again.go("/me/")
    assert CANARY not in again.reads()


def test_what_was_typed_survives_an_ended_sign_in(ana: Walker) -> None:
    begins(ana)
    ana.go("/me/check-in/")
    ana.slide("closeness", 20)
    ana.fill("line", CANARY)
    ana.page.context.clear_cookies(name="gs-key")
    ana.press("Keep it for me")
    ana.fill("name", ana.name)
    ana.fill("passphrase", ana.passphrase)
    ana.press("Sign in")
    ana.page.wait_for_url(re.compile("check-in"))
    ana.chooses_a_pin()
    ana.go(newest_check_in(ana))
    assert CANARY in ana.page.content()


def test_without_script_the_whole_way_works_too(browser: Browser, server: Serving) -> None:
    context = browser.new_context(base_url=f"http://localhost:{server.port}", java_script_enabled=False)
    context.set_default_timeout(10_000)
    who = Walker("ana without script", "Ana", context.new_page())
    who.go("/try/")
    who.page.locator("[name=closeness_out]").uncheck()
    who.slide("closeness", 35)
    who.press("Show me")
    who.press("Keep this and go on")
    who.signs_up()
    who.chooses_a_pin()
    who.go("/me/check-in/")
    who.fill("line", CANARY)
    who.press("Keep it for me")
    who.go(newest_check_in(who))
    assert CANARY in who.page.content()
    who.page.locator("a.exit").click()
    who.go("/me/")
    assert "/enter/" in who.page.url
    context.close()

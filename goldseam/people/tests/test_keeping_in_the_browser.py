"""A save that meets an ended sign-in, in a real browser: with a script it repeats itself, without one a button does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.command_line import Serving, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSPHRASE = "ana walks by the slow river"
PIN = "271828"
TODAY = re.compile(r":\d+/$")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "data") as running:
        yield running


def window(browser: Browser, house: Serving, *, scripts: bool) -> BrowserContext:
    context = browser.new_context(base_url=f"http://localhost:{house.port}", java_script_enabled=scripts)
    context.set_default_timeout(15000)
    return context


def begin(page: Page) -> None:
    page.goto("/new/")
    page.fill("[name=name]", "ana")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.check("[name=adult]")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.wait_for_url(TODAY)
    page.goto("/account/mail/")
    page.fill("[name=pin]", PIN)
    page.get_by_role("button", name="Keep this PIN").click()
    page.wait_for_url("**/new/sheet/**")


def write_mail_without_keys(page: Page) -> None:
    page.goto("/account/mail/")
    page.check("[name=mark][value=mine]")
    page.fill("[name=mail]", "ana@example.org")
    page.context.clear_cookies(name="gs-key")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Your words are still here").wait_for()
    page.fill("[name=name]", "ana")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()


def test_with_a_script_the_form_goes_by_itself_once(browser: Browser, house: Serving) -> None:
    page = window(browser, house, scripts=True).new_page()
    begin(page)
    page.goto("/me/check-in/")
    page.fill("[name=line]", "a line that waits")
    page.context.clear_cookies(name="gs-key")
    page.get_by_role("button", name="Keep it for me").click()
    page.get_by_text("Your words are still here").wait_for()
    page.fill("[name=name]", "ana")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Kept. Only you can read it.").wait_for()
    with suppress(Error):  # the browser keeps nothing of the page before, so there may be no way back to it
        page.go_back()
    page.wait_for_timeout(500)
    page.goto("/me/")
    assert page.inner_text("main").count("a line that waits") <= 1, "coming back sends nothing again"
    page.context.close()


def test_without_a_script_a_button_does(browser: Browser, house: Serving) -> None:
    page = window(browser, house, scripts=False).new_page()
    begin(page)
    write_mail_without_keys(page)
    page.get_by_role("button", name="Change your e-mail").click()
    page.wait_for_url(re.compile(r"done=mail"))
    page.goto("/enter/back/")
    page.get_by_text("I have neither passphrase nor sheet").click()
    assert page.get_by_text("it is gone").is_visible()
    page.context.close()

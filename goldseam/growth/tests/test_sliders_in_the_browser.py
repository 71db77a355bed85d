"""Sliders with a script and without: what nobody touched is no answer, and what somebody touched is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goldseam.growth import content

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTHING_YET = "Nothing is answered yet."


def opened(browser: Browser, server: LiveServer, *, script: bool = True) -> Page:
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": 390, "height": 844},
        java_script_enabled=script,
        service_workers="block",
    )
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto("/try/")
    return page


def sent(page: Page) -> str:
    page.get_by_role("button", name="Show me").click()
    page.wait_for_load_state()
    return page.content()


def move(page: Page, name: str, share: float) -> None:
    """A touch on the slider's track, as a finger gives it."""
    box = page.locator(f"#id_{name}").bounding_box()
    assert box
    page.mouse.click(box["x"] + 16 + (box["width"] - 32) * share, box["y"] + box["height"] / 2)


@pytest.mark.parametrize("script", [True, False])
def test_untouched_sliders_are_no_answer(browser: Browser, live_server: LiveServer, script: bool) -> None:
    assert NOTHING_YET in sent(opened(browser, live_server, script=script))


@pytest.mark.parametrize("script", [True, False])
def test_a_moved_slider_is_one(browser: Browser, live_server: LiveServer, script: bool) -> None:
    page = opened(browser, live_server, script=script)
    move(page, "closeness", 0.05)
    said = sent(page)
    assert content.sentence("closeness-low") in said and "tension" not in said.partition("</h1>")[2][:400]


def test_a_touch_right_in_the_middle_is_an_answer(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server)
    move(page, "tension", 0.5)
    assert content.sentence("tension-middle") in sent(page)


def test_without_a_script_the_middle_counts_once_its_tick_is_off(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server, script=False)
    page.locator("#id_tension_out").uncheck()
    assert content.sentence("tension-middle") in sent(page)


def test_leave_this_out_appears_after_a_move_and_takes_it_back(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server)
    tick = page.locator("#id_closeness_out")
    assert not tick.is_visible()
    move(page, "closeness", 0.9)
    tick.check()
    assert not tick.is_visible() and page.locator("#id_closeness").input_value() == "50"
    assert NOTHING_YET in sent(page)


def test_the_keyboard_answers_too_also_with_the_middle(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, live_server)
    page.locator("#id_closeness").press("End")
    page.locator("#id_tension").press(" ")
    assert content.sentence("closeness-high.tension-middle") in sent(page)

"""Ticks and sliders in a real browser: nothing shows before its tick, and no script is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Cast, arrive, browser_of
from goldseam.understanding.intake import access

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False])
def test_a_tick_brings_its_slider_and_no_script_is_needed(
    browser: Browser, live_server: LiveServer, script: bool
) -> None:
    ana: Cast = arrive("ana")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=script, service_workers="block")
    context.set_default_timeout(8000)
    cookies = [
        {"name": key, "value": told.value, "url": live_server.url} for key, told in browser_of(ana).cookies.items()
    ]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/me/look/three/")
    slider = page.locator("[name=outside-loss]")
    assert not slider.is_visible()
    page.get_by_label("A loss", exact=True).check()
    assert slider.is_visible()
    slider.focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Keep it for me").click()
    page.wait_for_url("**/told/")
    assert access.intake_of(ana.anew()).values == {"outside-loss": 100}

"""What the safety tests share: a signed-in browser without another floor's pages, and a Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from goldseam.people import signing_in
from goldseam.people.sessions import SessionStore
from tests.chromium import QUIET
from tests.chromium import chromium as where_chromium_is

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Playwright
    from pytest_django.live_server_helper import LiveServer

    from goldseam.people.me import Me


def cookies_of(me: Me) -> dict[str, str]:
    """The two cookies of a browser in which this person is signed in."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    signing_in.begin(request, me.person, me.keyring, stay=False)
    request.session.save()
    return {
        settings.SESSION_COOKIE_NAME: str(request.session.session_key),
        settings.KEY_COOKIE_NAME: signing_in.cookie_of(request),
    }


def client_of(me: Me) -> Client:
    client = Client()
    for name, value in cookies_of(me).items():
        client.cookies[name] = value
    return client


def fetch(address: str) -> Any:
    """An answer, read to its end: an open file would be a warning, and warnings are errors here."""
    answer: Any = Client(raise_request_exception=False).get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """With the back-forward cache on: without it, tests of Back would prove nothing."""
    browser = playwright.chromium.launch(
        executable_path=where_chromium_is(), args=list(QUIET), ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture
def window(chromium: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(8000)
    yield context
    context.close()


def sign_in(context: BrowserContext, address: str, me: Me) -> None:
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies_of(me).items()])

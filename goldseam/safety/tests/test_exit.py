"""Exit ends this sign-in and goes away, whatever else is broken."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, override_settings

from goldseam.people import signing_in
from goldseam.people.models import StoredSession
from goldseam.safety.tests.conftest import client_of
from goldseam.safety.tests.urls import CANARY

pytestmark = pytest.mark.urls("goldseam.safety.tests.urls")
COOKIES = (
    settings.SESSION_COOKIE_NAME,
    settings.KEY_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.WAIT_COOKIE_NAME,
)


def went_away(answer: Any, to: str = "/away/") -> None:
    assert answer.status_code == 303
    assert answer.headers["Location"] == to
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"
    for name in COOKIES:
        assert answer.cookies[name].value == ""
        assert answer.cookies[name]["max-age"] == 0
        assert answer.cookies[name]["path"] == "/"


def test_it_ends_anas_sign_in_and_goes_away(ana: Any) -> None:
    client = client_of(ana.me)
    old = {name: client.cookies[name].value for name in COOKIES[:2]}
    assert CANARY in client.get("/private/1/").content.decode()
    went_away(client.get("/exit/"))
    again = Client()
    for name, value in old.items():
        again.cookies[name] = value
    assert CANARY not in again.get("/private/1/").content.decode()  # the old cookies open nothing any more


def test_bens_sign_in_stays(pair: Any) -> None:
    ana, ben = pair
    bens = client_of(ben.me)
    client_of(ana.me).get("/exit/")
    assert CANARY in bens.get("/private/1/").content.decode()


@pytest.mark.django_db
def test_it_works_for_someone_who_is_not_signed_in() -> None:
    went_away(Client().get("/exit/"))
    assert StoredSession.objects.count() == 0


def test_it_works_without_any_database() -> None:
    """Here every query is refused: exit still goes away."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    went_away(client.get("/exit/"))


def test_a_full_disk_holds_nobody(ana: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def full(*_: object) -> None:
        raise OperationalError("database or disk is full")

    client = client_of(ana.me)
    monkeypatch.setattr(signing_in, "end_this_sign_in", full)
    went_away(client.get("/exit/"))
    assert "ana" not in caplog.text
    assert "disk is full" not in caplog.text


def test_a_session_that_cannot_be_saved_holds_nobody(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """This breaks outside the view, on the way out."""

    def break_later(request: Any) -> None:
        request.session["planted"] = 1

        def full(*_: object, **__: object) -> None:
            raise OperationalError("database or disk is full")

        request.session.save = full

    client = client_of(ana.me)
    monkeypatch.setattr(signing_in, "end_this_sign_in", break_later)
    client.raise_request_exception = False
    went_away(client.get("/exit/"))


@pytest.mark.parametrize("chosen", ["https://weather.example/", "https://news.example/today"])
def test_the_keeper_may_choose_where_it_leads(chosen: str) -> None:
    with override_settings(EXIT_URL=chosen):
        went_away(Client().get("/exit/"), chosen)


@pytest.mark.parametrize(
    "chosen", ["", "http://plain.example/", "javascript:alert(1)", "//elsewhere.example", "weather"]
)
def test_an_address_that_cannot_be_used_leads_to_our_own_page(chosen: str) -> None:
    with override_settings(EXIT_URL=chosen):
        went_away(Client().get("/exit/"))


def test_nothing_is_written_about_it(ana: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_of(ana.me)
    caplog.clear()
    client.get("/exit/")
    assert [record for record in caplog.records if "exit" in record.getMessage().lower()] == []


def test_cookies_with_a_host_prefix_are_taken_away_the_only_way_that_works() -> None:
    with override_settings(SESSION_COOKIE_SECURE=True):
        cookie = Client().get("/exit/").cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["secure"]
    assert not cookie["domain"]

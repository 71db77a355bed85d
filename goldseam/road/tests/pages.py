"""Browsers for the cast: the test client, signed in as somebody."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from conftest import Cast
from goldseam.people import account_actions
from goldseam.people.signing_in import BACKEND, SESSION_KEY


def browser_of(who: Cast, *, sheet_done: bool = True) -> Client:
    """A browser that holds both cookies of this person's sign-in. Most tests are about somebody past the first day."""
    account_actions.note(who.me, sheet_done=sheet_done)
    client = Client()
    client.force_login(who.me.person, backend=BACKEND)
    session = client.session
    assert who.keyring.session_id is not None
    session[SESSION_KEY] = who.keyring.session_id.hex
    session.save()
    client.cookies[settings.KEY_COOKIE_NAME] = who.cookie
    return client

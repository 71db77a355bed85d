"""Browsers for the cast: the test client, signed in as somebody."""

from __future__ import annotations

from django.test import Client

from conftest import Cast, cookies_into
from goldseam.people import account_actions


def browser_of(who: Cast, *, sheet_done: bool = True) -> Client:
    """A browser that holds both cookies of this person's sign-in. Most tests are about somebody past the first day."""
    account_actions.note(who.me, sheet_done=sheet_done)
    return cookies_into(Client(), who)

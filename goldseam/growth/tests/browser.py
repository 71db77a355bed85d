"""A signed-in test browser for one of the cast."""

from __future__ import annotations

import re

from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client

from conftest import PIN, Cast
from goldseam.growth import actions, rules
from goldseam.people.signing_in import BACKEND, SESSION_KEY
from goldseam.vault import sessions

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|data-stay-token=")[^"]*"')
FORM_ID = re.compile(r'name="form_id" value="([^"]+)"')


def browser_of(who: Cast, *, private: bool = True) -> Client:
    """Front is open by the cookie; the private half by the PIN, or closed."""
    assert who.keyring.session_id is not None
    client = Client()
    client.force_login(who.me.person, backend=BACKEND)
    session = client.session
    session[SESSION_KEY] = who.keyring.session_id.hex
    session.save()
    client.cookies[settings.KEY_COOKIE_NAME] = who.cookie
    if private:
        sessions.open_with_pin(who.keyring, who.cookie, PIN)
    else:
        sessions.close_back(who.keyring)
    return client


def words_of(response: HttpResponseBase) -> str:
    return str(getattr(response, "content", b"").decode())


def same_for_all(response: HttpResponseBase) -> str:
    """A page without its form token, which differs each time."""
    return TOKEN.sub("", words_of(response))


def answers(**told: object) -> rules.Answers:
    """Answers from plain words: sliders by name, and the texts."""
    values = {part: int(str(told[part])) for part in rules.SLIDERS if part in told}
    texts = {name: str(told.get(name, "")) for name in ("own_name", "need", "line")}
    return rules.Answers(values, **texts)


def checked_in(who: Cast, **told: object) -> str:
    """One check-in, kept; its id as text."""
    return str(actions.keep_check_in(who.me, answers(**told)))

"""A signed-in test browser for one of the cast, and what it sees without what is different in every answer."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.conf import settings
from django.test import Client

from conftest import PIN, Cast
from goldseam.people.signing_in import BACKEND, SESSION_KEY
from goldseam.vault import sessions

_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|data-stay-token=")[^"]*"')
_WORDS = re.compile(r'<ol class="words">(.*?)</ol>', re.DOTALL)
PAIR_PAGES = ("/invite/", "/invite/beside/", "/us/pause/", "/us/part/", "/us/words/", "/join/", "/join/yes/")


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


def same_for_all(response: Any) -> tuple[int, str, list[tuple[str, str]]]:
    """Status, page and headers without the form's token and cookies, which differ in every answer."""
    headers = sorted((name, value) for name, value in response.items() if name != "Content-Length")
    return response.status_code, _TOKEN.sub(r'\1"', response.content.decode()), headers


def six_words(response: Any) -> str:
    found = _WORDS.search(response.content.decode())
    assert found, response.content.decode()
    return " ".join(re.findall(r"<li>([^<]+)</li>", found[1]))


def plain(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def invited_by(client: Client, name: str = "Ana") -> str:
    return six_words(client.post("/invite/", {"shown_name": name, "agree": "on"}))


def join_as(client: Client, words: str, name: str) -> Any:
    return client.post("/join/yes/", {"words": words, "shown_name": name, "agree": "on"})

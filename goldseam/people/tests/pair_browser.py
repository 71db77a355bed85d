"""What a test browser sees, without what is different in every answer."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|data-stay-token=")[^"]*"')
_WORDS = re.compile(r'<ol class="words">(.*?)</ol>', re.DOTALL)
PAIR_PAGES = ("/invite/", "/invite/beside/", "/us/pause/", "/us/part/", "/us/words/", "/join/", "/join/yes/")


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

"""A person at a browser, for the tests of pages: signs in as people do, through the form."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from conftest import PIN, Cast

PASSPHRASE = "ana walks by the slow river"


def sign_up(client: Client, name: str = "ana", passphrase: str = PASSPHRASE, **more: str) -> Any:
    return client.post("/new/", {"name": name, "passphrase": passphrase, "adult": "on", **more})


def sign_in(client: Client, who: Cast, **more: str) -> Any:
    """By name and passphrase: front and back are open after it."""
    told = {"name": who.me.person.username, "passphrase": who.passphrase, **more}
    return client.post("/enter/", told)


def open_private(client: Client, pin: str = PIN) -> Any:
    return client.post("/pin/", {"pin": pin})


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def hidden_fields(response: Any) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them."""
    from html import unescape

    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", response.content.decode())
    found = {}
    for tag in tags:
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = unescape(value[1]) if value else ""
    return found

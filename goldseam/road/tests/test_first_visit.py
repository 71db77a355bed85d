"""The first visit, all of it: the page, what it names, and what the service worker lays by for bad networks."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

from goldseam.safety import shell

MOST = 100_000
HEADERS = 1_250  # each answer's own, as served
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
PACKED_ALREADY = (".woff2", ".png")


def sent(address: str) -> int:
    found = finders.find(address.removeprefix("/static/"))
    content = Path(str(found)).read_bytes()
    return HEADERS + (len(content) if address.endswith(PACKED_ALREADY) else len(gzip.compress(content, 9)))


def test_the_first_visit_is_small_with_everything_that_comes_along(db: None, client: Client) -> None:
    page = client.get("/", headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    named = set(LINKED.findall(gzip.decompress(page.content).decode()))
    kept = set(shell.allowed())
    pages = [address for address in kept if address.endswith("/")]
    static = named | {address for address in kept if not address.endswith("/")}
    assert {"/static/ui/fonts/fraunces.woff2", "/static/ui/goldseam.css"} <= static and "/help/" in pages
    whole = HEADERS + len(page.content) + sum(map(sent, static)) + HEADERS + len(shell.worker())
    for address in pages:
        whole += HEADERS + len(client.get(address, headers={"accept-encoding": "gzip"}).content)
    print(f"first visit: {whole} bytes in {len(static) + len(pages) + 2} answers")
    assert whole <= MOST


def test_only_pages_without_anybodys_words_are_packed(client: Client, db: None) -> None:
    """A packed page that echoes what somebody sends lets its length tell what else is in it."""
    assert "Content-Encoding" not in client.get("/enter/", headers={"accept-encoding": "gzip"}).headers

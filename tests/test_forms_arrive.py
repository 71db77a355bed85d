"""Nothing tells another site where a person came from, and yet their own forms arrive (decision 0004)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Browser


ROOT = Path(__file__).parent.parent
POLICY = "same-origin"
FORM = b"<!doctype html><title>Notes</title><form method=post action=/sent/><button>Send</button></form>"


def policies_in_templates() -> dict[str, str]:
    meta = re.compile(r'<meta name="referrer" content="([^"]*)"')
    files = {str(file.relative_to(ROOT)): file.read_text() for file in (ROOT / "goldseam").rglob("*.html")}
    return {name: found[1] for name, text in files.items() if (found := meta.search(text))}


def test_every_page_asks_for_the_policy_under_which_forms_arrive() -> None:
    found = policies_in_templates()
    assert found
    assert {name for name, policy in found.items() if policy != POLICY} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/help/", "/nowhere/", "/enter/"])
def test_every_answer_carries_it(client: Client, address: str) -> None:
    assert client.get(address).headers["Referrer-Policy"] == POLICY


class Form(BaseHTTPRequestHandler):
    origins: list[str] = []

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Referrer-Policy", self.path.strip("/"))
        self.end_headers()
        self.wfile.write(FORM)

    def do_POST(self) -> None:
        self.origins.append(self.headers.get("Origin", ""))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def form_server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Form) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.mark.browser
def test_a_browser_names_itself_under_this_policy_and_not_under_the_stricter_one(
    form_server: str, browser: Browser
) -> None:
    Form.origins.clear()
    page = browser.new_page()
    for policy in (POLICY, "no-referrer"):
        page.goto(f"{form_server}/{policy}/")
        page.click("button")
    page.close()
    assert Form.origins == [form_server, "null"]

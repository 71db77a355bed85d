"""Ten wrong PINs at the same moment, against the real server: five are tried, and then only the passphrase opens."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests import databases
from tests.command_line import serving

pytestmark = [pytest.mark.slow, pytest.mark.on_both]
PASSPHRASE = "ana walks by the slow river"
PIN, WRONG, AT_ONCE = "271828", "314159", 10


def post(browser: httpx.Client, address: str, **told: str) -> httpx.Response:
    page = browser.get("/pin/" if address.startswith("/pin/") else address).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    return browser.post(address, data={"csrfmiddlewaretoken": token[1], **told})


def row(data: Path) -> tuple[int, bytes | None]:
    with databases.opened(data) as opened:
        found: tuple[int, bytes | None] = opened.execute("SELECT pin_tries, pin_wrap FROM vault_session").fetchone()
    return found


def test_tries_at_the_same_moment_count_each(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as running:
        address = f"http://localhost:{running.port}"
        with httpx.Client(base_url=address, timeout=60, follow_redirects=False) as browser:
            post(browser, "/new/", name="ana", passphrase=PASSPHRASE, adult="on")
            assert post(browser, "/pin/", pin=PIN).status_code == 302
            post(browser, "/pin/close/")
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/pin/").text)
            assert token and row(data)[1] is not None
            told = {"csrfmiddlewaretoken": token[1], "pin": WRONG}
            with ThreadPoolExecutor(AT_ONCE) as pool:
                answers = list(pool.map(lambda _: browser.post("/pin/", data=told).text, range(AT_ONCE)))
            assert sum("This is not your PIN" in answer for answer in answers) <= 4
            print(f"{AT_ONCE} tries at once, {row(data)[0]} counted")
            assert row(data) == (5, None), "the wrap is gone, and no try was counted beyond the fifth"
            assert "Your passphrase" in post(browser, "/pin/", pin=PIN).text
            assert browser.get("/account/").status_code == 302
            assert post(browser, "/pin/", passphrase=PASSPHRASE).status_code == 302
            assert browser.get("/account/").status_code == 200

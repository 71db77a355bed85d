"""A passkey in a real browser: made, wrapped, tested, signed in with. Its secret reaches no disk."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.command_line import Serving, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSPHRASE = "ana walks by the slow river"
PIN = "271828"
TODAY = re.compile(r":\d+/$")
SECRET_WATCH = """() => {
  window.secrets = [];
  const get = PublicKeyCredential.prototype.getClientExtensionResults;
  PublicKeyCredential.prototype.getClientExtensionResults = function () {
    const told = get.call(this);
    const first = told.prf?.results?.first;
    if (!first) return told;
    const seen = sessionStorage.getItem("secrets") ?? "", text = btoa(String.fromCharCode(...new Uint8Array(first)));
    sessionStorage.setItem("secrets", `${seen} ${text}`);
    return told;
  };
}"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Serving, Path]]:
    data = tmp_path / "data"
    with serving(data) as running:
        yield running, data


def window_of(browser: Browser, house: tuple[Serving, Path]) -> BrowserContext:
    context = browser.new_context(base_url=f"http://localhost:{house[0].port}")
    context.add_init_script(f"({SECRET_WATCH})()")
    return context


def with_authenticator(page: Page, *, prf: bool) -> Any:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "ctap2Version": "ctap2_1",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
                "hasPrf": prf,
            }
        },
    )
    return session


def fill_passphrase(page: Page) -> None:
    page.get_by_label("Your passphrase", exact=True).fill(PASSPHRASE)


def sign_up(page: Page, name: str) -> None:
    page.goto("/new/")
    if page.locator("[name=code]").count():
        raise AssertionError("this server must be open")
    page.fill("[name=name]", name)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.check("[name=adult]")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.wait_for_url(TODAY)
    page.goto("/account/")
    page.fill("[name=pin]", PIN)
    page.get_by_role("button", name="Keep this PIN").click()
    page.wait_for_url("**/new/sheet/**")


def make_passkey(page: Page) -> None:
    page.goto("/account/passkeys/")
    fill_passphrase(page)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("heading", name=re.compile("Let it open|Try it once")).wait_for()
    if page.get_by_role("heading", name="Let it open").is_visible():
        page.get_by_role("button", name="Use the passkey").click()
    page.get_by_role("heading", name=re.compile("Try it once|Your account")).wait_for()
    if page.get_by_role("heading", name="Try it once").is_visible():
        page.get_by_role("button", name="Use the passkey").click()
    page.get_by_role("heading", name="Your account").wait_for()


def sign_in_with_passkey(page: Page) -> None:
    page.goto("/account/")
    page.get_by_role("button", name="Close my part now").click()
    page.wait_for_url(TODAY)
    page.goto("/pin/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(TODAY)
    page.goto("/enter/")
    page.get_by_role("button", name="Use a passkey").click()


def secrets_of(page: Page) -> list[bytes]:
    told = page.evaluate("sessionStorage.getItem('secrets') ?? ''")
    return [base64.b64decode(each) for each in told.split()]


def forms_of(secret: bytes) -> list[bytes]:
    """The ways in which bytes hide in a file: raw, hex, and both alphabets of base64, at each of three offsets."""
    shapes = [secret, secret.hex().encode(), secret.hex().upper().encode()]
    for start in range(3):
        inner = secret[start : start + (len(secret) - start) // 3 * 3]
        shapes += [base64.b64encode(inner), base64.urlsafe_b64encode(inner)]
    return shapes


def found_in(data: Path, secrets: list[bytes]) -> list[str]:
    """Files and rows that hold any of the secrets: the folder's bytes, and a dump of the whole database."""
    with sqlite3.connect(data / "goldseam.sqlite3") as opened:
        dump = "\n".join(opened.iterdump()).encode()
    places = {str(path): path.read_bytes() for path in data.rglob("*") if path.is_file()} | {"dump": dump}
    upper = {name: content.upper() for name, content in places.items() if name == "dump"}
    shapes = [shape for secret in secrets for shape in forms_of(secret)]
    print(f"{len(places)} files and one dump, {len(shapes)} shapes of {len(secrets)} secrets looked for")
    return [
        name
        for name, content in places.items()
        for shape in shapes
        if shape in content or shape in upper.get(name, b"")
    ]


def test_a_passkey_with_a_secret_opens_everything_and_the_secret_is_nowhere(
    browser: Browser, house: tuple[Serving, Path]
) -> None:
    context = window_of(browser, house)
    page = context.new_page()
    with_authenticator(page, prf=True)
    sign_up(page, "ana")
    make_passkey(page)
    assert "opens everything" in page.inner_text("main")
    sign_in_with_passkey(page)
    page.wait_for_url(TODAY)
    page.goto("/account/")
    assert page.get_by_role("heading", name="Your account").is_visible(), "the private half is open too"
    secrets = secrets_of(page)
    assert len(secrets) >= 2 and len(set(secrets)) == 1, "the test and the sign-in gave the same secret"
    assert found_in(house[1], secrets) == []
    planted = house[1] / "planted"
    planted.write_bytes(b'{"prf": "' + base64.urlsafe_b64encode(secrets[0])[:43] + b'"}')
    assert found_in(house[1], secrets) != [], "the same look finds one that was planted"
    planted.unlink()
    context.close()


def test_a_changed_passphrase_asks_to_confirm_the_passkey(browser: Browser, house: tuple[Serving, Path]) -> None:
    context = window_of(browser, house)
    page = context.new_page()
    with_authenticator(page, prf=True)
    sign_up(page, "ana")
    make_passkey(page)
    page.goto("/account/passphrase/")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=new_passphrase]", PASSPHRASE + " again")
    page.get_by_role("button", name="Change it").click()
    page.get_by_role("heading", name="Your ten words").wait_for()
    sign_in_with_passkey(page)
    page.get_by_text("your passphrase can", exact=False).or_(page.get_by_text("can’t open your words")).first.wait_for()
    page.fill("[name=passphrase]", PASSPHRASE + " again")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(TODAY)
    page.goto("/account/passkeys/")
    page.fill("[name=passphrase]", PASSPHRASE + " again")
    page.get_by_role("button", name="Confirm passkey").click()
    for name in ("Let it open your words", "Try it once"):
        page.get_by_role("heading", name=name).wait_for()
        page.get_by_role("button", name="Use the passkey").click()
    page.wait_for_url("**/account/?done=passkey")
    sign_in_with_passkey(page)
    page.wait_for_url(TODAY)
    page.goto("/account/")
    assert page.get_by_role("heading", name="Your account").is_visible()
    context.close()


def test_a_passkey_without_a_secret_signs_in_with_nothing_open(browser: Browser, house: tuple[Serving, Path]) -> None:
    context = window_of(browser, house)
    page = context.new_page()
    with_authenticator(page, prf=False)
    sign_up(page, "ben")
    make_passkey(page)
    assert "your passphrase opens your words" in page.inner_text("main")
    sign_in_with_passkey(page)
    page.get_by_role("heading", name="One more thing").wait_for()
    assert page.input_value("[name=name]") == "ben"
    page.goto("/account/")
    assert "/enter/" in page.url
    page.fill("[name=passphrase]", PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Your account").wait_for()
    context.close()

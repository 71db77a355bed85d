"""What somebody sees over a shoulder, in a history or in a download: neutral words, nothing kept, Exit always there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from tests import house
from tests.house import Visit
from tests.routes import TABLE

TELLING = re.compile(
    r"couple|relation|marri|partner|love|repair|mend|heal|therap|crisis|abuse|violen|danger|afraid|goldseam|divorce|"
    r"affair|trust|safety|journal|secret",
    re.IGNORECASE,
)
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
POLICY = (
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
)  # fmt: skip
PUBLIC_WORDS = {"away", "offline"}
"""Pages that may be kept by the worker: they carry no navigation by design."""
COPIED = frozenset({"words", "sheet", "shared", "passphrase", "pin", "code"})

pytestmark = pytest.mark.django_db  # else no tables are made for a run of this file alone


class Seen(HTMLParser):
    """What a page shows of itself: title, navigation, exit, fields, styles and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title, self._in_title = "", False
        self.exits, self.fields, self.inline = 0, list[dict[str, str]](), list[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._in_title = tag == "title"
        self.exits += tag == "a" and told.get("href") == "/exit/"
        if tag == "textarea" or (tag == "input" and told.get("type", "text") in ("text", "email", "password")):
            self.fields.append(told | {"tag": tag})
        self.inline += [name for name in told if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in told):
            self.inline.append(tag)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title, self._in_title = data, False


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[tuple[str, str], Any]]:
    """Every page that anybody of three can look at, forms in error among them."""
    from django.db import connection, transaction

    with django_db_blocker.unblock(), transaction.atomic():
        connection.atomic_blocks[-1]._from_testcase = True
        people = house.settle()
        visits = {name: Visit(house.browser_of(people.people[name])) for name in ("ana", "cleo")}
        visits["nobody"] = Visit(house.nobody())
        found = {}
        for name, visit in visits.items():
            for route in house.routes():
                address = route.address(TABLE[route.name].thing(people))
                for method in ("GET", "POST"):
                    found[f"{name} {method}", address] = visit(method, address, {})[0]
            found[f"{name} GET", "/nowhere/"] = visit("GET", "/nowhere/")[0]
        yield found
        transaction.set_rollback(True)


def pages(answers: dict[tuple[str, str], Any]) -> dict[tuple[str, str], Seen]:
    return {
        key: Seen(answer.content.decode())
        for key, answer in answers.items()
        if "html" in answer.headers.get("Content-Type", "") and answer.content
    }


def test_titles_addresses_and_file_names_are_neutral(answers: dict[tuple[str, str], Any]) -> None:
    found = pages(answers)
    titles = {seen.title for seen in found.values()}
    addresses = {address for _, address in answers}
    files = {answer.headers.get("Content-Disposition", "") for answer in answers.values()}
    print(f"{len(titles)} titles, {len(addresses)} addresses, {len(files)} file names looked at")
    assert len(found) > 100 and all(titles)
    assert {words for words in titles | addresses | files if TELLING.search(words)} == set()
    assert TELLING.search("A safe place for couples")


def test_nothing_is_kept_and_every_header_is_there(answers: dict[tuple[str, str], Any]) -> None:
    wrong = {
        (key, name)
        for key, answer in answers.items()
        for name, value in HEADERS.items()
        if value not in answer.headers.get(name, "")
    }
    print(f"{len(answers)} answers looked at for {len(HEADERS)} headers")
    assert wrong == set()


def test_the_content_policy_allows_nothing_of_others_and_nothing_inline(answers: dict[tuple[str, str], Any]) -> None:
    for key, answer in answers.items():
        policy = answer.headers.get("Content-Security-Policy", "")
        assert all(part in policy for part in POLICY), key
        assert "unsafe" not in policy and "http" not in policy, key
    found = pages(answers)
    assert {key: seen.inline for key, seen in found.items() if seen.inline} == {}
    assert Seen('<p style="x"><script>1</script>').inline == ["style", "script"]


def test_exit_is_on_every_page(answers: dict[tuple[str, str], Any]) -> None:
    without = {address for (_, address), seen in pages(answers).items() if seen.exits != 1}
    assert without == {f"/{name}/" for name in PUBLIC_WORDS} & without


HANDED_OVER = re.compile(r"/talk/[0-9a-f-]{36}/(here|sign)/")
"""On a phone in the other's hand no place of its owner's is one tap away: only Help and Exit are."""


def test_the_navigation_is_the_same_for_everybody(answers: dict[tuple[str, str], Any]) -> None:
    header = re.compile(rb"<header.*?</header>", re.DOTALL)
    shapes: dict[bytes, list[str]] = {}
    for address, answer in answers.items():
        if HANDED_OVER.search(str(address)):
            continue
        if "html" in answer.headers.get("Content-Type", "") and (found := header.search(answer.content)):
            shapes.setdefault(re.sub(rb' aria-current="[a-z]+"', b"", found[0]), []).append(str(address))
    assert [found[:3] for found in shapes.values()][1:] == [], b"\n".join(shapes).decode()


def test_private_fields_ask_the_browser_to_remember_nothing(answers: dict[tuple[str, str], Any]) -> None:
    looked, wrong = 0, set()
    for (_, address), seen in pages(answers).items():
        for told in seen.fields:
            looked += 1
            known = told.get("autocomplete", "")
            if not known or (told["tag"] == "textarea" and (known != "off" or told.get("spellcheck") != "false")):
                wrong.add((address, told.get("name", "")))
            if told.get("type") != "password" and known != "one-time-code" and told.get("spellcheck") != "false":
                wrong.add((address, told.get("name", "")))
    print(f"{looked} fields looked at")
    assert looked > 40
    assert wrong == set()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(answers: dict[tuple[str, str], Any]) -> None:
    cookies = [morsel for answer in answers.values() for morsel in answer.cookies.values() if morsel.value]
    print(f"{len(cookies)} cookies looked at")
    assert cookies
    assert {morsel.key for morsel in cookies if not (morsel["httponly"] and morsel["samesite"] == "Lax")} == set()
    assert {morsel["path"] for morsel in cookies} == {"/"} and not any(morsel["domain"] for morsel in cookies)


def test_the_manifest_says_notes(answers: dict[tuple[str, str], Any]) -> None:
    told = answers["nobody GET", "/manifest.webmanifest"].json()
    assert told["name"] == told["short_name"] == "Notes"
    assert not TELLING.search(" ".join(map(str, told.values())))

"""Nobody is shown what is another's: every address that anybody knows, asked by everybody, by every verb.

Five people and somebody who isn't signed in; words that exist once in each private field; bodies, headers, cookies and
files searched. Forms are filled in and sent by everybody, too, and what they did is undone before the next one.
"""

from __future__ import annotations

import base64
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from goldseam.growth import access as growth_access
from goldseam.road import actions as road
from goldseam.safety import middleware
from tests import house, looking
from tests.house import PARTNER, House, Visit

ANONYMOUS = "anonymous"
OTHER_VERBS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
REACHED = range(200, 400)
WHOLE = bool(os.environ.get("GOLDSEAM_PROVE"))
_AFTER_A_DOOR = re.compile(r"\?next=[^&]*$")


@dataclass(frozen=True)
class Form:
    """A form on a page, as somebody could send it."""

    action: str
    fields: tuple[tuple[str, str], ...]


class Page(HTMLParser):
    """All addresses and forms of one page."""

    def __init__(self, text: str, at: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.forms: list[Form] = []
        self._at, self._action, self._fields = at, "", dict[str, str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        for name, value in told.items():
            if name in ("href", "src", "action", "formaction") or name.startswith(("data-", "hx-")):
                self.links.add(value)
        if tag == "form":
            self._action, self._fields = told.get("action") or self._at, {}
            if told.get("method", "").lower() == "post":
                self.forms.append(Form(self._action, ()))
        if told.get("name") and self.forms:
            self._fields.setdefault(told["name"], _filled(told))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.forms:
            self.forms[-1] = Form(self.forms[-1].action, tuple(self._fields.items()))


def _filled(told: dict[str, str]) -> str:
    if told.get("value"):
        return told["value"]
    if told.get("type") in ("checkbox", "radio"):
        return "on"
    return "271828" if "pin" in told["name"] else "walnut"


@dataclass
class Crawl:
    """Who asked for what, and what they saw."""

    people: House
    roles: dict[str, Visit]
    leaks: list[str] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    requests: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    addresses: set[str] = field(default_factory=set)
    forms: dict[str, Form] = field(default_factory=dict)

    def everything(self) -> None:
        """Addresses lead to addresses, until nobody finds a new one; then the forms, then the other verbs."""
        asked: set[str] = set()
        self.addresses |= {*known_addresses(), f"/calendar/{self.people.calendar}.ics"}
        while fresh := self.addresses - asked:
            for address in sorted(fresh):
                self.ask_all("GET", address)
            asked |= fresh
        for address in some_of_each_route(self.addresses):
            self.ask_all("POST", address, {})
        sent: set[str] = set()
        while fresh := set(self.some_forms()) - sent:
            for name in sorted(fresh):
                self.ask_all("POST", self.forms[name].action, dict(self.forms[name].fields))
            sent |= fresh
        for at, address in enumerate(sorted(self.addresses, key=len)[: len(house.routes()) * 2]):
            for verb in OTHER_VERBS if WHOLE else OTHER_VERBS[at % 6 :: 6]:
                self.ask_all(verb, address)

    def some_forms(self) -> list[str]:
        """In the short form a form with the same fields at two addresses of each route: they differ in an id."""
        kept: dict[str, list[str]] = {}
        for name, form in sorted(self.forms.items(), key=lambda each: (len(each[0]), each[0])):
            kept.setdefault(f"{route_of(form.action)} {sorted(field for field, _ in form.fields)}", []).append(name)
        return [name for found in kept.values() for name in (found if WHOLE else found[:2])]

    def ask_all(self, method: str, address: str, data: dict[str, Any] | None = None) -> None:
        for role in self.roles:
            self.ask(role, method, address, data)

    def ask(self, role: str, method: str, address: str, data: dict[str, Any] | None = None) -> None:
        if data and role in self.people.people:
            data = data | {name: self.people.people[role].passphrase for name in data if "passphrase" in name}
        typed = " ".join((data or {}).values())
        for answer in self.roles[role](method, address, data):
            self.requests += 1
            self.look(role, f"{method} {address}", answer, typed)
            self._note(answer.headers.get("Location", ""))

    def _note(self, address: str) -> None:
        """Where to go after a door says nothing new about the door."""
        if address.startswith("/") and not address.startswith(("//", "/static/")):
            self.addresses.add(_AFTER_A_DOOR.sub("", address.partition("#")[0]))

    def look(self, role: str, where: str, answer: HttpResponse, typed: str = "") -> None:
        """A form comes back with what was typed: that was this role's own doing."""
        if answer.status_code >= 500:
            self.faults[where] += 1
        if answer.status_code in REACHED and where.split()[0] in ("GET", "POST"):
            self._mark_reached(where.split()[1])
        body = house.words_of(answer)
        found = looking.seen_in(body + b"\n" + _heads(answer), [canary.words for canary in self.people.canaries])
        for canary in self.people.canaries:
            if canary.words in found:
                self.seen.setdefault(canary.id, set()).add(role)
                if role not in canary.seen_by and canary.words not in typed:
                    self.leaks.append(f"{role} saw {canary.id} at {where}")
        if "html" in answer.headers.get("Content-Type", ""):
            self._read(body.decode(), where.split()[1])

    def _read(self, text: str, at: str) -> None:
        page = Page(text, at)
        for link in page.links:
            self._note(link)
        for form in page.forms:
            self.forms.setdefault(f"{form.action} {sorted(name for name, _ in form.fields)}", form)

    def _mark_reached(self, address: str) -> None:
        self.reached.add(route_of(address))

    def unseen(self) -> list[str]:
        """Canaries that somebody had to see, and didn't: then the search proves nothing."""
        return [
            f"{who} never saw {canary.id}"
            for canary in self.people.canaries
            for who in sorted(canary.must_see - self.seen.get(canary.id, set()))
        ]


def some_of_each_route(addresses: Iterable[str]) -> list[str]:
    """In the short form two addresses of each route, and of what leads nowhere, the shortest: they differ in an id."""
    kept: dict[str, list[str]] = {}
    for address in sorted(addresses, key=lambda each: (len(each), each)):
        kept.setdefault(route_of(address), []).append(address)
    return [address for found in kept.values() for address in (found if WHOLE else found[:2])]


def route_of(address: str) -> str:
    """Empty for an address that leads nowhere."""
    try:
        return str(resolve(address.partition("?")[0]).route)
    except Resolver404:
        return ""


def _heads(answer: HttpResponse) -> bytes:
    lines = [f"{name}: {value}" for name, value in answer.headers.items()]
    return "\n".join([*lines, answer.cookies.output()]).encode()


def known_addresses() -> Iterable[str]:
    """Every route, with every id that there is and one that is nowhere. In the short form each route takes an id of
    every twelfth table, and the next route of the next ones.

    Ids that stand in anybody's addresses come in by the crawl itself.
    """
    ids = house.ids_on_the_disk(None if WHOLE else 1)
    for at, route in enumerate(house.routes()):
        tried = [*(ids if WHOLE else ids[at % 12 :: 12]), UUID(int=7)]
        yield from (route.address(thing) for thing in (tried if route.parameters else [None]))


@pytest.fixture
def crawl(db: None) -> Crawl:
    people = house.settle()
    roles = {name: Visit(house.browser_of(who)) for name, who in people.people.items()}
    return Crawl(people, roles | {ANONYMOUS: Visit(house.nobody())})


@pytest.mark.slow
def test_nobody_is_shown_what_is_anothers_and_everybody_saw_their_own(crawl: Crawl) -> None:
    crawl.everything()
    routes = {route.pattern for route in house.routes()}
    print(
        f"{crawl.requests} answers to {len(crawl.roles)} roles at {len(crawl.addresses)} addresses, {len(crawl.forms)} "
        f"forms; {len(crawl.people.canaries)} canaries; {len(crawl.reached)} of {len(routes)} routes reached"
    )
    assert sorted(set(crawl.leaks)) == []
    assert crawl.faults == {}
    assert crawl.unseen() == []
    assert routes - crawl.reached == set()


def forgetful_door(crawl: Crawl, patch: pytest.MonkeyPatch) -> None:
    """It finds Ana's check-ins, whoever asks."""
    found = growth_access.own_of(crawl.people.people["ana"].anew())
    patch.setattr(growth_access, "own_of", lambda _me: found)


def header(crawl: Crawl, patch: pytest.MonkeyPatch) -> None:
    told = base64.b64encode(words_of(crawl, "ana-line").encode()).decode()
    patch.setitem(middleware._HEADERS, "X-Note", told)


def anothers_file(crawl: Crawl, patch: pytest.MonkeyPatch) -> None:
    whole = road.take(crawl.people.people["ana"].anew())
    patch.setattr(road, "take", lambda _me: whole)


def words_of(crawl: Crawl, canary_id: str) -> str:
    return next(canary.words for canary in crawl.people.canaries if canary.id == canary_id)


@pytest.mark.parametrize("plant", [forgetful_door, header, anothers_file])
def test_a_planted_leak_is_found(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, plant: Callable[[Crawl, pytest.MonkeyPatch], None]
) -> None:
    looks = [("GET", f"/me/check-in/{crawl.people.check_ins['ana']}/"), ("POST", "/account/take/")]
    for method, address in looks:
        crawl.ask_all(method, address, {} if method == "POST" else None)
    assert crawl.leaks == []
    plant(crawl, monkeypatch)
    for method, address in looks:
        crawl.ask_all(method, address, {} if method == "POST" else None)
    assert any(PARTNER["ana"] in leak for leak in crawl.leaks)
    assert any("cleo" in leak for leak in crawl.leaks)

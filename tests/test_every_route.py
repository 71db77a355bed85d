"""Who gets what at every address: the table in `routes.py`, asked.

A route without a row fails. Each row's form is one that its owner may send, so that a refusal can't pass by accident.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from conftest import Cast
from goldseam.dialogue.models import Aside
from goldseam.growth import access
from goldseam.people import account_actions, factors
from goldseam.reminders import reads as reminders
from goldseam.road.plan import access as roads
from goldseam.times import access as times
from goldseam.vault import mine, sessions
from goldseam.vault.models import Link, Session
from tests import house
from tests.house import House, Route, Visit
from tests.routes import TABLE, VISITORS, Row

WRONG_VERBS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
NOWHERE = UUID("00000000-0000-4000-8000-000000000007")
_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}")
_SEALED_TICKET = re.compile(rb'name="(ticket|check)" value="[^"]*"|value="[^"]*" name="(ticket|check)"')


@pytest.fixture
def people(db: None) -> House:
    return house.settle()


@pytest.fixture
def visitors(people: House) -> dict[str, Visit]:
    """In the order of the table's columns."""
    ana = people.people["ana"]
    browsers = {
        "nobody": house.nobody(),
        "cleo": house.browser_of(people.people["cleo"]),
        "ben": house.browser_of(people.people["ben"]),
        "closed": house.browser_of(ana, is_open=False),
        "ana": house.browser_of(ana),
    }
    return {name: Visit(browsers[name]) for name in VISITORS}


def outcome(answer: Any, address: str) -> str:
    """What somebody got, in one word."""
    status, onward = answer.status_code, answer.headers.get("Location", "")
    if status in (302, 303):
        doors = {"/enter/?": "door", "/pin/?": "pin", "/away/": "away"}
        return next((word for start, word in doors.items() if onward.startswith(start)), "on")
    if status == 200:
        return _page(answer, address)
    return {204: "quiet", 400: "again", 404: "nothing", 405: "no", 409: "taken", 429: "often"}.get(status, str(status))


def _page(answer: Any, address: str) -> str:
    names = [template.name or "" for template in answer.templates]
    if any(kind in answer.headers["Content-Type"] for kind in ("zip", "calendar", "fhir")):
        return "file"
    if "people/enter.html" in names and not address.startswith("/enter/"):
        return "door"
    if any(name.startswith("people/pin_") for name in names) and not address.startswith("/pin/"):
        return "pin"
    return "page"


def got(people: House, visitors: dict[str, Visit], route: Route, row: Row) -> tuple[str, str]:
    """Both lines of the table for one route, as they came out."""
    address = route.address(row.thing(people))
    mark = transaction.savepoint()
    row.before(people)
    lines = []
    for method, data in (("GET", None), ("POST", row.sends(people))):
        answers = [visitors[name](method, address, data)[0] for name in VISITORS]
        lines.append(" ".join(outcome(answer, address) for answer in answers))
    transaction.savepoint_rollback(mark)
    return lines[0], lines[1]


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    named = {route.name for route in house.routes()}
    print(f"{len(named)} routes looked at")
    assert len(named) == len(house.routes()) > 40
    assert named == set(TABLE)


@pytest.mark.slow
def test_everybody_gets_what_the_table_says(people: House, visitors: dict[str, Visit]) -> None:
    found = {route.name: got(people, visitors, route, TABLE[route.name]) for route in house.routes()}
    print(f"{len(found) * 2 * len(VISITORS)} answers for {len(VISITORS)} visitors: {', '.join(VISITORS)}")
    assert found == {name: (row.get, row.post) for name, row in TABLE.items()}


def test_every_refusal_stands_beside_a_permission() -> None:
    for name, row in TABLE.items():
        for line in (row.get, row.post):
            assert len(line.split()) == len(VISITORS), name
        assert set(f"{row.get} {row.post}".split()) & {"page", "on", "file", "quiet", "away"}, name


def everything_of(who: Cast) -> list[object]:
    """Somebody's rows as they lie there, and what they say."""
    me = who.anew()
    rows = [(entry.id, entry.version, entry.body) for entry in mine.everything(me.keyring)]
    shown = [one.id for one in access.shown_to(me).slices if one.by_me]
    devices = [device.id for device in sessions.devices(me.keyring)]
    given = sorted((row.pk, row.version) for row in times.own_rows(me) if row.author_id == me.keyring.holder_id)
    links = Link.objects.filter(author=me.keyring.holder_id)
    words = [links.filter(table__startswith=part).count() for part in ("statements.", "dialogue.")]
    marks = [bytes(row.note) for row in Aside.objects.filter(holder=me.keyring.holder_id)]
    halves = Session.objects.filter(holder=me.keyring.holder_id, back_end__isnull=False).count()
    places = reminders.places_of(me.person.pk)
    chosen = sorted(row.pk for row in roads.own_marks(me))
    account = [devices, halves, factors.passkeys_of(me), account_actions.mail_of(me), places]
    return [rows, shown, given, words, marks, chosen, account]


def test_nobody_elses_form_changes_a_thing_of_anas_and_her_own_does(people: House, visitors: dict[str, Visit]) -> None:
    asked = 0
    ana = house.signed_in_again(people.people["ana"])
    before = everything_of(ana)
    for route in house.routes():
        row = TABLE[route.name]
        if not route.parameters or set(row.post.split()) == {"no"}:
            continue
        for name in ("nobody", "cleo", "ben", "ana"):
            mark = transaction.savepoint()
            visitors[name].really(route.address(row.thing(people)), row.sends(people))
            assert (everything_of(ana) == before) == (name != "ana"), f"{route.pattern} as {name}"
            transaction.savepoint_rollback(mark)
            asked += 1
    print(f"{asked} forms sent")
    assert asked > 20


def test_no_other_verb_is_answered(people: House, visitors: dict[str, Visit]) -> None:
    asked = 0
    for route in house.routes():
        for name in ("nobody", "ana"):
            for verb in WRONG_VERBS:
                answer = visitors[name](verb, route.address(TABLE[route.name].thing(people)))[0]
                assert answer.status_code == 405, f"{verb} {route.pattern} as {name}: {answer.status_code}"
                asked += 1
    print(f"{asked} asked")


def test_no_other_site_changes_anything(people: House) -> None:
    """Without the page's own token, or sent by another site, every deed is refused."""
    refused, asked = 0, 0
    cookies = house.browser_of(people.people["ana"]).cookies
    for route in house.routes():
        row = TABLE[route.name]
        if set(row.post.split()) == {"no"}:
            continue
        for headers in ({}, {"HTTP_SEC_FETCH_SITE": "cross-site"}):
            client = Client(enforce_csrf_checks=not headers, raise_request_exception=False)
            client.cookies = cookies
            answer = Visit(client)("POST", route.address(row.thing(people)), row.sends(people), **headers)[0]
            asked += 1
            refused += answer.status_code == 403
    print(f"{refused} of {asked} refused")
    assert refused == asked > 40


def same_but_for_ids(answer: HttpResponse) -> tuple[int, bytes]:
    body = _SEALED_TICKET.sub(b"", house.words_of(answer))
    return answer.status_code, _ID.sub(b"id", body)


def same_but_for_the_address(answer: HttpResponse, address: str) -> tuple[int, bytes]:
    """A door says where one goes after it."""
    status, body = same_but_for_ids(answer)
    named = (_ID.sub(b"id", told.encode()) for told in (address, quote(address, safe="")))
    for each in named:
        body = body.replace(each, b"here")
    return status, body


def alike(one: Visit, method: str, route: Route, thing: object) -> bool:
    """Does another's thing get the very answer that a missing one gets?"""
    missing = "7" if str(thing).isdigit() else NOWHERE
    answers = [
        same_but_for_the_address(one(method, address, {} if method == "POST" else None)[0], address)
        for address in map(route.address, (thing, missing))
    ]
    return answers[0] == answers[1]


def test_anothers_thing_and_a_missing_one_look_alike(people: House, visitors: dict[str, Visit]) -> None:
    compared = 0
    for route in house.routes():
        row = TABLE[route.name]
        if not route.parameters or row.secret or row.houses:
            continue
        thing = row.thing(people)
        for method in ("GET", "POST"):
            for name in ("nobody", "cleo") if row.both else ("nobody", "cleo", "ben"):
                assert alike(visitors[name], method, route, thing), f"{method} {route.pattern} as {name}"
                compared += 1
    print(f"{compared} pairs of answers compared")


def test_a_route_that_tells_that_something_exists_is_found(
    people: House, visitors: dict[str, Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same comparison, with a door that answers 403 for what is another's."""
    from django.core.exceptions import PermissionDenied

    from goldseam.vault import standing
    from goldseam.vault.models import Mine

    honest = access.check_in_among

    def telling(own: access.Own, check_in_id: UUID) -> access.CheckIn:
        with standing.keeper():  # PostgreSQL's second wall would hide it from whoever asks
            exists = Mine.objects.filter(pk=check_in_id).exists()
        if exists and all(one.id != check_in_id for one in own.check_ins):
            raise PermissionDenied
        return honest(own, check_in_id)

    route = next(route for route in house.routes() if route.name == "checkin-one")
    assert alike(visitors["ben"], "GET", route, people.check_ins["ana"])
    monkeypatch.setattr(access, "check_in_among", telling)
    assert not alike(visitors["ben"], "GET", route, people.check_ins["ana"])

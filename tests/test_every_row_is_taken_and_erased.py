"""Every row that reaches a person is in what they take along, and gone when they erase; found by walking the tables.

What stays after somebody erased everything is a list, each line with its reason.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import deque
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission
from django.db import models

from conftest import Cast
from goldseam.growth import access as growth
from goldseam.people import access
from goldseam.people.models import Person
from goldseam.road import actions as road
from goldseam.vault.models import Holder
from tests import house, looking
from tests.house import House

OWNERS: tuple[type[models.Model], ...] = (Person, Holder)

# Rows that reach a person and stay after they erased everything, because the other still needs them.
STAYS = {
    "vault.Holder": "the public halves alone, where another member stays: without them the record can't be checked",
    "vault.Circle": "it is the other's as well; only its record's head names who wrote last",
    "vault.Grant": "the other's own grants, which the erased person once signed",
    "vault.BetweenKey": "the pair's own random half of a key, under which what the other gave lies as well",
    "vault.PinnedKeys": "the other's own signed word whose keys they confirmed",
    "vault.KeyChange": "signed public halves: without them the record can't be checked; the private halves are emptied",
    "dialogue.Talk": "the bare frame of a talk, without a word, where what the other said in it lies",
    "people.Pair": "it is the other's as well",
    "people.Seat": "the other's own seat; and the empty place, so that nobody is let in to it",
}
# What of a person's own words is not in the file that they take along.
NOT_TAKEN: dict[str, str] = {}


def reaching() -> dict[type[models.Model], list[str]]:
    """Every table from which foreign keys lead to a person, with the shortest way there."""
    ways: dict[type[models.Model], list[str]] = {owner: [] for owner in OWNERS}
    waiting = deque(OWNERS)
    while waiting:
        target = waiting.popleft()
        for model in house.our_models():
            for column in model._meta.local_fields:
                if isinstance(column, models.ForeignKey) and column.related_model is target and model not in ways:
                    ways[model] = [column.name, *ways[target]]
                    waiting.append(model)
    return ways


def rows_of(owner: Cast) -> Iterator[tuple[type[models.Model], list[object]]]:
    """For each table, the rows that lead to this person."""
    ids = {Person: owner.me.person.pk, Holder: owner.keyring.holder_id}
    for model in reaching():
        found: set[object] = set()
        for column in model._meta.local_fields:
            if isinstance(column, models.ForeignKey) and column.related_model in ids:
                wanted = {column.name: ids[column.related_model]}
                found |= set(model._default_manager.filter(**wanted).values_list("pk", flat=True))
        if model in ids:
            found |= set(model._default_manager.filter(pk=ids[model]).values_list("pk", flat=True))
        yield model, sorted(found, key=str)


@pytest.fixture
def people(db: None) -> House:
    return house.settle()


def test_the_walk_reaches_every_table_that_keeps_something_of_a_persons() -> None:
    found = {model._meta.label for model in reaching()}
    print(f"{len(found)} tables reach a person: {', '.join(sorted(found))}")
    assert {"vault.Mine", "vault.Session", "people.SeatCard", "people.LastWord", "mfa.Authenticator"} <= found
    assert Permission._meta.label not in found


def missing_in(whole: bytes, people: House, name: str) -> set[str]:
    """Canaries of this person that aren't in their file."""
    own = {canary.id: canary.words for canary in people.canaries if canary.owner == name}
    seen = looking.seen_in(whole, own.values())
    return {canary_id for canary_id, words in own.items() if words not in seen}


def test_everything_of_each_person_is_in_the_file_that_they_take_along(people: House) -> None:
    looked = 0
    for name in house.FIVE:
        whole = road.take(people.people[name].anew())
        looked += sum(canary.owner == name for canary in people.canaries)
        assert missing_in(whole, people, name) <= set(NOT_TAKEN), name
        others = [canary.words for canary in people.canaries if name not in canary.seen_by]
        assert looking.seen_in(whole, others) == set(), name
    print(f"{looked} words of {len(house.FIVE)} people found in their files")
    assert looked > 20


def test_a_part_that_forgets_to_export_is_found(people: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from goldseam.road import parts

    assert missing_in(road.take(people.people["ana"].anew()), people, "ana") <= set(NOT_TAKEN)
    monkeypatch.setattr(parts, "practices", list)
    assert "ana-line" in missing_in(road.take(people.people["ana"].anew()), people, "ana")


def test_the_file_is_whole_and_can_be_read_by_others(people: House) -> None:
    with zipfile.ZipFile(io.BytesIO(road.take(people.people["ana"].anew()))) as opened:
        names = opened.namelist()
        told = json.loads(opened.read("notes.json"))
        page = opened.read("notes.html").decode()
    assert {"notes.json", "notes.html"} <= set(names)
    assert told and "<title>" in page


def left_of(who: Cast) -> set[str]:
    return {model._meta.label for model, rows in rows_of(who) if rows}


def test_nothing_is_left_of_somebody_who_erased_everything_but_what_the_list_allows(people: House) -> None:
    for name in ("ana", "cleo", "eli"):
        who = people.people[name]
        before = {model._meta.label: len(rows) for model, rows in rows_of(who)}
        assert before["vault.Mine"] and before["people.Person"] and before["vault.Bundle"]
        road.erase(who.anew())
        left = left_of(who)
        print(f"{name}: {sum(before.values())} rows in {len(before)} tables before; left in {sorted(left)}")
        assert left <= set(STAYS)
        if name == "cleo":
            assert left == set()


def test_what_ana_erased_opens_for_nobody_who_could_read_it_before(people: House) -> None:
    ana, ben = people.people["ana"], people.people["ben"]
    assert any(one.answers.line for one in growth.shown_to(ben.anew()).slices if not one.by_me)
    road.erase(ana.anew())
    assert [one for one in growth.shown_to(ben.anew()).slices if not one.by_me] == []
    words = [canary.words for canary in people.canaries if canary.owner == "ana"]
    visit = house.Visit(house.browser_of(ben))
    for address in ("/", "/us/", "/me/", "/talk/", "/us/part/", "/invite/"):
        assert looking.seen_in(house.words_of(visit("GET", address)[0]), words) == set(), address
    assert looking.seen_in(road.take(ben.anew()), words) == set()
    together = access.togetherness_of(ben.anew())
    assert together is not None and not together.may_write


def test_a_part_that_forgets_to_erase_is_found(people: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from goldseam.people import portability

    monkeypatch.setattr(portability, "erase", lambda _me: None)
    ana = people.people["ana"]
    road.erase(ana.anew())
    assert left_of(ana) - set(STAYS) >= {"people.Person", "vault.Bundle"}

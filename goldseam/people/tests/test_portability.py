"""A person's own part: taken along, taken in, erased; the other keeps what is the other's."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from conftest import Cast, arrive, bring_together, browser_of
from goldseam.people import access, account_actions, actions, portability
from goldseam.people.models import LastWord, Person, Seat, SeatCard, StoredSession
from goldseam.people.rules import RULE_VERSION, Leaving, Refused
from goldseam.people.tests.pair_browser import plain
from goldseam.vault import mine, record
from goldseam.vault.errors import BackClosed
from goldseam.vault.models import Bundle, Circle, Grant, Holder, Link, Mine, RowWrap, Session


def _taken(who: Cast) -> dict[str, Any]:
    data = portability.export(who.anew())
    assert isinstance(data, dict) and json.loads(json.dumps(data)) == data
    return data


def test_it_takes_names_mail_and_the_rule_as_this_person_knows_them(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    account_actions.keep_mail(ana.me, "mine", "ana@example.org")
    data = _taken(ana)
    assert data["sign_in_name"] == "ana" and data["mail"] == {"mark": "mine", "address": "ana@example.org"}
    (told,) = data["pairs"]
    assert (told["my_name"], told["names"], told["left"]) == ("Ana", ["Ben"], "no")
    assert told["agreed"]["rule"] == RULE_VERSION


def test_it_says_only_to_the_leaver_that_they_left_quietly(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    actions.pause(ana.anew())
    before = _taken(ben)
    actions.leave(ana.anew(), Leaving.QUIETLY)
    assert _taken(ana)["pairs"][0]["left"] == "quietly"
    assert _taken(ben) == before


def test_a_word_received_and_a_word_left_are_taken_along(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    actions.leave(ana.anew(), Leaving.WITH_A_WORD, word="Be well.")
    assert _taken(ana)["pairs"][0]["word_left"] == "Be well."
    assert _taken(ben)["pairs"][0]["word_received"] == "Be well."


def test_taking_needs_the_private_half(ana: Cast) -> None:
    with pytest.raises(BackClosed):
        portability.export(ana.closed())


def test_taken_in_elsewhere_the_mail_comes_along_and_nobody_is_made_a_pair(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    account_actions.keep_mail(ana.me, "shared", "both@example.org")
    data = _taken(ana)
    there = arrive("dara")
    assert portability.restore(there.me, data) == 1
    assert portability.restore(there.me, data) == 0
    assert account_actions.mail_of(there.me).address == "both@example.org"
    assert access.togetherness_of(there.me) is None


@pytest.mark.parametrize("broken", [None, [], {}, {"format": 9}, {"format": 1, "mail": {"mark": 1, "address": []}}])
def test_a_broken_file_changes_nothing(ana: Cast, broken: object) -> None:
    with pytest.raises(Refused):
        portability.restore(ana.me, broken)  # type: ignore[arg-type]


def test_a_pair_moves_when_each_takes_their_own_and_both_come_together_anew(pair: tuple[Cast, Cast]) -> None:
    taken = [_taken(who) for who in pair]
    there = arrive("dara"), arrive("eli")
    for who, data in zip(there, taken, strict=True):
        portability.restore(who.me, data)
    bring_together(*there)
    assert all(access.togetherness_of(who.anew()) is not None for who in there)


def _rows_of(holder_id: object) -> set[str]:
    """Every table that still points at this holder."""
    found = set()
    for model in apps.get_models():
        for column in model._meta.local_fields:
            points = isinstance(column, models.ForeignKey) and column.related_model is Holder
            if points and model._default_manager.filter(**{column.name: holder_id}).exists():
                found.add(f"{model._meta.label}.{column.name}")
    return found


def test_alone_nothing_at_all_is_left(ana: Cast) -> None:
    actions.invite(ana.me, own_name="Ana")
    mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    browser_of(ana)
    portability.erase(ana.anew())
    for model in (Person, Holder, Seat, SeatCard, Circle, Grant, Bundle, Session, Mine, Link, RowWrap, StoredSession):
        assert not model._default_manager.exists(), model


def test_of_a_pair_only_what_the_other_must_check_is_left(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    row = mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    found = access.togetherness_of(ana.anew())
    assert found
    mine.share(ana.anew().keyring, row, found.circle)
    portability.erase(ana.anew())
    left = _rows_of(ana.keyring.holder_id)
    assert left == {
        "vault.Circle.head_author",
        "vault.Grant.granter",
        "vault.PinnedKeys.author",
        "vault.PinnedKeys.subject",
    }
    assert (
        not Person.objects.filter(username="ana").exists() and not SeatCard.objects.filter(seat__person=None).exists()
    )
    assert Person.objects.filter(username="ben").exists()


def test_the_other_still_opens_what_is_the_others_and_reads_that_they_are_gone(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    found = access.togetherness_of(ben.anew())
    assert found
    row = mine.keep(ben.keyring, "test.note", {"words": "heron"})
    mine.share(ben.anew().keyring, row, found.circle)
    portability.erase(ana.anew())
    found = access.togetherness_of(ben.anew())
    assert found and found.partner_left and not found.may_write and not found.has_partner
    assert [entry.body["words"] for entry in mine.shared_with(ben.anew().keyring, found.circle)] == ["heron"]
    assert record.GONE in {bytes(link.digest) for link in Link.objects.filter(circle=found.circle)}
    for path in ("/invite/", "/us/pause/", "/us/part/", "/us/words/"):
        assert browser_of(ben).get(path).status_code == 200
    assert _taken(ben)["pairs"]


def test_nobody_can_be_let_into_the_place_of_somebody_who_is_gone(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    portability.erase(ana.anew())
    with pytest.raises(Refused):
        actions.invite(ben.anew(), own_name="Ben")
    with pytest.raises(Refused):
        actions.invite_beside(ben.anew())
    assert "leave this space first" in plain(browser_of(ben).get("/invite/"))


def test_the_last_of_a_pair_takes_the_pair_along(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    portability.erase(ana.anew())
    portability.erase(ben.anew())
    for model in (Person, Seat, Circle, Link, LastWord, SeatCard, Grant, RowWrap):
        assert not model._default_manager.exists(), model


def test_a_broken_record_keeps_nobody_from_going(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    Circle.objects.update(head_signature=bytes(64))
    portability.erase(ana.anew())
    assert not Person.objects.filter(username="ana").exists()
    assert SeatCard.objects.count() == 1

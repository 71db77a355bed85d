"""One page decides who may listen: Ana, Ben, a stranger, at the door, resting, gone, signed out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import PIN, Cast, browser_of
from goldseam.live import access as live
from goldseam.live import bell
from goldseam.live.tests.test_bell import circle_of
from goldseam.people import access, actions
from goldseam.people.rules import RULE_VERSION, Leaving
from goldseam.vault import invites, sessions
from goldseam.vault.models import Session

Pair = tuple[Cast, Cast]
NOTHING = {"at": 0, "rooms": {}}


def asks(who: Cast, since: str = "") -> Any:
    answer = browser_of(who, private=False).get(f"/live/?since={since}" if since else "/live/")
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_both_hear_what_rang_in_their_circle(pair: Pair) -> None:
    circle = circle_of(pair[0])
    bell.ring(circle, circle.pk)
    for who in pair:
        number = bell.at(circle)
        assert asks(who) == {"at": number, "rooms": {str(circle.pk): number}}
        assert asks(who, str(number - 1)) == asks(who)
        assert asks(who, str(number)) == {"at": number, "rooms": {}}


def test_a_stranger_hears_nothing_in_the_same_shape(pair: Pair, cleo: Cast) -> None:
    assert asks(cleo) == NOTHING
    assert set(asks(pair[0])) == set(NOTHING)


def test_nobody_is_sent_to_sign_in(db: None) -> None:
    from django.test import Client

    answer = Client().get("/live/")
    assert (answer.status_code, answer.headers["Location"][:7]) == (302, "/enter/")


def test_who_waits_for_somebody_hears_that_they_came(ana: Cast, ben: Cast) -> None:
    words = actions.invite(ana.me, own_name="Ana")
    assert asks(ana) == NOTHING
    actions.join(ben.me, invites.keys_of(" ".join(words)), own_name="Ben", agreed_to=RULE_VERSION)
    assert asks(ana) == {"at": 1, "rooms": {str(circle_of(ana).pk): 1}}


def test_at_the_door_nothing_is_heard_until_the_door_opens(ana: Cast, ben: Cast) -> None:
    words = actions.invite(ana.me, own_name="Ana")
    actions.join(ben.me, invites.keys_of(" ".join(words)), own_name="Ben", agreed_to=RULE_VERSION)
    assert asks(ben) == NOTHING
    actions.let_in(ana.anew())
    assert asks(ben) == {"at": 2, "rooms": {str(circle_of(ben).pk): 2}}


@pytest.mark.parametrize("resting", [0, 1])
def test_while_either_rests_neither_hears(pair: Pair, resting: int) -> None:
    bell.ring(circle_of(pair[0]), circle_of(pair[0]).pk)
    actions.pause(pair[resting].anew())
    assert [asks(who) for who in pair] == [NOTHING, NOTHING]
    actions.resume(pair[resting].anew())
    assert all(asks(who)["rooms"] for who in pair)


@pytest.mark.parametrize("how", [Leaving.QUIETLY, Leaving.WITH_A_WORD])
def test_after_leaving_neither_hears(pair: Pair, how: Leaving) -> None:
    actions.leave(pair[0].anew(), how)
    assert [asks(who) for who in pair] == [NOTHING, NOTHING]


def test_after_everything_was_erased_the_other_hears_nothing(pair: Pair) -> None:
    from goldseam.road import actions as road

    road.erase(pair[0].anew())
    assert asks(pair[1]) == NOTHING


@pytest.mark.parametrize("typed", ["-1", "x", "1e3", "9" * 40, "²", "1;2", "0x10"])
def test_a_number_that_is_none_asks_for_everything(pair: Pair, typed: str) -> None:
    assert asks(pair[0], typed) == asks(pair[0])


def test_only_reading_is_possible(pair: Pair) -> None:
    browser = browser_of(pair[0])
    assert browser.post("/live/").status_code == 405
    assert browser.head("/live/").status_code == 200


def test_to_hear_is_no_sign_of_life_and_writes_nothing(
    pair: Pair, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = pair[0]
    browser = browser_of(ana)
    before = Session.objects.filter(pk=ana.keyring.require_session()).values().get()
    with django_assert_max_num_queries(30) as asked:
        answer = browser.get("/live/")
    assert [query["sql"] for query in asked if not query["sql"].startswith(("SELECT", "PRAGMA"))] == []
    assert answer.cookies.output() == ""
    assert Session.objects.filter(pk=ana.keyring.require_session()).values().get() == before


def test_the_closed_private_half_stays_closed_and_nobody_is_asked_for_a_pin(pair: Pair) -> None:
    assert asks(pair[0])["at"] >= 0
    assert not pair[0].anew().is_private_open
    sessions.open_with_pin(pair[0].keyring, pair[0].cookie, PIN)


def test_what_a_stream_needs_to_know_never_leaves_the_server(pair: Pair) -> None:
    ana = pair[0]
    answer: Any = browser_of(ana).get("/live/")
    told = answer.listening
    assert isinstance(told, live.Listening)
    assert (told.session, told.circle, told.hears) == (ana.keyring.require_session(), circle_of(ana).pk, True)
    assert str(told.session).encode() not in answer.content
    assert told.session.hex.encode() not in answer.content


def test_a_seat_that_was_left_is_not_listened_from(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    old = circle_of(ana)
    actions.leave(ana.anew(), Leaving.QUIETLY)
    words = actions.invite(ana.anew(), own_name="Ana")
    actions.join(cleo.me, invites.keys_of(" ".join(words)), own_name="Cleo", agreed_to=RULE_VERSION)
    assert asks(ana)["rooms"].keys() == {str(circle_of(ana).pk)}
    assert access.togetherness_of(ben.anew()).circle.pk == old.pk  # type: ignore[union-attr]
    assert asks(ben) == NOTHING

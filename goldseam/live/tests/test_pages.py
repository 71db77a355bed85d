"""The pages that hear the bell: where they are marked, from which number on, and what stands there without script."""

from __future__ import annotations

import re

import pytest

from conftest import Cast, browser_of
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.live import bell
from goldseam.live.tests.test_bell import circle_of
from goldseam.people import actions
from goldseam.people.rules import RULE_VERSION
from goldseam.vault import invites

Pair = tuple[Cast, Cast]
ROOM = re.compile(r'data-live-room="([^"]+)" data-live-at="(\d+)"')


def page(who: Cast, address: str) -> str:
    answer = browser_of(who).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def at_the_door(ana: Cast, ben: Cast) -> Pair:
    words = actions.invite(ana.me, own_name="Ana")
    actions.join(ben.me, invites.keys_of(" ".join(words)), own_name="Ben", agreed_to=RULE_VERSION)
    return ana, ben


def test_us_hears_its_circle_from_where_it_was_read(pair: Pair) -> None:
    ana, circle = pair[0], circle_of(pair[0])
    kept = growth.keep_check_in(ana.anew(), Answers({"closeness": 60}))
    growth.show_to_partner(ana.anew(), kept, ["closeness"])
    for who in pair:
        shown = page(who, "/us/")
        assert ROOM.findall(shown) == [(str(circle.pk), str(bell.at(circle)))]
        assert "live/live" in shown and 'id="ours"' in shown
        assert "data-live-point" not in shown


def test_who_is_alone_hears_nothing_and_loads_no_script(cleo: Cast) -> None:
    shown = page(cleo, "/us/")
    assert "data-live-room" not in shown
    assert "live.js" not in shown


def test_who_waits_for_somebody_is_told_and_can_look_without_script(ana: Cast) -> None:
    actions.invite(ana.me, own_name="Ana")
    behind_the_pin, us = page(ana, "/invite/"), page(ana, "/us/")
    for shown in (behind_the_pin, us):
        assert ROOM.findall(shown) == [(str(circle_of(ana).pk), "0")]
        assert "Look again" in shown
    assert "data-live-point" in behind_the_pin  # never fetched by a script: that would keep the private half open
    assert "data-idle-minutes" in behind_the_pin
    assert "data-idle-minutes" not in us


def test_who_joined_waits_to_be_let_in_and_then_reads_that_they_are(at_the_door: Pair) -> None:
    ana, ben = at_the_door
    waiting = page(ben, "/join/yes/")
    assert "Look again" in waiting and "data-live-room" in waiting
    assert "are together here" not in waiting
    actions.let_in(ana.anew())
    let_in = page(ben, "/join/yes/")
    assert "Ana" in let_in and "are together here" in let_in
    assert 'id="joined"' in waiting and 'id="joined"' in let_in


def test_every_live_page_says_it_politely_and_hides_its_notice(pair: Pair) -> None:
    shown = page(pair[0], "/us/")
    assert 'role="status" data-live-said="' in shown
    assert re.search(r"data-live-notice hidden>", shown)

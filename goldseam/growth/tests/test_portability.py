"""Taken along, taken in again, erased."""

import copy
import json
from typing import Any
from uuid import UUID

import pytest

from conftest import Cast
from goldseam.growth import access, actions, portability
from goldseam.growth.rules import Unreadable
from goldseam.growth.tests.browser import answers, checked_in
from goldseam.people import actions as people_actions
from goldseam.practice import NotShown, TooMany
from goldseam.vault import mine
from goldseam.vault.errors import BackClosed

Pair = tuple[Cast, Cast]


def filled(ana: Cast) -> Any:
    actions.name_own_slider(ana.me, "Sleep")
    checked_in(ana, closeness=20, line="first")
    kept = checked_in(ana, own=30, need="calm", line="second")
    actions.show_to_partner(ana.me, UUID(kept), ["line"])
    return json.loads(json.dumps(portability.export(ana.me)))


def test_everything_of_mine_is_taken_and_nothing_of_the_other(pair: Pair) -> None:
    ana, ben = pair
    checked_in(ben, line="bens own")
    taken = filled(ana)
    assert [row["line"] for row in taken["check_ins"]] == ["first", "second"]
    assert taken["own_slider"] == "Sleep" and taken["check_ins"][1]["shown"] == {"values": {}, "line": "second"}
    assert "bens own" not in json.dumps(taken)


def test_taken_in_elsewhere_it_is_the_same_and_shown_to_nobody(pair: Pair, cleo: Cast) -> None:
    ana, _ = pair
    taken = filled(ana)
    assert portability.restore(cleo.me, taken) == 2
    before, after = access.own_of(ana.me), access.own_of(cleo.me)
    assert [(each.at, each.answers) for each in after.check_ins] == [
        (each.at, each.answers) for each in before.check_ins
    ]
    assert after.slider_name == "Sleep" and not any(each.shown for each in after.check_ins)


def test_the_same_file_twice_adds_nothing(pair: Pair, cleo: Cast) -> None:
    ana, _ = pair
    taken = filled(ana)
    assert portability.restore(ana.me, taken) == 0
    assert [portability.restore(cleo.me, taken) for _ in range(2)] == [2, 0]
    assert len(access.own_of(ana.me).check_ins) == len(access.own_of(cleo.me).check_ins) == 2


BREAKS = {
    "no format": lambda data: data.pop("format"),
    "a later format": lambda data: data.update(format=2),
    "no rows": lambda data: data.pop("check_ins"),
    "a row that is none": lambda data: data["check_ins"].append("x"),
    "a row without a day": lambda data: data["check_ins"][1].pop("at"),
    "a day without a zone": lambda data: data["check_ins"][1].update(at="2026-01-01T10:00:00"),
    "a value out of reach": lambda data: data["check_ins"][1].update(values={"closeness": 101}),
    "a line too long": lambda data: data["check_ins"][1].update(line="x" * 281),
    "an id that is none": lambda data: data["check_ins"][1].update(id="../x"),
    "a name too long": lambda data: data.update(own_slider="x" * 41),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_file_is_refused_whole(pair: Pair, cleo: Cast, name: str) -> None:
    ana, _ = pair
    good = filled(ana)
    broken = copy.deepcopy(good)
    BREAKS[name](broken)
    with pytest.raises(Unreadable):
        portability.restore(cleo.me, broken)
    assert mine.everything(cleo.keyring) == []
    assert portability.restore(cleo.me, good) == 2


@pytest.mark.parametrize("data", [None, [], "x", 3, {}])
def test_what_is_no_file_of_ours_is_refused(ana: Cast, data: Any) -> None:
    with pytest.raises(Unreadable):
        portability.restore(ana.me, data)


def test_shown_again_only_what_was_shown(pair: Pair) -> None:
    ana, ben = pair
    taken = filled(ana)
    portability.erase(ana.me)
    portability.restore(ana.me, taken)
    assert access.shown_to(ben.anew()).slices == []
    portability.share_again(ana.me, taken)
    portability.share_again(ana.me, taken)
    (slice_,) = access.shown_to(ben.anew()).slices
    assert slice_.answers == answers(line="second")


def test_alone_nothing_is_shown_again(pair: Pair, cleo: Cast) -> None:
    taken = filled(pair[0])
    portability.restore(cleo.me, taken)
    with pytest.raises(NotShown):
        portability.share_again(cleo.me, taken)
    assert not any(each.shown for each in access.own_of(cleo.me).check_ins)


def test_while_things_rest_nothing_is_shown_again(pair: Pair) -> None:
    ana, ben = pair
    taken = filled(ana)
    portability.erase(ana.me)
    portability.restore(ana.me, taken)
    people_actions.pause(ben.anew())
    with pytest.raises(NotShown):
        portability.share_again(ana.anew(), taken)
    assert access.shown_to(ben.anew()).slices == []


def test_erased_is_gone_for_both_and_leaves_other_practices_alone(pair: Pair) -> None:
    ana, ben = pair
    filled(ana)
    checked_in(ben, line="bens own")
    mine.keep(ana.keyring, "elsewhere.note", {"words": "stay"})
    portability.erase(ana.me)
    assert [entry.kind for entry in mine.everything(ana.keyring)] == ["elsewhere.note"]
    assert access.shown_to(ben.anew()).slices == [] and len(access.own_of(ben.me).check_ins) == 1


def test_all_of_it_needs_the_private_half(ana: Cast) -> None:
    taken = portability.export(ana.me)
    for act in (portability.export, portability.erase, lambda me: portability.restore(me, taken)):
        with pytest.raises(BackClosed):
            act(ana.closed())


def many(count: int) -> Any:
    row = {"at": "2026-01-01T10:00:00+00:00", "values": {}, "line": "x", "shown": {"line": "x"}}
    return {"format": 1, "own_slider": "", "check_ins": [{"id": str(UUID(int=n + 1)), **row} for n in range(count)]}


def test_showing_again_reads_the_rows_once_however_many_they_are(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = pair
    taken = many(12)
    portability.restore(ana.me, taken)
    reads: list[int] = []
    verified = mine._verified_rows

    def counted(keyring: Any) -> Any:
        reads.append(1)
        return verified(keyring)

    monkeypatch.setattr(mine, "_verified_rows", counted)
    portability.share_again(ana.me, taken)
    assert len(reads) <= 3
    assert len(access.shown_to(ben.anew()).slices) == 12


def test_more_rows_than_can_be_taken_in_are_refused_whole(ana: Cast) -> None:
    with pytest.raises(TooMany):
        portability.restore(ana.me, many(portability.ROWS_MOST + 1))
    assert mine.everything(ana.keyring) == []

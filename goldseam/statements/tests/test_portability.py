"""Taken along, erased, and never made of a file."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Cast
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.road import actions as road
from goldseam.statements import actions, portability
from goldseam.statements import models as rows
from goldseam.statements.tests.two import LABEL, now, sign, signed_by_both, write
from goldseam.vault import verify
from goldseam.vault.models import Link

Pair = tuple[Cast, Cast]


def taken(who: Cast) -> Any:
    return portability.export(who.anew())


def test_each_takes_along_every_wording_and_whose_names_are_under_it(pair: Pair) -> None:
    ana, ben = pair
    made = write(ana, "One.")
    actions.remark(ben.anew(), made, "Shorter.")
    signed_by_both(ana, ben, "Two.")
    for who in pair:
        (told,) = taken(who)["statements"]
        assert (told["about"], told["ended"]) == (LABEL, False)
        assert [each["parts"]["sentence"] for each in told["versions"]] == ["One.", "Two."]
        assert [each["id"] for each in told["versions"] if each["signed_by_me"] and each["signed_by_them"]] == [
            told["standing"]
        ]
        assert told["versions"][0]["remarks"] == [{"words": "Shorter.", "by_me": who is ben}]


def test_a_file_tells_nobody_to_the_minute_when_the_other_was_here(pair: Pair) -> None:
    write(pair[0], "One.")
    assert "written" in taken(pair[0])["statements"][0]["versions"][0]
    assert "written" not in taken(pair[1])["statements"][0]["versions"][0]


def test_what_was_left_behind_can_still_be_taken(pair: Pair) -> None:
    ana, ben = pair
    signed_by_both(ana, ben, "One.")
    people.leave(ana.anew(), Leaving.QUIETLY)
    assert taken(ana)["statements"][0]["standing"]


def test_a_file_signs_nothing(pair: Pair) -> None:
    ana, ben = pair
    signed_by_both(ana, ben, "One.")
    part = taken(ana)
    road.erase(ana.anew())
    assert portability.restore(ben.anew(), part) == 0
    assert not rows.Version.objects.exists()


@pytest.mark.parametrize("part", [None, [], {}, {"format": 2, "statements": []}, {"format": 1, "statements": "x"}])
def test_another_file_is_refused_by_name(ana: Cast, part: Any) -> None:
    with pytest.raises(portability.Unreadable):
        portability.restore(ana.me, part)


def test_who_erases_takes_their_words_and_names_with_them(pair: Pair) -> None:
    ana, ben = pair
    write(ana, "One.")
    his = write(ben, "Two.")
    sign(ana, his)
    actions.remark(ana.anew(), his, "Shorter.")
    road.erase(ana.anew())
    assert [row.pk for row in rows.Version.objects.all()] == [his]
    assert not rows.Signature.objects.exists() and not rows.Remark.objects.exists()
    assert verify.everything().faults == []
    assert [each.id for each in now(ben).versions] == [his]


def test_erasing_works_also_when_somebody_broke_the_record(pair: Pair) -> None:
    ana, ben = pair
    signed_by_both(ana, ben, "One.")
    Link.objects.order_by("-number").first().delete()  # type: ignore[union-attr]
    actions.erase_own(ana.anew())
    assert not rows.Version.objects.exists() and not rows.Signature.objects.exists()

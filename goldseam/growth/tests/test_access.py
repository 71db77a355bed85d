"""One door: mine is mine, shown is what was shown, and everything else isn't there."""

from uuid import UUID, uuid4

import pytest
from django.http import Http404

from conftest import Cast
from goldseam.growth import access, actions
from goldseam.growth.tests.browser import answers, checked_in
from goldseam.vault import mine
from goldseam.vault.errors import BackClosed

Pair = tuple[Cast, Cast]


def test_ana_finds_her_check_in_and_nobody_else_does(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    kept = UUID(checked_in(ana, closeness=20, line="anas line"))
    assert access.check_in_for(ana.me, kept).answers.line == "anas line"
    for other in (ben, cleo):
        with pytest.raises(Http404):
            access.check_in_for(other.me, kept)


def test_one_that_never_was_and_a_row_of_another_kind_look_the_same(ana: Cast) -> None:
    other_kind = mine.keep(ana.keyring, "elsewhere.note", {"at": "x"})
    for missing in (uuid4(), other_kind):
        with pytest.raises(Http404):
            access.check_in_for(ana.me, missing)


def test_reading_needs_the_private_half(ana: Cast) -> None:
    kept = UUID(checked_in(ana, closeness=20))
    for read in (lambda me: access.own_of(me).check_ins, lambda me: access.check_in_for(me, kept)):
        with pytest.raises(BackClosed):
            read(ana.closed())
    assert len(access.own_of(ana.me).check_ins) == 1


def test_the_newest_comes_first(ana: Cast) -> None:
    for value in (10, 20, 30):
        checked_in(ana, closeness=value)
    assert [each.answers.values["closeness"] for each in access.own_of(ana.me).check_ins] == [30, 20, 10]


def test_what_was_shown_is_read_by_both_and_by_no_third(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    kept = UUID(checked_in(ana, closeness=20, line="anas line"))
    actions.show_to_partner(ana.me, kept, ["line"])
    (bens,), (anas,) = access.shown_to(ben.closed()).slices, access.shown_to(ana.closed()).slices
    assert bens.answers == anas.answers == answers(line="anas line")
    assert (bens.by_me, bens.is_mine, anas.by_me, anas.is_mine) == (False, False, True, True)
    assert access.shown_to(cleo.me).slices == []


def test_only_its_owner_may_take_a_slice_back(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    shown = actions.show_to_partner(ana.me, UUID(checked_in(ana, closeness=20)), ["closeness"])
    for other in (ben, cleo):
        with pytest.raises(Http404):
            access.own_slice_for(other.me, shown)
    assert access.own_slice_for(ana.closed(), shown) == shown


def test_the_slice_says_nothing_about_where_it_came_from(pair: Pair) -> None:
    ana, _ = pair
    kept = UUID(checked_in(ana, closeness=20))
    actions.show_to_partner(ana.me, kept, ["closeness"])
    circle = access.together_to_show(ana.me).circle
    (entry,) = mine.shared_with(ana.keyring, circle)
    assert kept.hex not in str(entry.body) and str(kept) not in str(entry.body)
    assert set(entry.body) == {"values", "day"}


def test_what_another_practice_shares_is_no_slice(pair: Pair) -> None:
    ana, ben = pair
    other = mine.keep(ana.keyring, "elsewhere.note", {"values": {}, "line": "elsewhere", "day": "2026-01-01"})
    mine.share(ana.keyring, other, access.together_to_show(ana.me).circle)
    actions.show_to_partner(ana.me, UUID(checked_in(ana, closeness=20)), ["closeness"])
    assert [each.answers for each in access.shown_to(ben.anew()).slices] == [answers(closeness=20)]

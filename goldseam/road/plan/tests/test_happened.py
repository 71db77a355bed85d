"""Which steps for both took place, on which days."""

from __future__ import annotations

from datetime import timedelta

from conftest import Cast
from goldseam.practice import steps
from goldseam.road.plan import access, actions
from goldseam.road.plan.choosing import Deed
from goldseam.road.plan.happened import happened
from goldseam.vault import seam

TALK = "understanding.map-talk"


def test_every_day_on_which_a_step_was_marked_as_done_is_told_to_both_alike(pair: tuple[Cast, Cast]) -> None:
    now = seam.now()
    for days, who in ((6, 0), (3, 1)):
        with seam.pretend_it_is(now - timedelta(days=days)):
            actions.choose_for_both(pair[who].anew(), TALK, Deed.DONE)
        with seam.pretend_it_is(now - timedelta(days=days, hours=-1)):
            actions.choose_for_both(pair[who].anew(), TALK, Deed.AGAIN)
    found, other = (happened(who.anew()) for who in pair)
    assert found == other
    assert [each.id for each in found] == [TALK]
    assert found[0].days == tuple((now - timedelta(days=days)).date() for days in (6, 3))
    assert steps()[TALK].exercise().title in str(found[0].name)


def test_what_either_takes_back_took_no_place(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    actions.choose_for_both(ana.anew(), TALK, Deed.DONE)
    newest = access.both(ben.anew()).chosen.newest
    assert newest is not None
    actions.undo_for_both(ben.anew(), newest.id)
    assert happened(ana.anew()) == happened(ben.anew()) == []

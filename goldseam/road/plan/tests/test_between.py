"""What lies between the two: nothing that one of them did alone moves it, and neither can press the other by it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.apart import actions as apart
from goldseam.practice import steps
from goldseam.road.plan import access, actions, choosing, reads
from goldseam.road.plan.choosing import Deed, Refused
from goldseam.road.plan.rules import Frame
from goldseam.times.reads import today_of
from goldseam.understanding.core.problem import LABEL as CORE
from goldseam.understanding.core.wants import LABEL as WANTS
from goldseam.understanding.cycle.subject import LABEL as CYCLE
from goldseam.vault import seam
from tests.house import TOKEN

TALK = "understanding.map-talk"
HALF = {"start": {"picked": ["silent"]}}


def page(who: Cast) -> bytes:
    answer = browser_of(who).get(reverse("road-both"))
    assert answer.status_code == 200
    return TOKEN.sub(b"", answer.content)


def give_all(who: Cast) -> None:
    apart.give(who.anew(), CORE, {"sentence": "We both go quiet."})
    apart.give(who.anew(), WANTS, {"hard": "Nobody shouts."})
    apart.give(who.anew(), CYCLE, HALF)


def test_what_one_wrote_or_gave_alone_moves_nothing_on_the_page_of_both(pair: tuple[Cast, Cast]) -> None:
    """Also with the private half open: two who hold their phones side by side read the same, word for word."""
    ana, ben = pair
    before = {who.me.person.username: page(who) for who in pair}
    apart.keep_draft(ana.anew(), CYCLE, HALF, None)
    assert page(ana) == before["ana"]
    give_all(ana)
    assert {who.me.person.username: page(who) for who in pair} == before
    give_all(ben)
    for label in (CORE, WANTS, CYCLE):
        apart.look(ana.anew(), label)
    assert b"What you two did" in page(ana)
    done = [sorted(reads.joint_done(who.anew())) for who in pair]
    assert done[0] == done[1] and len(done[0]) == 3


def test_nobody_rings_at_the_other_all_day_by_choosing_and_taking_back(
    pair: tuple[Cast, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was taken back counts too; after a day it says nothing any more, and goes."""
    ben = pair[1]
    with pytest.raises(Refused, match="enough-today"):
        for _ in range(choosing.A_DAY_MOST):
            actions.choose_for_both(ben.anew(), TALK, Deed.LATER)
            newest = access.both(ben.anew()).chosen.newest
            assert newest is not None
            actions.undo_for_both(ben.anew(), newest.id)
    before, after, tomorrow = ben.anew(), ben.anew(), seam.now() + timedelta(hours=25)
    monkeypatch.setattr(seam, "now", lambda: tomorrow)
    monkeypatch.setattr(choosing, "A_DAY_MOST", 1)
    actions.choose_for_both(before, TALK, Deed.LATER)
    assert [mark.deed for mark in access.both(after).marks] == [Deed.LATER]


def test_a_wish_that_was_let_go_never_comes_back_as_a_yes(pair: tuple[Cast, Cast]) -> None:
    """Ana asked for other days since: whoever takes that back doesn't make her older wish count."""
    ana, ben = pair
    first, second = today_of(ana.anew()), today_of(ana.anew()) + timedelta(days=14)
    actions.ask_for(ana.anew(), first, 8)
    actions.ask_for(ana.anew(), second, 8)
    newest = access.both(ben.anew()).chosen.newest
    assert newest is not None
    actions.undo_for_both(ben.anew(), newest.id)
    actions.ask_for(ben.anew(), first, 8)
    for who in pair:
        assert access.both(who.anew()).chosen.frame is None
    actions.ask_for(ana.anew(), first, 8)
    for who in pair:
        assert access.both(who.anew()).chosen.frame == Frame(first, 8)


def test_no_address_of_a_step_tells_which_it_is() -> None:
    """A list of addresses in a browser is read over a shoulder: the steps of somebody unsure are named like any."""
    words = {part for name in steps() for part in re.split(r"[^a-z]", name)} - {""}
    slugs = [reads.slug_of(name) for name in steps()]
    assert len(set(slugs)) == len(slugs) and {len(slug) for slug in slugs} == {10}
    assert not any(word in slug for slug in slugs for word in words if len(word) > 3)
    assert reads.step_called(reads.slug_of(TALK)).id == TALK


@pytest.mark.parametrize("part", ["deed", "step", "other", "day", "weeks", "of"])
@pytest.mark.parametrize("odd", [5, None, [], {}, "\x00", "9999-12-31", 10**30, True])
def test_whatever_another_program_sealed_is_read_or_refused(part: str, odd: object) -> None:
    body = choosing.joint_body(Deed.FRAME, day=seam.now().date(), weeks=8) | {part: odd}
    with suppress(choosing.Unreadable):
        choosing.joint_from_body(body, seam.uuid(), "you", seam.now())

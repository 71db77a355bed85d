"""Pausing and leaving ask nobody, and no change on the server's disk can hold anybody back."""

import pytest

from conftest import Cast, browser_of
from goldseam.people import access, actions
from goldseam.people.rules import RULE_VERSION, Leaving
from goldseam.people.tests.pair_browser import plain
from goldseam.vault import circles, invites, mine
from goldseam.vault.errors import Tampered
from goldseam.vault.models import Circle, Grant, Invite, Link


def break_the_record(who: Cast) -> None:
    """Somebody with the disk bends the newest link."""
    together = access.togetherness_of(who.anew())
    assert together is not None
    newest = Link.objects.filter(circle=together.circle).order_by("-number").first()
    assert newest is not None
    Link.objects.filter(pk=newest.pk).update(digest=bytes(32), author_key=bytes(32))
    Circle.objects.filter(pk=together.circle.pk).update(head=bytes(32))


def test_a_pause_works_when_the_record_was_changed(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    break_the_record(ana)
    with pytest.raises(Tampered):
        access.togetherness_of(ana.anew())
    actions.pause(ana.anew())
    seat = access.seat_of(ana.anew())
    assert seat is not None
    assert seat.paused


def test_leaving_quietly_works_when_the_record_was_changed(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    break_the_record(ana)
    actions.leave(ana.anew(), Leaving.QUIETLY)
    assert access.seat_of(ana.anew()) is None
    assert access.togetherness_of(ana.anew()) is None


def test_the_place_us_offers_a_pause_when_the_record_was_changed(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    break_the_record(ana)
    page = browser_of(ana).get("/us/").content.decode()
    assert 'action="/us/pause/"' in page
    assert browser_of(ana).post("/us/pause/", {"next": "/us/"})["Location"] == "/us/"
    assert "You have paused." in plain(browser_of(ana).get("/us/"))


def test_an_open_invitation_ends_with_a_pause_also_then(ana: Cast) -> None:
    actions.invite(ana.me, own_name="Ana")
    circle = Circle.objects.get()
    Circle.objects.filter(pk=circle.pk).update(head=bytes(32))
    actions.pause(ana.anew())
    assert not Invite.objects.filter(circle=circle).exists()
    assert Circle.objects.get().rotate_due


def test_an_old_account_that_leaves_gets_no_newer_key(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    """Cleo stands for Ana's new account, let in beside the lost one."""
    ana, ben = pair
    words = " ".join(actions.invite_beside(ben.anew()))
    actions.join(cleo.me, invites.keys_of(words), own_name="Ana", agreed_to=RULE_VERSION)
    actions.let_in(ben.anew())
    actions.leave(ana.anew(), Leaving.OLD_ACCOUNT)
    together = access.togetherness_of(ben.anew())
    assert together is not None
    mine_row = mine.keep(ben.keyring, "test.note", {"words": "after the old one left"})
    mine.share(ben.anew().keyring, mine_row, together.circle)
    circle = Circle.objects.get(pk=together.circle.pk)
    given = set(Grant.objects.filter(circle=circle, epoch=circle.epoch).values_list("holder_id", flat=True))
    assert given == {ben.keyring.holder_id, cleo.keyring.holder_id}
    assert circle.epoch not in circles.own_keys(ana.anew().keyring, circle)
    seen = access.togetherness_of(cleo.anew())
    assert seen is not None
    assert [entry.body["words"] for entry in mine.shared_with(cleo.anew().keyring, seen.circle)] == [
        "after the old one left"
    ]

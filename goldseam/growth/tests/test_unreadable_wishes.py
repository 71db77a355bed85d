"""What somebody wished can't be read any more (another server key, a changed row): nothing rings for them, and nobody,
neither they nor the other, is kept from anything because of it."""

from __future__ import annotations

from uuid import UUID

import pytest

from conftest import Cast, browser_of
from goldseam.growth import access, actions, portability
from goldseam.growth.tests.browser import checked_in
from goldseam.reminders import choosing
from goldseam.reminders import portability as reminders
from goldseam.reminders.models import Due, Reason, Wishes
from goldseam.reminders.tests.post_office import Office, a_mailbox_of
from goldseam.vault.seam import pretend_it_is

Pair = tuple[Cast, Cast]


@pytest.fixture
def spoiled(pair: Pair) -> Pair:
    """Ana has shown something to Ben, whose wishes somebody changed then."""
    ana, ben = pair
    a_mailbox_of(ben)
    show(ana)
    Wishes.objects.filter(person=ben.me.person).update(body=b"spoiled")
    return pair


def show(who: Cast) -> UUID:
    return actions.show_to_partner(who.anew(), UUID(checked_in(who, tension=70)), ["tension"])


def test_what_was_shown_can_be_taken_back(spoiled: Pair) -> None:
    ana, ben = spoiled
    actions.take_back(ana.anew(), access.shown_to(ana.anew()).slices[0].id)
    assert access.shown_to(ben.anew()).slices == []


def test_more_can_be_shown_and_nothing_rings(spoiled: Pair) -> None:
    ana, ben = spoiled
    show(ana)
    assert len(access.shown_to(ben.anew()).slices) == 2
    office = Office()
    with pretend_it_is(Due.objects.get().at):
        office.work_off()
    assert office.out == [] and Reason.objects.count() == 0


def test_they_choose_anew_take_their_things_along_and_go(spoiled: Pair) -> None:
    _, ben = spoiled
    page = browser_of(ben).get("/account/reminders/")
    assert page.status_code == 200 and b"checked" not in page.content
    assert isinstance(reminders.export(ben.anew()), dict) and portability.export(ben.anew()) is not None
    choosing.choose_kinds(ben.anew(), [access.SHOWN])
    show(spoiled[0])
    assert Reason.objects.filter(person=ben.me.person, kind=access.SHOWN).exists()
    Wishes.objects.update(body=b"spoiled")
    reminders.erase(ben.anew())
    assert not Wishes.objects.exists()

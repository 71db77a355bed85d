"""The door, and what somebody who writes past the pages can't do."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404

from conftest import Cast, bring_together
from goldseam.times import access, actions
from goldseam.times.models import AgreedTime, Answer, Appointment
from goldseam.times.rules import Deed, Refused, State
from goldseam.times.tests.two import agreed, suggested
from goldseam.vault import ours
from goldseam.vault.errors import Tampered

Pair = tuple[Cast, Cast]


def test_a_stranger_and_a_missing_id_look_alike(pair: Pair, cleo: Cast, db: None) -> None:
    made = suggested(pair[0])
    for who, time_id in ((cleo, made), (pair[1], uuid4())):
        with pytest.raises(Http404):
            access.time_for(who.anew(), time_id)
    assert access.time_for(pair[1].anew(), made)


def test_times_come_in_their_order(pair: Pair) -> None:
    made = {days: suggested(pair[days % 2], days=days) for days in (5, 2, 4)}
    assert [time.id for time in access.times_of(pair[0].anew()).times] == [made[2], made[4], made[5]]


def forged(who: Cast, about: Appointment, **told: object) -> None:
    body = {"about": about.pk.hex, "words": "", "deed": "accept", **told}
    row = Answer(appointment=about, circle=about.circle, author_id=who.keyring.holder_id)
    ours.write(who.anew().keyring, row, body)


@pytest.mark.parametrize("deed", ["accept", "decline"])
def test_whoever_suggests_cannot_sign_the_others_answer(pair: Pair, deed: str) -> None:
    ana, ben = pair
    time = access.time_for(ana.anew(), suggested(ana))
    forged(ana, access.row_of(time), words=time.words, deed=deed)
    for who in (ana, ben):
        with pytest.raises(Tampered):
            access.times_of(who.anew())


def test_an_answer_is_bound_to_the_words_it_was_given_to(pair: Pair) -> None:
    ana, ben = pair
    one, other = (access.time_for(ana.anew(), suggested(ana, days=days)) for days in (2, 3))
    forged(ben, access.row_of(one), words=other.words)
    with pytest.raises(Tampered):
        access.times_of(ana.anew())


def test_an_answer_moved_to_another_time_is_found(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    other = suggested(ana, days=5)
    Answer.objects.update(appointment_id=other)
    with pytest.raises(Tampered):
        access.times_of(ben.anew())


def test_what_somebody_puts_into_the_clear_columns_is_no_yes(pair: Pair) -> None:
    """Who runs the server can ring a bell; they can't make anybody agree."""
    ana, ben = pair
    time = access.time_for(ana.anew(), suggested(ana))
    seat = ben.me.person.seats.get()
    AgreedTime.objects.create(appointment_id=time.id, seat=seat, at=time.at)
    assert access.time_for(ana.anew(), time.id).state is State.SUGGESTED


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"what": 7, "at": "2027-01-01T00:00:00+00:00", "minutes": 20, "instead_of": ""},
        {"what": "", "at": "2027-01-01T00:00:00", "minutes": 20, "instead_of": ""},
        {"what": "", "at": "9999-12-31T23:00:00+00:00", "minutes": 20, "instead_of": ""},
        {"what": "", "at": "2027-01-01T00:00:00+00:00", "minutes": 10**9, "instead_of": ""},
        {"what": "x" * 9000, "at": "2027-01-01T00:00:00+00:00", "minutes": 20, "instead_of": ""},
        {"what": "", "at": "2027-01-01T00:00:00+00:00", "minutes": 20, "instead_of": "me"},
    ],
)
def test_what_another_program_sealed_breaks_no_page(pair: Pair, body: dict[str, object]) -> None:
    ana, ben = pair
    circle = access.times_of(ana.anew()).together.circle  # type: ignore[union-attr]
    row = Appointment(circle=circle, author_id=ana.keyring.holder_id)
    ours.write(ana.anew().keyring, row, body)
    with pytest.raises(Tampered):
        access.times_of(ben.anew())


def test_a_new_partner_reads_nothing_of_before(pair: Pair, cleo: Cast) -> None:
    from goldseam.people import actions as people
    from goldseam.people.rules import Leaving

    ana, ben = pair
    made = agreed(ana, ben)
    people.leave(ana.anew(), Leaving.QUIETLY)
    bring_together(ana, cleo)
    for who in (ana, cleo):
        assert access.times_of(who.anew()).times == ()
        with pytest.raises(Http404):
            access.time_for(who.anew(), made)


def test_a_new_account_beside_a_lost_one_is_on_the_same_side(pair: Pair, cleo: Cast) -> None:
    """What the lost account suggested, the new one takes back; and nobody answers themselves through it."""
    from goldseam.people import actions as people
    from goldseam.people.rules import RULE_VERSION
    from goldseam.people.rules import Refused as NotHere
    from goldseam.vault import invites

    ana, ben = pair
    made = suggested(ana)
    words = " ".join(people.invite_beside(ben.anew()))
    people.join(cleo.anew(), invites.keys_of(words), own_name="Ana", agreed_to=RULE_VERSION)
    with pytest.raises((Refused, NotHere)):
        suggested(cleo, days=4)
    people.let_in(ben.anew())
    assert access.time_for(cleo.anew(), made).is_mine
    with pytest.raises(Refused):
        actions.answer(cleo.anew(), made, Deed.ACCEPT)
    actions.answer(ben.anew(), made, Deed.ACCEPT)
    assert access.is_still_agreed(cleo.me.person.pk, made)
    assert access.is_still_agreed(ben.me.person.pk, made)

"""Coming together, pausing and leaving."""

import pytest

from conftest import Cast, arrive
from goldseam.people import access, actions
from goldseam.people.rules import RULE_VERSION, Leaving, Refused
from goldseam.vault import invites, mine
from goldseam.vault.errors import BackClosed, Missing, StrangeKey
from goldseam.vault.models import Holder


def together(who: Cast) -> access.Togetherness:
    found = access.togetherness_of(who.anew())
    assert found is not None
    return found


def test_each_reads_the_others_name(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    assert together(ana).partner_name == "Ben"
    assert together(ben).partner_name == "Ana"


def test_a_person_may_be_alone_as_long_as_they_like(ana: Cast) -> None:
    assert access.togetherness_of(ana.me) is None


def test_a_stranger_sees_no_pair(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    assert access.togetherness_of(cleo.me) is None


def test_an_invitation_works_once(ana: Cast, ben: Cast, cleo: Cast) -> None:
    words = " ".join(actions.invite(ana.me, own_name="Ana"))
    actions.join(ben.me, invites.keys_of(words), own_name="Ben", agreed_to=RULE_VERSION)
    with pytest.raises(Missing):
        actions.join(cleo.me, invites.keys_of(words), own_name="Cleo", agreed_to=RULE_VERSION)


def test_a_cancelled_invitation_opens_nothing(ana: Cast, ben: Cast) -> None:
    words = " ".join(actions.invite(ana.me, own_name="Ana"))
    actions.cancel_invitation(ana.anew())
    with pytest.raises(Missing):
        invites.look(invites.keys_of(words))


def test_joining_needs_a_yes_to_the_rule(ana: Cast, ben: Cast) -> None:
    words = " ".join(actions.invite(ana.me, own_name="Ana"))
    with pytest.raises(Refused):
        actions.join(ben.me, invites.keys_of(words), own_name="Ben", agreed_to="")


def test_swapped_keys_of_the_joiner_are_refused_in_plain_words(ana: Cast, ben: Cast, cleo: Cast) -> None:
    words = " ".join(actions.invite(ana.me, own_name="Ana"))
    actions.join(ben.me, invites.keys_of(words), own_name="Ben", agreed_to=RULE_VERSION)
    Holder.objects.filter(pk=ben.keyring.holder_id).update(
        front_public=Holder.objects.get(pk=cleo.keyring.holder_id).front_public
    )
    with pytest.raises(StrangeKey):
        actions.let_in(ana.anew())


def test_a_pause_and_a_quiet_leaving_look_the_same_to_the_partner(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    actions.pause(ana.me)
    seen_in_pause = (together(ben).is_paused, together(ben).may_write, together(ben).partner_left)
    actions.resume(ana.anew())
    assert together(ben).may_write
    actions.leave(ana.anew(), Leaving.QUIETLY)
    assert (together(ben).is_paused, together(ben).may_write, together(ben).partner_left) == seen_in_pause
    assert access.togetherness_of(ana.anew()) is None


def test_leaving_with_a_word_tells_the_partner_that_word(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    actions.leave(ana.anew(), Leaving.WITH_A_WORD, word="I wish you well.")
    assert together(ben).partner_left
    assert together(ben).last_word == "I wish you well."


def test_who_left_can_come_back_only_by_their_own_deed(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    actions.leave(ana.anew(), Leaving.QUIETLY)
    (seat,) = access.left_seats(ana.anew())
    actions.come_back(ana.anew(), seat)
    assert together(ana).is_paused
    actions.resume(ana.anew())
    assert together(ben).may_write


def test_leaving_can_take_back_what_was_shared(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    row = mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    mine.share(ana.anew().keyring, row, together(ana).circle)
    assert [entry.body for entry in mine.shared_with(ben.anew().keyring, together(ben).circle)] == [
        {"words": "kestrel"}
    ]
    with pytest.raises(BackClosed):
        actions.leave(ana.closed(), Leaving.QUIETLY, take_back=True)
    actions.leave(ana.anew(), Leaving.QUIETLY, take_back=True)
    assert mine.shared_with(ben.anew().keyring, together(ben).circle) == []


def test_a_third_person_has_no_seat(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    arrive("dara")
    with pytest.raises(Refused):
        actions.invite(ana.anew(), own_name="Ana")


def test_nobody_shares_anothers_row(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    row = mine.keep(ben.keyring, "test.note", {"words": "kestrel"})
    with pytest.raises(Missing):
        mine.share(ana.anew().keyring, row, together(ana).circle)
    mine.share(ben.anew().keyring, row, together(ben).circle)

"""Somebody who came with the words and wasn't let in: what they see, what they leave behind, who may go meanwhile."""

from collections.abc import Callable

import pytest

from conftest import Cast
from goldseam.growth import access as shown
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import access, actions, portability
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.people.rules import RULE_VERSION, Leaving
from goldseam.vault import invites, mine, verify
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.models import Circle, Link, RowWrap

LINE = "the heron came back"


def together_of(who: Cast) -> Togetherness:
    together = access.togetherness_of(who.anew())
    assert together is not None
    return together


def comes(who: Cast, words: list[str]) -> None:
    actions.join(who.me, invites.keys_of(" ".join(words)), own_name="Somebody", agreed_to=RULE_VERSION)


def shows(who: Cast) -> None:
    me = who.anew()
    kept = growth.keep_check_in(me, Answers({"tension": 30}, line=LINE))
    growth.show_to_partner(me, kept, ["line"])


def lines_seen_by(who: Cast) -> list[str]:
    return [each.answers.line for each in shown.shown_to(who.anew()).slices]


@pytest.fixture
def stranger_at_the_door(pair: tuple[Cast, Cast], cleo: Cast) -> Cast:
    """Ana and Ben share; Ana gave words for a new account of Ben's, and Cleo came with them."""
    ana, ben = pair
    shows(ben)
    words = actions.invite_beside(ana.anew())
    shows(ana)
    comes(cleo, words)
    return cleo


def test_nothing_that_was_shown_meanwhile_is_seen_before_being_let_in(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    ana, _ben = pair
    words = actions.invite_beside(ana.anew())
    shows(ana)
    comes(cleo, words)
    assert lines_seen_by(cleo) == []
    actions.let_in(ana.anew())
    assert lines_seen_by(cleo) == [LINE]


def test_what_a_stranger_showed_at_the_door_goes_with_them(pair: tuple[Cast, Cast], stranger_at_the_door: Cast) -> None:
    ana, ben = pair
    shows(stranger_at_the_door)
    actions.leave(stranger_at_the_door.anew(), Leaving.WITH_A_WORD, word="goodbye")
    actions.send_away(ana.anew())
    assert lines_seen_by(ana) == lines_seen_by(ben) == [LINE, LINE]
    assert verify.everything().faults == []


def test_the_next_who_comes_isnt_met_by_what_a_stranger_left(ana: Cast, ben: Cast, cleo: Cast) -> None:
    comes(cleo, actions.invite(ana.me, own_name="Ana"))
    shows(cleo)
    actions.send_away(ana.anew())
    comes(ben, actions.invite(ana.anew(), own_name="Ana"))
    actions.let_in(ana.anew())
    shows(ben)
    assert lines_seen_by(ana) == lines_seen_by(ben) == [LINE]


def test_a_stranger_who_erases_themselves_at_the_door_spoils_nothing(
    pair: tuple[Cast, Cast], stranger_at_the_door: Cast
) -> None:
    ana, ben = pair
    portability.erase(stranger_at_the_door.anew())
    assert together_of(ana).arrival is not None
    with pytest.raises(Missing):
        actions.let_in(ana.anew())
    actions.send_away(ana.anew())
    assert lines_seen_by(ana) == lines_seen_by(ben) == [LINE, LINE]
    assert verify.everything().faults == []


def test_the_first_who_comes_and_erases_themselves_leaves_the_place_free(ana: Cast, ben: Cast, cleo: Cast) -> None:
    comes(cleo, actions.invite(ana.me, own_name="Ana"))
    portability.erase(cleo.anew())
    actions.send_away(ana.anew())
    comes(ben, actions.invite(ana.anew(), own_name="Ana"))
    actions.let_in(ana.anew())
    assert together_of(ana).partner_name == "Somebody"


def test_whoever_goes_leaves_nobody_at_the_door_of_the_other(
    pair: tuple[Cast, Cast], stranger_at_the_door: Cast
) -> None:
    ana, ben = pair
    portability.erase(ana.anew())
    assert together_of(ben).partner_left
    assert [entry.body["line"] for entry in mine.shared_with(ben.anew().keyring, together_of(ben).circle)] == [LINE]
    assert access.togetherness_of(stranger_at_the_door.anew()) is None


@pytest.mark.parametrize("answer", [actions.let_in, actions.send_away])
def test_a_record_shortened_while_somebody_waits_is_noticed(
    pair: tuple[Cast, Cast], cleo: Cast, answer: Callable[[Me], None]
) -> None:
    """Neither yes nor no puts one's own signature under a record that is shorter than one left it."""
    ana, _ben = pair
    words = actions.invite_beside(ana.anew())
    circle = together_of(ana).circle
    before = Circle.objects.filter(pk=circle.pk).values("number", "head", "head_author", "head_key", "head_signature")
    older = before.get()
    shows(ana)
    newer = Link.objects.filter(circle=circle, number__gt=older["number"])
    RowWrap.objects.filter(circle=circle, row__in=list(newer.values_list("row", flat=True))).delete()
    newer.delete()
    Circle.objects.filter(pk=circle.pk).update(**older)
    comes(cleo, words)
    with pytest.raises(Tampered):
        answer(ana.anew())

"""Somebody who came with the words and wasn't let in: what they see, what they leave behind, who may go meanwhile."""

from collections.abc import Callable

import pytest

from conftest import Cast, arrive, browser_of
from goldseam.growth import access as shown
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import access, actions, portability
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.people.rules import RULE_VERSION, Leaving
from goldseam.vault import circles, invites, mine, verify
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.models import Circle, Grant, Link, RowWrap

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


# -- the other member, who gave no words ---------------------------------------------------------------------------


def test_the_other_ends_the_waiting_by_one_press(pair: tuple[Cast, Cast], stranger_at_the_door: Cast) -> None:
    """Ana never decides about an account of her own: that keeps nothing from Ben."""
    ana, ben = pair
    shows(stranger_at_the_door)
    assert together_of(ben).waits_on_partner
    browser = browser_of(ben)
    page = browser.get("/us/").content.decode()
    assert "Send them away" in page and 'action="/invite/send-away/"' in page
    assert browser.post("/invite/send-away/", {"next": "/us/"})["Location"] == "/us/"
    assert together_of(ben).partner_name == "Ana" and together_of(ana).partner_name == "Ben"
    assert lines_seen_by(ana) == lines_seen_by(ben) == [LINE, LINE]
    assert portability.export(ben.anew())["pairs"][0]["readable"]  # type: ignore[index, call-overload]
    assert verify.everything().faults == []


def test_whom_the_other_sent_away_opens_nothing_newer(pair: tuple[Cast, Cast], stranger_at_the_door: Cast) -> None:
    ana, ben = pair
    circle = together_of(ana).circle
    at_the_door = circle.epoch
    held = dict(circles.keys(stranger_at_the_door.anew().keyring, circle))
    actions.send_away(ben.anew())
    circle.refresh_from_db()
    assert circle.epoch > at_the_door and circle.epoch not in held
    assert not Grant.objects.filter(circle=circle, holder=stranger_at_the_door.keyring.holder_id).exists()
    assert access.togetherness_of(stranger_at_the_door.anew()) is None
    with pytest.raises(Missing):
        circles.keys(stranger_at_the_door.anew().keyring, circle)
    for who in pair:
        shows(who)
    newer = RowWrap.objects.filter(circle=circle).exclude(epoch__lte=at_the_door)
    assert newer.exists() and not set(newer.values_list("epoch", flat=True)) & set(held)
    given = Grant.objects.filter(circle=circle, epoch=circle.epoch).values_list("holder_id", flat=True)
    assert set(given) == {who.keyring.holder_id for who in pair}
    assert len(lines_seen_by(ana)) == len(lines_seen_by(ben)) == 4


def test_sent_away_twice_it_is_done_once(pair: tuple[Cast, Cast], stranger_at_the_door: Cast) -> None:
    ana, ben = pair
    actions.send_away(ben.anew())
    for who in (ana, ben, stranger_at_the_door):
        with pytest.raises(Missing):
            actions.send_away(who.anew())
    with pytest.raises(Missing):
        actions.let_in(ana.anew())


def test_words_can_be_given_again_after_that(pair: tuple[Cast, Cast], stranger_at_the_door: Cast) -> None:
    ana, ben = pair
    actions.send_away(ben.anew())
    comes(stranger_at_the_door, actions.invite_beside(ana.anew()))
    actions.let_in(ana.anew())
    assert len(lines_seen_by(stranger_at_the_door)) == len(lines_seen_by(ben)) == 2


def test_who_stands_at_the_door_sends_nobody_away(pair: tuple[Cast, Cast], stranger_at_the_door: Cast) -> None:
    with pytest.raises(Missing):
        actions.send_away(stranger_at_the_door.anew())
    assert together_of(pair[0]).arrival is not None


@pytest.mark.parametrize("who", ["ana", "ben", "anew"])
def test_a_newer_account_keeps_its_key_whoever_sends_away(
    pair: tuple[Cast, Cast], stranger_at_the_door: Cast, who: str
) -> None:
    ana, ben = pair
    anew = arrive("ana2")
    actions.send_away(ben.anew())
    comes(anew, actions.invite_beside(ben.anew()))
    actions.let_in(ben.anew())
    comes(stranger_at_the_door, actions.invite_beside(ana.anew()))
    cast = {"ana": ana, "ben": ben, "anew": anew}
    actions.send_away(cast[who].anew())
    circle = together_of(ana).circle
    given = Grant.objects.filter(circle=circle, epoch=circle.epoch).values_list("holder_id", flat=True)
    assert set(given) == {each.keyring.holder_id for each in cast.values()}
    for each in cast.values():
        shows(each)
    assert {len(lines_seen_by(each)) for each in cast.values()} == {5}
    assert verify.everything().faults == []


def test_a_pause_works_while_somebody_waits(pair: tuple[Cast, Cast], stranger_at_the_door: Cast) -> None:
    _, ben = pair
    actions.pause(ben.anew())
    assert together_of(ben).state.paused
    actions.send_away(ben.anew())
    assert together_of(ben).is_paused
    actions.resume(ben.anew())
    assert together_of(ben).may_write


@pytest.mark.parametrize("word", ["", "goodbye"])
@pytest.mark.parametrize("take_back", [False, True])
@pytest.mark.parametrize("how", [Leaving.QUIETLY, Leaving.WITH_A_WORD])
def test_leaving_works_while_somebody_waits(
    pair: tuple[Cast, Cast], stranger_at_the_door: Cast, how: Leaving, take_back: bool, word: str
) -> None:
    ana, ben = pair
    actions.leave(ben.anew(), how, word=word, take_back=take_back)
    assert access.togetherness_of(ben.anew()) is None
    if together_of(ana).arrival:
        actions.send_away(ana.anew())
    assert together_of(ana).partner_left is (how is Leaving.WITH_A_WORD)
    assert (together_of(ana).last_word or "") == (word if how is Leaving.WITH_A_WORD else "")
    assert lines_seen_by(ana) == ([LINE] if take_back else [LINE, LINE])


@pytest.mark.parametrize(
    ("who", "answer"), [("ana", actions.let_in), ("ana", actions.send_away), ("ben", actions.send_away)]
)
def test_a_record_shortened_while_somebody_waits_is_noticed(
    pair: tuple[Cast, Cast], cleo: Cast, who: str, answer: Callable[[Me], None]
) -> None:
    """Neither yes nor no puts one's own signature under a record that is shorter than one left it."""
    ana, ben = pair
    words = actions.invite_beside(ana.anew())
    circle = together_of(ana).circle
    before = Circle.objects.filter(pk=circle.pk).values("number", "head", "head_author", "head_key", "head_signature")
    older = before.get()
    shows(ana if who == "ana" else ben)
    newer = Link.objects.filter(circle=circle, number__gt=older["number"])
    RowWrap.objects.filter(circle=circle, row__in=list(newer.values_list("row", flat=True))).delete()
    newer.delete()
    Circle.objects.filter(pk=circle.pk).update(**older)
    comes(cleo, words)
    with pytest.raises(Tampered):
        answer((ana if who == "ana" else ben).anew())

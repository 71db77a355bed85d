"""A new account beside a lost one: marked for everybody, never into the old one, never without the partner's deed."""

import pytest

from conftest import Cast, arrive, browser_of
from goldseam.people import access, actions
from goldseam.people.access import Togetherness
from goldseam.people.models import Admission, Seat
from goldseam.people.rules import RULE_VERSION, Leaving, Refused
from goldseam.people.tests.pair_browser import join_as, plain, six_words
from goldseam.vault import circles, invites, mine, ours
from goldseam.vault.errors import Missing, Tampered, VaultError


def seen(who: Cast) -> Togetherness:
    found = access.togetherness_of(who.anew())
    assert found is not None
    return found


def words_for_beside(who: Cast) -> str:
    return " ".join(actions.invite_beside(who.anew()))


@pytest.fixture
def readmitted(pair: tuple[Cast, Cast]) -> tuple[Cast, Cast, Cast]:
    """Ana, who lost her account; Ben; and Ana's new account, let in by Ben."""
    ana, ben = pair
    row = mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    mine.share(ana.anew().keyring, row, seen(ana).circle)
    anew = arrive("ana2")
    actions.join(anew.me, invites.keys_of(words_for_beside(ben)), own_name="Ana", agreed_to=RULE_VERSION)
    actions.let_in(ben.anew())
    return ana, ben, anew


def test_the_new_account_reads_what_both_shared(readmitted: tuple[Cast, Cast, Cast]) -> None:
    _, ben, anew = readmitted
    for who in (ben, anew):
        shared = mine.shared_with(who.anew().keyring, seen(who).circle)
        assert [entry.body["words"] for entry in shared] == ["kestrel"]


def test_each_counts_to_the_right_side(readmitted: tuple[Cast, Cast, Cast]) -> None:
    ana, ben, anew = readmitted
    holders = [who.keyring.holder_id for who in (ana, ben, anew)]
    assert [seen(ben).side_of(holder) for holder in holders] == ["you", "me", "you"]
    assert [seen(ana).side_of(holder) for holder in holders] == ["me", "you", "me"]
    assert [seen(anew).side_of(holder) for holder in holders] == ["me", "you", "me"]
    assert seen(ben).partner_seat and seen(ben).partner_seat.person == anew.me.person  # type: ignore[union-attr]
    assert seen(anew).partner_name == seen(ana).partner_name == "Ben"


def test_everybody_reads_the_mark(readmitted: tuple[Cast, Cast, Cast]) -> None:
    ana, ben, anew = readmitted
    assert "Ana uses a new account. You let it in on" in plain(browser_of(ben).get("/invite/"))
    assert "A new account called Ana was let in for you on" in plain(browser_of(ana).get("/invite/"))
    assert "This is your new account. Ben let it in on" in plain(browser_of(anew).get("/invite/"))


def test_the_old_account_keeps_all_it_had(readmitted: tuple[Cast, Cast, Cast]) -> None:
    ana, ben, anew = readmitted
    shared = mine.shared_with(ana.anew().keyring, seen(ana).circle)
    assert [entry.body["words"] for entry in shared] == ["kestrel"]
    later = mine.keep(anew.keyring, "test.note", {"words": "heron"})
    mine.share(anew.anew().keyring, later, seen(anew).circle)
    for who in (ana, ben):
        assert len(mine.shared_with(who.anew().keyring, seen(who).circle)) == 2
    with pytest.raises(VaultError):
        mine.one(anew.anew().keyring, mine.everything(ana.anew().keyring)[0].id)


def test_words_and_writing_work_on_both_sides_of_it(readmitted: tuple[Cast, Cast, Cast]) -> None:
    _, ben, anew = readmitted
    assert seen(ben).may_write and seen(anew).may_write
    assert six_words(browser_of(ben).post("/us/words/")) == six_words(browser_of(anew).post("/us/words/"))


def test_a_pause_of_the_old_account_holds(readmitted: tuple[Cast, Cast, Cast]) -> None:
    ana, ben, anew = readmitted
    actions.pause(ana.anew())
    assert seen(ben).is_paused and seen(anew).is_paused
    actions.resume(anew.anew())
    assert seen(ben).is_paused


def test_the_old_account_leaves_only_by_its_own_deed_and_then_holds_nothing_up(
    readmitted: tuple[Cast, Cast, Cast],
) -> None:
    ana, ben, anew = readmitted
    assert "I use the new account" in plain(browser_of(ana).get("/us/part/"))
    browser_of(ana).post("/us/part/", {"how": "old-account"})
    assert access.togetherness_of(ana.anew()) is None
    assert seen(ben).may_write and seen(anew).may_write and not seen(ben).partner_left
    assert "The way back" not in plain(browser_of(ana).get("/us/part/"))
    with pytest.raises(Refused):
        actions.come_back(ana.anew(), access.left_seats(ana.anew())[0])


def test_quietly_stays_quiet_whomever_the_partner_let_in(readmitted: tuple[Cast, Cast, Cast]) -> None:
    """The partner alone decides who is let in beside: that must not tell them that somebody left."""
    ana, ben, anew = readmitted
    actions.pause(ana.anew())
    paused = [(seen(who).is_paused, seen(who).may_write, seen(who).partner_left) for who in (ben, anew)]
    pages = [plain(browser_of(ben).get(path)) for path in ("/us/", "/us/pause/", "/invite/")]
    actions.resume(ana.anew())
    assert "Leave quietly" in plain(browser_of(ana).get("/us/part/"))
    browser_of(ana).post("/us/part/", {"how": "quietly"})
    assert access.togetherness_of(ana.anew()) is None
    assert [(seen(who).is_paused, seen(who).may_write, seen(who).partner_left) for who in (ben, anew)] == paused
    assert [plain(browser_of(ben).get(path)) for path in ("/us/", "/us/pause/", "/invite/")] == pages
    (seat,) = access.left_seats(ana.anew())
    assert not seat.left_openly and circles.is_in(ana.anew().keyring, seat.pair.circle)
    assert "The way back" in plain(browser_of(ana).get("/us/part/"))
    actions.come_back(ana.anew(), seat)
    assert seen(ana).state.paused


def test_nobody_leaves_as_an_old_account_without_a_new_one(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    with pytest.raises(Refused):
        actions.leave(ana.anew(), Leaving.OLD_ACCOUNT)
    assert browser_of(ana).post("/us/part/", {"how": "old-account"})["Location"] == "/us/part/"
    assert seen(ana).has_partner and seen(ben).may_write


def test_the_new_account_may_leave_like_anybody(readmitted: tuple[Cast, Cast, Cast]) -> None:
    _, ben, anew = readmitted
    actions.leave(anew.anew(), Leaving.WITH_A_WORD, word="Be well.")
    assert seen(ben).partner_left and seen(ben).last_word == "Be well."


def test_while_it_waits_at_the_door_it_reads_nothing_old(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    row = mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    mine.share(ana.anew().keyring, row, seen(ana).circle)
    anew = arrive("ana2")
    actions.join(anew.me, invites.keys_of(words_for_beside(ben)), own_name="Ana", agreed_to=RULE_VERSION)
    assert mine.shared_with(anew.anew().keyring, seen(anew).circle) == []
    assert seen(ana).waits_on_partner and not seen(ana).has_partner
    assert browser_of(ana).get("/invite/").status_code == 200


def test_only_a_partner_with_a_partner_can_let_in(ana: Cast, pair: tuple[Cast, Cast], cleo: Cast) -> None:
    with pytest.raises(Refused):
        actions.invite_beside(cleo.me)
    browser = browser_of(cleo)
    assert browser.get("/invite/beside/")["Location"] == "/invite/"


def test_it_asks_to_be_sure_who_it_is(pair: tuple[Cast, Cast]) -> None:
    _, ben = pair
    browser = browser_of(ben)
    page = browser.post("/invite/beside/", {})
    assert page.status_code == 400 and "Please be sure first" in plain(page)
    assert len(six_words(browser.post("/invite/beside/", {"sure": "on"})).split()) == 6


def test_through_the_pages(pair: tuple[Cast, Cast]) -> None:
    _, ben = pair
    browser, anew = browser_of(ben), arrive("ana2")
    words = six_words(browser.post("/invite/beside/", {"sure": "on"}))
    page = browser_of(anew).post("/join/", {"words": words})
    assert "With this new account, beside the one you lost" in plain(page)
    join_as(browser_of(anew), words, "Ana")
    assert "This is the new account, beside the lost one" in plain(browser.get("/invite/"))
    browser.post("/invite/let-in/")
    assert seen(ben).partner_name == "Ana"


# -- attacks --------------------------------------------------------------------------------------------------------


def test_ana_cant_let_herself_in_without_ben(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    anew = arrive("ana2")
    actions.join(anew.me, invites.keys_of(words_for_beside(ben)), own_name="Ana", agreed_to=RULE_VERSION)
    with pytest.raises(Missing):
        actions.let_in(anew.anew())
    with pytest.raises(Missing):
        actions.let_in(ana.anew())
    assert not Admission.objects.exists()


def test_a_seat_that_an_operator_adds_is_nobodys(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    ana, ben = pair
    seat = Seat(pair=seen(ana).pair, person=cleo.me.person)
    actions._note(cleo.me, seat, left_quietly=False)
    seat.save(force_insert=True)
    with pytest.raises(VaultError):
        access.togetherness_of(cleo.anew())
    assert seen(ben).partner_name == "Ana" and seen(ben).partner_seat and seen(ben).partner_seat.person == ana.me.person  # type: ignore[union-attr]


def test_a_person_swapped_into_the_partners_seat_is_noticed(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    ana, ben = pair
    Seat.objects.filter(person=ana.me.person).update(person=cleo.me.person)
    with pytest.raises(Tampered):
        access.togetherness_of(ben.anew())
    with pytest.raises(Tampered):
        access.togetherness_of(cleo.anew())
    assert browser_of(ben).get("/us/pause/").status_code == 409


def test_an_admission_that_the_admitted_wrote_is_refused(readmitted: tuple[Cast, Cast, Cast]) -> None:
    ana, ben, anew = readmitted
    Admission.objects.all().delete()
    bens, new_seat = Seat.objects.get(person=ben.me.person), Seat.objects.get(person=anew.me.person)
    row = Admission(seat=new_seat, circle=seen(anew).circle, author_id=anew.keyring.holder_id)
    ours.write(anew.anew().keyring, row, {"seat": new_seat.pk.hex, "beside": bens.pk.hex})
    for who in (ana, ben):
        with pytest.raises(Tampered):
            access.togetherness_of(who.anew())


def test_an_admission_moved_to_another_seat_is_refused(readmitted: tuple[Cast, Cast, Cast]) -> None:
    ana, ben, _ = readmitted
    Admission.objects.update(seat=Seat.objects.get(person=ana.me.person))
    with pytest.raises(Tampered):
        access.togetherness_of(ben.anew())

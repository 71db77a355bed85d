"""The page of inviting: alone, waiting, ended, somebody came, together."""

from datetime import timedelta

import pytest
from django.test import Client

from conftest import Cast, browser_of
from goldseam.people import access, actions
from goldseam.people.tests.pair_browser import invited_by, join_as, plain, six_words
from goldseam.vault import seam
from goldseam.vault.models import Holder, Invite
from goldseam.vault.words import word_list


def test_it_shows_six_words_a_link_and_a_picture(ana: Cast) -> None:
    page = browser_of(ana).post("/invite/", {"shown_name": "Ana", "agree": "on"})
    words = six_words(page).split()
    assert len(words) == 6 and set(words) <= set(word_list())
    assert f"/join/#{'-'.join(words)}" in page.content.decode()
    assert "<svg" in page.content.decode() and "style=" not in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_the_words_are_shown_once_and_never_lie_in_an_address(ana: Cast) -> None:
    browser = browser_of(ana)
    words = invited_by(browser)
    later = browser.get("/invite/").content.decode()
    assert not any(f">{word}<" in later for word in words.split())
    assert "Cancel these words" in later


def test_inviting_needs_a_name_and_a_yes_to_the_rule(ana: Cast) -> None:
    page = browser_of(ana).post("/invite/", {"shown_name": ""})
    assert page.status_code == 400 and not Invite.objects.exists()
    assert "Without a yes to the rule" in plain(page)


def test_new_words_end_the_old_ones(ana: Cast, ben: Cast) -> None:
    browser = browser_of(ana)
    first, second = invited_by(browser), invited_by(browser)
    assert Client().post("/join/", {"words": first}).status_code == 404
    assert Client().post("/join/", {"words": second}).status_code == 200


def test_cancelled_words_open_nothing_and_cancelling_twice_is_no_error(ana: Cast) -> None:
    browser = browser_of(ana)
    words = invited_by(browser)
    assert browser.post("/invite/cancel/")["Location"] == "/invite/"
    assert browser.post("/invite/cancel/").status_code == 302
    assert Client().post("/join/", {"words": words}).status_code == 404


def test_ended_words_are_told_kindly(ana: Cast) -> None:
    browser = browser_of(ana)
    with seam.pretend_it_is(seam.now() - timedelta(days=8)):
        actions.invite(ana.me, own_name="Ana")
    assert "Nobody used them, and nothing is lost" in plain(browser.get("/invite/"))


def test_the_inviter_reads_who_came_and_lets_them_in(ana: Cast, ben: Cast) -> None:
    browser = browser_of(ana)
    assert join_as(browser_of(ben), invited_by(browser), "Ben")["Location"] == "/join/yes/"
    assert "Is it Ben?" in plain(browser.get("/invite/"))
    browser.post("/invite/let-in/")
    assert "You and Ben are together here" in plain(browser.get("/invite/"))
    assert browser.post("/invite/let-in/").status_code == 302


def test_who_wasnt_meant_is_sent_away_and_the_place_is_free_again(ana: Cast, ben: Cast, cleo: Cast) -> None:
    browser = browser_of(ana)
    join_as(browser_of(cleo), invited_by(browser), "Ben")
    browser.post("/invite/send-away/")
    assert access.togetherness_of(cleo.anew()) is None
    join_as(browser_of(ben), invited_by(browser), "Ben")
    browser.post("/invite/let-in/")
    found = access.togetherness_of(ben.anew())
    assert found and found.partner_name == "Ana"


def test_swapped_keys_are_told_in_plain_words(ana: Cast, ben: Cast, cleo: Cast) -> None:
    browser = browser_of(ana)
    join_as(browser_of(ben), invited_by(browser), "Ben")
    other = Holder.objects.get(pk=cleo.keyring.holder_id)
    Holder.objects.filter(pk=ben.keyring.holder_id).update(front_public=other.front_public)
    page = browser.get("/invite/")
    assert page.status_code == 409 and "Is it Ben" not in plain(page)
    assert browser.post("/invite/let-in/").status_code == 409


def test_inviting_stands_behind_the_private_door(ana: Cast) -> None:
    assert browser_of(ana, private=False).get("/invite/")["Location"].startswith("/pin/")
    assert Client().get("/invite/")["Location"].startswith("/enter/")


def test_a_pair_cant_invite_a_third(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    browser = browser_of(ana)
    assert "A pair is two people" in plain(browser.get("/invite/"))
    browser.post("/invite/", {"shown_name": "Ana", "agree": "on"})
    assert not Invite.objects.exists()


def test_both_see_the_same_eight_words_and_only_when_asked(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    assert 'class="words"' not in browser_of(ana).get("/us/words/").content.decode()
    anas, bens = (six_words(browser_of(who).post("/us/words/")) for who in pair)
    assert anas == bens and len(anas.split()) == 8


def test_the_eight_words_can_be_compared_before_letting_in(ana: Cast, ben: Cast) -> None:
    browser = browser_of(ana)
    join_as(browser_of(ben), invited_by(browser), "Ben")
    assert six_words(browser.post("/us/words/")) == six_words(browser_of(ben).post("/us/words/"))


@pytest.mark.parametrize("verb", ["get", "post"])
def test_alone_there_is_nobody_to_compare_with(ana: Cast, verb: str) -> None:
    page = getattr(browser_of(ana), verb)("/us/words/")
    assert page.status_code == 200 and "nobody here to compare with" in plain(page)


def test_the_waiting_page_says_which_name_they_read(ana: Cast) -> None:
    browser = browser_of(ana)
    invited_by(browser, "Ana of the river")
    assert "“Ana of the river”" in plain(browser.get("/invite/"))

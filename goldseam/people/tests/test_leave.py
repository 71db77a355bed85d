"""Leaving: at once, alone, without a reason; each keeps what is theirs."""

import pytest
from django.test import Client

from conftest import Cast, bring_together, browser_of
from goldseam.people import access, actions
from goldseam.people.models import Pair
from goldseam.people.rules import Leaving
from goldseam.people.tests.pair_browser import invited_by, join_as, plain
from goldseam.vault import mine


def _share(who: Cast, words: str) -> None:
    found = access.togetherness_of(who.anew())
    assert found
    row = mine.keep(who.keyring, "test.note", {"words": words})
    mine.share(who.anew().keyring, row, found.circle)


def _seen_by(who: Cast) -> list[str]:
    found = access.togetherness_of(who.anew())
    assert found
    return [entry.body["words"] for entry in mine.shared_with(who.anew().keyring, found.circle)]


def test_two_presses_leave_quietly_without_a_pin(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    browser = browser_of(ana, private=False)
    assert "Leave quietly" in plain(browser.get("/us/part/"))
    assert browser.post("/us/part/", {"how": "quietly"})["Location"] == "/us/part/"
    assert "You are on your own now" in plain(browser.get("/us/part/"))


def test_the_page_asks_no_reason_and_holds_nobody(pair: tuple[Cast, Cast]) -> None:
    said = plain(browser_of(pair[0]).get("/us/part/")).casefold()
    for pressing in ("are you sure", "why are you", "sorry", "last chance", "think again"):
        assert pressing not in said


def test_a_word_reaches_the_other(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    browser_of(ana).post("/us/part/", {"how": "with-a-word", "farewell": "I wish you well."})
    found = access.togetherness_of(ben.anew())
    assert found and found.partner_left and found.last_word == "I wish you well."


def test_what_was_shown_stays_unless_taken_back(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    _share(ana, "kestrel")
    browser_of(ana).post("/us/part/", {"how": "quietly"})
    assert _seen_by(ben) == ["kestrel"]


@pytest.mark.parametrize("how", [Leaving.QUIETLY, Leaving.WITH_A_WORD])
def test_taking_back_asks_for_the_pin_over_the_untouched_form(pair: tuple[Cast, Cast], how: Leaving) -> None:
    ana, ben = pair
    _share(ana, "kestrel")
    sent = {"how": how, "take_back": "on", "farewell": "Be well, always."}
    page = browser_of(ana, private=False).post("/us/part/", sent)
    assert 'name="pin"' in page.content.decode() and "Be well, always." in page.content.decode()
    assert _seen_by(ben) == ["kestrel"] and access.togetherness_of(ana.anew()) is not None
    browser_of(ana).post("/us/part/", sent)
    assert _seen_by(ben) == [] and access.togetherness_of(ana.anew()) is None


def test_sent_twice_it_is_left_once(pair: tuple[Cast, Cast]) -> None:
    browser = browser_of(pair[0])
    for _ in range(2):
        assert browser.post("/us/part/", {"how": "quietly"})["Location"] == "/us/part/"


def test_a_word_too_long_is_handed_back(pair: tuple[Cast, Cast]) -> None:
    word = "kestrel " * 400
    page = browser_of(pair[0]).post("/us/part/", {"how": "with-a-word", "farewell": word})
    assert page.status_code == 400 and word.strip() in page.content.decode()


def test_the_way_back_is_ones_own_and_rests_at_first(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    browser = browser_of(ana)
    browser.post("/us/part/", {"how": "quietly"})
    (seat,) = access.left_seats(ana.anew())
    for stranger in (browser_of(ben),):
        assert stranger.post("/us/part/back/", {"seat": seat.pk}).status_code in (302, 404)
        assert access.togetherness_of(ana.anew()) is None
    assert browser.post("/us/part/back/", {"seat": "nonsense"}).status_code == 404
    assert browser.post("/us/part/back/", {"seat": seat.pk})["Location"] == "/us/pause/"
    found = access.togetherness_of(ana.anew())
    assert found and found.is_paused


def test_who_left_is_reachable_only_by_words_of_their_own(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    browser_of(ana).post("/us/part/", {"how": "quietly"})
    browser_of(ben).post("/invite/", {"shown_name": "Ben", "agree": "on"})
    browser_of(ben).post("/us/pause/", {"do": "go-on"})
    assert access.togetherness_of(ana.anew()) is None
    browser_of(ben).post("/us/part/", {"how": "quietly"})
    ana.me, ben.me = ana.anew(), ben.anew()
    bring_together(ana, ben)
    found = access.togetherness_of(ben.anew())
    assert found and found.partner_name == "Ana" and Pair.objects.count() == 2


def test_leaving_an_invitation_that_nobody_took_ends_it(ana: Cast) -> None:
    browser = browser_of(ana)
    words = invited_by(browser)
    browser.post("/us/part/", {"how": "quietly"})
    assert Client().post("/join/", {"words": words}).status_code == 404
    said = plain(browser.get("/us/part/"))
    assert "You are on your own now" in said and "way back" not in said


def test_leaving_while_somebody_waits_at_the_door(ana: Cast, ben: Cast) -> None:
    browser = browser_of(ana)
    join_as(browser_of(ben), invited_by(browser), "Ben")
    browser.post("/us/part/", {"how": "quietly"})
    assert access.togetherness_of(ana.anew()) is None
    found = access.togetherness_of(ben.anew())
    assert found and found.is_paused


def test_neither_can_be_let_into_what_the_two_had_by_a_third(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    actions.leave(ana.anew(), Leaving.WITH_A_WORD)
    page = browser_of(ben).get("/invite/")
    assert "To begin anew with somebody else, leave this space first" in plain(page)

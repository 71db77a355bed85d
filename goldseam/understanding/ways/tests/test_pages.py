"""The question, the three ways and what one writes on them: for oneself alone, and reading tells nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.understanding.content import words_of
from goldseam.understanding.ways import access, actions, content
from goldseam.understanding.ways.rules import PIECES, Standing

Pair = tuple[Cast, Cast]
PUBLIC = [reverse("ways"), *(reverse("way", args=[slug]) for slug in content.SLUGS)]


@pytest.mark.parametrize("standing", Standing)
def test_each_answer_is_kept_and_said_back(ana: Cast, standing: Standing) -> None:
    browser = browser_of(ana)
    answer = browser.post(reverse("where"), {"standing": standing.value})
    assert answer.status_code == 302 and answer.headers["Location"] == reverse("where")
    assert access.standing_of(ana.anew()) is standing
    assert content.answer(standing).said in browser.get(reverse("where")).content.decode()


def test_a_new_answer_takes_the_old_ones_place_and_can_be_taken_out(ana: Cast) -> None:
    browser = browser_of(ana)
    for standing in (Standing.MEND, Standing.PART, Standing.NOT_NOW):
        browser.post(reverse("where"), {"standing": standing.value})
    assert access.standing_of(ana.anew()) is Standing.NOT_NOW
    assert len(access.rows_of(ana.anew(), access.STANDING)) == 1
    browser.post(reverse("where"), {"forget": "1"})
    assert access.standing_of(ana.anew()) is None


def test_no_answer_is_a_kind_sentence_and_keeps_nothing(ana: Cast) -> None:
    browser = browser_of(ana)
    for sent in ({}, {"standing": "score"}):
        assert browser.post(reverse("where"), sent).status_code == 400
    assert access.standing_of(ana.anew()) is None


@pytest.mark.django_db
def test_the_three_ways_are_the_same_bytes_for_everybody(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    actions.stand(ana.anew(), Standing.PART)
    visitors = [Client(), browser_of(ana), browser_of(ana, private=False), browser_of(ben), browser_of(cleo)]
    for address in PUBLIC:
        bodies = {browser.get(address).content for browser in visitors}
        assert len(bodies) == 1, address


def test_today_us_and_me_lead_to_the_ways_also_without_an_answer(ana: Cast, cleo: Cast) -> None:
    for private in (True, False):
        browser = browser_of(cleo, private=private)
        for place in ("today", "us", *(["me"] if private else [])):
            assert f'href="{reverse("ways")}"' in browser.get(reverse(place)).content.decode(), place
    actions.stand(ana.anew(), Standing.UNSURE)
    closed = browser_of(ana, private=False).get("/").content.decode()
    assert reverse("ways") in closed and reverse("where") not in closed


@pytest.mark.django_db
def test_every_way_leads_to_help_with_the_same_words() -> None:
    pages = [Client().get(address).content.decode() for address in PUBLIC]
    found = {re.search(r'<p class="muted small">[^<]*<a href="/help/">.*?</p>', page, re.DOTALL)[0] for page in pages}  # type: ignore[index]
    assert len(found) == 1


def test_a_way_that_there_is_not_is_nowhere(db: None) -> None:
    assert Client().get("/me/ways/4/").status_code == 404
    assert Client().get("/me/ways/1/own/").status_code == 404


def write(browser: Client, piece: str, version: int = 0, **words: Any) -> int:
    told = {name.replace("_", "-"): text for name, text in words.items()}
    return browser.post(reverse("way-weigh"), {"piece": piece, "version": version, **told}).status_code


def test_the_pieces_are_written_one_by_one_and_gone_on_with(ana: Cast) -> None:
    browser = browser_of(ana)
    assert write(browser, "speaks", mending="The walnut tree.") == 302
    assert write(browser, "until", day="2027-03-01", then="Talk with my sister.") == 302
    page = browser.get(reverse("way-weigh")).content.decode()
    assert "The walnut tree." in page and "1 March 2027" in page
    version = access.pieces_of(ana.anew())["speaks"].version
    assert write(browser, "speaks", version, mending="The walnut tree.", parting="Quiet.") == 302
    assert access.pieces_of(ana.anew())["speaks"].piece.words == {"mending": "The walnut tree.", "parting": "Quiet."}
    browser.post(reverse("way-weigh"), {"forget": "1"})
    assert access.pieces_of(ana.anew()) == {}


def test_two_devices_with_one_piece_lose_no_word(ana: Cast) -> None:
    browser = browser_of(ana)
    write(browser, "see", from_me="first")
    assert write(browser, "see", 1, from_me="from the phone") == 302
    answer = browser.post(reverse("way-weigh"), {"piece": "see", "version": "1", "from-me": "from the tablet"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "from the phone" in page and "from the tablet" in page
    assert access.pieces_of(ana.anew())["see"].piece.words == {"from-me": "from the phone"}
    assert write(browser, "see", 2, from_me="both") == 302


def test_the_same_form_twice_is_one_piece(ana: Cast) -> None:
    browser = browser_of(ana)
    assert [write(browser, "see", from_me="once") for _ in range(2)] == [302, 302]
    assert len(access.rows_of(ana.anew(), access.WEIGHING)) == 1


@pytest.mark.parametrize("words", [{}, {"from_me": "x" * 4001}, {"from_me": "  "}])
def test_nothing_or_too_much_is_said_kindly(ana: Cast, words: dict[str, str]) -> None:
    assert write(browser_of(ana), "see", 0, **words) == 400
    assert access.pieces_of(ana.anew()) == {}


def test_a_day_that_is_none_keeps_the_words_in_the_form(ana: Cast) -> None:
    answer = browser_of(ana).post(
        reverse("way-weigh"), {"piece": "until", "version": "0", "day": "soon", "then": "Talk."}
    )
    assert answer.status_code == 400 and "Talk." in answer.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31"])
def test_a_day_that_no_page_could_show_is_not_kept(ana: Cast, day: str) -> None:
    client = browser_of(ana)
    answer = client.post("/me/ways/2/own/", {"piece": "until", "then": "I ask myself.", "day": day, "version": "0"})
    assert answer.status_code == 400 and "I ask myself." in answer.content.decode()
    assert client.get("/me/ways/2/own/").status_code == 200 and client.get("/").status_code == 200


def test_a_piece_that_there_is_not_is_nowhere(ana: Cast) -> None:
    assert write(browser_of(ana), "score", mending="x") == 404
    assert set(PIECES) == set(words_of("ways-pieces"))


def test_the_list_is_ticked_noted_and_erased(ana: Cast) -> None:
    browser = browser_of(ana)
    sent = {"version": "0", "done_home": ["home-keys", "home-post"], "note_pets": "The cat stays with me."}
    assert browser.post(reverse("way-list"), sent).status_code == 302
    assert browser.post(reverse("way-list"), sent).status_code == 302
    listed = access.list_of(ana.anew())
    assert listed.ticked.done == {"home-keys", "home-post"} and listed.version == 1
    assert "The cat stays with me." in browser.get(reverse("way-list")).content.decode()
    other = {"version": "0", "note_work": "Tell Monday."}
    answer = browser.post(reverse("way-list"), other)
    assert answer.status_code == 400
    assert all(words in answer.content.decode() for words in ("The cat stays with me.", "Tell Monday."))
    browser.post(reverse("way-list"), {"forget": "1"})
    assert access.list_of(ana.anew()).id is None


def test_everything_of_ones_own_asks_for_the_pin(ana: Cast) -> None:
    browser = browser_of(ana, private=False)
    for name in ("where", "way-weigh", "way-list"):
        assert browser.get(reverse(name)).headers["Location"].startswith("/pin/")

"""Help now: the same bytes for everyone, and nothing about anyone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from goldseam.people.models import StoredSession
from goldseam.safety import pages, words
from goldseam.safety.tests.conftest import client_of

pytestmark = pytest.mark.urls("goldseam.safety.tests.urls")
SAME = ["/help/", "/away/", "/offline/", "/sw.js", "/manifest.webmanifest"]


def visitors(*signed_in: Client) -> list[Client]:
    """Everyone who may come: nobody, people of the house, old cookies, other languages."""
    junk = Client()
    junk.cookies["gs-session"] = "x" * 32
    junk.cookies["gs-key"] = "not a key"
    reader = Client(headers={"accept-language": "ar, de;q=0.5", "user-agent": "another"})
    return [Client(), junk, reader, *signed_in]


def differing(address: str, clients: list[Client]) -> int:
    """How many different answers there are beside the first, headers included."""
    answers = {(r.status_code, r.content, tuple(sorted(r.items()))) for r in (c.get(address) for c in clients)}
    return len(answers) - 1


@pytest.mark.parametrize("address", SAME)
def test_it_is_the_same_for_ana_for_ben_for_a_stranger_and_for_nobody(address: str, pair: Any, cleo: Any) -> None:
    clients = visitors(*(client_of(one.me) for one in (*pair, cleo)))
    print(f"{len(clients)} visitors compared at {address}")
    assert differing(address, clients) == 0
    assert differing("/greets/", clients) > 0  # the same look finds a page that is not


@pytest.mark.parametrize("address", SAME)
def test_it_sets_no_cookie_and_varies_by_nothing(address: str) -> None:
    """Without the database: a single query would be refused here."""
    client = Client()
    client.cookies["gs-session"] = "x" * 32
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Vary" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_leaves_sessions_untouched(ana: Any) -> None:
    client = client_of(ana.me)
    before = list(StoredSession.objects.values())
    client.get("/help/")
    assert before
    assert list(StoredSession.objects.values()) == before


@pytest.mark.parametrize("address", SAME)
def test_it_answers_only_those_who_read(address: str) -> None:
    assert Client().head(address).status_code == 200
    assert Client().post(address).status_code == 405


def test_nothing_on_it_can_be_sent_or_told() -> None:
    page = pages.help_page().decode()
    assert "<form" not in page
    assert "csrf" not in page.lower()
    assert not re.search(r"<(input|textarea|select)\b", page)
    assert not re.search(r"(href|src|action)=\"(https?:)?//", page)
    assert "style=" not in page


def test_a_tap_leaves_no_word_in_the_history() -> None:
    """No anchors but the skip link: an address like /help/#ending would tell."""
    anchors = re.findall(r'href="([^"]*#[^"]*)"', pages.help_page().decode())
    assert anchors == ["#main"]


def test_its_title_and_those_of_its_neighbours_say_nothing() -> None:
    titles = [re.search(r"<title>(.*?)</title>", page().decode()) for page in
              (pages.help_page, pages.away_page, pages.offline_page)]  # fmt: skip
    assert [title and title[1] for title in titles] == ["Help · Notes", "Notes", "Offline · Notes"]


def test_the_away_page_does_not_know_the_house() -> None:
    away = pages.away_page().decode()
    assert "Goldseam" not in away
    assert "<script" not in away
    assert "<a " not in away


def test_every_part_is_there_without_script() -> None:
    page = pages.help_page().decode()
    for section in words.sections():
        assert f"<h2>{section.title}</h2>" in page
    check = words.check()
    assert check.question in page
    assert check.answer in page
    for block in (*check.sentences, *check.advice):
        assert block.items[0][-1].text.replace("'", "&#x27;") in page


def test_the_check_asks_about_each_danger_and_answers_each() -> None:
    check = words.check()
    asked = {tag for block in check.sentences for tag in block.tags}
    answered = {tag for block in check.advice for tag in block.tags}
    assert asked == {"fear", "injury", "control", "weapon", "pursuit", "ending", "own"}
    assert "any" in answered
    assert {"ending", "own", "weapon", "injury", "pursuit"} <= answered


def test_it_weighs_little() -> None:
    import gzip

    assert len(gzip.compress(pages.help_page())) < 15_000

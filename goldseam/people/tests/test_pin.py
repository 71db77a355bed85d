"""The second lock: chosen once, five tries, two minutes."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from conftest import PIN, Cast
from goldseam.people.tests.browser_forms import open_private, sign_in, sign_up, text_of
from goldseam.vault import seam
from goldseam.vault.models import Holder

pytestmark = pytest.mark.django_db
PRIVATE = "/account/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def is_open(client: Client) -> bool:
    return client.get(PRIVATE).status_code == 200


def test_the_first_private_page_lets_choose_a_pin_and_then_offers_the_sheet(client: Client) -> None:
    sign_up(client)
    assert client.get(PRIVATE)["Location"] == "/pin/?next=%2Faccount%2F"
    assert "Choose a PIN" in text_of(client.get("/pin/"))
    assert client.post("/pin/", {"pin": PIN, "next": PRIVATE})["Location"] == "/new/sheet/?next=%2Faccount%2F"
    assert is_open(client)


@pytest.mark.parametrize("pin", ["12345", "123456", "777777", "12345a", ""])
def test_a_pin_that_anyone_would_try_gets_a_sentence(client: Client, pin: str) -> None:
    sign_up(client)
    said = text_of(client.post("/pin/", {"pin": pin}))
    assert "PIN" in said and "One thing to look at again" in said
    assert not is_open(client)


def test_the_private_half_closes_and_the_pin_opens_it(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    assert is_open(client)
    client.post("/pin/close/")
    assert client.get(PRIVATE)["Location"] == "/pin/?next=%2Faccount%2F"
    assert client.post("/pin/", {"pin": PIN, "next": PRIVATE})["Location"] == PRIVATE
    assert is_open(client)


def test_it_closes_by_itself_and_typing_keeps_it_open(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    start = seam.now()
    with seam.pretend_it_is(start + timedelta(seconds=100)):
        assert client.post("/pin/stay/").status_code == 204
    with seam.pretend_it_is(start + timedelta(seconds=200)):
        assert is_open(client), "and so does reading"
    with seam.pretend_it_is(start + timedelta(seconds=330)):
        assert not is_open(client)
        client.post("/pin/stay/")
        assert not is_open(client), "a sign of life after the end opens nothing"


def test_a_wrong_pin_says_so_and_five_ask_for_the_passphrase(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    client.post("/pin/close/")
    for _ in range(4):
        assert "not your PIN" in text_of(open_private(client, "314159"))
    assert "Your passphrase" in text_of(open_private(client, "314159"))
    assert not is_open(client)
    assert "Your passphrase" in text_of(open_private(client))
    assert not is_open(client), "the right PIN comes too late"
    assert "not your passphrase" in text_of(client.post("/pin/", {"passphrase": "something else entirely"}))
    assert client.post("/pin/", {"passphrase": ana.passphrase, "next": PRIVATE})["Location"] == PRIVATE
    client.post("/pin/close/")
    assert open_private(client).status_code == 302
    assert is_open(client)


def test_a_pin_sent_twice_does_not_choose_another(client: Client) -> None:
    sign_up(client)
    client.post("/pin/", {"pin": PIN})
    client.post("/pin/", {"pin": "314159"})
    client.post("/pin/close/")
    assert "not your PIN" in text_of(open_private(client, "314159"))
    assert open_private(client).status_code == 302


def test_pin_and_window_change_by_the_passphrase_only(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    other = Client()
    sign_in(other, ana)
    wrong = client.post("/pin/change/", {"passphrase": "not this one", "pin": "314159", "seconds": "900"})
    assert "not your passphrase" in text_of(wrong)
    right = client.post("/pin/change/", {"passphrase": ana.passphrase, "pin": "314159", "seconds": "900"})
    assert right.status_code == 302
    with seam.pretend_it_is(seam.now() + timedelta(seconds=800)):
        assert is_open(client)
        assert not is_open(other)
    assert "Your passphrase" in text_of(other.get("/pin/"))


def test_without_a_pin_and_closed_the_passphrase_comes_first(client: Client, ana: Cast) -> None:
    Holder.objects.filter(pk=ana.keyring.holder_id).update(pin=None)
    sign_in(client, ana)
    client.post("/pin/close/")
    assert "Your passphrase" in text_of(client.get("/pin/"))
    page = client.post("/pin/", {"passphrase": ana.passphrase, "next": PRIVATE})
    assert "Choose a PIN" in text_of(page)
    assert not is_open(client)
    assert client.post("/pin/", {"pin": PIN, "next": PRIVATE}).status_code == 302
    assert is_open(client)


def test_stay_says_the_same_to_everyone_and_wants_a_token(ana: Cast) -> None:
    assert Client().post("/pin/stay/").status_code == 204
    assert Client(enforce_csrf_checks=True).post("/pin/stay/").status_code == 403
    assert Client().get("/pin/stay/").status_code == 405

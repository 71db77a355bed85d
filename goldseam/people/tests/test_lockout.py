"""S33: whatever somebody else guesses, the devices that are signed in go on, and so does Exit."""

import pytest
from django.core.cache import cache
from django.test import Client

from conftest import PIN, Cast
from goldseam.people.tests.browser_forms import open_private, sign_in, text_of

pytestmark = pytest.mark.django_db
HOME = "198.51.100.7"  # both live behind the same address
ELSEWHERE = "203.0.113.5"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def guess(times: int, address: str = HOME) -> str:
    """Somebody who guesses Ana's passphrase and her sheet; what they were told at last."""
    other = Client(REMOTE_ADDR=address)
    for turn in range(times):
        last = other.post("/enter/", {"name": "ana", "passphrase": f"guess number {turn}"})
        other.post("/enter/back/", {"name": "ana", "sheet": "a b c", "passphrase": f"guess number {turn}"})
    return text_of(last)


def test_wrong_guesses_stop_at_the_address_they_come_from(ana: Cast) -> None:
    assert "wrong too often" in guess(12)
    assert "wrong too often" in text_of(sign_in(Client(REMOTE_ADDR=HOME), ana))
    assert sign_in(Client(REMOTE_ADDR=ELSEWHERE), ana)["Location"] == "/"


def test_a_known_device_goes_on_even_from_the_same_address(ana: Cast) -> None:
    known = Client(REMOTE_ADDR=HOME)
    sign_in(known, ana)
    guess(40)
    assert known.get("/account/").status_code == 200
    known.post("/pin/close/")
    assert open_private(known, PIN).status_code == 302
    known.post("/pin/close/")
    assert known.post("/pin/", {"passphrase": ana.passphrase, "next": "/account/"})["Location"] == "/account/"
    changed = known.post(
        "/account/passphrase/", {"passphrase": ana.passphrase, "new_passphrase": "seven grey stones under water"}
    )
    assert "Your passphrase is changed" in text_of(changed)
    assert known.get("/exit/").status_code == 303


def test_a_passkey_is_asked_for_whatever_was_guessed(ana: Cast) -> None:
    guess(14)
    assert Client(REMOTE_ADDR=HOME).post("/enter/passkey/options/").status_code == 200


def test_wrong_pins_on_one_device_leave_the_others_alone(ana: Cast) -> None:
    one, other = Client(), Client()
    sign_in(one, ana)
    sign_in(other, ana)
    for client in (one, other):
        client.post("/pin/close/")
    for _ in range(7):
        open_private(one, "314159")
    assert "Your passphrase" in text_of(one.get("/pin/"))
    assert open_private(other).status_code == 302


def test_wrong_passphrases_on_one_device_are_bounded_there(ana: Cast) -> None:
    one, other = Client(), Client()
    sign_in(one, ana)
    sign_in(other, ana)
    for _ in range(11):
        last = one.post("/pin/change/", {"passphrase": "not this one", "pin": "", "seconds": "120"})
    assert "wrong too often" in text_of(last)
    right = {"passphrase": ana.passphrase, "pin": "", "seconds": "120"}
    assert other.post("/pin/change/", right).status_code == 302

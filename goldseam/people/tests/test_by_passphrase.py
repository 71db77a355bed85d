"""One of two does one thing on the other's phone, by their own passphrase, and is gone from it again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unittest.mock import Mock

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory

from conftest import Cast, browser_of
from goldseam.people import access, by_passphrase, keeping
from goldseam.people.rules import Refused
from goldseam.people.tests.browser_forms import sign_in, text_of
from goldseam.vault import holders, sessions, standing
from goldseam.vault.errors import BackClosed, Tampered
from goldseam.vault.models import Pending, Session

pytestmark = pytest.mark.django_db
Pair = tuple[Cast, Cast]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def from_anas_phone() -> HttpRequest:
    return RequestFactory().post("/")


def tries(pair: Pair, typed: str) -> str:
    """How a try on Ana's phone at Ben's passphrase ends: the code of the refusal, or "opened"."""
    ana, ben = pair
    try:
        with by_passphrase.for_one_act(from_anas_phone(), ana.anew(), ben.me.person, typed):
            return "opened"
    except Refused as refused:
        return refused.code


def test_ben_is_himself_for_one_act_on_anas_phone(pair: Pair) -> None:
    ana, ben = pair
    with by_passphrase.for_one_act(from_anas_phone(), ana.anew(), ben.me.person, ben.passphrase) as him:
        assert access.names_of(him) == ("Ben", "Ana")
        assert (him.person.pk, him.keyring.holder_id) == (ben.me.person.pk, ben.keyring.holder_id)


def test_his_private_half_stays_closed(pair: Pair) -> None:
    ana, ben = pair
    with by_passphrase.for_one_act(from_anas_phone(), ana.anew(), ben.me.person, ben.passphrase) as him:
        assert not him.is_private_open
        with pytest.raises(BackClosed):
            him.keyring.require_back()


def test_no_sign_in_comes_of_it(pair: Pair) -> None:
    ana, ben = pair
    before = set(Session.objects.values_list("pk", "back_end"))
    request = from_anas_phone()
    with by_passphrase.for_one_act(request, ana.anew(), ben.me.person, ben.passphrase):
        pass
    assert set(Session.objects.values_list("pk", "back_end")) == before and not Pending.objects.exists()
    assert not [name for name in vars(request) if name.startswith("gs_") or name in ("me", "session", "user")]


def test_the_connection_is_anas_again_also_after_a_fault(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL the second wall goes by it: what Ana's page reads next is read as Ana."""
    ana, ben = pair
    stood: list[object] = []
    monkeypatch.setattr(standing, "stand_for", stood.append)
    with (
        pytest.raises(ZeroDivisionError),
        by_passphrase.for_one_act(from_anas_phone(), ana.me, ben.me.person, ben.passphrase),
    ):
        raise ZeroDivisionError
    assert stood == [ben.keyring.holder_id, ana.keyring.holder_id]


def test_a_wrong_passphrase_opens_nothing_and_anas_own_doesnt_either(pair: Pair) -> None:
    ana, ben = pair
    assert tries(pair, "not this one at all") == "passphrase-wrong"
    assert tries(pair, ana.passphrase) == "passphrase-wrong"
    assert tries(pair, ben.passphrase) == "opened"


def test_keyboards_that_write_signs_otherwise_give_the_same_passphrase(pair: Pair) -> None:
    _, ben = pair
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalpha() else sign for sign in ben.passphrase)
    assert tries(pair, wide) == "opened"


def test_whoever_holds_the_phone_has_five_guesses_and_ben_still_signs_in_at_home(pair: Pair) -> None:
    _, ben = pair
    for turn in range(5):
        assert tries(pair, f"guess number {turn}") == "passphrase-wrong"
    assert tries(pair, ben.passphrase) == "passphrase-too-often"
    assert sign_in(Client(), ben)["Location"] == "/"
    known = browser_of(ben)
    known.post("/pin/close/")
    assert known.post("/pin/", {"passphrase": ben.passphrase, "next": "/account/"})["Location"] == "/account/"


def test_another_sign_in_of_anas_brings_no_new_guesses(pair: Pair) -> None:
    ana, ben = pair
    for turn in range(5):
        tries(pair, f"guess number {turn}")
    keyring, cookie = sessions.begin(ana.me.keyring, stay=False, label="phone")
    ana.me, ana.cookie = ana.me.with_keyring(keyring), cookie
    assert tries(pair, ben.passphrase) == "passphrase-too-often"


def test_a_refused_try_costs_no_slow_run(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    _, ben = pair
    for turn in range(5):
        tries(pair, f"guess number {turn}")
    monkeypatch.setattr(holders, "pass_key_of", lambda *_: pytest.fail("stretched all the same"))
    assert tries(pair, ben.passphrase) == "passphrase-too-often"


def test_a_try_is_one_slow_run(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    _, ben = pair
    with monkeypatch.context() as counted:
        derive = Mock(side_effect=holders._derive)
        counted.setattr(holders, "_derive", derive)
        assert tries(pair, ben.passphrase) == "opened"
    assert derive.call_count == 1


def test_with_codes_switched_on_only_his_own_phone_will_do(pair: Pair) -> None:
    """And only somebody who knows the passphrase learns that he has them: a page of Ana's never tells."""
    _, ben = pair
    TOTP.activate(ben.me.person, SECRET)
    assert tries(pair, "not this one at all") == "passphrase-wrong"
    assert tries(pair, ben.passphrase) == "own-phone"


def test_a_verifier_that_somebody_put_there_opens_nothing(pair: Pair) -> None:
    """The operator is the partner: they set Ben's verifier to one of a passphrase they know."""
    ana, ben = pair
    person = ben.me.person
    pass_key = holders.pass_key_of(person.holder, "chosen by somebody else")
    person.password = f"goldseam-verifier$-${pass_key.verifier}"
    with (
        pytest.raises(Tampered),
        by_passphrase.for_one_act(from_anas_phone(), ana.anew(), person, "chosen by somebody else"),
    ):
        pytest.fail("opened")


@pytest.mark.django_db(transaction=True)
def test_the_slow_run_never_stands_inside_a_transaction() -> None:
    from conftest import arrive, bring_together

    ana, ben = arrive("ana"), arrive("ben")
    bring_together(ana, ben)
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        tries((ana, ben), ben.passphrase)


def test_guesses_at_the_same_moment_count_each() -> None:
    """The count comes before the run, so that many at once are no more than five. No database is asked for it."""
    from allauth.core import ratelimit

    cache.clear()
    at_once = Barrier(12)

    def one(_: int) -> bool:
        at_once.wait()
        return bool(ratelimit.consume(from_anas_phone(), action=by_passphrase.TRIES, key="ben"))

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(one, range(12))) <= 5


def test_a_form_with_a_passphrase_is_never_kept(pair: Pair) -> None:
    """Ana's sign-in ended while Ben typed: the door asks for hers, and what he typed lies nowhere in the page."""
    assert keeping.SECRET.search("passphrase")
    left = Client()
    answer = left.post("/pin/", {"passphrase": pair[1].passphrase, "next": "/"})
    assert answer.status_code == 302 and pair[1].passphrase not in text_of(left.get(answer["Location"]))

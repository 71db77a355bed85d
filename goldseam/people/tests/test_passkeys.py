"""Passkeys by hand: what is cut out of a credential, what is kept, what opens. The browser's part is its own test."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from fido2.utils import websafe_encode

from conftest import Cast
from goldseam.people import factors
from goldseam.people.rules import Refused
from goldseam.people.tests.browser_forms import hidden_fields, sign_in, text_of
from goldseam.vault import holders

pytestmark = pytest.mark.django_db
PRF = websafe_encode(b"P" * 32)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def known(who: Cast, credential: str = "Y3JlZGVudGlhbA") -> Authenticator:
    return Authenticator.objects.create(
        user=who.me.person, type="webauthn", data={"name": "", "credential": {"id": credential}}
    )


def test_everything_but_the_ceremony_is_cut_out() -> None:
    sent = {
        "id": "a",
        "rawId": "a",
        "type": "public-key",
        "response": {"clientDataJSON": "c", "attestationObject": "o", "prf": PRF, "publicKey": "p"},
        "clientExtensionResults": {"prf": {"results": {"first": PRF}}},
        "prf": PRF,
    }
    kept = factors.stripped(json.dumps(sent), "create")
    assert PRF not in json.dumps(kept)
    assert set(kept) == {"id", "rawId", "type", "response"}
    assert set(kept["response"]) == {"clientDataJSON", "attestationObject"}


@pytest.mark.parametrize(
    "sent", ["", "{", "[]", "{}", '{"id": 1}', "null", '{"id":"a","rawId":"a","response":[]}', "[" * 9999]
)
def test_a_broken_credential_is_refused(sent: str) -> None:
    with pytest.raises(Refused):
        factors.stripped(sent, "create")


@pytest.mark.parametrize("sent", ["", "AA", "!!", "é", websafe_encode(b"x" * 31), websafe_encode(b"x" * 33)])
def test_a_secret_has_its_length_or_is_none(sent: str) -> None:
    assert factors.prf_of(sent) is None
    assert factors.prf_of(PRF) == b"P" * 32


def test_options_ask_for_verification_and_one_fixed_input(client: Client) -> None:
    told = client.post("/enter/passkey/options/").json()
    assert told["userVerification"] == "required"
    assert told["extensions"]["prf"]["eval"]["first"] == factors.PRF_INPUT
    assert not told.get("allowCredentials")
    assert Client(enforce_csrf_checks=True).post("/enter/passkey/options/").status_code == 403


def test_making_one_asks_the_passphrase(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    assert "No passkey yet" in text_of(client.get("/account/passkeys/"))
    wrong = client.post("/account/passkeys/", {"step": "begin", "passphrase": "not this one"})
    assert "not your passphrase" in text_of(wrong)
    page = client.post("/account/passkeys/", {"step": "begin", "passphrase": ana.passphrase})
    from html import unescape

    options = json.loads(unescape(re.search(r'data-options="([^"]*)"', page.content.decode())[1]))  # type: ignore[index]
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["user"]["name"] == "ana"
    broken = client.post("/account/passkeys/", {**hidden_fields(page), "credential": "{}", "prf": PRF})
    assert "did not open the door" in text_of(broken)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("step", ["made", "wrap", "test"])
def test_a_step_without_its_ticket_does_nothing(client: Client, ana: Cast, ben: Cast, step: str) -> None:
    from goldseam.people import account_actions

    sign_in(client, ana)
    foreign = account_actions.ticket(ben.me, "passkey", {"step": step, "passkey": 1})
    other_step = account_actions.ticket(ana.me, "passkey", {"step": "other", "passkey": 1})
    for ticket in ("", "AAAA", "é", foreign, other_step):
        said = text_of(client.post("/account/passkeys/", {"step": step, "ticket": ticket, "prf": PRF}))
        assert "took too long" in said


def test_one_that_opens_and_one_that_does_not_are_told_apart_and_removed(client: Client, ana: Cast) -> None:
    _, second = known(ana), known(ana, "YW5vdGhlcg")
    holders.wrap_for_passkey(ana.me.person.holder, ana.keyring, "Y3JlZGVudGlhbA", b"P" * 32)
    sign_in(client, ana)
    said = text_of(client.get("/account/passkeys/"))
    assert said.count("Opens everything") == 1 and said.count("until it is confirmed") == 1
    assert "Confirm passkey 2" in said and "Confirm passkey 1" not in said
    client.post(f"/account/passkeys/{factors.passkeys_of(ana.me)[0].name}/remove/")
    assert factors.keys_by_passkey(ana.me.person, "Y3JlZGVudGlhbA", b"P" * 32) is None
    assert [kept.pk for kept in Authenticator.objects.all()] == [second.pk]


def test_nobody_removes_anothers(client: Client, ana: Cast, ben: Cast) -> None:
    kept = known(ana)
    sign_in(client, ben)
    client.post(f"/account/passkeys/{factors.passkeys_of(ana.me)[0].name}/remove/")
    assert Authenticator.objects.filter(pk=kept.pk).exists()


def test_a_secret_opens_only_with_its_own_passkey_and_person(ana: Cast, ben: Cast) -> None:
    factors.let_open(ana.me, "one", b"P" * 32)
    assert factors.does_open(ana.me, "one", b"P" * 32)
    assert factors.keys_by_passkey(ana.me.person, "two", b"P" * 32) is None
    assert factors.keys_by_passkey(ana.me.person, "one", b"Q" * 32) is None
    assert factors.keys_by_passkey(ben.me.person, "one", b"P" * 32) is None


@pytest.mark.parametrize(
    "sent", ["", "{}", '{"id":"a","rawId":"a","response":{"userHandle":"AAAA","clientDataJSON":"e30"}}']
)
def test_an_answer_that_is_none_signs_nobody_in(client: Client, ana: Cast, sent: str) -> None:
    client.post("/enter/passkey/options/")
    said = text_of(client.post("/enter/passkey/", {"credential": sent, "prf": PRF}))
    assert "did not open the door" in said
    assert client.get("/account/").status_code == 302


def test_signed_in_with_nothing_open_the_page_asks_for_the_passphrase(client: Client, ana: Cast) -> None:
    """As after a passkey without a secret: it is known who this is, and no page opens."""
    from goldseam.people.signing_in import BACKEND

    client.force_login(ana.me.person, backend=BACKEND)
    assert client.get("/account/")["Location"].startswith("/enter/")
    said = client.get("/enter/")
    assert "your passphrase can" in text_of(said).casefold() and 'value="ana"' in said.content.decode()
    assert sign_in(client, ana)["Location"] == "/"
    assert client.get("/account/").status_code == 200

"""Authenticator codes: the keys wait for them, bound to one sign-in, five minutes at most."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client

from conftest import Cast
from goldseam.people import factors, keeping
from goldseam.people.tests.browser_forms import hidden_fields, sign_in, text_of
from goldseam.vault import seam
from goldseam.vault.models import Pending

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def code_of(secret: str, *, steps: int = 0) -> str:
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + steps)))


def turn_on(client: Client, who: Cast) -> str:
    sign_in(client, who)
    page = client.post("/account/codes/", {"passphrase": who.passphrase})
    secret = page.context["secret"].replace(" ", "")
    done = client.post("/account/codes/", {**hidden_fields(page), "code": code_of(secret)})
    assert done["Location"] == "/account/?done=codes-on"
    cache.clear()
    return str(secret)


def test_codes_are_turned_on_with_passphrase_and_one_code(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    assert "not your passphrase" in text_of(client.post("/account/codes/", {"passphrase": "not this one"}))
    page = client.post("/account/codes/", {"passphrase": ana.passphrase})
    assert "<svg" in page.content.decode() and "style=" not in page.content.decode()
    assert "doesn’t fit" in text_of(client.post("/account/codes/", {**hidden_fields(page), "code": "000000"}))
    assert not factors.has_codes(ana.me.person)
    secret = turn_on(client, ana)
    stored = Authenticator.objects.get(user=ana.me.person).data["secret"]
    assert secret not in stored


def test_nothing_is_stored_before_a_code_has_fitted(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    page = client.post("/account/codes/", {"passphrase": ana.passphrase})
    assert page.context["secret"].replace(" ", "") not in str(dict(client.session))


def test_the_keys_wait_for_the_code(client: Client, ana: Cast) -> None:
    secret = turn_on(Client(), ana)
    response = sign_in(client, ana, stay="on")
    assert response["Location"] == "/enter/code/"
    assert client.cookies["gs-wait"]["httponly"] and client.cookies["gs-wait"]["max-age"] == 300
    assert "gs-key" not in client.cookies or not client.cookies["gs-key"].value
    assert client.get("/account/").status_code == 302
    assert "doesn’t fit" in text_of(client.post("/enter/code/", {"code": "000000"}))
    assert client.post("/enter/code/", {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert client.cookies["gs-key"]["max-age"] == 14 * 24 * 3600
    assert not Pending.objects.exists() and not client.cookies["gs-wait"].value


def test_keys_that_wait_belong_to_one_sign_in(ana: Cast) -> None:
    secret = turn_on(Client(), ana)
    one, other = Client(), Client()
    sign_in(one, ana)
    sign_in(other, ana)
    one.cookies["gs-wait"] = other.cookies["gs-wait"].value
    assert "sign in again" in text_of(one.post("/enter/code/", {"code": code_of(secret)}))
    assert one.get("/account/").status_code == 302
    cache.clear()
    del other.cookies["gs-wait"]
    assert "sign in again" in text_of(other.post("/enter/code/", {"code": code_of(secret)}))


def test_a_cookie_alone_opens_no_code_page(ana: Cast) -> None:
    secret = turn_on(Client(), ana)
    one, thief = Client(), Client()
    sign_in(one, ana)
    thief.cookies["gs-wait"] = one.cookies["gs-wait"].value
    assert "sign in again" in text_of(thief.post("/enter/code/", {"code": code_of(secret)}))
    assert thief.get("/enter/code/")["Location"] == "/enter/"


def test_it_waits_five_minutes_and_no_longer(client: Client, ana: Cast) -> None:
    secret = turn_on(Client(), ana)
    sign_in(client, ana)
    with seam.pretend_it_is(seam.now() + timedelta(minutes=5, seconds=1)):
        said = text_of(client.post("/enter/code/", {"code": code_of(secret)}))
    assert "longer than five minutes" in said
    assert client.get("/account/").status_code == 302


def test_five_wrong_codes_end_this_sign_in_and_no_other(client: Client, ana: Cast) -> None:
    known = Client()
    secret = turn_on(known, ana)
    sign_in(client, ana)
    for _ in range(4):
        client.post("/enter/code/", {"code": "000000"})
    assert "wrong too often" in text_of(client.post("/enter/code/", {"code": "000000"}))
    assert "sign in again" in text_of(client.post("/enter/code/", {"code": code_of(secret)}))
    assert known.get("/account/").status_code == 200


def test_a_new_sign_in_doesnt_begin_the_count_of_wrong_codes_anew(ana: Cast) -> None:
    """Whoever has the passphrase can sign in as often as they like, from wherever; guesses are counted together."""
    secret, known = turn_on(Client(), ana), Client()
    sign_in(known, ana)
    known.post("/enter/code/", {"code": code_of(secret)})
    for at in range(30):
        guessing = Client(REMOTE_ADDR=f"10.0.0.{at}")
        sign_in(guessing, ana)
        assert "doesn’t fit" in text_of(guessing.post("/enter/code/", {"code": "000000"}))
    last = Client(REMOTE_ADDR="10.0.0.99")
    sign_in(last, ana)
    assert "too many wrong codes today" in text_of(last.post("/enter/code/", {"code": code_of(secret)}))
    assert last.get("/account/").status_code == 302
    assert known.get("/account/").status_code == 200, "who is signed in goes on"


def test_right_codes_dont_count(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = turn_on(Client(), ana)
    monkeypatch.setattr(auth.TOTP, "_mark_code_used", lambda self, code: True)
    for at in range(31):
        client = Client(REMOTE_ADDR=f"10.0.1.{at}")
        sign_in(client, ana)
        assert client.post("/enter/code/", {"code": code_of(secret)})["Location"] == "/"


def test_a_code_works_once(ana: Cast) -> None:
    secret = turn_on(Client(), ana)
    one, other = Client(), Client()
    sign_in(one, ana)
    sign_in(other, ana)
    code = code_of(secret)
    assert one.post("/enter/code/", {"code": code}).status_code == 302
    assert "doesn’t fit" in text_of(other.post("/enter/code/", {"code": code}))


def test_a_kept_form_waits_over_the_code_as_well(client: Client, ana: Cast) -> None:
    secret = turn_on(Client(), ana)
    mark = keeping._mark(ana.me.person.pk)
    fields = hidden_fields(client.post("/account/mail/", {"mark": "none", keeping.MARK: mark}))
    page = sign_in(client, ana, **fields)
    assert "Now the code" in text_of(page)
    again = client.post("/enter/code/", {**hidden_fields(page), "code": code_of(secret)})
    assert "Change your e-mail" in text_of(again)
    assert hidden_fields(again)["mark"] == "none"


def test_codes_go_off_with_the_passphrase(client: Client, ana: Cast) -> None:
    turn_on(client, ana)
    assert client.post("/account/codes/", {"passphrase": ana.passphrase})["Location"] == "/account/?done=codes-off"
    assert sign_in(Client(), ana)["Location"] == "/"


def test_another_server_key_opens_no_code_secret(ana: Cast, tmp_path: object, settings: object) -> None:
    from pathlib import Path

    from goldseam.vault import server_key
    from goldseam.vault.errors import Tampered

    sealed = server_key.seal_text("people.totp", "SECRET")
    assert server_key.unseal_text("people.totp", sealed) == "SECRET"
    with pytest.raises(Tampered):
        server_key.unseal_text("people.other", sealed)
    other = Path(str(tmp_path)) / "server.key"
    other.write_bytes(bytes(32))
    settings.SERVER_KEY_FILE = str(other)  # type: ignore[attr-defined]
    with pytest.raises(Tampered):
        server_key.unseal_text("people.totp", sealed)

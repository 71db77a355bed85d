"""Signing in and out: what opens, what doesn't, and what the page never tells."""

from uuid import uuid4

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from conftest import Cast
from goldseam.people import signing_in
from goldseam.people.sessions import SessionStore
from goldseam.people.tests.browser_forms import PASSPHRASE, sign_in, text_of
from goldseam.vault.models import Bundle, Session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def may_see_account(client: Client) -> bool:
    return client.get("/pin/change/").status_code == 200


def test_name_and_passphrase_open_everything(client: Client, ana: Cast) -> None:
    assert not may_see_account(client)
    assert sign_in(client, ana)["Location"] == "/"
    assert may_see_account(client)


def test_it_goes_where_the_person_wanted_to_but_never_off_this_site(client: Client, ana: Cast) -> None:
    assert client.get("/pin/change/")["Location"] == "/enter/?next=%2Fpin%2Fchange%2F"
    assert sign_in(client, ana, next="/pin/change/")["Location"] == "/pin/change/"
    for away in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/nowhere/"):
        assert sign_in(Client(), ana, next=away)["Location"] == "/"


def test_a_wrong_name_and_a_wrong_passphrase_look_alike(client: Client, ana: Cast) -> None:
    wrong = client.post("/enter/", {"name": "ana", "passphrase": "not this one at all"})
    absent = client.post("/enter/", {"name": "zoe", "passphrase": "not this one at all"})
    strip = [page.content.decode().replace("zoe", "ana") for page in (wrong, absent)]
    assert [page.count("don’t go together") for page in strip] == [1, 1]
    assert text_of(wrong) == text_of(absent)


def test_a_name_that_does_not_exist_costs_the_same_stretch(
    client: Client, ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldseam.vault import primitives

    runs: list[int] = []
    stretch = primitives.stretch

    def counted(*args: object, **kwargs: object) -> bytes:
        runs.append(1)
        return stretch(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(primitives, "stretch", counted)
    counts = []
    for name in ("ana", "zoe", "\x00", "n" * 64):
        runs.clear()
        client.post("/enter/", {"name": name, "passphrase": "not this one at all"})
        counts.append(len(runs))
    assert counts == [1, 1, 0, 1] or counts == [1, 1, 1, 1]


def test_staying_is_asked_for(ana: Cast) -> None:
    short, long = Client(), Client()
    sign_in(short, ana)
    sign_in(long, ana, stay="on")
    assert not short.cookies["gs-key"]["max-age"]
    assert long.cookies["gs-key"]["max-age"] == 14 * 24 * 3600
    assert Client().get("/enter/").content.decode().count("checked") == 0


def test_a_lowered_key_stretch_is_told_in_plain_words(client: Client, ana: Cast) -> None:
    """An operator who lowers the cost of a guess learns nothing by the next sign-in."""
    Bundle.objects.filter(holder_id=ana.keyring.holder_id, way=Bundle.PASSPHRASE).update(memory=8)
    response = sign_in(client, ana)
    assert response.status_code == 409
    assert "Something was changed on the server" in text_of(response)


def test_signing_out_ends_the_session_in_the_vault(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    before = Session.objects.count()
    assert client.post("/enter/out/")["Location"] == "/"
    assert Session.objects.count() == before - 1
    assert not client.cookies["gs-key"].value
    assert not may_see_account(client)


def test_a_session_without_its_cookie_opens_nothing(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    del client.cookies["gs-key"]
    assert not may_see_account(client)


def test_a_cookie_without_its_session_opens_nothing(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    other = Client()
    other.cookies["gs-key"] = client.cookies["gs-key"].value
    assert not may_see_account(other)


def test_a_cookie_in_another_persons_session_opens_nothing(ana: Cast, ben: Cast) -> None:
    of_ana, of_ben = Client(), Client()
    sign_in(of_ana, ana)
    sign_in(of_ben, ben)
    of_ben.cookies["gs-key"] = of_ana.cookies["gs-key"].value
    assert not may_see_account(of_ben)


def test_a_session_that_the_operator_made_opens_nothing(client: Client, ana: Cast) -> None:
    """All that SQL and the server's own secret can make: a signed session row that names the person."""
    sign_in(client, ana)
    their_session = Session.objects.get(holder_id=ana.keyring.holder_id, pk=vault_session_of(client))
    made = SessionStore()
    made[SESSION_KEY] = str(ana.me.person.pk)
    made[BACKEND_SESSION_KEY] = signing_in.BACKEND
    made[HASH_SESSION_KEY] = ana.me.person.get_session_auth_hash()
    made[signing_in.SESSION_KEY] = their_session.pk.hex
    made.create()
    operator = Client()
    operator.cookies["gs-session"] = made.session_key or ""
    for guess in ("", "A" * 43, uuid4().hex):
        operator.cookies["gs-key"] = guess
        assert not may_see_account(operator)
    operator.cookies["gs-key"] = client.cookies["gs-key"].value  # only with her own cookie would it open
    assert may_see_account(operator)


def vault_session_of(client: Client) -> str:
    return str(client.session[signing_in.SESSION_KEY])


def test_no_route_of_allauth_is_reachable() -> None:
    """Its own pages reset, mail and change credentials; the house has none of them."""
    resolver = get_resolver()
    resolver._populate()
    names = [key for key in resolver.reverse_dict if isinstance(key, str)]
    assert len(names) > 10
    print(f"{len(names)} named routes looked at")
    assert [name for name in names if name.startswith(("account_", "mfa_", "socialaccount", "usersessions"))] == []
    modules = {
        getattr(pattern.callback, "__module__", "")
        for pattern in resolver.url_patterns
        for pattern in getattr(pattern, "url_patterns", [pattern])
    }
    assert [module for module in modules if module.startswith(("allauth", "django.contrib"))] == []
    for name in ("account_login", "account_reset_password", "account_email", "mfa_reauthenticate", "account_signup"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/enter/reset/", "/admin/", "/accounts/login/"])
def test_addresses_that_other_programs_have_are_not_here(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_page_draws_for_everybody_empty_and_wrong(client: Client) -> None:
    assert "Come in" in text_of(client.get("/enter/"))
    assert "Please type your passphrase" in text_of(client.post("/enter/", {"name": "ana", "passphrase": ""}))
    assert PASSPHRASE not in text_of(client.post("/enter/", {"name": "", "passphrase": PASSPHRASE}))

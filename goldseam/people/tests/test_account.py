"""One's own account: behind the private half, and only one's own."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from conftest import Cast
from goldseam.people import account_actions
from goldseam.people.models import Person
from goldseam.people.tests.browser_forms import sign_in, text_of
from goldseam.vault import holders, mine, seam
from goldseam.vault.errors import WrongSecret
from goldseam.vault.models import Session

pytestmark = pytest.mark.django_db
PAGES = ["/account/", "/account/passphrase/", "/account/mail/", "/account/codes/", "/account/passkeys/", "/new/sheet/"]
NEW = "seven grey stones under water"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_needs_the_private_half(client: Client, ana: Cast, page: str) -> None:
    assert client.get(page)["Location"].startswith("/enter/")
    sign_in(client, ana)
    assert client.get(page).status_code == 200
    client.post("/pin/close/")
    assert client.get(page)["Location"].startswith("/pin/")
    with seam.pretend_it_is(seam.now() + timedelta(hours=13)):
        assert client.get(page)["Location"].startswith("/enter/")


@pytest.mark.parametrize("page", PAGES)
def test_every_form_sent_empty_draws_with_a_sentence(client: Client, ana: Cast, page: str) -> None:
    sign_in(client, ana)
    if page not in ("/account/", "/new/sheet/"):
        said = text_of(client.post(page, {"step": "begin"}))
        assert "look at again" in said


def test_devices_are_listed_without_address_or_place(client: Client, ana: Cast) -> None:
    other = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Mobile canary-model"}, REMOTE_ADDR="203.0.113.9")
    sign_in(other, ana)
    sign_in(client, ana)
    said = text_of(client.get("/account/"))
    assert client.get("/account/").content.decode().count("<strong>A phone</strong>") == 2
    assert "This one" in said
    assert "203.0.113.9" not in said and "canary-model" not in said
    assert "canary-model" not in str([vars(row) for row in Session.objects.all()])


def test_one_device_and_all_others_can_be_ended(client: Client, ana: Cast) -> None:
    others = [Client(), Client()]
    for other in others:
        sign_in(other, ana)
    sign_in(client, ana)
    theirs = others[0].session["gs_session"]
    assert client.post(f"/account/devices/{UUID(hex=theirs)}/end/").status_code == 302
    assert others[0].get("/account/")["Location"].startswith("/enter/")
    assert others[1].get("/account/").status_code == 200
    client.post("/account/devices/others/end/")
    assert others[1].get("/account/")["Location"].startswith("/enter/")
    assert client.get("/account/").status_code == 200


def test_nobody_ends_anothers_device(client: Client, ana: Cast, ben: Cast) -> None:
    sign_in(client, ben)
    before = Session.objects.filter(holder_id=ana.keyring.holder_id).count()
    assert client.post(f"/account/devices/{ana.keyring.session_id}/end/").status_code == 404
    assert Session.objects.filter(holder_id=ana.keyring.holder_id).count() == before


def test_ending_this_device_signs_out(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    page = client.get("/account/").content.decode()
    own = re.search(r'action="(/account/devices/[0-9a-f-]+/end/)"[^>]*>(?:(?!</form>).)*Sign out', page, re.S)
    assert own and client.post(own[1])["Location"] == "/"
    assert not client.cookies["gs-key"].value


def test_another_passphrase_rewraps_and_ends_the_rest(client: Client, ana: Cast) -> None:
    row = mine.keep(ana.keyring, "note", {"text": "still here"})
    holder = ana.me.person.holder
    holders.wrap_for_passkey(holder, ana.keyring, "credential", b"p" * 32)
    other = Client()
    sign_in(other, ana)
    sign_in(client, ana, stay="on")
    shown = client.post("/account/passphrase/", {"passphrase": ana.passphrase, "new_passphrase": NEW})
    assert "Your passphrase is changed" in text_of(shown)
    assert shown.content.decode().count("<li>") >= 10
    assert client.get("/account/").status_code == 200
    assert client.cookies["gs-key"]["max-age"] == 14 * 24 * 3600
    assert other.get("/account/").status_code == 302
    opened = holders.open_by_pass_key(holder, holders.pass_key_of(holder, NEW))
    assert mine.one(opened, row).body == {"text": "still here"}
    with pytest.raises(WrongSecret):
        holders.open_by_pass_key(holder, holders.pass_key_of(holder, ana.passphrase))
    with pytest.raises(WrongSecret):
        holders.open_by_recovery(holder, " ".join(ana.sheet))
    with pytest.raises(WrongSecret):
        holders.open_by_passkey(holder, "credential", b"p" * 32)
    assert "don’t go together" in text_of(sign_in(Client(), ana))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("not this one", NEW, "not your passphrase"), ("", NEW, "type your passphrase"), (None, "short", "too short")],
)
def test_a_passphrase_that_cannot_be_changed_says_why(
    client: Client, ana: Cast, old: str | None, new: str, words: str
) -> None:
    sign_in(client, ana)
    told = {"passphrase": ana.passphrase if old is None else old, "new_passphrase": new}
    assert words in text_of(client.post("/account/passphrase/", told))
    assert sign_in(Client(), ana).status_code == 302


def test_mail_is_marked_sealed_and_forgotten(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    assert "never opens anything" in text_of(client.get("/account/mail/"))
    client.post("/account/mail/", {"mark": "shared", "mail": "canary@example.org"})
    assert "canary@example.org" in text_of(client.get("/account/"))
    stored = Person.objects.values_list("mail", flat=True).get(pk=ana.me.person.pk)
    assert b"canary" not in bytes(stored or b"")
    client.post("/account/mail/", {"mark": "none", "mail": "canary@example.org"})
    assert Person.objects.values_list("mail", flat=True).get(pk=ana.me.person.pk) is None


@pytest.mark.parametrize("mail", ["", "no address"])
def test_mail_that_is_none_gets_a_sentence(client: Client, ana: Cast, mail: str) -> None:
    sign_in(client, ana)
    assert "One thing to look at again" in text_of(client.post("/account/mail/", {"mark": "mine", "mail": mail}))


def test_mail_of_one_row_does_not_open_in_another(ana: Cast, ben: Cast) -> None:
    from goldseam.vault.errors import Tampered

    account_actions.keep_mail(ana.me, "mine", "ana@example.org")
    stored = Person.objects.values_list("mail", flat=True).get(pk=ana.me.person.pk)
    Person.objects.filter(pk=ben.me.person.pk).update(mail=stored)
    with pytest.raises(Tampered):
        account_actions.mail_of(ben.me)

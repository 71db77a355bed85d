"""Somebody may have got in: every lock is changed on one page, and what was there opens for its owner only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from conftest import PIN, Cast
from goldseam.people import access, account_actions, actions
from goldseam.people.me import Me
from goldseam.people.models import Person, Seat
from goldseam.people.tests.browser_forms import hidden_fields, open_private, sign_in, text_of
from goldseam.people.tests.test_recovery import places, words_shown
from goldseam.vault import change, holders, invites, mine, pins, verify
from goldseam.vault.errors import Missing, Tampered, WrongSecret
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Bundle, Circle, Holder, KeyChange, Session

pytestmark = pytest.mark.django_db
NEW = "seven grey stones under water"
PAGE = "/account/someone/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def holder_of(who: Cast) -> Holder:
    return Holder.objects.get(pk=who.keyring.holder_id)


def keys_of(who: Cast, passphrase: str) -> Keyring:
    return holders.open_by_pass_key(holder_of(who), holders.pass_key_of(holder_of(who), passphrase))


def renew(client: Client, who: Cast, new: str = NEW, old: str | None = None) -> Any:
    told = {"passphrase": who.passphrase if old is None else old, "new_passphrase": new}
    return client.post(PAGE, told)


def circle_of(who: Cast) -> Circle:
    together = access.togetherness_of(who.anew())
    assert together is not None
    return together.circle


def test_the_page_says_what_will_happen_and_needs_no_pin(client: Client, ana: Cast) -> None:
    assert client.get(PAGE)["Location"].startswith("/enter/")
    sign_in(client, ana)
    assert PAGE in client.get("/account/").content.decode()
    client.post("/pin/close/")
    said = text_of(client.get(PAGE))
    for told in ("Every other device is signed out", "Passkeys and codes go", "Your PIN stays", "can’t be taken back"):
        assert told in said
    assert "Every lock is changed" in text_of(renew(client, ana))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", "Please choose a passphrase"),
        ("not this one", NEW, "not your passphrase"),
        (None, "short", "too short"),
        (None, "Ana walks by the slow river", "the passphrase you have now"),
    ],
    ids=["empty", "wrong", "weak", "the same"],
)
def test_what_is_wrong_gets_a_sentence_and_changes_nothing(
    client: Client, ana: Cast, old: str | None, new: str, told: str
) -> None:
    sign_in(client, ana)
    answer = renew(client, ana, new, old)
    assert told in text_of(answer) and "Nothing you wrote is lost" in text_of(answer)
    assert not KeyChange.objects.exists()
    assert sign_in(Client(), ana).status_code == 302
    assert holders.open_by_recovery(holder_of(ana), " ".join(ana.sheet))


def test_guesses_are_counted_on_the_device(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    for _ in range(30):
        said = text_of(renew(client, ana, old="a wrong passphrase"))
        if "wrong too often" in said:
            break
    assert "wrong too often" in said
    assert "wrong too often" in text_of(renew(client, ana)), "the right one doesn't pass then either"
    assert not KeyChange.objects.exists()


def test_only_the_new_passphrase_and_sheet_open_and_everything_private_is_there(client: Client, ana: Cast) -> None:
    rows = [mine.keep(ana.keyring, "note", {"n": number}) for number in range(3)]
    holder, old_key = holder_of(ana), holders.pass_key_of(holder_of(ana), ana.passphrase)
    holders.wrap_for_passkey(holder, ana.keyring, "credential", b"p" * 32)
    account_actions.keep_mail(ana.me, "mine", "ana@example.org")
    elsewhere = _browser(ana)
    sign_in(client, ana, stay="on")
    for kind in ("totp", "webauthn"):
        Authenticator.objects.create(user=ana.me.person, type=kind, data={"secret": "x"})
    shown = renew(client, ana)
    drawn = words_shown(shown)
    assert len(drawn) == 10 and set(drawn) != set(ana.sheet)
    assert client.cookies["gs-key"]["max-age"] == 14 * 24 * 3600
    assert elsewhere.get("/account/")["Location"].startswith("/enter/")
    assert Session.objects.filter(holder=holder).count() == 1
    assert not Authenticator.objects.exists() and not Bundle.objects.filter(way=Bundle.PASSKEY).exists()
    holder = holder_of(ana)
    refused: list[Callable[[], Keyring]] = [
        lambda: holders.open_by_pass_key(holder, old_key),
        lambda: holders.open_by_recovery(holder, " ".join(ana.sheet)),
        lambda: holders.open_by_passkey(holder, "credential", b"p" * 32),
    ]
    for old_way in refused:
        with pytest.raises(WrongSecret):
            old_way()
    assert "don’t go together" in text_of(sign_in(Client(), ana))
    opened = keys_of(ana, NEW)
    assert [entry.id for entry in mine.everything(opened)] == rows
    assert holders.open_by_recovery(holder, " ".join(drawn)).back == opened.back
    assert "ana@example.org" in text_of(client.get("/account/"))
    assert client.get("/account/").context["passkeys"] == []


def test_the_new_sheet_is_confirmed_by_two_words_and_the_pin_still_opens(client: Client, ana: Cast) -> None:
    account_actions.note(ana.me, sheet_done=True)
    sign_in(client, ana)
    shown = renew(client, ana)
    drawn = words_shown(shown)
    assert "change it once your sheet is written down" in text_of(shown)
    assert "not made yet" in text_of(client.get("/account/"))
    first, second = (drawn[place - 1] for place in places(shown))
    done = client.post("/new/sheet/", {**hidden_fields(shown), "first": first, "second": second})
    assert done["Location"] == "/account/?done=sheet"
    assert "printed" in text_of(client.get("/account/"))
    client.post("/pin/close/")
    assert open_private(client, PIN).status_code == 302
    assert client.get("/account/").status_code == 200


def test_an_old_cookie_opens_nothing_afterwards(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    thief = Client()
    thief.cookies.update(client.cookies)
    assert thief.get("/account/").status_code == 200
    renew(client, ana)
    for page in ("/account/", PAGE, "/us/", "/me/"):
        assert thief.get(page)["Location"].startswith("/enter/")
    assert client.get("/account/").status_code == 200


def test_the_partner_reads_what_was_shared_before_and_what_comes_after(client: Client, pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    before = mine.keep(ana.keyring, "note", {"when": "before"})
    mine.share(ana.anew().keyring, before, circle_of(ana))
    sign_in(client, ana)
    renew(client, ana)
    theirs = ben.anew()
    assert [entry.body for entry in mine.shared_with(theirs.keyring, circle_of(ben))] == [{"when": "before"}]
    opened = keys_of(ana, NEW)
    after = mine.keep(opened, "note", {"when": "after"})
    mine.share(opened, after, circle_of(ben))
    read = [entry.body["when"] for entry in mine.shared_with(ben.anew().keyring, circle_of(ben))]
    assert read == ["before", "after"]
    actions.pause(ben.anew())  # an act of Ben's: his pin follows the cross-signature
    mine.keep(ben.keyring, "note", {})
    sign_in(Client(), ben)
    assert not pins.is_behind(ben.anew().keyring, circle_of(ben))
    assert "Ana" in text_of(_browser(ben).get("/us/"))
    assert verify.everything().faults == []


def _browser(who: Cast) -> Client:
    client = Client()
    sign_in(client, who)
    return client


def test_notes_to_oneself_are_under_the_new_keys(client: Client, pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    account_actions.keep_mail(ana.me, "mine", "ana@example.org")
    old = ana.anew()
    before = [bytes(note) for note in _notes_of(ana) if note]
    sign_in(client, ana)
    renew(client, ana)
    after = [bytes(note) for note in _notes_of(ana) if note]
    assert len(after) == 3 and not set(before) & set(after)
    person = Person.objects.get(pk=ana.me.person.pk)
    with pytest.raises(Tampered):
        account_actions.mail_of(Me(person, old.keyring))


def _notes_of(who: Cast) -> list[bytes | None]:
    person = Person.objects.get(pk=who.me.person.pk)
    return [person.own, person.mail, *Seat.objects.filter(person=person).values_list("own", flat=True)]


def test_a_note_that_somebody_spoiled_holds_nobody_up(client: Client, ana: Cast) -> None:
    Person.objects.filter(pk=ana.me.person.pk).update(mail=b"spoiled", own=b"spoiled")
    sign_in(client, ana)
    assert "Every lock is changed" in text_of(renew(client, ana))


def test_an_invitation_that_waits_ends(client: Client, ana: Cast) -> None:
    words = " ".join(actions.invite(ana.me, own_name="Ana"))
    sign_in(client, ana)
    renew(client, ana)
    with pytest.raises(Missing):
        invites.look(invites.keys_of(words))


def test_a_private_row_that_was_changed_stops_it_before_anything_is_changed(client: Client, ana: Cast) -> None:
    mine.keep(ana.keyring, "note", {"n": 1})
    holder_of(ana).mine.all().delete()
    sign_in(client, ana)
    answer = renew(client, ana)
    assert answer.status_code == 409 and "Something was changed on the server" in text_of(answer)
    assert not KeyChange.objects.exists()
    assert sign_in(Client(), ana).status_code == 302


def test_what_a_killed_process_left_is_carried_on_at_the_next_visit(
    client: Client, ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [mine.keep(ana.keyring, "note", {"n": number}) for number in range(5)]
    monkeypatch.setattr(change, "AT_ONCE", 2)
    Authenticator.objects.create(user=ana.me.person, type="recovery_codes", data={})
    sign_in(client, ana)
    real = mine.carry_over
    calls: list[object] = []

    def killed(keyring: Keyring, row_ids: list[Any]) -> None:
        if calls:
            raise KeyboardInterrupt
        calls.append(row_ids)
        real(keyring, row_ids)

    with monkeypatch.context() as killing:
        killing.setattr(mine, "carry_over", killed)
        with pytest.raises(KeyboardInterrupt):
            renew(client, ana)
    assert not Authenticator.objects.exists(), "what belongs to the keys went with them"
    opened = keys_of(ana, NEW)
    assert len(mine.still_old(opened)) == 3
    ana.passphrase = NEW
    again = _browser(ana)
    assert again.get("/account/").status_code == 200
    assert mine.still_old(opened) == []
    assert not KeyChange.objects.filter(old_back__isnull=False).exists()
    assert [entry.id for entry in mine.everything(keys_of(ana, NEW))] == rows


def test_a_kill_before_the_end_of_the_change_leaves_all_as_it_was(
    client: Client, ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    Authenticator.objects.create(user=ana.me.person, type="recovery_codes", data={})
    sign_in(client, ana)

    def killed(_me: Me) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(account_actions, "_renew_seats", killed)
        with pytest.raises(KeyboardInterrupt):
            renew(client, ana)
    assert not KeyChange.objects.exists()
    assert Authenticator.objects.count() == 1
    assert client.get("/account/").status_code == 200
    assert keys_of(ana, ana.passphrase).back == ana.keyring.back


@pytest.mark.parametrize("way", ["passphrase", "someone"])
def test_parameters_never_go_down_through_a_page(client: Client, ana: Cast, settings: Any, way: str) -> None:
    settings.VAULT_ARGON2 = (256, 2, 1)
    sign_in(client, ana)
    client.post("/account/passphrase/", {"passphrase": ana.passphrase, "new_passphrase": NEW})
    settings.VAULT_ARGON2 = (64, 1, 1)
    client.post(f"/account/{way}/", {"passphrase": NEW, "new_passphrase": "eight warm lamps at the quay"})
    bundle = Bundle.objects.get(holder=holder_of(ana), way=Bundle.PASSPHRASE)
    assert (bundle.memory, bundle.passes) == (256, 2)

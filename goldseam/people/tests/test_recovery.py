"""The recovery sheet: made when asked for, shown once, and the only other way in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from conftest import PIN, Cast
from goldseam.people import account_actions, factors
from goldseam.people.models import Person
from goldseam.people.tests.browser_forms import hidden_fields, open_private, sign_in, text_of
from goldseam.vault import holders, mine
from goldseam.vault.errors import WrongSecret
from goldseam.vault.models import Bundle, Session

pytestmark = pytest.mark.django_db
NEW = "seven grey stones under water"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def words_shown(response: object) -> list[str]:
    page = response.content.decode()  # type: ignore[attr-defined]
    return re.findall(r"<li>([a-z-]+)</li>", re.search(r'<ol class="words">(.*?)</ol>', page, re.S)[1])  # type: ignore[index]


def places(response: object) -> list[int]:
    return [int(place) for place in re.findall(r">Word (\d+)", response.content.decode())]  # type: ignore[attr-defined]


def come_back(client: Client, sheet: list[str], passphrase: str = NEW, name: str = "ana") -> object:
    return client.post("/enter/back/", {"name": name, "sheet": " ".join(sheet), "passphrase": passphrase})


def test_a_sheet_is_made_shown_once_and_confirmed_by_two_words(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    assert "Make my sheet" in text_of(client.get("/new/sheet/?next=/me/"))
    shown = client.post("/new/sheet/", {"next": "/account/"})
    drawn = words_shown(shown)
    assert len(drawn) == 10
    assert not account_actions.sheet_is_done(ana.me)
    first, second = (drawn[place - 1] for place in places(shown))
    hidden = hidden_fields(shown)
    wrong = client.post("/new/sheet/", {**hidden, "first": second + "x", "second": first})
    assert "not the two words" in text_of(wrong)
    assert not any(word in wrong.content.decode() for word in drawn if len(word) > 6 and word not in (first, second))
    done = client.post("/new/sheet/", {**hidden_fields(wrong), "first": first.upper(), "second": f" {second} "})
    assert done["Location"] == "/account/"
    assert account_actions.sheet_is_done(ana.me)
    assert holders.open_by_recovery(ana.me.person.holder, " ".join(drawn)).back == ana.keyring.back


def test_a_new_sheet_ends_the_one_before(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    client.post("/new/sheet/")
    with pytest.raises(WrongSecret):
        holders.open_by_recovery(ana.me.person.holder, " ".join(ana.sheet))


def test_a_check_of_somebody_else_confirms_nothing(client: Client, ana: Cast, ben: Cast) -> None:
    foreign = account_actions.make_sheet(ben.me)
    sign_in(client, ana)
    told = {
        "check": foreign.check,
        "first": foreign.words[foreign.places[0] - 1],
        "second": foreign.words[foreign.places[1] - 1],
    }
    assert "not the two words" in text_of(client.post("/new/sheet/", told))
    assert not account_actions.sheet_is_done(ana.me)


def test_whether_it_is_printed_lies_sealed(ana: Cast) -> None:
    account_actions.note(ana.me, sheet_done=True)
    stored = bytes(Person.objects.values_list("own", flat=True).get(pk=ana.me.person.pk) or b"")
    assert b"sheet" not in stored


def test_the_sheet_opens_everything_with_a_new_passphrase(client: Client, ana: Cast) -> None:
    row = mine.keep(ana.keyring, "note", {"text": "still here"})
    shown = come_back(client, ana.sheet)
    assert "You are back in" in text_of(shown)
    assert len(words_shown(shown)) == 10
    assert client.get("/account/").status_code == 200
    again = holders.open_by_pass_key(ana.me.person.holder, holders.pass_key_of(ana.me.person.holder, NEW))
    assert mine.one(again, row).body == {"text": "still here"}
    assert "don’t go together" in text_of(sign_in(Client(), ana))


def test_it_ends_every_sign_in_and_every_second_way_and_keeps_the_pin(client: Client, ana: Cast) -> None:
    elsewhere = Client()
    sign_in(elsewhere, ana)
    factors.turn_codes_off(ana.me.person)
    Authenticator.objects.create(user=ana.me.person, type="totp", data={"secret": "x"})
    holders.wrap_for_passkey(ana.me.person.holder, ana.keyring, "credential", b"p" * 32)
    come_back(client, ana.sheet)
    assert elsewhere.get("/account/").status_code == 302
    assert Session.objects.count() == 1
    assert not Authenticator.objects.exists()
    assert not Bundle.objects.filter(way=Bundle.PASSKEY).exists()
    client.post("/pin/close/")
    assert open_private(client, PIN).status_code == 302


def test_a_used_sheet_is_used_up(client: Client, ana: Cast) -> None:
    come_back(client, ana.sheet)
    assert "don’t open this account" in text_of(come_back(Client(), ana.sheet, "another long passphrase"))


@pytest.mark.parametrize("name", ["ana", "zoe"])
def test_wrong_words_and_a_wrong_name_look_alike(client: Client, ana: Cast, name: str) -> None:
    for sheet in (ana.sheet[:9], [*ana.sheet[:9], "zebra"], ana.sheet[::-1], ["nonsense"] * 10):
        said = text_of(come_back(client, sheet, name=name))
        assert "don’t open this account" in said
    assert holders.open_by_recovery(ana.me.person.holder, " ".join(ana.sheet))


def test_a_weak_new_passphrase_changes_nothing(client: Client, ana: Cast) -> None:
    assert "too short" in text_of(come_back(client, ana.sheet, "short"))
    assert holders.open_by_recovery(ana.me.person.holder, " ".join(ana.sheet))


def test_the_page_is_honest_about_losing_both(client: Client) -> None:
    said = text_of(client.get("/enter/back/"))
    assert "it is gone" in said
    assert "Your partner can let it in to what the two of you shared" in said

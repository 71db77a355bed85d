"""“Is all as you left it?”: yes when nothing was touched, and where, when somebody with the database was here."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from conftest import Cast
from goldseam.people import access, account_actions
from goldseam.people.models import SeatCard
from goldseam.people.tests.browser_forms import sign_in, text_of
from goldseam.vault import mine
from goldseam.vault.models import Mine

pytestmark = pytest.mark.django_db
PAGE = "/account/check/"
WELL = "All is as you left it"
CANARY = "kestrel over the wet field"


def sql(text: str, *told: str | bytes) -> int:
    """As somebody with the database does it, past all of our code."""
    with connection.cursor() as cursor:
        cursor.execute(text, told)
        return int(cursor.rowcount)


def fill(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    together = access.togetherness_of(ana.anew())
    assert together is not None
    for who in (ana, ben):
        mine.keep(who.keyring, "note", {"line": CANARY})
        mine.share(who.anew().keyring, mine.keep(who.keyring, "note", {"shown": "hello"}), together.circle)
    account_actions.keep_mail(ana.me, "mine", "ana@example.org")


@pytest.mark.parametrize("alone", [True, False])
def test_an_untouched_house_fits_and_the_page_says_so(
    client: Client, pair: tuple[Cast, Cast], cleo: Cast, alone: bool
) -> None:
    fill(pair)
    who = cleo if alone else pair[0]
    sign_in(client, who)
    assert PAGE in client.get("/account/").content.decode()
    first = text_of(client.get(PAGE))
    assert "Look now" in first and WELL not in first
    said = text_of(client.post(PAGE))
    assert WELL in said and "was opened and compared" in said and CANARY not in said
    assert not re.search(r"\d", said.partition(WELL)[2].partition("Look once more")[0]), "a count tells of the other"


def test_it_needs_the_private_half(client: Client, ana: Cast) -> None:
    assert client.get(PAGE)["Location"].startswith("/enter/")
    assert WELL not in text_of(client.post(PAGE))
    sign_in(client, ana)
    client.post("/pin/close/")
    assert client.get(PAGE)["Location"].startswith("/pin/")
    assert WELL not in text_of(client.post(PAGE))


def _one_of(who: Cast, *, shared: bool) -> str:
    together = access.togetherness_of(who.anew())
    assert together is not None
    rows = Mine.objects.filter(owner_id=who.keyring.holder_id).values_list("pk", flat=True)
    return str(next(row for row in rows if bool(mine.shared_among([row], [together.circle])) == shared).hex)


PLANTED: dict[str, tuple[Callable[[Cast, Cast], int], str]] = {
    "an own row is gone": (
        lambda ana, _ben: sql("DELETE FROM vault_mine WHERE id = %s", _one_of(ana, shared=False)),
        "What only you can read",
    ),
    "the partner's shown row has another version": (
        lambda ana, ben: sql("UPDATE vault_mine SET version = 9 WHERE id = %s", _one_of(ben, shared=True)),
        "What one of you showed the other",
    ),
    "a link of the record": (
        lambda ana, _ben: sql("UPDATE vault_link SET digest = %s WHERE number = 2", bytes(32)),
        "The list of everything that is shared",
    ),
    "a name card": (
        lambda _ana, ben: sql(
            "UPDATE people_seatcard SET body = %s WHERE id = %s",
            bytes(300),
            SeatCard.objects.get(author_id=ben.keyring.holder_id).pk.hex,
        ),
        "names and the rule you agreed to",
    ),
    "the PIN": (
        lambda ana, _ben: sql("UPDATE vault_holder SET pin = %s WHERE id = %s", bytes(400), ana.keyring.holder_id.hex),
        "Your PIN and its closing time",
    ),
    "the mail note": (
        lambda ana, _ben: sql("UPDATE people_person SET mail = own WHERE id = %s", ana.me.person.pk.hex),
        "Notes of your account",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_change_is_found_and_named_in_words(client: Client, pair: tuple[Cast, Cast], name: str) -> None:
    ana, ben = pair
    fill(pair)
    account_actions.note(ana.me, sheet_done=True)
    sign_in(client, ana)
    assert WELL in text_of(client.post(PAGE))
    plant, where = PLANTED[name]
    assert plant(ana, ben) >= 1
    answer = client.post(PAGE)
    said = text_of(answer)
    assert answer.status_code == 200
    assert "Something is not as it was left" in said and WELL not in said
    assert where in said
    for told in ("What was kept", "What you can do", "Ask whoever keeps the server"):
        assert told in said
    for jargon in ("Tampered", "vault", "seatcard", "digest", "wrap", CANARY):
        assert jargon not in said


def test_the_page_that_tells_of_a_change_leads_here(client: Client, ana: Cast) -> None:
    mine.keep(ana.keyring, "note", {"line": CANARY})
    sign_in(client, ana)
    sql("DELETE FROM vault_mine")
    answer = client.get("/me/")
    assert answer.status_code == 409
    assert PAGE in answer.content.decode()
    assert "What only you can read" in text_of(client.post(PAGE))

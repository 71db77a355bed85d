"""The passphrase's wrap or verifier, changed by somebody at the database: a plain page, never a fault."""

import pytest
from django.core.cache import cache
from django.test import Client

from conftest import Cast
from goldseam.people.tests.browser_forms import sign_in, sign_up, text_of
from goldseam.vault import holders
from goldseam.vault.models import Bundle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def spoil_the_wrap(ana: Cast) -> None:
    """The passphrase still fits its verifier, and opens nothing any more."""
    bundle = Bundle.objects.get(holder=ana.me.person.holder, way=Bundle.PASSPHRASE)
    there = bytes(bundle.front)
    Bundle.objects.filter(pk=bundle.pk).update(front=there[:-1] + bytes([there[-1] ^ 1]))


def test_signing_in_over_a_changed_wrap_says_so(client: Client, ana: Cast) -> None:
    spoil_the_wrap(ana)
    answer = sign_in(client, ana)
    assert answer.status_code == 409
    assert "Something was changed on the server" in text_of(answer)
    assert "gs-key" not in client.cookies


def test_a_name_that_is_taken_says_so_too(client: Client, ana: Cast) -> None:
    spoil_the_wrap(ana)
    assert sign_up(client, ana.me.person.username, ana.passphrase).status_code == 409


def test_the_private_half_over_a_changed_wrap_says_so(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    client.post("/pin/close/")
    spoil_the_wrap(ana)
    answer = client.post("/pin/?passphrase", {"passphrase": ana.passphrase})
    assert answer.status_code == 409


def test_a_verifier_of_another_passphrase_opens_nothing(client: Client, ana: Cast) -> None:
    chosen = "somebody at the server chose this"
    person = ana.me.person
    person.set_password(holders.pass_key_of(person.holder, chosen).verifier)
    person.save()
    answer = client.post("/enter/", {"name": person.username, "passphrase": chosen})
    assert answer.status_code == 409
    assert "gs-key" not in client.cookies


def test_a_wrap_that_somebody_took_away_says_so(client: Client, ana: Cast) -> None:
    Bundle.objects.filter(holder=ana.me.person.holder, way=Bundle.PASSPHRASE).delete()
    assert sign_in(client, ana).status_code == 409

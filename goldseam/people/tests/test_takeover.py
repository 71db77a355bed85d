"""S08: who owns the mailbox, knows the name and all about the person, gets in by no way at all."""

from collections.abc import Iterable

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver

from conftest import Cast
from goldseam.people import account_actions
from goldseam.people.tests.browser_forms import sign_in
from goldseam.vault.models import Session

pytestmark = pytest.mark.django_db
KNOWN = {
    "name": "ana",
    "username": "ana",
    "login": "ana",
    "email": "ana@example.org",
    "mail": "ana@example.org",
    "phone": "+15550100",
    "birthday": "1990-01-01",
    "answer": "Rex",
    "passphrase": "ana@example.org",
    "password": "ana@example.org",
    "new_passphrase": "the attacker chose this one",
    "sheet": "ana ana ana ana ana ana ana ana ana ana",
    "words": "ana ana ana ana ana ana",
    "pin": "000000",
    "code": "000000",
    "adult": "on",
    "next": "/account/",
}


def addresses() -> list[str]:
    """Every address of the house without a parameter, and those that other programs use for the purpose."""
    found: list[str] = []

    def walk(patterns: Iterable[object], before: str) -> None:
        for pattern in patterns:
            here = before + str(pattern.pattern)  # type: ignore[attr-defined]
            if isinstance(pattern, URLPattern):
                found.append("/" + here)
            else:
                walk(pattern.url_patterns, here)  # type: ignore[attr-defined]

    walk(get_resolver().url_patterns, "")
    guesses = ["/accounts/password/reset/", "/accounts/login/code/", "/enter/forgot/", "/enter/mail/", "/reset/"]
    return [address for address in found if "<" not in address] + guesses


def test_mailbox_name_and_knowledge_open_nothing(ana: Cast) -> None:
    account_actions.keep_mail(ana.me, "shared", "ana@example.org")
    before = set(Session.objects.values_list("pk", flat=True))
    tried = 0
    for address in addresses():
        for method in ("get", "post"):
            cache.clear()
            attacker = Client()
            getattr(attacker, method)(address, KNOWN)
            tried += 1
            key = attacker.cookies.get("gs-key")
            theirs = Session.objects.exclude(pk__in=before).filter(holder_id=ana.keyring.holder_id)
            assert not theirs.exists(), address
            assert key is None or not key.value or not theirs.exists()
    print(f"{tried} ways tried, 0 opened")
    assert tried > 40
    assert mail.outbox == []
    assert sign_in(Client(), ana)["Location"] == "/", "and her own passphrase still opens"


def test_with_the_passphrase_the_same_look_finds_a_way_in(ana: Cast) -> None:
    """The planted fault: were the passphrase among what is known, the test above would see it."""
    before = set(Session.objects.values_list("pk", flat=True))
    Client().post("/enter/", {**KNOWN, "passphrase": ana.passphrase})
    assert Session.objects.exclude(pk__in=before).filter(holder_id=ana.keyring.holder_id).exists()

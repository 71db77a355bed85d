"""Somebody's own passphrase on a phone that is signed in as somebody else: their hand for one act, and no sign-in.

Two people may share one phone. What only one of them can do there, such as putting their name under words, they do by
their passphrase (docs/decisions/0069-one-phone.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from allauth.core import ratelimit

from goldseam.people import factors
from goldseam.people.me import Me
from goldseam.people.rules import Refused, plain_passphrase
from goldseam.vault import holders, standing

if TYPE_CHECKING:
    from django.http import HttpRequest

    from goldseam.people.models import Person
    from goldseam.vault.keyring import Keyring

TRIES = "by_passphrase"
"""The limit of tries at one account by this way, from whichever phone. Their own sign-ins don't count here."""


@contextmanager
def for_one_act(request: HttpRequest, me: Me, other: Person, passphrase: str) -> Iterator[Me]:
    """`other` with front open, for the length of the block, on the phone where `me` is signed in.

    One Argon2id run, so never inside a transaction. No session, no cookie and no private half comes of it; afterwards
    the connection stands for `me` again. Raises Refused("passphrase-wrong", "passphrase-too-often", "own-phone"),
    Tampered.
    """
    keyring = _keys_of(request, other, passphrase)
    try:
        yield Me(other, keyring)
    finally:
        standing.stand_for(me.keyring.holder_id)


def _keys_of(request: HttpRequest, other: Person, passphrase: str) -> Keyring:
    """That somebody signs in with a code as well is told only to whoever knows the passphrase, as at the door."""
    if not ratelimit.consume(request, action=TRIES, key=str(other.pk)):
        raise Refused("passphrase-too-often")
    pass_key = holders.pass_key_of(other.holder, plain_passphrase(passphrase))
    if not other.check_password(pass_key.verifier):
        raise Refused("passphrase-wrong")
    if factors.has_codes(other):
        raise Refused("own-phone")
    return replace(holders.open_by_fitting(other.holder, pass_key), back=None)

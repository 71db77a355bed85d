"""A copied disk, with every key that one of the two holds: the other's answers stay shut until both have given.

The thief is tests/key_trier.py's, which knows the protocol and tries every key that it has, and all that follows from
it, on everything sealed. He is Ben: he has both his private halves, his signing key, his cookie's value, and so the
circle's keys and the pair's half. Once he is given the server's key file as well.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from conftest import Cast
from goldseam.apart import access, actions
from goldseam.apart.tests.conftest import LABEL, gave, looked
from goldseam.vault import between, labels, lineage, primitives, rounds, server_key
from goldseam.vault.canonical import ident
from goldseam.vault.errors import Tampered
from goldseam.vault.models import BetweenKey, BetweenValue, Circle, RoundCommitment
from goldseam.vault.primitives import encode
from tests import key_trier

pytestmark = pytest.mark.about_the_file("the thief reads every column of the file; the tables are the same")
ANAS_WORDS, BENS_WORDS = b"the heron leaves at dusk", b"the mill stands still"


def keys_on_the_disk() -> set[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [name for (name,) in cursor.fetchall()]
        found: set[bytes] = set()
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            values = [value for row in cursor.fetchall() for value in row if isinstance(value, (bytes, str))]
            found |= {
                key
                for value in values
                for key in key_trier.keys_in(value if isinstance(value, bytes) else value.encode())
            }
    return found


def keys_of(who: Cast) -> set[bytes]:
    keyring = who.anew().keyring
    back = keyring.require_back()
    cookie = urlsafe_b64decode(who.cookie + "=" * (-len(who.cookie) % 4))
    return {keyring.front, back, keyring.signing, cookie, keyring.own_note_key, *lineage.fronts(keyring)}


def whole_keys(opened: dict[str, bytes]) -> set[bytes]:
    """With the server's key file: what both halves together give."""
    found = set()
    for row in BetweenKey.objects.all():
        for where, plain in opened.items():
            if str(row.pk) in where:
                for half in key_trier.keys_inside(plain):
                    halves = [server_key.half(name) for name in server_key.names()]
                    place = ident(row.circle_id), ident(row.pk)
                    found |= {primitives.derive(encode(half, each), labels.BETWEEN_KEY, *place) for each in halves}
    return found


@dataclass(frozen=True)
class Tried:
    """In how many opened values Ana's words stood: without and with the server's key file; and Ben's own words."""

    keys: int
    tries: int
    opened: int
    anas: int
    anas_with_the_file: int
    bens: int


def thief(who: Cast) -> Tried:
    run = key_trier.Thief(key_trier.all_locks())
    keys = keys_on_the_disk() | keys_of(who)
    opened = run.run(keys)
    more = key_trier.Thief([lock for lock in run.locks if lock.where not in opened]).run(whole_keys(opened))
    found = [sum(words in plain for plain in opened.values()) for words in (ANAS_WORDS, BENS_WORDS)]
    with_the_file = found[0] + sum(ANAS_WORDS in plain for plain in more.values())
    return Tried(len(keys), run.tries, len(opened), found[0], with_the_file, found[1])


def lived(ana: Cast, ben: Cast, *, ana_is_first: bool) -> list[tuple[str, Callable[[], Any]]]:
    """Every step of both, in order."""

    def both_write() -> None:
        for who, words in ((ana, ANAS_WORDS), (ben, BENS_WORDS)):
            actions.keep_draft(who.anew(), LABEL, {"line": words.decode()}, None)

    anas = ("Ana gave", lambda: gave(ana, {"line": ANAS_WORDS.decode()}))
    bens = ("Ben gave", lambda: gave(ben, {"line": BENS_WORDS.decode()}))
    return [("both wrote", both_write), *([anas, bens] if ana_is_first else [bens, anas])]


@pytest.mark.slow
@pytest.mark.parametrize("ana_is_first", [True, False], ids=["ana first", "ben first"])
def test_ben_with_all_his_keys_and_the_disk_opens_nothing_of_anas_before_both_gave(
    pair: tuple[Cast, Cast], ana_is_first: bool
) -> None:
    ana, ben = pair
    bens_own_commit = False
    for name, step in lived(ana, ben, ana_is_first=ana_is_first):
        step()
        bens_own_commit |= name == "Ben gave"
        both = RoundCommitment.objects.count() == 2
        now = thief(ben)
        print(f"{name}: {now}")
        assert now.bens and now.opened > 10, "the program can open"
        assert now.anas == 0
        assert now.anas_with_the_file == 0 or (bens_own_commit and both), "and never before his own commit"
    looked(ana)
    looked(ben)
    found = access.newest(ben.anew(), LABEL)
    assert found is not None and found.theirs == {"line": ANAS_WORDS.decode()}
    now = thief(ben)
    print(f"open: {now}")
    assert now.anas == 0 and now.anas_with_the_file > 0, "the program finds them where they lie open"


@pytest.mark.slow
def test_who_looks_first_with_the_servers_key_can_change_nothing_of_their_own(pair: tuple[Cast, Cast]) -> None:
    """The honest limit: Ben was first, and Ana's words lie in between until his visit. With the server's key file he
    reads them. He is bound all the same, whatever he writes on the disk with his own keys."""
    ana, ben = pair
    gave(ben, {"line": BENS_WORDS.decode()})
    gave(ana, {"line": ANAS_WORDS.decode()})
    now = thief(ben)
    assert (now.anas, now.anas_with_the_file) == (0, 1)
    circle, keyring = Circle.objects.get(), ben.anew().keyring
    row = RoundCommitment.objects.get(author_id=keyring.holder_id)
    told = {"round": row.round.hex, "text": f"{LABEL} 1", "opener": "22" * 32, "answers": {"line": "fitted"}}
    row.commitment = rounds._commitment(circle.pk, row.round, keyring.holder_id, told)
    row.signature = primitives.sign(keyring.signing, rounds._message(row))
    row.save()
    between.give(keyring, circle, between.Purpose.OPEN_ROUND, told, row.round)
    for who in pair:
        with pytest.raises(Tampered):
            rounds.result(who.anew().keyring, circle, row.round)
        assert access.opened(who.anew(), LABEL) == []
    assert BetweenValue.objects.count() == 2

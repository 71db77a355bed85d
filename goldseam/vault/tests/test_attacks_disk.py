"""A copy of the disk at each step of each way, every key that lies on it tried on everything that lies on it.

The thief here is stronger than one with a library: they need no associated data and no tag, since they look at what the
bare key stream makes of each value. (tests/key_trier.py plays the thief who knows the protocol.)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.base import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django.conf import settings
from django.db import connection

from conftest import PIN, Cast, arrive, bring_together
from goldseam.vault import change, circles, holders, labels, ledger, mine, pendings, primitives, rounds, sessions
from goldseam.vault.canonical import ident
from goldseam.vault.models import Circle, Holder
from goldseam.vault.tests import worlds

CANARY = b"kestrel over the quarry"
LABELS = [value for name, value in vars(labels).items() if name.isupper()]


def disk() -> list[bytes]:
    """Every value of every table, as it lies there."""
    with connection.cursor() as cursor:
        found = {value for table in _tables(cursor) for row in _rows(cursor, table) for value in row}
    values = [value.encode() if isinstance(value, str) else value for value in found if isinstance(value, (str, bytes))]
    return sorted(set(values))


def _tables(cursor: Any) -> list[str]:
    """Also those that Django knows nothing of."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    else:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return [name for (name,) in cursor.fetchall()]


def _rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    """As they lie there: what has a kind of its own in PostgreSQL is taken in its written form."""
    cursor.execute(f'SELECT * FROM "{table}"')
    return [
        tuple(value if isinstance(value, (str, bytes)) else str(value) for value in row) for row in cursor.fetchall()
    ]


def keys_on(values: list[bytes]) -> list[bytes]:
    """Everything of a key's size, plain or as hex, the files beside the database, and what all labels derive."""
    lying = {value for value in values if len(value) in (16, 32)}
    lying |= {bytes.fromhex(value.decode()) for value in values if _is_hex(value)}
    lying |= {Path(settings.SERVER_KEY_FILE).read_bytes(), settings.SECRET_KEY.encode()}
    contexts = [(), *((ident(holder),) for holder in Holder.objects.values_list("pk", flat=True))]
    derived = {primitives.derive(key, label, *context) for key in lying for label in LABELS for context in contexts}
    return sorted({key for key in lying | derived if len(key) in (16, 32)})


def _is_hex(value: bytes) -> bool:
    try:
        return len(bytes.fromhex(value.decode())) in (16, 32)
    except ValueError:
        return False


def opened(values: list[bytes], keys: list[bytes], secrets: list[bytes]) -> tuple[int, list[str]]:
    """How many tries, and what came out. A private half that lies on the disk is known by its public one."""
    publics = set(values)
    found = ["lies there in plain" for secret in secrets if any(secret in value for value in values)]
    blobs = [value for value in values if len(value) >= 28 + 16]
    tries = 0
    for key in keys:
        if len(key) == 32 and primitives.public_of(key) in publics:
            found.append("a private half")
        for blob in blobs:
            tries += 1
            head = _stream(key, blob[:12], blob[12:-16][:320])
            if any(secret in head for secret in secrets):
                found.append(f"a value of {len(blob)} bytes")
    return tries, found


def _stream(key: bytes, nonce: bytes, sealed: bytes) -> bytes:
    return Cipher(AES(key), CTR(nonce + (2).to_bytes(4, "big"))).decryptor().update(sealed)


def secrets_of(*cast: Cast) -> list[bytes]:
    found = [CANARY]
    for who in cast:
        keyring = who.keyring
        found += [keyring.front, keyring.signing, sessions.from_text(who.cookie)]
        found += [keyring.back] if keyring.back else []
    for circle in Circle.objects.all():
        found += list(circles.keys(cast[0].anew().keyring, circle).values())
    return found


def steps(tmp_path: Path) -> Iterator[tuple[str, list[Cast]]]:
    """Every way, and a look at the disk after each of its steps, with people signed in."""
    ana = arrive("ana")
    yield "signed up, signed in, PIN", [ana]
    row = mine.keep(ana.keyring, "test.note", {"words": CANARY.decode()})
    yield "a private row", [ana]
    holders.wrap_for_passkey(Holder.objects.get(), ana.keyring, "credential", b"p" * 32)
    pendings.wait(ana.keyring)
    yield "a passkey, and keys that wait", [ana]
    sessions.close_back(ana.keyring)
    yield "private half closed", [ana]
    sessions.open_with_pin(ana.anew().keyring, ana.cookie, PIN)
    yield "private half open", [ana]
    ben = arrive("ben")
    bring_together(ana, ben)
    yield "together", [ana, ben]
    circle = Circle.objects.get()
    mine.share(ana.anew().keyring, row, circle)
    yield "shown", [ana, ben]
    rounds.commit(ana.anew().keyring, circle, circle.pk, "map/1", {"words": CANARY.decode()})
    rounds.commit(ben.anew().keyring, circle, circle.pk, "map/1", {"words": CANARY.decode()})
    yield "both answered", [ana, ben]
    rounds.visit(ana.anew().keyring, circle)
    yield "round open", [ana, ben]
    mine.withdraw(ana.anew().keyring, row, circle)
    yield "withdrawn", [ana, ben]
    change.passphrase(ana.anew().keyring, holders.new_pass_key("a heron in the shallow bay"))
    yield "another passphrase", [ana, ben]
    renewed, _ = change.new_keys(ana.anew().keyring, holders.new_pass_key("an owl in the tall barn"))
    begun, ana.cookie = sessions.begin(renewed, stay=True, label="phone")
    ana.me = ana.me.with_keyring(begun)
    yield "other keys", [ana, ben]
    mine.erase(ana.anew().keyring, row)
    yield "erased", [ana, ben]


def test_a_copy_of_the_disk_at_every_step_opens_nothing(db: None, tmp_path: Path) -> None:
    total = looked = 0
    for words, cast in steps(tmp_path):
        values = disk() + ([ledger.path().read_bytes()] if ledger.path().exists() else [])
        keys = keys_on(values)
        tries, found = opened(values, keys[:: 1 if len(keys) < 4000 else len(keys) // 4000 + 1], secrets_of(*cast))
        assert found == [], words
        total, looked = total + tries, looked + 1
    print(f"{looked} copies of the disk, {total} keys tried on values, 0 opened")
    assert looked == 13 and total > 100_000


@pytest.mark.parametrize("planted", ["a private half", "a session's value", "words"])
def test_what_is_planted_on_the_disk_is_found(db: None, planted: str) -> None:
    ana = arrive("ana")
    mine.keep(ana.keyring, "test.note", {"words": CANARY.decode()})
    lost = {
        "a private half": ana.keyring.front,
        "a session's value": sessions.from_text(ana.cookie),
        "words": b"so: " + CANARY,
    }[planted]
    _, found = opened(disk(), keys_on([*disk(), lost]), secrets_of(ana)[1:])
    values = [*disk(), lost]
    _, found = opened(values, keys_on(values), [CANARY, ana.keyring.front, ana.keyring.require_back()])
    assert found


def test_a_cookie_opens_its_own_session_only(pair: tuple[Cast, Cast]) -> None:
    worlds.fill(pair)
    ana, ben = pair
    value = sessions.from_text(ana.cookie)
    keys = [value, *(primitives.derive(value, label) for label in LABELS)]
    bens = [ben.keyring.front, ben.keyring.signing, ben.keyring.require_back(), sessions.from_text(ben.cookie)]
    tries, found = opened(disk(), keys, bens)
    assert found == []
    _, own = opened(disk(), keys, [ana.keyring.front, ana.keyring.require_back()])
    assert own, "with the cookie, one's own session opens: that is what it is for"
    print(f"{tries} tries with somebody else's cookie, 0 opened")

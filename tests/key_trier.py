"""A thief's program: it is given a copied data folder, and tries every key that lies in it on everything sealed in it.

Run as `python tests/key_trier.py FOLDER`, with values that a thief has besides (a cookie, say) as a JSON list on the
standard input. It knows the whole protocol: where each sealed value belongs, and how keys are derived from keys. What
opens may hold more keys, and those are tried in turn. It prints JSON: how much was tried, what opened, and the words.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

SIZES = (16, 32)
WHOLE = bool(os.environ.get("GOLDSEAM_PROVE"))
SOME = 2
LONGEST_HOLDER_OF_KEYS = 64
"""Longer columns are ciphertext, signatures and text: their slices are no keys, and what they hold is tried opened."""
_HEX = re.compile(rb"[0-9a-fA-F]{32,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{22,}={0,2}")


@dataclass(frozen=True)
class Lock:
    """One sealed value: where it belongs, and who opens it with which half. `to` is the public key it is sealed to."""

    where: str
    blob: bytes
    aad: bytes
    half: str
    owners: frozenset[UUID]
    to: bytes = b""
    contexts: tuple[tuple[bytes, ...], ...] = ((),)


# -- what is sealed, and how --------------------------------------------------------------------------------------


def all_locks() -> list[Lock]:
    """Each sealed column of each row. A sealed column that nobody describes here is a fault of this program."""
    from django.apps import apps

    from goldseam.vault.fields import Sealed

    found: list[Lock] = []
    for model in apps.get_models():
        for column in model._meta.local_fields:
            name = f"{model._meta.label_lower}.{column.name}"
            if not isinstance(column, Sealed) or name in UNDER_THE_SERVERS_FILE:
                continue
            describe = _describer(f"{model._meta.label_lower}.{column.name}", model)
            for row in model._default_manager.all():
                blob = getattr(row, column.name)
                if blob:
                    found.append(describe(row, f"{model._meta.label_lower}.{column.name} {row.pk}", bytes(blob)))
    return found


def some_of_each_column(locks: list[Lock]) -> list[Lock]:
    """Keys times values grows too fast for every day: all keys, on two or three values of each column, spread over its
    rows; and on what each cookie opens, since all else that its owner has hangs on that."""
    by_column: dict[str, list[Lock]] = {}
    for lock in locks:
        by_column.setdefault(lock.where.split()[0], []).append(lock)
    return [lock for found in by_column.values() for lock in found[:: _apart(found)]]


def _apart(column: list[Lock]) -> int:
    return 1 if column[0].half == "cookie" else max(1, len(column) // SOME)


def _describer(name: str, model: Any) -> Callable[[Any, str, bytes], Lock]:
    from goldseam.vault.models import SealedRow

    if name in DESCRIBED:
        return DESCRIBED[name]
    if issubclass(model, SealedRow) and name.endswith(".body"):
        return row_body
    raise LookupError(f"Nobody described how {name} is sealed.")


def holder_pin(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import sessions

    return Lock(where, blob, sessions._pin_aad(row), "back", only(row.pk), bytes(row.back_public))


def holder_sum(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import sums

    return Lock(where, blob, sums._aad(row.pk), "front", only(row.pk), contexts=front_contexts(row.pk))


def holder_index(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import listing

    return Lock(where, blob, listing._aad(row.pk), "back", only(row.pk), contexts=front_contexts(row.pk))


def bundle(half: str, row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import holders, labels

    label = labels.BUNDLE_FRONT if half == "front" else labels.BUNDLE_BACK
    aad = holders._bundle_aad(label, row.holder, row)
    return Lock(where, blob, aad, "secret", only(row.holder_id), contexts=((), (bytes(row.salt),)))


def session_front(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import labels, sessions

    aad = sessions._session_aad(labels.SESSION_FRONT, row, row.holder)
    return Lock(where, blob, aad, "cookie", only(row.holder_id))


def session_label(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import sessions

    owner = row.holder_id
    return Lock(where, blob, sessions._label_aad(row), "front", only(owner), contexts=front_contexts(owner))


def session_pin(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import labels, sessions

    return Lock(where, blob, sessions._session_aad(labels.SESSION_PIN, row, row.holder), "pin", only(row.holder_id))


def session_back(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import sessions

    return Lock(where, blob, sessions._back_aad(row), "cookie, while open", only(row.holder_id))


def pending(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import pendings

    return Lock(where, blob, pendings._aad(row), "pending cookie", only(row.holder_id))


def grant(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import circles

    public = bytes(row.holder.front_public)
    return Lock(where, blob, circles._grant_aad(row, row.holder_id, public), "front", only(row.holder_id), public)


def row_wrap(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import wraps

    return Lock(where, blob, wraps._aad(row), "front", given(row))


def mine_key(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import mine

    aad = mine._wrap_aad(row.owner_id, row.pk)
    return Lock(where, blob, aad, "back", only(row.owner_id), bytes(row.owner.back_public))


def mine_body(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import mine

    shared = who_opens(mine.TABLE, row.pk)
    return Lock(where, blob, mine._place(row).aad(), "front" if shared else "back", shared or only(row.owner_id))


def row_body(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import ours

    return Lock(where, blob, ours._place(row).aad(), "front", who_opens(ours.table_of(row), row.pk))


def own_note(
    place: str, owner: Callable[[Any], UUID], key: Callable[[Any], UUID], row: Any, where: str, blob: bytes
) -> Lock:
    from goldseam.vault import labels
    from goldseam.vault.canonical import ident
    from goldseam.vault.primitives import encode

    whose = owner(row)
    aad = encode(labels.OWN_NOTE, ident(whose), place.encode(), ident(key(row)))
    return Lock(where, blob, aad, "front", only(whose), contexts=front_contexts(whose))


def invitation(label: str, row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import invites, labels

    return Lock(where, blob, invites._aad(getattr(labels, label), row), "front", only(row.inviter_id))


def between(row: Any, where: str, blob: bytes) -> Lock:
    """Opens with the pair's half, in *ours*, and the server's key file together: no half of one person alone."""
    from goldseam.vault import between as compared

    return Lock(where, blob, compared._place(row).aad(), "between", only(row.author_id))


def old_front(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import labels, lineage

    return Lock(where, blob, lineage._aad(labels.OLD_FRONT, row), "front", only(row.holder_id))


def old_back(row: Any, where: str, blob: bytes) -> Lock:
    from goldseam.vault import labels, lineage

    public = bytes(row.new_back_public)
    return Lock(where, blob, lineage._aad(labels.OLD_BACK, row), "back", only(row.holder_id), public)


def _pk(row: Any) -> UUID:
    found: UUID = row.pk
    return found


DESCRIBED: dict[str, Callable[[Any, str, bytes], Lock]] = {
    "vault.holder.pin": holder_pin,
    "vault.holder.mine_sum": holder_sum,
    "vault.holder.mine_index": holder_index,
    "vault.bundle.front": partial(bundle, "front"),
    "vault.bundle.back": partial(bundle, "back"),
    "vault.session.front": session_front,
    "vault.session.label": session_label,
    "vault.session.pin_wrap": session_pin,
    "vault.session.back": session_back,
    "vault.pending.keys": pending,
    "vault.grant.key": grant,
    "vault.rowwrap.key": row_wrap,
    "vault.mine.key": mine_key,
    "vault.mine.body": mine_body,
    "vault.invite.key": partial(invitation, "INVITE_WRAP"),
    "vault.invite.note": partial(invitation, "INVITE_NOTE"),
    "vault.invite.secret": partial(own_note, "vault.invite", lambda row: row.inviter_id, _pk),
    "vault.seenhead.head": partial(own_note, "vault.seenhead", lambda row: row.holder_id, lambda row: row.circle_id),
    "vault.betweenvalue.body": between,
    "vault.roundcommitment.own": partial(own_note, "vault.round", lambda row: row.author_id, _pk),
    "vault.keychange.old_front": old_front,
    "vault.keychange.old_back": old_back,
    "dialogue.aside.note": partial(own_note, "dialogue.aside", lambda row: row.holder_id, _pk),
    "people.seat.own": partial(own_note, "people.seat", lambda row: row.person.holder_id, _pk),
    "people.person.own": partial(own_note, "people.person", lambda row: row.holder_id, _pk),
    "people.person.mail": partial(own_note, "people.mail", lambda row: row.holder_id, _pk),
}


# The server reads these by its key file, which lies in the folder, because a worker has no key of anybody's: where
# reminders go, and when. They hold no words, and the page on which somebody enters them says so.
UNDER_THE_SERVERS_FILE = {"reminders.channel.address", "reminders.wishes.body"}


def only(holder_id: UUID) -> frozenset[UUID]:
    return frozenset({holder_id})


def given(wrap: Any) -> frozenset[UUID]:
    """Who was given the epoch that this row's key is wrapped under."""
    from goldseam.vault.models import Grant

    found = Grant.objects.filter(circle=wrap.circle_id, epoch=wrap.epoch)
    return frozenset(found.values_list("holder_id", flat=True))


def who_opens(table: str, row: UUID) -> frozenset[UUID]:
    from goldseam.vault.models import RowWrap

    return frozenset().union(*(given(wrap) for wrap in RowWrap.objects.filter(table=table, row=row)))


def front_contexts(holder_id: UUID) -> tuple[tuple[bytes, ...], ...]:
    from goldseam.vault.canonical import ident

    return ((), (ident(holder_id),))


# -- keys, and keys from keys -------------------------------------------------------------------------------------


def keys_on(folder: Path) -> set[bytes]:
    """Every string of a key's length in the folder: columns, parts of columns, text in hex and base64, whole files."""
    found: set[bytes] = set()
    for file in folder.rglob("*"):
        if not file.is_file() or "static" in file.relative_to(folder).parts:
            continue
        if file.suffix == ".sqlite3":
            for value in _columns(file):
                found |= set(keys_in(value))
        elif file.stat().st_size < 100_000:
            found |= set(keys_in(file.read_bytes()))
    return found


def _columns(file: Path) -> Iterator[bytes]:
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as opened:
        opened.text_factory = bytes
        tables = [name.decode() for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in opened.execute(f'SELECT * FROM "{table}"'):
                yield from (value for value in row if isinstance(value, bytes))


def keys_in(value: bytes) -> Iterator[bytes]:
    """Strings of a key's length: whole, at both ends of something short, and written down in hex or base64."""
    if len(value) <= LONGEST_HOLDER_OF_KEYS:
        for size in SIZES:
            if len(value) >= size:
                yield from {value[:size], value[-size:]}
    for text in _HEX.findall(value):
        yield from _of_size(binascii.unhexlify(text[: len(text) // 2 * 2]))
    for text in _BASE64.findall(value):
        try:
            yield from _of_size(base64.urlsafe_b64decode(text.rstrip(b"=") + b"=" * (-len(text.rstrip(b"=")) % 4)))
        except (binascii.Error, ValueError):
            continue


def _of_size(raw: bytes) -> Iterator[bytes]:
    yield from (raw[:size] for size in SIZES if len(raw) >= size)


def all_labels() -> list[bytes]:
    from goldseam.vault import labels

    return [value for value in vars(labels).values() if isinstance(value, bytes)]


def derived(keys: Iterable[bytes], context: tuple[bytes, ...]) -> set[bytes]:
    """Every key that the protocol could make of these in one context: as it is, hashed, by HKDF with each label, and
    once more from the key of sums, which is a chain of two."""
    from goldseam.vault import labels

    infos = [_info(label, *context) for label in all_labels()]
    sums, last = _info(labels.MINE_SUM_KEY, *context), _info(labels.MINE_SUM)
    found: set[bytes] = set()
    for key in keys:
        found |= {made for made in (key, sha256(key).digest()) if len(made) in SIZES}
        root = _root(key)
        found.update([hmac.digest(root, info, "sha256") for info in infos])
        found.add(hmac.digest(_root(hmac.digest(root, sums, "sha256")), last, "sha256"))
    return found


def _root(key: bytes) -> bytes:
    """HKDF's extract (RFC 5869, 2.2) without a salt; its expand to 32 bytes is one HMAC under this. Half of what a
    thief does is deriving, and this derives a key's many children five times as fast as `primitives.derive`."""
    return hmac.digest(bytes(32), key, "sha256")


def _info(label: bytes, *context: bytes) -> bytes:
    from goldseam.vault import primitives

    return primitives.encode(label, *context) + b"\x01"


# -- trying -------------------------------------------------------------------------------------------------------


@dataclass
class Thief:
    locks: list[Lock]
    tries: int = 0

    def run(self, keys: set[bytes]) -> dict[str, bytes]:
        """Everything that these keys open, and what those things open in turn."""
        opened: dict[str, bytes] = {}
        known = set(keys)
        fresh = set(keys)
        while fresh:
            now = self._round(fresh, [lock for lock in self.locks if lock.where not in opened])
            opened |= now
            fresh = {key for plain in now.values() for key in keys_inside(plain)} - known
            known |= fresh
        return opened

    def _round(self, keys: set[bytes], closed: list[Lock]) -> dict[str, bytes]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        from goldseam.vault import primitives

        opened: dict[str, bytes] = {}
        made = {context: derived(keys, context) for context in {each for lock in closed for each in lock.contexts}}
        ciphers = {context: [AESGCM(key) for key in found] for context, found in made.items()}
        publics = {primitives.public_of(key): key for key in made.get((), ()) if len(key) == 32}
        for lock in closed:
            if lock.to:
                self.tries += len(publics)
                if lock.to in publics:
                    opened[lock.where] = primitives.unseal_with(publics[lock.to], lock.blob, lock.aad)
                continue
            nonce, sealed = lock.blob[:12], lock.blob[12:]
            self.tries += sum(len(ciphers[context]) for context in lock.contexts)
            for cipher in chain.from_iterable(ciphers[context] for context in lock.contexts):
                try:
                    opened[lock.where] = cipher.decrypt(nonce, sealed, lock.aad)
                    break
                except InvalidTag:
                    continue
        return opened


def keys_inside(plain: bytes) -> Iterator[bytes]:
    """What somebody finds in an opened value: keys side by side, or in text."""
    from goldseam.vault.errors import Tampered
    from goldseam.vault.primitives import decode

    yield from keys_in(plain)
    try:
        yield from (part for part in decode(plain) if len(part) in SIZES)
    except Tampered:
        return


def main(folder: str, values: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "goldseam.site.settings"
    os.environ["GOLDSEAM_DATA"] = folder
    import django

    django.setup()
    from goldseam.people.models import Person

    given_keys = {base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)) for value in values}
    keys = given_keys or keys_on(Path(folder))
    thief = Thief(all_locks() if given_keys or WHOLE else some_of_each_column(all_locks()))
    opened = thief.run(keys)
    names = dict(Person.objects.values_list("holder_id", "username"))
    print(
        json.dumps(
            {
                "keys": len(keys),
                "tries": thief.tries,
                "opened": {where: plain.hex() for where, plain in opened.items()},
                "locks": {
                    lock.where: {"half": lock.half, "owners": sorted(names.get(one, str(one)) for one in lock.owners)}
                    for lock in thief.locks
                },
            }
        )
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(sys.argv[1], json.loads(sys.stdin.read() or "[]"))

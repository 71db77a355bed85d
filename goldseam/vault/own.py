"""Short notes to oneself that need no PIN: sealed under the holder's own front, bound to their place."""

from itertools import islice
from uuid import UUID

from goldseam.vault import canonical, labels, lineage, primitives
from goldseam.vault.canonical import Json, ident
from goldseam.vault.errors import Tampered
from goldseam.vault.keyring import Keyring, note_key
from goldseam.vault.primitives import encode


def seal(keyring: Keyring, place: str, row: UUID, body: Json) -> bytes:
    """The note as sealed bytes for one column of one row."""
    return primitives.seal(keyring.own_note_key, primitives.pad(canonical.to_bytes(body)), _aad(keyring, place, row))


def unseal(keyring: Keyring, place: str, row: UUID, sealed: bytes, *, older_too: bool = True) -> Json:
    """The note. Raises Tampered for another holder, place or row.

    After a change of keys a note that wasn't written since opens with the key from before, unless `older_too` is off.
    """
    aad = _aad(keyring, place, row)
    try:
        opened = primitives.unseal(keyring.own_note_key, bytes(sealed), aad)
    except Tampered:
        if not older_too:
            raise
        opened = _unsealed_by_older(keyring, bytes(sealed), aad)
    body: Json = canonical.from_bytes(primitives.unpad(opened))
    return body


def _unsealed_by_older(keyring: Keyring, sealed: bytes, aad: bytes) -> bytes:
    for front in islice(lineage.fronts(keyring), 1, None):
        try:
            return primitives.unseal(note_key(front, keyring.holder_id), sealed, aad)
        except Tampered:
            continue
    raise Tampered("own note")


def row_id_from(keyring: Keyring, place: str, source: UUID) -> UUID:
    """The same id each time for the same source, that nobody without this holder's front can trace back to it."""
    drawn = primitives.mac(keyring.own_note_key, encode(labels.OWN_ROW_ID, place.encode(), ident(source)))
    return UUID(bytes=drawn[:16], version=4)


def _aad(keyring: Keyring, place: str, row: UUID) -> bytes:
    return encode(labels.OWN_NOTE, ident(keyring.holder_id), place.encode(), ident(row))

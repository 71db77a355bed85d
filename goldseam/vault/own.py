"""Short notes to oneself that need no PIN: sealed under the holder's own front, bound to their place."""

from uuid import UUID

from goldseam.vault import canonical, labels, primitives
from goldseam.vault.canonical import Json, ident
from goldseam.vault.keyring import Keyring
from goldseam.vault.primitives import encode


def seal(keyring: Keyring, place: str, row: UUID, body: Json) -> bytes:
    """The note as sealed bytes for one column of one row."""
    return primitives.seal(keyring.own_note_key, primitives.pad(canonical.to_bytes(body)), _aad(keyring, place, row))


def unseal(keyring: Keyring, place: str, row: UUID, sealed: bytes) -> Json:
    """The note. Raises Tampered for another holder, place or row."""
    opened = primitives.unseal(keyring.own_note_key, bytes(sealed), _aad(keyring, place, row))
    body: Json = canonical.from_bytes(primitives.unpad(opened))
    return body


def _aad(keyring: Keyring, place: str, row: UUID) -> bytes:
    return encode(labels.OWN_NOTE, ident(keyring.holder_id), place.encode(), ident(row))

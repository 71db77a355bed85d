"""One number over all private rows of an owner, to notice what somebody with the disk did to them.

An incremental multiset hash (Clarke et al., ASIACRYPT 2003): keyed HMAC terms, added modulo 2^256. It is sealed under
the owner's front, so each write can move it without the PIN, and nobody else can make it fit. A whole *mine* put back
together with its sum isn't noticed; that is the "older day" that VAULT.md names as not protected.
"""

from collections.abc import Iterable
from uuid import UUID

from goldseam.vault import labels, primitives
from goldseam.vault.canonical import ident, number
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Holder, Mine
from goldseam.vault.primitives import encode

WHOLE = 2**256


def term(keyring: Keyring, row: Mine) -> int:
    """What one stored row adds to the sum: its id, version, wrap and ciphertext."""
    return term_of(keyring, row.pk, row.version, stored_digest(row))


def term_of(keyring: Keyring, row_id: UUID, version: int, digest: bytes) -> int:
    message = encode(labels.MINE_SUM_TERM, ident(row_id), number(version), bytes(digest))
    return int.from_bytes(primitives.mac(keyring.mine_sum_key, message), "big")


def stored_digest(row: Mine) -> bytes:
    return primitives.digest(encode(bytes(row.key), bytes(row.body)))


def digest_of(key: bytes, body: bytes) -> str:
    """The same, in the letters of the list of rows, from the two columns alone."""
    return primitives.digest(encode(bytes(key), bytes(body))).hex()


def total(keyring: Keyring, rows: Iterable[Mine]) -> int:
    return sum(term(keyring, row) for row in rows) % WHOLE


def sealed(keyring: Keyring, value: int) -> bytes:
    """The sum, for the holder's column."""
    return primitives.seal(_key(keyring), (value % WHOLE).to_bytes(32, "big"), _aad(keyring.holder_id))


def opened(keyring: Keyring, holder: Holder) -> int:
    """The stored sum. Raises Tampered."""
    return int.from_bytes(primitives.unseal(_key(keyring), bytes(holder.mine_sum), _aad(holder.pk)), "big")


def _key(keyring: Keyring) -> bytes:
    return primitives.derive(keyring.mine_sum_key, labels.MINE_SUM)


def _aad(holder_id: UUID) -> bytes:
    return encode(labels.MINE_SUM, ident(holder_id))

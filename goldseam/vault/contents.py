"""What lies inside the seal of a row: the words, where they belong, and the author's signature over all of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from goldseam.vault import canonical, labels, primitives, seam
from goldseam.vault.canonical import Json, ident, number
from goldseam.vault.errors import Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.primitives import decode, encode

FORMAT = b"1"


@dataclass(frozen=True)
class Place:
    """Where a value belongs. It opens nowhere else."""

    table: str
    row: UUID
    version: int

    def aad(self) -> bytes:
        return encode(labels.VALUE, self.table.encode(), ident(self.row), b"body", FORMAT, number(self.version))


@dataclass(frozen=True)
class Content:
    """An opened row: who wrote this version, when, under which circle and epoch, after which link, and the words."""

    author: UUID
    at: datetime
    circle: str
    epoch: int
    previous: str
    kind: str
    body: Any
    signed: bytes
    signature: bytes

    def require_author(self, signing_public: bytes) -> None:
        """Raises Tampered unless the holder of this key signed it."""
        primitives.require_signature(signing_public, self.signature, encode(labels.CONTENT, self.signed))


def sealed(
    keyring: Keyring, key: bytes, place: Place, body: Json, *, circle: str, epoch: int, previous: bytes, kind: str
) -> bytes:
    """The value for `place`: signed by the keyring's holder, padded, sealed under the row's key."""
    told = {
        "author": keyring.holder_id.hex,
        "at": seam.now().isoformat(),
        "circle": circle,
        "epoch": epoch,
        "previous": previous.hex(),
        "kind": kind,
        "table": place.table,
        "row": place.row.hex,
        "version": place.version,
        "body": body,
    }
    signed = canonical.to_bytes(told)
    signature = primitives.sign(keyring.signing, encode(labels.CONTENT, signed))
    return primitives.seal(key, primitives.pad(encode(signed, signature)), place.aad())


def opened(key: bytes, place: Place, value: bytes) -> Content:
    """The content of a value. Raises Tampered when it was sealed for another key or place.

    The signature is not checked here: who may have signed is the caller's knowledge.
    """
    try:
        return _read(place, primitives.unpad(primitives.unseal(key, bytes(value), place.aad())))
    except (ValueError, KeyError, TypeError) as error:  # another member's program sealed something else
        raise Tampered("content") from error


def token_of(key: bytes, place: Place, value: bytes, reader: UUID) -> bytes:
    """Names this sealed value to this reader, and says nothing to who hasn't its row's key.

    What opens is a pure function of key, place and value: so a token stands for the signature that lies inside, too.
    """
    return primitives.mac(key, encode(labels.FOUND_GOOD, ident(reader), place.aad(), value))


def moved(old: bytes, new: bytes, place: Place, value: bytes) -> bytes:
    """The same value of the same place under another key. Nothing in it is read. Raises Tampered."""
    return primitives.seal(new, primitives.unseal(old, bytes(value), place.aad()), place.aad())


def _read(place: Place, plain: bytes) -> Content:
    signed, signature = decode(plain)
    told = canonical.from_bytes(signed)
    if (told["table"], told["row"], told["version"]) != (place.table, place.row.hex, place.version):
        raise Tampered("content of another place")
    return Content(
        author=UUID(told["author"]),
        at=datetime.fromisoformat(told["at"]),
        circle=told["circle"],
        epoch=told["epoch"],
        previous=told["previous"],
        kind=told["kind"],
        body=told["body"],
        signed=signed,
        signature=signature,
    )

"""The only file that calls the cryptographic library.

AES-256-GCM (NIST SP 800-38D), HKDF-SHA-256 (RFC 5869), HPKE base mode with X25519, HKDF-SHA-256 and AES-256-GCM
(RFC 9180), Ed25519 (RFC 8032), Argon2id (RFC 9106). Every use has its own label from `labels.py`, and every
associated datum is an unambiguous encoding: a length before each part, never plain concatenation.
"""

import hmac as _hmac
import threading
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from goldseam.vault import seam
from goldseam.vault.errors import Tampered

KEY_BYTES = 32
NONCE_BYTES = 12
BLOCK = 256
PrivateHalf = X25519PrivateKey

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_TWO_AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Stretch:
    """Argon2id parameters: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int

    def at_least(self, floor: "Stretch") -> bool:
        return self.memory >= floor.memory and self.passes >= floor.passes and self.lanes >= 1

    def no_less_than(self, other: "Stretch") -> "Stretch":
        return Stretch(max(self.memory, other.memory), max(self.passes, other.passes), max(self.lanes, other.lanes))

    def encoded(self) -> bytes:
        return encode(b"argon2id", str(self.memory).encode(), str(self.passes).encode(), str(self.lanes).encode())


def encode(*parts: bytes) -> bytes:
    """An injective encoding of a list of byte strings: four bytes of length before each."""
    return b"".join([(_SIZES[len(part)] if len(part) < 256 else len(part).to_bytes(4, "big")) + part for part in parts])


_SIZES = tuple(size.to_bytes(4, "big") for size in range(256))


def decode(encoded: bytes) -> list[bytes]:
    """The list that `encode` was given. Raises Tampered when the bytes are no such encoding."""
    parts, rest = [], encoded
    while rest:
        size = int.from_bytes(rest[:4], "big")
        if len(rest) < 4 + size:
            raise Tampered("encoding")
        parts.append(rest[4 : 4 + size])
        rest = rest[4 + size :]
    return parts


def pad(plain: bytes) -> bytes:
    """Padded to a multiple of 256 bytes (one bit, then zeros), so that a length says little."""
    return plain + b"\x80" + b"\x00" * (-(len(plain) + 1) % BLOCK)


def unpad(padded: bytes) -> bytes:
    """The bytes before the padding. Raises Tampered when there is none."""
    body, mark, tail = padded.rpartition(b"\x80")
    if not mark or tail.strip(b"\x00"):
        raise Tampered("padding")
    return body


def seal(key: bytes, plain: bytes, aad: bytes) -> bytes:
    """nonce ‖ AES-256-GCM(key, plain) bound to `aad`; the plain bytes aren't padded here."""
    nonce = seam.random_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad)


def unseal(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """The plain bytes. Raises Tampered for another key, place or content."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except (InvalidTag, ValueError) as error:
        raise Tampered("value") from error


def seal_to(public: bytes, plain: bytes, aad: bytes) -> bytes:
    """HPKE to an X25519 public key (32 bytes); the encoded aad goes into HPKE's info."""
    return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), aad)


def loaded(private: bytes) -> PrivateHalf:
    """An X25519 private half (32 bytes), made ready once for many openings: half of what one opening costs."""
    return X25519PrivateKey.from_private_bytes(private)


def unseal_with(private: bytes | PrivateHalf, sealed: bytes, aad: bytes) -> bytes:
    """What was sealed to this X25519 private half. Raises Tampered."""
    try:
        return _SUITE.decrypt(sealed, loaded(private) if isinstance(private, bytes) else private, aad)
    except Exception as error:  # the library raises several kinds for one meaning: it doesn't open
        raise Tampered("wrap") from error


def derive(secret: bytes, label: bytes, *context: bytes) -> bytes:
    """HKDF-SHA-256 of a high-entropy secret to 32 bytes, for one labelled use in one context."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=encode(label, *context)).derive(secret)


def stretch(words: bytes, salt: bytes, cost: Stretch, *, secret: bytes | None = None) -> bytes:
    """Argon2id to 32 bytes; at most two at once in a process, so that memory stays bounded."""
    with _TWO_AT_ONCE:
        return Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory,
            secret=secret,
        ).derive(words)


def new_key() -> bytes:
    return seam.random_bytes(KEY_BYTES)


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def signing_public_of(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def require_signature(public: bytes, signature: bytes, message: bytes) -> None:
    """Raises Tampered unless the owner of `public` signed `message`."""
    _verify(public, signature, message)


def require_open_signature(public: bytes, signature: bytes, message: bytes) -> None:
    """As above, for messages that lie open on the disk anyway (links, heads, grants): a page meets the same ones again
    and again, so those that were good are remembered. Never for what was sealed: nothing of it outlives a request.
    """
    _verify_once(public, signature, message)


def _verify(public: bytes, signature: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise Tampered("signature") from error


_verify_once = lru_cache(maxsize=4096)(_verify)


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA-256, 32 bytes."""
    return _hmac.new(key, message, sha256).digest()


def same(one: bytes, other: bytes) -> bool:
    """Equality in constant time."""
    return _hmac.compare_digest(one, other)


def digest(message: bytes) -> bytes:
    return sha256(message).digest()

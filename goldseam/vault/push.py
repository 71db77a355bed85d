"""Web push: a message that only one browser can read, and a signature that only this server can make.

RFC 8291 (Message Encryption for Web Push) over RFC 8188 (aes128gcm), and RFC 8292 (VAPID). Half of it is P-256, which
nothing else in the vault uses: browsers offer nothing else here.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from goldseam.vault import labels, primitives, seam, server_key

POINT_BYTES, AUTH_BYTES, SALT_BYTES = 65, 16, 16
RECORD = 4096
LENGTH = 256
"""Every message is padded to this, so that its size says nothing."""

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class NotABrowsersKey(ValueError):
    """What a browser is said to have sent is no public key, or no secret of sixteen bytes."""


@dataclass(frozen=True)
class BrowserKeys:
    """A browser's public key and the secret it shares with this server alone."""

    public: bytes
    auth: bytes


def keys_from(public: str, auth: str) -> BrowserKeys:
    """Raises NotABrowsersKey."""
    keys = BrowserKeys(from_text(public), from_text(auth))
    if len(keys.public) != POINT_BYTES or len(keys.auth) != AUTH_BYTES:
        raise NotABrowsersKey("length")
    _point(keys.public)
    return keys


def encrypt(keys: BrowserKeys, plain: bytes, *, length: int = LENGTH) -> bytes:
    """The body of one push, padded to `length`. Raises NotABrowsersKey."""
    return _encrypted(keys, plain, length, _private(seam.random_bytes(48)), seam.random_bytes(SALT_BYTES))


def _encrypted(keys: BrowserKeys, plain: bytes, length: int, ours: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    sender = _public(ours)
    shared = ours.exchange(ec.ECDH(), _point(keys.public))
    secret = _expand(_mac(keys.auth, shared), b"WebPush: info\x00" + keys.public + sender, 32)
    random = _mac(salt, secret)
    key = _expand(random, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _expand(random, b"Content-Encoding: nonce\x00", 12)
    padded = (plain + b"\x02").ljust(length, b"\x00")  # the one and last record
    header = salt + RECORD.to_bytes(4, "big") + bytes([POINT_BYTES]) + sender
    return header + AESGCM(key).encrypt(nonce, padded, None)


# -- who sends -------------------------------------------------------------------------------------------------------


def server_public(name: str) -> str:
    """What a browser is given when it asks for pushes, as text: pushes from anybody else are refused for it.

    Raises Tampered when the server's key of this name is gone.
    """
    return to_text(_public(_server_private(name)))


def authorization(origin: str, subject: str, end: datetime, name: str) -> str:
    """The header that says, signed, who sends: to this push service alone, until `end` (a day at most).

    Raises Tampered when the server's key of this name is gone.
    """
    private = _server_private(name)
    told = {"aud": origin, "exp": int(end.timestamp()), "sub": subject}
    message = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(told)}"
    one, other = decode_dss_signature(private.sign(message.encode(), ec.ECDSA(hashes.SHA256())))
    signature = to_text(one.to_bytes(32, "big") + other.to_bytes(32, "big"))
    return f"vapid t={message}.{signature}, k={to_text(_public(private))}"


def _server_private(name: str) -> ec.EllipticCurvePrivateKey:
    derived = server_key.derived(labels.PUSH_SENDER, name)
    parts = (primitives.derive(derived, labels.PUSH_SENDER, part) for part in (b"high", b"low"))
    return _private(b"".join(parts))


# -- P-256 -----------------------------------------------------------------------------------------------------------


def _private(drawn: bytes) -> ec.EllipticCurvePrivateKey:
    """From many more bits than the order has, so that every number is as likely as any other."""
    return ec.derive_private_key(int.from_bytes(drawn, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def _public(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _point(public: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    except ValueError as error:
        raise NotABrowsersKey("point") from error


def _mac(key: bytes, message: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(message)
    return made.finalize()


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    return HKDFExpand(algorithm=hashes.SHA256(), length=length, info=info).derive(key)


# -- as browsers write it --------------------------------------------------------------------------------------------


def to_text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """Raises NotABrowsersKey."""
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (NotBase64, ValueError) as error:
        raise NotABrowsersKey("text") from error


def _json(told: dict[str, object]) -> str:
    return to_text(json.dumps(told, separators=(",", ":")).encode())

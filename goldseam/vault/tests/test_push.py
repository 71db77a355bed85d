"""Web push against the example of RFC 8291, and read back as a browser reads it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as some

from goldseam.vault import push, server_key
from goldseam.vault.errors import Tampered
from goldseam.vault.push import BrowserKeys, NotABrowsersKey

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
THEIRS = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
THEIR_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def scalar(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(push.from_text(text), "big"), ec.SECP256R1())


def as_a_browser_reads(private: ec.EllipticCurvePrivateKey, auth: bytes, body: bytes) -> bytes:
    """The other way round, from the RFC's text."""
    salt, sender, sealed = body[:16], body[21:86], body[86:]
    assert int.from_bytes(body[16:20], "big") == push.RECORD and body[20] == 65
    shared = private.exchange(ec.ECDH(), push._point(sender))
    info = b"WebPush: info\x00" + push._public(private) + sender
    random = push._mac(salt, push._expand(push._mac(auth, shared), info, 32))
    key = push._expand(random, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = push._expand(random, b"Content-Encoding: nonce\x00", 12)
    return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00").removesuffix(b"\x02")


def test_it_gives_the_rfcs_example_byte_for_byte() -> None:
    keys = push.keys_from(THEIR_PUBLIC, AUTH)
    made = push._encrypted(keys, PLAIN, 0, scalar(OURS), push.from_text(SALT))
    assert push.to_text(made) == BODY
    assert as_a_browser_reads(scalar(THEIRS), keys.auth, made) == PLAIN


@given(some.binary(max_size=200).filter(lambda plain: not plain.endswith((b"\x00", b"\x02"))))
def test_a_browser_reads_what_was_sent_and_every_message_is_as_long(plain: bytes) -> None:
    private = push._private(b"a browser's own".ljust(48))
    keys = BrowserKeys(push._public(private), bytes(range(16)))
    body = push.encrypt(keys, plain)
    assert as_a_browser_reads(private, keys.auth, body) == plain
    assert len(body) == 86 + push.LENGTH + 16
    assert push.encrypt(keys, plain) != body


@pytest.mark.parametrize(
    ("public", "auth"),
    [("", AUTH), ("AAAA", AUTH), (THEIR_PUBLIC, ""), (THEIR_PUBLIC, "AAAA"), ("é" * 87, AUTH), ("B" * 87, AUTH)],
)
def test_what_is_no_browsers_key_is_refused(public: str, auth: str) -> None:
    with pytest.raises(NotABrowsersKey):
        push.keys_from(public, auth)


def test_the_server_signs_to_one_push_service_with_the_key_it_told_the_browser() -> None:
    name, end = server_key.newest(), datetime(2026, 5, 4, 12, tzinfo=UTC) + timedelta(hours=1)
    header = push.authorization("https://push.example", "https://notes.example", end, name)
    token, key = header.removeprefix("vapid t=").split(", k=")
    assert key == push.server_public(name)
    head, told, signature = token.split(".")
    assert json.loads(push.from_text(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(push.from_text(told)) == {
        "aud": "https://push.example",
        "exp": int(end.timestamp()),
        "sub": "https://notes.example",
    }
    raw = push.from_text(signature)
    assert len(raw) == 64
    both = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    push._point(push.from_text(key)).verify(both, f"{head}.{told}".encode(), ec.ECDSA(hashes.SHA256()))


def test_the_servers_key_for_pushes_stays_the_same_and_goes_with_its_key_file() -> None:
    assert push.server_public(server_key.newest()) == push.server_public(server_key.newest())
    with pytest.raises(Tampered):
        push.server_public("0123456789abcdef")

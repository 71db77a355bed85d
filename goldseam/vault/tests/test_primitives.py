"""The primitives against published vectors, and the encodings against every input that Hypothesis thinks of."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from goldseam.vault import labels, primitives, words
from goldseam.vault.errors import Tampered, WrongSecret
from goldseam.vault.primitives import Stretch, decode, encode, pad, unpad

SEED = 2026


def test_hkdf_as_rfc_5869_says() -> None:
    """Appendix A.1, test case 1; and that `derive` is that function over the encoded label."""
    derived = HKDF(algorithm=hashes.SHA256(), length=42, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA))).derive(
        b"\x0b" * 22
    )
    assert derived.hex() == ("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    by_hand = primitives.mac(primitives.mac(bytes(32), b"s" * 32), encode(b"label", b"context") + b"\x01")
    assert primitives.derive(b"s" * 32, b"label", b"context") == by_hand


def test_ed25519_as_rfc_8032_says() -> None:
    """Section 7.1, tests 1 and 2."""
    vectors = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f059"
            "5bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4"
            "302aeeb00d291612bb0c00",
        ),
    ]
    for private, public, message, signature in ([bytes.fromhex(part) for part in row] for row in vectors):
        assert primitives.signing_public_of(private) == public
        assert primitives.sign(private, message) == signature
        for require in (primitives.require_signature, primitives.require_open_signature):
            require(public, signature, message)
            for bent in (
                (public, signature, message + b"!"),
                (public, signature[::-1], message),
                (bytes(32), signature, message),
            ):
                for _ in range(2):
                    with pytest.raises(Tampered):
                        require(*bent)


def test_argon2id_as_rfc_9106_says() -> None:
    """Section 5.3, with secret and associated data; then through `stretch`, which has no associated data."""
    tag = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    ).derive(b"\x01" * 32)
    assert tag.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    cost = Stretch(memory=32, passes=3, lanes=4)
    plain = Argon2id(salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, secret=b"\x03" * 8)
    assert primitives.stretch(b"\x01" * 32, b"\x02" * 16, cost, secret=b"\x03" * 8) == plain.derive(b"\x01" * 32)


def test_aes_gcm_as_nist_says() -> None:
    """The GCM specification's test cases 13, 14 (256-bit keys), and 16 with associated data."""
    zero = AESGCM(bytes(32))
    assert zero.encrypt(bytes(12), b"", None).hex() == "530f8afbc74536b9a963b4f1c4cb738b"
    assert (
        zero.encrypt(bytes(12), bytes(16), None).hex()
        == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    )
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de"
        "657ba637b39"
    )
    aad = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7"
        "a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
    )
    assert primitives.unseal(key, nonce + sealed, aad) == plain


def test_hpke_opens_only_with_its_key_and_its_place() -> None:
    private, other = primitives.new_key(), primitives.new_key()
    sealed = primitives.seal_to(primitives.public_of(private), b"row key", encode(labels.MINE_WRAP, b"one"))
    assert primitives.unseal_with(private, sealed, encode(labels.MINE_WRAP, b"one")) == b"row key"
    wrong = [
        (other, sealed, encode(labels.MINE_WRAP, b"one")),
        (private, sealed, encode(labels.MINE_WRAP, b"two")),
        (private, sealed, encode(labels.GRANT, b"one")),
        (private, sealed[:-1], encode(labels.MINE_WRAP, b"one")),
        (private, bytes([sealed[0] ^ 1]) + sealed[1:], encode(labels.MINE_WRAP, b"one")),
        (private, b"", encode(labels.MINE_WRAP, b"one")),
    ]
    for attempt in wrong:
        with pytest.raises(Tampered):
            primitives.unseal_with(*attempt)
    print(f"{len(wrong)} wrong openings tried, {len(wrong)} refused")


def test_every_label_is_its_own() -> None:
    values = [value for name, value in vars(labels).items() if name.isupper()]
    assert len(values) == len(set(values)) > 40
    assert not any(one != other and one.startswith(other) for one in values for other in values)


@seed(SEED)
@settings(max_examples=300, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=6), st.lists(st.binary(max_size=40), max_size=6))
def test_encoding_is_injective_and_comes_back(one: list[bytes], other: list[bytes]) -> None:
    assert decode(encode(*one)) == one
    assert (encode(*one) == encode(*other)) == (one == other)


@seed(SEED)
@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_what_is_no_encoding_is_refused(raw: bytes) -> None:
    try:
        parts = decode(raw)
    except Tampered:
        return
    assert encode(*parts) == raw


@seed(SEED)
@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=1200))
def test_padding_comes_back_and_hides_the_length(plain: bytes) -> None:
    padded = pad(plain)
    assert unpad(padded) == plain
    assert len(padded) % 256 == 0 and len(padded) - len(plain) <= 256


def test_what_was_never_padded_is_refused() -> None:
    for raw in (b"", bytes(256), b"\x80\x01", b"words"):
        with pytest.raises(Tampered):
            unpad(raw)


@seed(SEED)
@settings(max_examples=300, deadline=None)
@given(st.binary(min_size=16, max_size=16))
def test_words_come_back_however_they_are_typed(raw: bytes) -> None:
    drawn = words.from_bytes(raw)
    assert len(drawn) == 10
    for typed in (" ".join(drawn), "-".join(drawn), "  ".join(drawn).upper(), ", ".join(drawn)):
        assert words.to_bytes(typed, 16) == raw
    with pytest.raises(WrongSecret):
        words.to_bytes(" ".join(drawn[:-1]), 16)


@seed(SEED)
@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80), st.binary(max_size=80), st.binary(max_size=30), st.binary(max_size=30))
def test_a_sealed_value_opens_in_its_place_only(plain: bytes, noise: bytes, place: bytes, elsewhere: bytes) -> None:
    key = primitives.derive(b"k" * 32, b"test")
    sealed = primitives.seal(key, plain, encode(place))
    assert primitives.unseal(key, sealed, encode(place)) == plain
    if place != elsewhere:
        with pytest.raises(Tampered):
            primitives.unseal(key, sealed, encode(elsewhere))
    with pytest.raises(Tampered):
        primitives.unseal(key, noise, encode(place))

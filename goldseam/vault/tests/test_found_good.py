"""A good signature is known again: to the reader who found it good, for the very same bytes, and for nobody and nothing
else."""

from __future__ import annotations

import pytest

from conftest import Cast
from goldseam.times.models import Appointment
from goldseam.vault import circles, contents, ours, primitives
from goldseam.vault.errors import Tampered
from goldseam.vault.models import Circle

WORDS = {"words": "Thursday at eight, by the lake."}


@pytest.fixture
def row(pair: tuple[Cast, Cast]) -> Appointment:
    ours._found_good.clear()
    written = Appointment(circle=Circle.objects.get())
    ours.write(pair[0].keyring, written, WORDS)
    return Appointment.objects.select_related("circle").get(pk=written.pk)


def verified(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The signatures of sealed words that are verified from now on."""
    found: list[bytes] = []
    verify = primitives._verify

    def noted(public: bytes, signature: bytes, message: bytes) -> None:
        found.append(signature)
        verify(public, signature, message)

    monkeypatch.setattr(primitives, "_verify", noted)
    return found


def test_each_reader_verifies_once_and_an_act_every_time(
    pair: tuple[Cast, Cast], row: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, told = verified(monkeypatch), []
    for who in (pair[0], pair[0], pair[1], pair[1]):
        assert ours.read(who.anew().keyring.while_reading(), row) == WORDS
        told.append(len(found))
    assert told[0] == told[1] > 0 and told[2] == told[3] > told[1]
    ours.read(pair[0].anew().keyring, row)
    assert len(found) > told[3]


def test_what_is_kept_opens_nothing_and_holds_no_words(pair: tuple[Cast, Cast], row: Appointment) -> None:
    ours.read(pair[0].anew().keyring.while_reading(), row)
    assert ours._found_good and all(len(part) == 32 for kept in ours._found_good for part in kept)
    place, holder = ours._place(row), pair[0].keyring.holder_id
    tokens = {contents.token_of(key, place, bytes(row.body), holder) for key in (b"a" * 32, b"b" * 32)}
    assert len(tokens) == 2 and not tokens & {token for token, _ in ours._found_good}


def test_bytes_that_were_never_found_good_are_verified(pair: tuple[Cast, Cast], row: Appointment) -> None:
    """Whoever has the circle's keys can seal anything under them; nobody but its author can sign it."""
    keyring = pair[1].anew().keyring.while_reading()
    assert ours.read(keyring, row) == WORDS
    signers = {pair[0].keyring.holder_id: circles.confirmed_keys(keyring, row.circle)[pair[0].keyring.holder_id]}
    content = ours.opened(keyring, row)
    forged = contents.Content(**{**vars(content), "signed": content.signed.replace(b"eight", b"seven")})
    with pytest.raises(Tampered):
        ours.require_signed(forged, signers, circle_name=row.circle_id.hex, token=b"another token".ljust(32))

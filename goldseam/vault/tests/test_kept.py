"""What was worked out is kept in memory only: sealed, for its owner alone, and gone when it has to be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from conftest import Cast
from goldseam.vault import forgetting, kept, mine, sessions, upkeep
from goldseam.vault.errors import BackClosed
from goldseam.vault.models import Mine

KIND, WORDS = "test.note", b"kestrel: closeness went down"


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    kept._kept.clear()
    yield
    kept._kept.clear()


def test_what_was_kept_is_found_by_its_owner_from_the_same_sources_and_by_nobody_else(ana: Cast, cleo: Cast) -> None:
    kept.keep(ana.keyring, "page", b"one", WORDS)
    assert kept.found(ana.anew().keyring, "page", b"one") == WORDS
    assert kept.found(ana.keyring, "page", b"two") is None
    assert kept.found(ana.keyring, "other page", b"one") is None
    assert kept.found(cleo.keyring, "page", b"one") is None


def test_it_lies_sealed_and_moving_it_to_somebody_else_opens_nothing(ana: Cast, cleo: Cast) -> None:
    kept.keep(ana.keyring, "page", b"one", WORDS)
    held = kept._kept[ana.keyring.holder_id, "page"]
    assert WORDS not in held.sealed and WORDS not in repr(kept._kept).encode()
    kept._kept[cleo.keyring.holder_id, "page"] = held
    assert kept.found(cleo.keyring, "page", b"one") is None


def test_it_opens_with_the_private_half_alone(ana: Cast) -> None:
    kept.keep(ana.keyring, "page", b"one", WORDS)
    with pytest.raises(BackClosed):
        kept.found(ana.closed().keyring, "page", b"one")
    with pytest.raises(BackClosed):
        kept.keep(ana.closed().keyring, "page", b"one", WORDS)


def test_it_goes_when_the_private_half_is_closed_at_signing_out_and_at_erasure(ana: Cast, cleo: Cast) -> None:
    session = ana.keyring.require_session()
    ways: list[Callable[[], None]] = [
        lambda: sessions.end(session),
        lambda: sessions.end_one(cleo.keyring, cleo.keyring.require_session()),
        lambda: sessions.close_back(cleo.keyring),
        lambda: sessions.end_others(ana.keyring),
        lambda: sessions.end_all(cleo.keyring.holder_id),
        lambda: forgetting.forget(cleo.keyring),
    ]
    for gone in ways:
        for who in (ana, cleo):
            kept.keep(who.keyring, "page", b"one", WORDS)
        gone()
        assert len(kept._kept) == 1


def test_it_goes_after_an_hour(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep(ana.keyring, "page", b"one", WORDS)
    later = time.monotonic() + kept.SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert kept.found(ana.keyring, "page", b"one") is None
    sessions.forget_closed_backs()
    assert kept.size() == 0


def test_it_takes_little_room_whatever_is_kept(ana: Cast, cleo: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep(ana.keyring, "page", b"one", bytes(kept.ONE_MOST))
    assert kept.size() == 0
    monkeypatch.setattr(kept, "BYTES_MOST", 3000)
    for number in range(9):
        kept.keep(ana.keyring, f"page {number}", b"one", bytes(700))
        assert kept.size() <= 3000
    assert kept.found(ana.keyring, "page 8", b"one") and kept.found(ana.keyring, "page 0", b"one") is None


def test_the_sum_of_rows_as_they_lie_opens_none_and_changes_with_each_of_them(ana: Cast) -> None:
    first = mine.keep(ana.keyring, KIND, {"number": 1})
    mine.keep(ana.keyring, "test.other", {"number": 2})
    upkeep.tend_private(ana.keyring)

    def lies() -> bytes | None:
        return mine.as_they_lie(ana.anew().keyring, {KIND: None})

    before = lies()
    assert before == lies() and before is not None
    mine.keep(ana.keyring, "test.other", {"number": 3})
    assert lies() == before
    mine.change(ana.keyring, first, {"number": 4})
    assert lies() not in (before, None)
    Mine.objects.filter(pk=first).update(body=b"something else")
    assert lies() is None


def test_rows_since_a_moment_are_those_written_then_or_later(ana: Cast) -> None:
    for number in range(3):
        mine.keep(ana.keyring, KIND, {"number": number})
    upkeep.tend_private(ana.keyring)
    moments = [entry.at for entry in mine.of_kind(ana.anew().keyring, KIND)]
    assert len(mine.of_kind(ana.anew().keyring, KIND, since=moments[0].replace(microsecond=0))) == 3
    assert mine.of_kind(ana.anew().keyring, KIND, since=moments[2].replace(year=moments[2].year + 1)) == []

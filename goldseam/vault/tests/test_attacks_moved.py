"""Whoever has the disk swaps, bends, deletes and puts back. Nobody is shown anything but what was there, or a no."""

from collections.abc import Callable, Iterator

import pytest

from conftest import Cast
from goldseam.vault import ours, primitives, record
from goldseam.vault.models import Circle, Link, Mine, RowWrap
from goldseam.vault.tests import worlds
from goldseam.vault.tests.worlds import Deed


@pytest.fixture
def world(pair: tuple[Cast, Cast]) -> tuple[Cast, Cast]:
    worlds.fill(pair)
    return pair


def test_nothing_swapped_is_accepted(world: tuple[Cast, Cast]) -> None:
    count, passed = worlds.tried(world, worlds.swaps())
    print(f"{count} swaps tried, {len(passed)} accepted")
    assert "\n".join(passed) == ""
    assert count > 80


def test_nothing_bent_is_accepted(world: tuple[Cast, Cast]) -> None:
    count, passed = worlds.tried(world, worlds.bent())
    print(f"{count} bent values tried, {len(passed)} accepted")
    assert "\n".join(passed) == ""
    assert count > 100


def test_nothing_taken_away_goes_unnoticed(world: tuple[Cast, Cast]) -> None:
    count, passed = worlds.tried(world, worlds.gone())
    print(f"{count} rows taken away, {len(passed)} unnoticed")
    assert "\n".join(passed) == ""
    assert count > 20


def test_nothing_old_is_accepted_again(world: tuple[Cast, Cast]) -> None:
    old = worlds.copied()
    worlds.live_on(world)
    count, passed = worlds.tried(world, worlds.put_back(old))
    print(f"{count} old rows and values put back, {len(passed)} accepted")
    assert "\n".join(passed) == ""
    assert count > 20


def old_version_with_all_that_belongs_to_it(old: dict[object, list[object]]) -> Iterator[Deed]:
    """An old value with its old wrap, and every newer link of it taken away: the head stays, the record has a hole."""
    for row in old[Mine]:
        assert isinstance(row, Mine)
        for wrap in old[RowWrap]:
            assert isinstance(wrap, RowWrap)
            if wrap.row == row.pk:
                yield Deed(f"an old {row.pk} with its old wrap", lambda r=row, w=wrap: _all_back(r, w))  # type: ignore[misc]


def _all_back(row: Mine, wrap: RowWrap) -> None:
    row.save()
    RowWrap.objects.filter(table=wrap.table, row=wrap.row).delete()
    wrap.pk = None
    wrap.save(force_insert=True)
    newest = Link.objects.filter(row=row.pk, version__lte=row.version).exclude(digest=record.GONE)
    Link.objects.filter(row=row.pk).exclude(pk__in=newest.values("pk")).delete()


def test_an_old_value_with_its_old_wrap_is_refused_also_without_the_newer_links(
    world: tuple[Cast, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = worlds.copied()
    worlds.live_on(world)
    count, passed = worlds.tried(world, old_version_with_all_that_belongs_to_it(old))  # type: ignore[arg-type]
    print(f"{count} old values with old wraps, {len(passed)} accepted")
    assert "\n".join(passed) == ""
    monkeypatch.setattr(record, "require_whole", lambda circle, seen, *_reader, **_how: None)
    _, found = worlds.tried(world, old_version_with_all_that_belongs_to_it(old))  # type: ignore[arg-type]
    print(f"without the look at the whole record: {len(found)} accepted, and found")
    assert found


def a_whole_record_back(old: dict[object, list[object]]) -> Iterator[Deed]:
    def back() -> None:
        for model in (Circle, Link, RowWrap, Mine):
            kept = [row.pk for row in old[model]]  # type: ignore[attr-defined]
            model._base_manager.exclude(pk__in=kept).delete()
            for row in old[model]:
                row.save()  # type: ignore[attr-defined]

    yield Deed("the whole record of the circle as it was", back)


def test_a_whole_record_put_back_is_found_by_who_wrote_since(
    world: tuple[Cast, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = worlds.copied()
    worlds.live_on(world)
    count, passed = worlds.tried(world, a_whole_record_back(old))  # type: ignore[arg-type]
    print(f"{count} whole records put back, {len(passed)} accepted")
    assert "\n".join(passed) == ""
    monkeypatch.setattr(record, "last_seen", lambda keyring, circle: record.NOTHING_SEEN)
    _, found = worlds.tried(world, a_whole_record_back(old))  # type: ignore[arg-type]
    assert found


@pytest.mark.parametrize(
    "deeds", [worlds.swaps, lambda: worlds.bent(at=12 + 10, only="Session.label")], ids=["swapped", "bent"]
)
def test_with_the_checks_taken_away_the_same_tries_find_it(
    world: tuple[Cast, Cast], monkeypatch: pytest.MonkeyPatch, deeds: Callable[[], Iterator[Deed]]
) -> None:
    """Without authentication of values, signatures and record, something that was moved is shown, and found."""
    real = primitives.unseal

    def blind(key: bytes, sealed: bytes, aad: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.algorithms import AES
        from cryptography.hazmat.primitives.ciphers.base import Cipher
        from cryptography.hazmat.primitives.ciphers.modes import CTR

        try:
            return real(key, sealed, aad)
        except Exception:
            counter = sealed[:12] + (2).to_bytes(4, "big")
            return Cipher(AES(key), CTR(counter)).decryptor().update(sealed[12:-16])

    monkeypatch.setattr(primitives, "unseal", blind)
    monkeypatch.setattr(primitives, "require_signature", lambda *about: None)
    monkeypatch.setattr(primitives, "require_open_signature", lambda *about: None)
    monkeypatch.setattr(ours, "require_recorded", lambda *about: None)
    monkeypatch.setattr(record, "require_whole", lambda *about, **how: None)
    count, found = worlds.tried(world, deeds())
    print(f"{count} values tried without authentication: {len(found)} accepted, and found")
    assert found

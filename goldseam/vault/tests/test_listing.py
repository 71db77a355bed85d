"""The list of one's own rows: a shortcut that fits or is passed by, opens with back alone, and keeps nothing erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import PIN, Cast
from goldseam.vault import canonical, circles, labels, listing, mine, primitives, seam, sessions, upkeep
from goldseam.vault.canonical import ident
from goldseam.vault.errors import BackClosed, Missing, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Holder, Mine
from goldseam.vault.primitives import encode

KIND, OTHER = "test.note", "test.other"


@pytest.fixture
def written(ana: Cast) -> Cast:
    """Three notes and two other things, and a list of them."""
    for number in range(3):
        mine.keep(ana.keyring, KIND, {"number": number})
    for number in range(2):
        mine.keep(ana.keyring, OTHER, {"number": number})
    upkeep.tend_private(ana.keyring)
    assert listed(ana) is not None
    return ana


def listed(who: Cast) -> listing.Listing | None:
    return listing.read(who.keyring, Holder.objects.get(pk=who.keyring.holder_id))


def newest(who: Cast) -> list[int]:
    return [entry.body["number"] for entry in mine.newest_first(who.anew().keyring, KIND)]


def opened(monkeypatch: pytest.MonkeyPatch, ask: Callable[[], Any]) -> tuple[Any, int]:
    """The answer, and how many rows were opened for it."""
    rows, real = [], mine._entry

    def counted(keyring: Keyring, row: Mine) -> mine.MineEntry:
        rows.append(row.pk)
        return real(keyring, row)

    monkeypatch.setattr(mine, "_entry", counted)
    return ask(), len(rows)


def test_the_newest_of_a_kind_opens_one_row_and_whether_there_is_any_opens_none(
    written: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, count = opened(monkeypatch, lambda: next(mine.newest_first(written.anew().keyring, KIND)))
    assert (first.body["number"], count) == (2, 1)
    assert opened(monkeypatch, lambda: mine.has_kind(written.anew().keyring, OTHER)) == (True, 0)
    assert opened(monkeypatch, lambda: mine.has_kind(written.anew().keyring, "test.none")) == (False, 0)


def test_when_one_of_a_kind_was_last_written_is_known_without_opening_any(
    ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    upkeep.tend_private(ana.keyring)
    day = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)
    for number, kind in enumerate((KIND, KIND, OTHER)):
        with seam.pretend_it_is(day + timedelta(days=number)):
            kept = mine.keep(ana.anew().keyring, kind, {"number": number})
    asked = (mine.newest_at(ana.anew().keyring, *kinds) for kinds in ((KIND,), (KIND, OTHER), ("test.none",)))
    told, count = opened(monkeypatch, lambda: [None if at is None else (at - day).days for at in asked])
    assert (told, count) == ([1, 2, None], 0)
    with seam.pretend_it_is(day + timedelta(days=9)):
        mine.change(ana.anew().keyring, kept, {"number": 9})
    assert mine.newest_at(ana.anew().keyring, OTHER) == day + timedelta(days=9)
    Holder.objects.update(mine_index=None)
    assert mine.newest_at(ana.anew().keyring, KIND) == day + timedelta(days=1), "the same without a list"


def test_a_list_from_before_it_said_when_is_made_anew_at_the_next_opening(written: Cast) -> None:
    holder = Holder.objects.get(pk=written.keyring.holder_id)
    key, aad = listing._key(written.keyring.require_back(), holder.pk), listing._aad(holder.pk)
    told = canonical.from_bytes(primitives.unpad(primitives.unseal(key, bytes(holder.mine_index), aad)))
    del told["at"]
    older = primitives.seal(key, primitives.pad(canonical.to_bytes(told)), aad)
    Holder.objects.filter(pk=holder.pk).update(mine_index=older)
    assert listed(written) is None and newest(written) == [2, 1, 0]
    upkeep.tend_private(written.anew().keyring)
    assert listed(written) is not None


def test_a_row_and_what_came_after_it_opens_no_others(written: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = [entry.id for entry in mine.of_kind(written.anew().keyring, KIND)]
    (last, others), count = opened(monkeypatch, lambda: mine.with_later(written.anew().keyring, notes[2], OTHER))
    assert (last.body["number"], [other.body["number"] for other in others], count) == (2, [0, 1], 3)
    (_, later), count = opened(monkeypatch, lambda: mine.with_later(written.anew().keyring, others[1].id, KIND))
    assert (later, count) == ([], 1)
    with pytest.raises(Missing):
        mine.with_later(written.anew().keyring, Holder.objects.get().pk, KIND)


def test_after_a_changed_row_anything_may_have_come(written: Cast) -> None:
    note = mine.of_kind(written.anew().keyring, KIND)[2].id
    mine.change(written.anew().keyring, note, {"number": 9})
    with_list = mine.with_later(written.anew().keyring, note, OTHER)
    assert [other.body["number"] for other in with_list[1]] == [0, 1]
    Holder.objects.update(mine_index=None)
    assert mine.with_later(written.anew().keyring, note, OTHER) == with_list


def test_a_row_put_back_is_neither_opened_beside_another_nor_shared(written: Cast) -> None:
    note = mine.of_kind(written.anew().keyring, KIND)[2].id
    circle, old = circles.make(written.keyring), Mine.objects.get(pk=note)
    mine.change(written.anew().keyring, note, {"number": 9})
    old.save()
    for ask in (
        lambda: mine.with_later(written.anew().keyring, note, OTHER),
        lambda: mine.share(written.anew().keyring, note, circle),
    ):
        with pytest.raises(Tampered):
            ask()
    Mine.objects.filter(pk=note).delete()
    with pytest.raises(Tampered):
        mine.share(written.anew().keyring, note, circle)


def test_without_a_list_all_rows_are_opened_and_the_answer_is_the_same(
    written: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = newest(written), mine.has_kind(written.anew().keyring, "test.none")
    Holder.objects.update(mine_index=None)
    assert (newest(written), mine.has_kind(written.anew().keyring, "test.none")) == with_it
    assert opened(monkeypatch, lambda: next(mine.newest_first(written.anew().keyring, KIND)))[1] == 5


def test_writing_with_the_private_half_open_brings_the_list_along(written: Cast) -> None:
    kept = mine.keep(written.anew().keyring, KIND, {"number": 3})
    first = next(
        mine.newest_first(
            written.anew().keyring,
            KIND,
        )
    )
    mine.change(written.anew().keyring, first.id, {"number": 4})
    assert newest(written)[0] == 4 and listed(written) is not None
    mine.erase(written.anew().keyring, kept)
    assert newest(written) == [2, 1, 0]
    assert kept not in {one.row for one in listed(written) or []}


def test_writing_with_it_closed_takes_the_list_away_until_the_next_opening(written: Cast) -> None:
    closed = written.closed().keyring
    kept = mine.keep(closed, KIND, {"number": 3})
    assert Holder.objects.get(pk=closed.holder_id).mine_index is None
    assert newest(written) == [3, 2, 1, 0]
    sessions.open_with_pin(written.keyring, written.cookie, PIN)
    assert listed(written) is not None
    mine.erase(closed, kept)
    assert Holder.objects.get(pk=closed.holder_id).mine_index is None


def test_the_list_opens_with_back_alone(written: Cast) -> None:
    holder = Holder.objects.get(pk=written.keyring.holder_id)
    with pytest.raises(BackClosed):
        listing.read(written.closed().keyring, holder)
    with pytest.raises(BackClosed):
        next(mine.newest_first(written.closed().keyring, KIND))
    aad = encode(labels.MINE_INDEX, ident(holder.pk))
    for half in (written.keyring.front, written.keyring.signing, written.keyring.own_note_key):
        with pytest.raises(Tampered):
            primitives.unseal(
                primitives.derive(half, labels.MINE_INDEX, ident(holder.pk)), bytes(holder.mine_index), aad
            )


def test_an_old_list_put_back_is_passed_by(written: Cast) -> None:
    old = Holder.objects.get(pk=written.keyring.holder_id).mine_index
    mine.keep(written.anew().keyring, KIND, {"number": 3})
    Holder.objects.update(mine_index=old)
    assert listed(written) is None
    assert newest(written) == [3, 2, 1, 0]


def test_another_persons_list_and_a_bent_one_are_passed_by(written: Cast, ben: Cast) -> None:
    mine.keep(ben.keyring, KIND, {"number": 9})
    upkeep.tend_private(ben.keyring)
    Holder.objects.filter(pk=written.keyring.holder_id).update(
        mine_index=Holder.objects.get(pk=ben.keyring.holder_id).mine_index
    )
    assert listed(written) is None and newest(written) == [2, 1, 0]
    Holder.objects.filter(pk=written.keyring.holder_id).update(mine_index=b"x" * 300)
    assert listed(written) is None and newest(written) == [2, 1, 0]


def test_a_row_that_isnt_the_listed_one_is_found(written: Cast) -> None:
    """An old version with its old key, put back behind the list, is refused as it is without a list."""
    newest_id = next(mine.newest_first(written.anew().keyring, KIND)).id
    old = Mine.objects.get(pk=newest_id)
    mine.change(written.anew().keyring, newest_id, {"number": 7})
    assert newest(written)[0] == 7
    old.save()
    with pytest.raises(Tampered):
        newest(written)
    Mine.objects.filter(pk=newest_id).delete()
    with pytest.raises(Tampered):
        newest(written)


def test_a_page_that_asks_for_the_newest_asks_the_database_twice_at_most(written: Cast) -> None:
    keyring = written.anew().keyring.while_reading()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        next(mine.newest_first(keyring, KIND))
        mine.has_kind(keyring, OTHER)
    assert len(asked) == 1


def test_all_of_a_kind_open_no_others_and_come_as_opening_all_would_bring_them(
    written: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [entry.id for entry in mine.everything(written.anew().keyring) if entry.kind == KIND]
    found, count = opened(monkeypatch, lambda: mine.of_kind(written.anew().keyring, KIND))
    assert ([entry.id for entry in found], count) == (ids, 3)
    mine.change(written.keyring, ids[0], {"number": 9})
    keyring = written.anew().keyring
    assert [entry.body["number"] for entry in mine.of_kind(keyring, KIND)] == [1, 2, 9]
    mine.keep(keyring, KIND, {"number": 4})
    assert [entry.body["number"] for entry in mine.of_kind(keyring, KIND)] == [1, 2, 9, 4]


def test_all_of_a_kind_notice_a_row_that_was_put_back(written: Cast) -> None:
    row = mine.of_kind(written.anew().keyring, KIND)[0]
    before = Mine.objects.get(pk=row.id)
    mine.change(written.keyring, row.id, {"number": 7})
    before.save()
    with pytest.raises(Tampered):
        mine.of_kind(written.anew().keyring, KIND)

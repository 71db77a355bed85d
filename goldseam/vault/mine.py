"""Rows of one's own. Writing needs front only; reading needs back, which the PIN opens for a short while.

All practices share one table, so that the disk doesn't tell what kind of thing somebody wrote, or when. A keyed sum
over all rows of an owner (see `sums.py`) finds a row that was put back, added or taken away.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.vault import circles, contents, holders, labels, ours, primitives, record, seam, sums, wraps
from goldseam.vault.canonical import Json, ident
from goldseam.vault.contents import Content, Place
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Holder, Mine, RowWrap
from goldseam.vault.primitives import encode

TABLE = Mine._meta.label_lower


@dataclass(frozen=True)
class MineEntry:
    """One opened row. `at` is when this version was written."""

    id: UUID
    owner_id: UUID
    kind: str
    body: Any
    version: int
    at: datetime


@transaction.atomic
def keep(keyring: Keyring, kind: str, body: Json, row_id: UUID | None = None) -> UUID:
    """Seals a new row to oneself and returns its id. Front is enough.

    A form that is sent twice brings the same `row_id` twice: the second finds its row there and writes nothing.
    """
    holder = _locked_owner(keyring)
    if row_id is not None and Mine.objects.filter(pk=row_id, owner=holder).exists():
        return row_id
    row = Mine(id=row_id or seam.uuid(), owner=holder, version=1)
    _seal_into(keyring, row, primitives.new_key(), kind, body)
    row.save(force_insert=True)
    _move_sum(keyring, holder, sums.term(keyring, row))
    return row.pk


def everything(keyring: Keyring) -> list[MineEntry]:
    """All rows of one's own, oldest first. Raises BackClosed, Tampered."""
    keyring.require_back()
    return sorted((_entry(keyring, row) for row in _verified_rows(keyring)), key=lambda entry: entry.at)


def of_kind(keyring: Keyring, kind: str) -> list[MineEntry]:
    """The rows of one kind, oldest first. Raises BackClosed, Tampered."""
    return [entry for entry in everything(keyring) if entry.kind == kind]


def one(keyring: Keyring, row_id: UUID) -> MineEntry:
    """One row. Raises BackClosed, Missing (foreign and absent alike), Tampered."""
    keyring.require_back()
    for row in _verified_rows(keyring):
        if row.pk == row_id:
            return _entry(keyring, row)
    raise Missing("row")


@transaction.atomic
def change(keyring: Keyring, row_id: UUID, body: Json) -> None:
    """A new version under a new key, for the owner and for every circle the row is shared with.

    Raises BackClosed, Missing.
    """
    holder = _locked_owner(keyring)
    before = one(keyring, row_id)
    row = Mine.objects.get(pk=row_id)
    _rewrite(keyring, holder, row, before.kind, body, circles_kept=_circles_of(row_id))


@transaction.atomic
def erase(keyring: Keyring, row_id: UUID) -> None:
    """Destroys the row and its key, also where it was shared. Front is enough. Raises Missing."""
    holder = _locked_owner(keyring)
    row = Mine.objects.filter(pk=row_id, owner=holder).first()
    if row is None:
        raise Missing("row")
    for circle in _circles_of(row_id):
        _unshare(keyring, circle, row)
    _move_sum(keyring, holder, -sums.term(keyring, row))
    row.delete()


@transaction.atomic
def erase_everything(keyring: Keyring) -> None:
    """Destroys every row of one's own."""
    for row_id in list(Mine.objects.filter(owner_id=keyring.holder_id).values_list("pk", flat=True)):
        erase(keyring, row_id)


@transaction.atomic
def share(keyring: Keyring, row_id: UUID, circle: Circle) -> None:
    """Lets a circle open this row: one more wrap of its key, and a link. Raises BackClosed, Missing."""
    circle = circles.locked(circle.pk)
    row = Mine.objects.filter(pk=row_id, owner_id=keyring.holder_id).first()
    if row is None:
        raise Missing("row")
    wraps.put(keyring, circle, TABLE, row.pk, _row_key(keyring, row))
    record.append(keyring, circle, record.Written(TABLE, row.pk, row.version, primitives.digest(bytes(row.body))))


@transaction.atomic
def withdraw(keyring: Keyring, row_id: UUID, circle: Circle) -> None:
    """Takes the row back: the circle's wrap goes and the row gets a new key. What was seen was seen.

    Raises BackClosed, Missing.
    """
    holder = _locked_owner(keyring)
    before = one(keyring, row_id)
    row = Mine.objects.get(pk=row_id)
    _unshare(keyring, circle, row)
    kept = [other for other in _circles_of(row_id) if other.pk != circle.pk]
    _rewrite(keyring, holder, row, before.kind, before.body, circles_kept=kept)


def shared_with(keyring: Keyring, circle: Circle) -> list[MineEntry]:
    """What its owners share with this circle, oldest first: opened, signature and record checked.

    Raises Missing for a stranger to the circle, Tampered.
    """
    found = {wrap.row: wrap for wrap in RowWrap.objects.filter(circle=circle, table=TABLE)}
    signers = circles.confirmed_keys(keyring, circle) if circles.keys(keyring, circle) else {}
    links = ours.newest_links(circle, TABLE, found)
    entries = []
    for row in Mine.objects.filter(pk__in=list(found)):
        if row.pk not in links:
            raise Tampered("a share that the record doesn't know")
        ours.require_recorded(links[row.pk], row.version, bytes(row.body), signers)
        content = contents.opened(wraps.key_of(keyring, circle, found[row.pk]), _place(row), bytes(row.body))
        ours.require_signed(content, signers, circle_name="mine")
        if content.author != row.owner_id:
            raise Tampered("a row in another's name")
        entries.append(_as_entry(row, content))
    return sorted(entries, key=lambda entry: entry.at)


def is_shared(row_id: UUID, circle: Circle) -> bool:
    return RowWrap.objects.filter(circle=circle, table=TABLE, row=row_id).exists()


# -- one row ------------------------------------------------------------------------------------------------------


def _seal_into(keyring: Keyring, row: Mine, key: bytes, kind: str, body: Json) -> None:
    row.body = contents.sealed(keyring, key, _place(row), body, circle="mine", epoch=0, previous=b"", kind=kind)
    row.key = primitives.seal_to(keyring.back_public, key, _wrap_aad(keyring.holder_id, row.pk))


def _rewrite(keyring: Keyring, holder: Holder, row: Mine, kind: str, body: Json, *, circles_kept: list[Circle]) -> None:
    old_term = sums.term(keyring, row)
    row.version += 1
    key = primitives.new_key()
    _seal_into(keyring, row, key, kind, body)
    row.save()
    _move_sum(keyring, holder, sums.term(keyring, row) - old_term)
    for circle in map(circles.locked, [kept.pk for kept in circles_kept]):
        wraps.put(keyring, circle, TABLE, row.pk, key)
        record.append(keyring, circle, record.Written(TABLE, row.pk, row.version, primitives.digest(bytes(row.body))))


def _unshare(keyring: Keyring, circle: Circle, row: Mine) -> None:
    circle = circles.locked(circle.pk)
    wraps.remove(circle, TABLE, row.pk)
    record.append(keyring, circle, record.Written(TABLE, row.pk, row.version, record.GONE))


def _entry(keyring: Keyring, row: Mine) -> MineEntry:
    content = contents.opened(_row_key(keyring, row), _place(row), bytes(row.body))
    if content.author != keyring.holder_id or content.circle != "mine":
        raise Tampered("a row in another's name")
    return _as_entry(row, content)


def _as_entry(row: Mine, content: Content) -> MineEntry:
    return MineEntry(row.pk, row.owner_id, content.kind, content.body, row.version, content.at)


def _row_key(keyring: Keyring, row: Mine) -> bytes:
    return primitives.unseal_with(keyring.require_back(), bytes(row.key), _wrap_aad(keyring.holder_id, row.pk))


def _place(row: Mine) -> Place:
    return Place(TABLE, row.pk, row.version)


def _wrap_aad(owner_id: UUID, row_id: UUID) -> bytes:
    return encode(labels.MINE_WRAP, ident(owner_id), ident(row_id))


def _circles_of(row_id: UUID) -> list[Circle]:
    return list(Circle.objects.filter(wraps__table=TABLE, wraps__row=row_id))


# -- the sum over all rows ----------------------------------------------------------------------------------------


def _verified_rows(keyring: Keyring) -> list[Mine]:
    """All own rows, after their sum was compared. Raises Tampered."""
    holder = holders.holder_for(keyring.holder_id)
    rows = list(Mine.objects.filter(owner=holder))
    if sums.total(keyring, rows) != sums.opened(keyring, holder):
        raise Tampered("private rows were changed, added or taken away")
    return rows


def _move_sum(keyring: Keyring, holder: Holder, by: int) -> None:
    holder.mine_sum = sums.sealed(keyring, sums.opened(keyring, holder) + by)
    holder.save(update_fields=["mine_sum"])


def _locked_owner(keyring: Keyring) -> Holder:
    return Holder.objects.select_for_update().get(pk=keyring.holder_id)

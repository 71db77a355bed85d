"""Row keys, wrapped for a circle under one of its epochs."""

from uuid import UUID

from django.apps import apps

from goldseam.vault import circles, labels, primitives
from goldseam.vault.canonical import ident, number
from goldseam.vault.errors import Missing
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, RowWrap, SealedRow
from goldseam.vault.often import Addition, Change, Often
from goldseam.vault.primitives import encode


def of_few(keyring: Keyring, circle: Circle) -> dict[tuple[str, UUID], RowWrap]:
    """The wraps of all tables of which a circle has only a handful of rows, by place. Once a request that reads."""
    known = keyring.remembered(circle.pk)
    if "few" not in known:
        known["few"] = {(wrap.table, wrap.row): wrap for wrap in _OF_FEW(circle.pk)}
    found: dict[tuple[str, UUID], RowWrap] = known["few"]
    return found


def of_row(circle: Circle, row: UUID) -> list[RowWrap]:
    """The wraps of one row, of whichever table has many rows."""
    return _OF_ROW(circle.pk, row)


def _tables(*, few: bool) -> list[str]:
    models = [model for model in apps.get_models() if issubclass(model, SealedRow) and model.few is few]
    return [model._meta.label_lower for model in models]


_OF_FEW = Often(lambda circle: RowWrap.objects.filter(circle=circle, table__in=_tables(few=True)), UUID)
_OF_ROW = Often(
    lambda circle, row: RowWrap.objects.filter(circle=circle, table__in=_tables(few=False), row=row), UUID, UUID
)


def put(keyring: Keyring, circle: Circle, table: str, row: UUID, key: bytes) -> None:
    """Wraps a row's key under the circle's newest epoch, in place of an older wrap."""
    epoch, circle_key = circles.current_key(keyring, circle)
    wrap = RowWrap(circle=circle, epoch=epoch, table=table, row=row)
    wrap.key = primitives.seal(circle_key, key, _aad(wrap))
    if not _REPLACE(circle.pk, table, row, epoch=epoch, key=wrap.key):
        _ADD(wrap)


_ADD = Addition(RowWrap)
_REPLACE = Change(
    lambda circle, table, row: RowWrap.objects.filter(circle=circle, table=table, row=row),
    UUID, str, UUID, like={"epoch": 1, "key": b"sealed"},
)  # fmt: skip


def key_of(keyring: Keyring, circle: Circle, wrap: RowWrap) -> bytes:
    """The row's key. Raises Missing for an epoch this member wasn't given, Tampered for a moved wrap."""
    found = circles.keys(keyring, circle).get(wrap.epoch)
    if found is None:
        raise Missing("epoch")
    return unwrapped(found, wrap)


def unwrapped(circle_key: bytes, wrap: RowWrap) -> bytes:
    """The row's key, under one epoch's key of its circle. Raises Tampered for a moved wrap."""
    return primitives.unseal(circle_key, bytes(wrap.key), _aad(wrap))


def remove(circle: Circle, table: str, row: UUID) -> None:
    RowWrap.objects.filter(circle=circle, table=table, row=row).delete()


def _aad(wrap: RowWrap) -> bytes:
    return encode(labels.ROW_WRAP, ident(wrap.circle_id), number(wrap.epoch), wrap.table.encode(), ident(wrap.row))

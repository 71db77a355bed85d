"""Rows of a circle: written and read by its members, each version signed by its author and held by the record."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.vault import circles, contents, primitives, record, wraps
from goldseam.vault.canonical import Json
from goldseam.vault.contents import Content, Place
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Link, RowWrap, SealedRow


@transaction.atomic
def write(keyring: Keyring, row: SealedRow, body: Json) -> None:
    """Seals `body` into the row as its next version, under a fresh key, and adds it to the record.

    Raises Missing for a stranger to the circle.
    """
    circle = circles.locked(row.circle_id)
    epoch, _ = circles.current_key(keyring, circle)
    if row.version == 0:
        row.author_id = keyring.holder_id
    row.version += 1
    place, key = _place(row), primitives.new_key()
    row.body = contents.sealed(
        keyring, key, place, body, circle=circle.pk.hex, epoch=epoch, previous=bytes(circle.head), kind=""
    )
    row.save(force_insert=row.version == 1)
    wraps.put(keyring, circle, place.table, row.pk, key)
    record.append(keyring, circle, record.Written(place.table, row.pk, row.version, primitives.digest(row.body)))


def read(keyring: Keyring, row: SealedRow) -> Any:
    """The row's words, checked against its author's signature and the record. Raises Missing, Tampered."""
    return opened(keyring, row).body


def opened(keyring: Keyring, row: SealedRow) -> Content:
    """The row's words with author and moment. Raises Missing, Tampered."""
    return opened_all(keyring, row.circle, [row])[0]


def opened_all(keyring: Keyring, circle: Circle, rows: Sequence[SealedRow]) -> list[Content]:
    """Many rows of one circle and one table, in their order, with two queries. Raises Missing, Tampered."""
    if not rows:
        return []
    table = table_of(rows[0])
    found_wraps = wraps_of(circle, table, [row.pk for row in rows])
    links = newest_links(circle, table, [row.pk for row in rows])
    signers = circles.confirmed_keys(keyring, circle)
    result = []
    for row in rows:
        if row.circle_id != circle.pk or row.pk not in found_wraps or row.pk not in links:
            raise Missing("row")
        key = wraps.key_of(keyring, circle, found_wraps[row.pk])
        content = contents.opened(key, _place(row), bytes(row.body or b""))
        require_signed(content, signers, circle_name=circle.pk.hex)
        require_recorded(links[row.pk], row.version, bytes(row.body or b""), signers)
        result.append(content)
    return result


@transaction.atomic
def erase(keyring: Keyring, row: SealedRow) -> None:
    """Destroys the row, its key and its words. The record says that something was here, never what."""
    circle = circles.locked(row.circle_id)
    circles.keys(keyring, circle)
    table = table_of(row)
    wraps.remove(circle, table, row.pk)
    record.append(keyring, circle, record.Written(table, row.pk, row.version, record.GONE))
    row.delete()


def table_of(row: SealedRow) -> str:
    return row._meta.label_lower


def wraps_of(circle: Circle, table: str, rows: Iterable[UUID]) -> dict[UUID, RowWrap]:
    return {wrap.row: wrap for wrap in RowWrap.objects.filter(circle=circle, table=table, row__in=list(rows))}


def newest_links(circle: Circle, table: str, rows: Iterable[UUID]) -> dict[UUID, Link]:
    """The last link of each row."""
    links = Link.objects.filter(circle=circle, table=table, row__in=list(rows)).order_by("number")
    return {link.row: link for link in links}


def require_signed(content: Content, signers: dict[UUID | None, list[bytes]], *, circle_name: str) -> None:
    """Raises Tampered unless a confirmed member signed this content for this circle."""
    if content.circle != circle_name:
        raise Tampered("content of another circle")
    for signing_public in signers.get(content.author, []):
        try:
            return content.require_author(signing_public)
        except Tampered:
            continue
    raise Tampered("an author nobody confirmed")


def require_recorded(link: Link, version: int, body: bytes, signers: dict[UUID | None, list[bytes]]) -> None:
    """Raises Tampered unless the record's last word on this row is this very version."""
    if bytes(link.author_key) not in signers.get(link.author, []):
        raise Tampered("a link by nobody confirmed")
    primitives.require_signature(bytes(link.author_key), bytes(link.signature), record.link_message(link))
    if link.version != version or bytes(link.digest) != primitives.digest(body):
        raise Tampered("a version that isn't the newest")


def _place(row: SealedRow) -> Place:
    return Place(table_of(row), row.pk, row.version)

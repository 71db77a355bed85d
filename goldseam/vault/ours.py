"""Rows of a circle: written and read by its members, each version signed by its author and held by the record."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.vault import circles, contents, ledger, lineage, primitives, record, upkeep, wraps
from goldseam.vault.canonical import Json
from goldseam.vault.contents import Content, Place
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.lineage import Signers
from goldseam.vault.models import Circle, Link, RowWrap, SealedRow

READ_AGAIN = 4


@transaction.atomic
def write(keyring: Keyring, row: SealedRow, body: Json) -> None:
    """Seals `body` into the row as its next version, under a fresh key, and adds it to the record.

    Raises Missing for a stranger to the circle.
    """
    upkeep.before_writing(keyring, row.circle_id)
    write_at_once(keyring, row, body)


@transaction.atomic
def write_at_once(keyring: Keyring, row: SealedRow, body: Json) -> None:
    """As `write`, without what may be due before it: for the keeping up itself."""
    circle = circles.locked(row.circle_id)
    epoch, _ = circles.current_key(keyring, circle)
    row.author_id = keyring.holder_id  # whoever wrote this version signs it
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
    """Many rows of one circle and one table, in their order, with few queries. Raises Missing, Tampered.

    Reading takes no lock. When a row doesn't fit because another member wrote in between, it is read again.
    """
    if not rows:
        return []
    for _ in range(READ_AGAIN):
        before = head_now(circle)
        try:
            return _opened_once(keyring, circle, rows)
        except (Missing, Tampered):
            if head_now(circle) == before and not _is_stale(rows):
                raise
            keyring.forget_circle(circle.pk)
            _read_again(rows)
    return _opened_once(keyring, circle, rows)


def _opened_once(keyring: Keyring, circle: Circle, rows: Sequence[SealedRow]) -> list[Content]:
    table = table_of(rows[0])
    found_wraps = wraps_of(circle, table, [row.pk for row in rows])
    links = newest_links(circle, table, [row.pk for row in rows])
    signers = circles.confirmed_keys(keyring, circle)
    circles.keys(keyring, circle)  # the record is whole
    result = []
    for row in rows:
        if row.circle_id != circle.pk or row.pk not in found_wraps or row.pk not in links:
            raise Missing("row")
        result.append(checked(keyring, circle, row, found_wraps[row.pk], links[row.pk], signers))
    return result


def checked(keyring: Keyring, circle: Circle, row: SealedRow, wrap: RowWrap, link: Link, signers: Signers) -> Content:
    """One row, opened and held against its link: author, place in the record, epoch, version and words."""
    body = bytes(row.body or b"")
    require_recorded(link, row.version, body, signers)
    content = contents.opened(wraps.key_of(keyring, circle, wrap), _place(row), body)
    require_fits_link(content, row, wrap, link)
    require_signed(content, signers, circle_name=circle.pk.hex)
    return content


def require_fits_link(content: Content, row: SealedRow, wrap: RowWrap, link: Link) -> None:
    if not content.author == link.author == row.author_id:
        raise Tampered("a row in another's name")
    if content.previous != bytes(link.previous).hex() or content.epoch != wrap.epoch:
        raise Tampered("a row from another place in the record")


def head_now(circle: Circle) -> tuple[Any, ...] | None:
    return Circle.objects.filter(pk=circle.pk).values_list("number", "epoch").first()


def _is_stale(rows: Sequence[SealedRow]) -> bool:
    stored = dict(type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", "version"))
    return any(stored.get(row.pk, row.version) != row.version for row in rows)


def _read_again(rows: Sequence[SealedRow]) -> None:
    for row in rows:
        row.refresh_from_db(fields=["version", "body", "author"])


@transaction.atomic
def erase(keyring: Keyring, row: SealedRow) -> None:
    """Destroys the row, its key and its words. The record says that something was here, never what."""
    circle = circles.locked(row.circle_id)
    circles.keys(keyring, circle)
    table = table_of(row)
    wraps.remove(circle, table, row.pk)
    record.append(keyring, circle, record.Written(table, row.pk, row.version, record.GONE))
    ledger.note_erased(keyring, table, row.pk)
    row.delete()


def table_of(row: SealedRow) -> str:
    return row._meta.label_lower


def wraps_of(circle: Circle, table: str, rows: Iterable[UUID]) -> dict[UUID, RowWrap]:
    return {wrap.row: wrap for wrap in RowWrap.objects.filter(circle=circle, table=table, row__in=list(rows))}


def newest_links(circle: Circle, table: str, rows: Iterable[UUID]) -> dict[UUID, Link]:
    """The last link of each row."""
    links = Link.objects.filter(circle=circle, table=table, row__in=list(rows)).order_by("number")
    return {link.row: link for link in links}


def standing_links(circle: Circle, table: str) -> dict[UUID, Link]:
    """The last link of each row of a table that the record holds to be there still."""
    links = {link.row: link for link in Link.objects.filter(circle=circle, table=table).order_by("number")}
    return {row: link for row, link in links.items() if bytes(link.digest) != record.GONE}


def require_signed(content: Content, signers: Signers, *, circle_name: str) -> None:
    """Raises Tampered unless a confirmed member signed this content for this circle."""
    if content.circle != circle_name:
        raise Tampered("content of another circle")
    for signing_public in lineage.signing_keys(signers, content.author):
        try:
            return content.require_author(signing_public)
        except Tampered:
            continue
    raise Tampered("an author nobody confirmed")


def require_recorded(link: Link, version: int, body: bytes, signers: Signers) -> None:
    """Raises Tampered unless the record's last word on this row is this very version."""
    lineage.require_link_key(signers, link.author, bytes(link.author_key), link.circle_id, link.number)
    primitives.require_signature(bytes(link.author_key), bytes(link.signature), record.link_message(link))
    if link.version != version or bytes(link.digest) != primitives.digest(body):
        raise Tampered("a version that isn't the newest")


def _place(row: SealedRow) -> Place:
    return Place(table_of(row), row.pk, row.version)

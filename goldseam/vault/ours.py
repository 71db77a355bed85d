"""Rows of a circle: written and read by its members, each version signed by its author and held by the record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from goldseam.vault import circles, contents, ledger, lineage, primitives, record, upkeep, wraps
from goldseam.vault.canonical import Json
from goldseam.vault.contents import Content, Place
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.lineage import Signers
from goldseam.vault.models import Circle, Link, RowWrap, SealedRow
from goldseam.vault.record import Step

READ_AGAIN = 4
Row = TypeVar("Row", bound=SealedRow)


@transaction.atomic
def write(keyring: Keyring, row: SealedRow, body: Json) -> None:
    """Seals `body` into the row as its next version, under a fresh key, and adds it to the record.

    Raises Missing for a stranger to the circle.
    """
    _write(keyring, upkeep.locked_for_writing(keyring, row.circle_id), row, body)


@transaction.atomic
def write_at_once(keyring: Keyring, row: SealedRow, body: Json) -> None:
    """As `write`, without what may be due before it: for the keeping up itself."""
    _write(keyring, circles.locked(row.circle_id), row, body)


def _write(keyring: Keyring, circle: Circle, row: SealedRow, body: Json) -> None:
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
    return [content for _, content in _opened_rows(keyring, circle, rows, _opened_once)]


def opened_as_given(keyring: Keyring, circle: Circle, rows: Sequence[Row]) -> list[tuple[Row, Content]]:
    """Those rows, of whatever table, whose epoch this member was given: who waits at the door sees only the newest.

    Raises Missing, Tampered.
    """
    return _opened_rows(keyring, circle, rows, _given_once) if rows else []


class Opened(NamedTuple, Generic[Row]):
    """A row, what lies in it, and its place in the record."""

    row: Row
    content: Content
    number: int


def opened_with_places(keyring: Keyring, circle: Circle, ask: Callable[[], Iterable[Row]]) -> list[Opened[Row]]:
    """Rows of one table that this member was given: who waits at the door sees only the newest. Raises Tampered.

    A row that went while it was being read is asked for once more, and isn't there then.
    """
    for _ in range(READ_AGAIN):
        try:
            return _with_places_once(keyring, circle, list(ask()))
        except (Missing, ObjectDoesNotExist):
            keyring.forget_circle(circle.pk)
    return _with_places_once(keyring, circle, list(ask()))


def _with_places_once(keyring: Keyring, circle: Circle, found: list[Row]) -> list[Opened[Row]]:
    opened = opened_as_given(keyring, circle, found)
    if not opened:
        return []
    links = links_of(keyring, circle, table_of(found[0]), [row.pk for row, _ in opened])
    if any(row.pk not in links for row, _ in opened):
        raise Missing("row")
    return [Opened(row, content, links[row.pk].number) for row, content in opened]


def _opened_rows(
    keyring: Keyring, circle: Circle, rows: Sequence[Row], once: Callable[..., list[tuple[Row, Content]]]
) -> list[tuple[Row, Content]]:
    for _ in range(READ_AGAIN):
        try:
            return once(keyring, circle, rows)
        except (Missing, Tampered):
            if not has_moved(keyring, circle) and not _is_stale(rows):
                raise
            keyring.forget_circle(circle.pk)
            _read_again(rows)
    return once(keyring, circle, rows)


def _opened_once(keyring: Keyring, circle: Circle, rows: Sequence[Row]) -> list[tuple[Row, Content]]:
    circles.keys(keyring, circle)  # the record is whole
    return _all_checked(keyring, circle, rows, _wraps_of_all(keyring, circle, rows))


def _given_once(keyring: Keyring, circle: Circle, rows: Sequence[Row]) -> list[tuple[Row, Content]]:
    known, found = circles.keys(keyring, circle), _wraps_of_all(keyring, circle, rows)
    withheld = set(range(1, circle.epoch + 1)) - set(known)  # any other number was put there by somebody
    given = [row for row in rows if place_of(row) not in found or found[place_of(row)].epoch not in withheld]
    return _all_checked(keyring, circle, given, found)


def _all_checked(
    keyring: Keyring, circle: Circle, rows: Sequence[Row], found: dict[tuple[str, UUID], RowWrap]
) -> list[tuple[Row, Content]]:
    signers = circles.confirmed_keys(keyring, circle)
    links: dict[UUID, Link | Step] = {}
    for table in {table_of(row) for row in rows}:
        links |= links_of(keyring, circle, table, [row.pk for row in rows if table_of(row) == table])
    result = []
    for row in rows:
        if row.circle_id != circle.pk or place_of(row) not in found or row.pk not in links:
            raise Missing("row")
        result.append((row, checked(keyring, circle, row, found[place_of(row)], links[row.pk], signers)))
    return result


def _wraps_of_all(keyring: Keyring, circle: Circle, rows: Sequence[SealedRow]) -> dict[tuple[str, UUID], RowWrap]:
    if all(row.few for row in rows):
        return wraps.of_few(keyring, circle)
    places = {place_of(row) for row in rows}
    asked: Iterable[RowWrap] = (
        wraps.of_row(circle, rows[0].pk)
        if len(places) == 1
        else RowWrap.objects.filter(
            circle=circle, table__in={table for table, _ in places}, row__in=[row.pk for row in rows]
        )
    )
    return {(wrap.table, wrap.row): wrap for wrap in asked if (wrap.table, wrap.row) in places}


def checked(
    keyring: Keyring, circle: Circle, row: SealedRow, wrap: RowWrap, link: Link | Step, signers: Signers
) -> Content:
    """One row, opened and held against its link: author, place in the record, epoch, version and words.

    A page that only reads, and comes upon the very same bytes again, does it once; so does an opening of the circle.
    """
    body = bytes(row.body or b"")
    known = keyring.remembered(circle.pk)
    place = place_of(row), row.version, row.author_id, body, wrap.epoch, bytes(wrap.key), link.number
    if place not in known:
        known[place] = _checked(keyring, circle, row, wrap, link, signers, body)
    content: Content = known[place]
    return content


def _checked(
    keyring: Keyring, circle: Circle, row: SealedRow, wrap: RowWrap, link: Link | Step, signers: Signers, body: bytes
) -> Content:
    require_recorded(link, row.version, body, signers)
    key, place = wraps.key_of(keyring, circle, wrap), _place(row)
    content = contents.opened(key, place, body)
    require_fits_link(content, row, wrap, link)
    token = contents.token_of(key, place, body, keyring.holder_id) if keyring.is_reading else b""
    require_signed(content, signers, circle_name=circle.pk.hex, token=token)
    return content


def require_fits_link(content: Content, row: SealedRow, wrap: RowWrap, link: Link | Step) -> None:
    if not content.author == link.author == row.author_id:
        raise Tampered("a row in another's name")
    if content.previous != bytes(link.previous).hex() or content.epoch != wrap.epoch:
        raise Tampered("a row from another place in the record")


def has_moved(keyring: Keyring, circle: Circle) -> bool:
    """Did somebody write since this request began to open the circle?"""
    before = keyring.head_of(circle.pk)
    now = Circle.objects.filter(pk=circle.pk).values_list("number", "epoch").first()
    return before is not None and now != before


def _is_stale(rows: Sequence[SealedRow]) -> bool:
    return any(type(row)._base_manager.filter(pk=row.pk).exclude(version=row.version).exists() for row in rows)


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


def place_of(row: SealedRow) -> tuple[str, UUID]:
    return table_of(row), row.pk


def wraps_of(circle: Circle, table: str, rows: Iterable[UUID]) -> dict[UUID, RowWrap]:
    return {wrap.row: wrap for wrap in RowWrap.objects.filter(circle=circle, table=table, row__in=list(rows))}


def newest_links(circle: Circle, table: str, rows: Iterable[UUID]) -> Mapping[UUID, Link]:
    """The last link of each row, as it lies there. Its signature is the caller's to check."""
    links = Link.objects.filter(circle=circle, table=table, row__in=list(rows)).order_by("number")
    return {link.row: link for link in links}


def links_of(keyring: Keyring, circle: Circle, table: str, rows: Iterable[UUID]) -> Mapping[UUID, Link | Step]:
    """As above, out of the record that was walked, so that it needn't be asked twice."""
    walked = keyring.walk_of(circle.pk)
    if walked is None:
        return newest_links(circle, table, rows)
    return {row: walked.newest[table, row] for row in rows if (table, row) in walked.newest}


def is_gone(keyring: Keyring, circle: Circle, table: str, row: UUID) -> bool:
    """Does the record hold that this row was erased? Its id is never written anew."""
    link = links_of(keyring, circle, table, [row]).get(row)
    return link is not None and bytes(link.digest) == record.GONE


def standing_links(keyring: Keyring, circle: Circle, table: str) -> dict[UUID, Link | Step]:
    """The last link of each row of a table that the record holds to be there still, in the order of the record."""
    walked = keyring.walk_of(circle.pk)
    links: Iterable[Link | Step]
    if walked is None:
        links = Link.objects.filter(circle=circle, table=table).order_by("number")
    else:
        links = sorted((step for step in walked.newest.values() if step.table == table), key=lambda step: step.number)
    newest = {link.row: link for link in links}
    return {row: link for row, link in newest.items() if bytes(link.digest) != record.GONE}


def require_signed(content: Content, signers: Signers, *, circle_name: str, token: bytes = b"") -> None:
    """Raises Tampered unless a confirmed member signed this content for this circle.

    With a token (`contents.token_of`) a signature that was good is known again: neither words nor keys are kept for it.
    """
    if content.circle != circle_name:
        raise Tampered("content of another circle")
    for signing_public in lineage.signing_keys(signers, content.author):
        if (token, signing_public) in _found_good:
            return
        try:
            content.require_author(signing_public)
        except Tampered:
            continue
        if token:
            _remember_good(token, signing_public)
        return
    raise Tampered("an author nobody confirmed")


GOOD_MOST = 8192
_found_good: set[tuple[bytes, bytes]] = set()


def _remember_good(token: bytes, signing_public: bytes) -> None:
    if len(_found_good) >= GOOD_MOST:
        _found_good.clear()
    _found_good.add((token, signing_public))


def require_recorded(link: Link | Step, version: int, body: bytes, signers: Signers) -> None:
    """Raises Tampered unless the record's last word on this row is this very version."""
    lineage.require_link_key(signers, link.author, bytes(link.author_key), link.circle_id, link.number)
    primitives.require_open_signature(bytes(link.author_key), bytes(link.signature), record.link_message(link))
    if link.version != version or bytes(link.digest) != primitives.digest(body):
        raise Tampered("a version that isn't the newest")


def _place(row: SealedRow) -> Place:
    return Place(table_of(row), row.pk, row.version)

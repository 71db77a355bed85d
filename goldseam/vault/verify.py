"""What anybody with the database can check, without a key: chains, heads, signatures, and that rows are those of the
record. A fault names the place and never a word."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from goldseam.vault import circles, holders, ledger, lineage, primitives, record
from goldseam.vault.errors import Tampered
from goldseam.vault.lineage import Era
from goldseam.vault.models import Circle, Grant, Holder, Link, Mine, Replayed, RowWrap, SealedRow


@dataclass
class Found:
    """How much was looked at, and what didn't hold."""

    circles: int = 0
    links: int = 0
    grants: int = 0
    rows: int = 0
    holders: int = 0
    faults: list[str] = field(default_factory=list)


def everything() -> Found:
    """All holders and all circles."""
    found, eras = Found(), {}
    for holder in Holder.objects.order_by("pk"):
        found.holders += 1
        try:
            eras[holder.pk] = lineage.of(holder, holders.key_set(holder))
        except Tampered as error:
            found.faults.append(f"Person {holder.pk}: {error}.")
    for circle in Circle.objects.order_by("pk"):
        found.circles += 1
        found.faults += [f"Record {circle.pk}: {words}." for words in _of_circle(circle, eras, found)]
    found.faults += _rows_without_record()
    return found


def _of_circle(circle: Circle, eras: dict[UUID, list[Era]], found: Found) -> Iterator[str]:
    links = list(Link.objects.filter(circle=circle).order_by("number"))
    found.links += len(links)
    yield from _chain(circle, links)
    yield from _head(circle, eras)
    for link in links:
        if not _holds(_require_link, circle, link, eras):
            yield f"link {link.number} isn't signed by its author"
    for grant in Grant.objects.filter(circle=circle):
        found.grants += 1
        if not circles.is_signed(grant, eras.get(grant.granter_id or grant.holder_id, [])):
            yield f"a key of epoch {grant.epoch} isn't signed by who gave it"
    yield from _rows(circle, links, found)


def _chain(circle: Circle, links: list[Link]) -> Iterator[str]:
    if len(links) > circle.number:
        yield "there are links beyond the signed head"
    try:
        heads = record.walk(circle).heads
    except Tampered as error:
        yield str(error)
        return
    if heads[-1] != bytes(circle.head):
        yield "the links don't lead to the head"


def _head(circle: Circle, eras: dict[UUID, list[Era]]) -> Iterator[str]:
    signers = eras.get(circle.head_author_id, []) if circle.head_author_id else []
    if not any(circles.may_sign_head(era, bytes(circle.head_key), circle) for era in signers):
        yield "the head is signed by nobody known"
    if not _holds(
        primitives.require_signature,
        bytes(circle.head_key),
        bytes(circle.head_signature),
        record.head_message(circle),
    ):
        yield "the head's signature doesn't hold"


def _require_link(circle: Circle, link: Link, eras: dict[UUID, list[Era]]) -> None:
    lineage.require_link_key(eras, link.author, bytes(link.author_key), circle.pk, link.number)
    primitives.require_signature(bytes(link.author_key), bytes(link.signature), record.link_message(link))


def _rows(circle: Circle, links: list[Link], found: Found) -> Iterator[str]:
    """Each row as the record's last word on it says, with a wrap; and no wrap that the record doesn't know."""
    newest = {(link.table, link.row): link for link in links}
    wrapped = set(RowWrap.objects.filter(circle=circle).values_list("table", "row"))
    awaited = set(Replayed.objects.filter(circle=circle.pk).values_list("table", "row"))
    forgotten = set(Replayed.objects.filter(deed=ledger.FORGOTTEN).values_list("holder", flat=True))
    awaited |= {place for place, link in newest.items() if link.author in forgotten}
    for table, row in wrapped - set(newest):
        yield f"{table} {row} is wrapped, and the record doesn't know it"
    for (table, row), link in newest.items():
        found.rows += 1
        is_gone = bytes(link.digest) == record.GONE
        if is_gone == ((table, row) in wrapped) and (table, row) not in awaited:
            yield f"{table} {row} is {'back after it went' if is_gone else 'not openable any more'}"
        elif not is_gone and (table, row) in wrapped and not _is_stored(link):
            yield f"{table} {row} isn't the version that was recorded"


def _is_stored(link: Link) -> bool:
    stored = _table(link.table).filter(pk=link.row).values_list("version", "body").first()
    return stored is not None and (stored[0], primitives.digest(bytes(stored[1] or b""))) == (
        link.version,
        bytes(link.digest),
    )


def _table(name: str) -> QuerySet[Any]:
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        return Mine.objects.none()
    return model._base_manager.all() if issubclass(model, (Mine, SealedRow)) else Mine.objects.none()


def _rows_without_record() -> Iterator[str]:
    for model in apps.get_models():
        if not issubclass(model, SealedRow):
            continue
        table = model._meta.label_lower
        known = set(Link.objects.filter(table=table).values_list("circle_id", "row"))
        for place in model._base_manager.values_list("circle_id", "pk"):
            if place not in known:
                yield f"{table} {place[1]} stands in no record."


def _holds(check: Any, *about: Any) -> bool:
    try:
        check(*about)
    except Tampered:
        return False
    return True

"""Rows of one's own. Writing needs front only; reading needs back, which the PIN opens for a short while.

All practices share one table, so that the disk doesn't tell what kind of thing somebody wrote, or when. A keyed sum
over all rows of an owner (see `sums.py`) finds a row that was put back, added or taken away.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from goldseam.vault import (
    circles,
    contents,
    holders,
    labels,
    ledger,
    lineage,
    listing,
    ours,
    primitives,
    record,
    seam,
    sums,
    upkeep,
    wraps,
)
from goldseam.vault.canonical import Json, ident
from goldseam.vault.contents import Content, Place
from goldseam.vault.errors import Missing, Tampered, VaultError
from goldseam.vault.keyring import Keyring
from goldseam.vault.lineage import Signers
from goldseam.vault.listing import Listed, Listing
from goldseam.vault.models import Circle, Holder, Link, Mine, RowWrap
from goldseam.vault.often import Often
from goldseam.vault.primitives import PrivateHalf, encode
from goldseam.vault.record import Step

TABLE = Mine._meta.label_lower
T = TypeVar("T")


@dataclass(frozen=True)
class MineEntry:
    """One opened row. `at` is when this version was written."""

    id: UUID
    owner_id: UUID
    kind: str
    body: Any
    version: int
    at: datetime


L = TypeVar("L", Listed, MineEntry)


@dataclass(frozen=True)
class New:
    """A row to be kept, with the id that it will have."""

    kind: str
    body: Json
    id: UUID = field(default_factory=seam.uuid)


@transaction.atomic
def keep(keyring: Keyring, kind: str, body: Json, row_id: UUID | None = None) -> UUID:
    """Seals a new row to oneself and returns its id. Front is enough.

    A form that is sent twice brings the same `row_id` twice: the second finds its row there and writes nothing.
    """
    holder = _locked_owner(keyring)
    if row_id is not None and is_there(keyring, row_id):
        return row_id
    new = New(kind, body, row_id or seam.uuid())
    _keep(keyring, holder, [new])
    return new.id


@transaction.atomic
def keep_many(keyring: Keyring, rows: Sequence[New]) -> None:
    """As above for several rows; the sum and the list of rows are brought along once."""
    _keep(keyring, _locked_owner(keyring), rows)


def _keep(keyring: Keyring, holder: Holder, new: Sequence[New]) -> None:
    rows = [Mine(id=each.id, owner=holder, version=1) for each in new]
    for row, each in zip(rows, new, strict=True):
        _seal_into(keyring, row, primitives.new_key(), each.kind, each.body)
    Mine.objects.bulk_create(rows)
    written = [listing.listed(row, each.kind, seam.now()) for row, each in zip(rows, new, strict=True)]
    _move_sum(keyring, holder, sum(sums.term(keyring, row) for row in rows), written=written)


@transaction.atomic
def put(keyring: Keyring, kind: str, body: Json, row_id: UUID) -> None:
    """Writes a row under this id, whether it is there or not. Front is enough: what was there isn't read.

    For drafts that save themselves. The ledger hears nothing, so empty such a row with another `put` and erase it only
    for good: an id that was erased and put again goes at a restore (docs/decisions/0066-a-draft-is-put.md).
    Raises Missing for somebody else's row, ValueError for one that is shared.
    """
    holder = _locked_owner(keyring)
    row = Mine.objects.filter(pk=row_id).first()
    if row is None:
        _put_first(keyring, holder, New(kind, body, row_id))
        return
    if row.owner_id != holder.pk:
        raise Missing("row")
    if _circles_of(row_id):
        raise ValueError("A row that is shared is changed by `change`, for all who may open it.")
    _rewrite(keyring, holder, row, kind, body, circles_kept=[])


def _put_first(keyring: Keyring, holder: Holder, new: New) -> None:
    try:
        with transaction.atomic():
            _keep(keyring, holder, [new])
    except IntegrityError as error:  # somebody else's, behind the second wall
        raise Missing("row") from error


def is_there(keyring: Keyring, row_id: UUID) -> bool:
    """Is there a row of one's own under this id? Front is enough, and nothing is opened."""
    return Mine.objects.filter(pk=row_id, owner_id=keyring.holder_id).exists()


def everything(keyring: Keyring) -> list[MineEntry]:
    """All rows of one's own, oldest first. Raises BackClosed, Tampered."""
    keyring.require_back()
    if not keyring.is_reading:
        return _everything(keyring)
    if "everything" not in keyring.memo:
        keyring.memo["everything"] = _everything(keyring)
    return list(keyring.memo["everything"])


def _everything(keyring: Keyring) -> list[MineEntry]:
    return sorted((_entry(keyring, row) for row in _verified_rows(keyring)), key=lambda entry: entry.at)


def require_all_signed(keyring: Keyring) -> int:
    """Opens every row of one's own and checks its signature too; returns how many. Raises BackClosed, Tampered."""
    keyring.require_back()
    rows, signers = _verified_rows(keyring), {keyring.holder_id: lineage.own(keyring)}
    for row in rows:
        content = contents.opened(_row_key(keyring, row), _place(row), bytes(row.body))
        ours.require_signed(content, signers, circle_name="mine")
    return len(rows)


def of_kind(keyring: Keyring, *kinds: str, since: datetime | None = None) -> list[MineEntry]:
    """The rows of these kinds, oldest first, or those written at `since` or later; opens no others while the list of
    rows fits.

    Raises BackClosed, Tampered.
    """
    keyring.require_back()
    known = None if "everything" in keyring.memo else _list_of(keyring)
    if known is not None:
        entries = _opened_if_still(keyring, _wanted(known, kinds, since))
        if entries is not None:
            return sorted(entries, key=lambda entry: entry.at)
    return _wanted(everything(keyring), kinds, since)


def as_they_lie(keyring: Keyring, since: Mapping[str, datetime | None]) -> bytes | None:
    """One sum over the rows of these kinds as they lie on the disk, from a moment on or all; opens none.

    None while the list of rows doesn't fit. Raises BackClosed.
    """
    known = _list_of(keyring)
    wanted = [listed for kind, moment in since.items() for listed in _wanted(known or [], [kind], moment)]
    if known is None or not _lie_still(keyring, wanted):
        return None
    told = [encode(ident(listed.row), listed.kind.encode(), listed.digest.encode()) for listed in wanted]
    return primitives.digest(encode(*told))


def _lie_still(keyring: Keyring, wanted: Collection[Listed]) -> bool:
    """Are these rows what the list says? Then a page that only reads needn't ask for them again to open them."""
    rows = Mine.objects.filter(owner_id=keyring.holder_id, pk__in=[listed.row for listed in wanted])
    found = {row: (version, key, body) for row, version, key, body in rows.values_list(*_LIES)}
    for listed in wanted:
        version, key, body = found.get(listed.row, (0, b"", b""))
        if (listed.version, listed.digest) != (version, sums.digest_of(key, body)):
            return False
    if keyring.is_reading:
        keyring.memo.setdefault("lying", {}).update({listed: found[listed.row] for listed in wanted})
    return True


_LIES = ("pk", "version", "key", "body")


def _wanted(rows: Iterable[L], kinds: Collection[str], since: datetime | None) -> list[L]:
    return [row for row in rows if row.kind in kinds and (since is None or row.at >= since)]


_ROW = Often(lambda row, owner: Mine.objects.filter(pk=row, owner=owner), UUID, UUID)


def has_kind(keyring: Keyring, kind: str) -> bool:
    """Is there any row of this kind? Raises BackClosed, Tampered."""
    known = _list_of(keyring)
    return bool(of_kind(keyring, kind)) if known is None else any(listed.kind == kind for listed in known)


def newest_at(keyring: Keyring, *kinds: str) -> datetime | None:
    """When a row of one of these kinds, or of any, was last written, to the second; None where there is none.

    Opens nothing while the list of rows fits. Raises BackClosed, Tampered.
    """
    known = _list_of(keyring)
    rows: Iterable[Listed | MineEntry] = everything(keyring) if known is None else known
    return max((row.at for row in rows if not kinds or row.kind in kinds), default=None)


def _list_of(keyring: Keyring) -> Listing | None:
    keyring.require_back()  # also where this request has read the list already
    holder = keyring.own_holder() or holders.holder_for(keyring.holder_id)
    if "list" not in keyring.memo or not keyring.is_reading:
        keyring.memo["list"] = listing.read(keyring, holder)
    found: Listing | None = keyring.memo["list"]
    return found


def newest_first(keyring: Keyring, kind: str) -> Iterator[MineEntry]:
    """The rows of one kind, the one written last first; opens as many as are asked for, while the list of rows fits.

    Raises BackClosed, Tampered.
    """
    known = _list_of(keyring)
    seen = set()
    for listed in reversed(known or []):
        entry = _entry_of(keyring, listed) if listed.kind == kind else None
        if entry is not None:
            seen.add(entry.id)
            yield entry
        elif listed.kind == kind:
            known = None  # somebody wrote meanwhile, or it was changed on the disk: opening all tells which
            break
    if known is None:
        yield from (entry for entry in reversed(of_kind(keyring, kind)) if entry.id not in seen)


def _entry_of(keyring: Keyring, listed: Listed) -> MineEntry | None:
    """One row, opened, while it is what the list says. A page that only reads opens it once."""
    place = ("entry", listed)
    if not (keyring.is_reading and place in keyring.memo):
        row = _ROW.one(listed.row, keyring.holder_id)
        if row is None or not listed.is_still(row):
            return None
        keyring.memo[place] = _entry(keyring, row)
    entry: MineEntry = keyring.memo[place]
    return entry


def with_later(keyring: Keyring, row_id: UUID, kind: str) -> tuple[MineEntry, list[MineEntry]]:
    """A row, and those of one kind that may have been written after it. Opens no others while the list of rows fits.

    A row that was changed stands at the end of the list, so all of that kind may come after its first version.
    Raises BackClosed, Missing (foreign and absent alike), Tampered.
    """
    known = _list_of(keyring) or []
    place = next((place for place, listed in enumerate(known) if listed.row == row_id), None)
    entries = None
    if place is not None:
        since = known[place:] if known[place].version == 1 else known
        entries = _opened_if_still(keyring, [known[place], *(listed for listed in since if listed.kind == kind)])
    if entries is None:
        entries = everything(keyring)
    found = next((entry for entry in entries if entry.id == row_id), None)
    if found is None:
        raise Missing("row")
    return found, [entry for entry in entries if entry.kind == kind and entry.id != row_id]


def _opened_if_still(keyring: Keyring, wanted: Collection[Listed]) -> list[MineEntry] | None:
    """These rows, opened; None if one isn't what the list says: then opening all tells why."""
    lying = keyring.memo.get("lying", {}) if keyring.is_reading else {}
    if lying and all(listed in lying for listed in wanted):
        return [_entry(keyring, _row_of(keyring, listed, *lying[listed])) for listed in wanted]
    rows = Mine.objects.filter(owner_id=keyring.holder_id).in_bulk([listed.row for listed in wanted])
    if not all(listed.row in rows and listed.is_still(rows[listed.row]) for listed in wanted):
        return None
    return [_entry(keyring, row) for row in rows.values()]


def _row_of(keyring: Keyring, listed: Listed, version: int, key: bytes, body: bytes) -> Mine:
    return Mine(id=listed.row, owner_id=keyring.holder_id, version=version, key=key, body=body)


@transaction.atomic
def list_anew(keyring: Keyring) -> None:
    """Makes the list of one's own rows, when there is none that fits. Raises BackClosed, Tampered."""
    holder = _locked_owner(keyring)
    if listing.read(keyring, holder) is not None:
        return
    rows = {row.pk: row for row in _verified_rows(keyring)}
    in_order = sorted((_entry(keyring, row) for row in rows.values()), key=lambda entry: entry.at)
    listed = [listing.listed(rows[entry.id], entry.kind, entry.at) for entry in in_order]
    holder.mine_index = listing.sealed(keyring, holder.pk, sums.opened(keyring, holder), listed)
    holder.save(update_fields=["mine_index"])


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
    _move_sum(keyring, holder, -sums.term(keyring, row), gone=row.pk)
    ledger.note_erased(keyring, TABLE, row.pk)
    row.delete()


@transaction.atomic
def erase_everything(keyring: Keyring) -> None:
    """Destroys every row of one's own."""
    for row_id in list(Mine.objects.filter(owner_id=keyring.holder_id).values_list("pk", flat=True)):
        erase(keyring, row_id)


def share(keyring: Keyring, row_id: UUID, circle: Circle) -> None:
    """Lets a circle open this row: one more wrap of its key, and a link. Raises BackClosed, Missing."""
    share_many(keyring, [row_id], circle)


@transaction.atomic
def share_many(keyring: Keyring, row_ids: Iterable[UUID], circle: Circle) -> None:
    """As above for several rows, which are read and held against the list or the sum once.

    Raises BackClosed, Missing.
    """
    keyring.require_back()
    holder, wanted = _locked_owner(keyring), list(row_ids)
    upkeep.before_writing(keyring, circle.pk)
    circle = circles.locked(circle.pk)
    rows = _held_rows(keyring, holder, wanted)
    for row_id in wanted:
        if row_id not in rows:
            raise Missing("row")
        row = rows[row_id]
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

    Reading takes no lock: when a row doesn't fit because somebody wrote in between, all are read again.
    Raises Missing for a stranger to the circle, Tampered.
    """
    return _read_until_it_fits(keyring, circle, _shared_once)


def shared_since(keyring: Keyring, circle: Circle, kind: str, moment: datetime, authors: Collection[UUID]) -> bool:
    """Did one of these owners write and share a row of this kind at `moment` or later?

    Opens from the end of the record, one by one, until it meets such a row or an older one: mostly a single row,
    however long the record. One that was written long before it was shared may end the search early. Raises as above.
    """
    return _read_until_it_fits(keyring, circle, partial(_since_once, kind=kind, moment=moment, authors=authors))


def shared_newest(keyring: Keyring, circle: Circle, authors: Collection[UUID]) -> MineEntry | None:
    """What one of these owners shared last, of whatever kind: mostly a single row is opened. Raises as above."""
    return _read_until_it_fits(keyring, circle, partial(_newest_once, authors=authors))


def _read_until_it_fits(keyring: Keyring, circle: Circle, once: Callable[[Keyring, Circle], T]) -> T:
    for _ in range(ours.READ_AGAIN):
        try:
            return once(keyring, circle)
        except (Missing, Tampered):
            if not ours.has_moved(keyring, circle):
                raise
            keyring.forget_circle(circle.pk)
    return once(keyring, circle)


def _shared_once(keyring: Keyring, circle: Circle) -> list[MineEntry]:
    circles.keys(keyring, circle)
    found = {wrap.row: wrap for wrap in _SHARED_WRAPS(circle.pk)}
    links = ours.standing_links(keyring, circle, TABLE)
    if upkeep.waits_to_be_let_in(keyring, circle):  # the words open what is new; what it says is for who was let in
        links = {row: link for row, link in links.items() if link.author == keyring.holder_id}
        found = {row: wrap for row, wrap in found.items() if row in links}
    if set(found) - set(links):
        raise Tampered("a share that the record doesn't know")
    return _shared_entries(keyring, circle, links, found, [row for row in _SHARED_ROWS(circle.pk) if row.pk in found])


def shared_as_they_lie(keyring: Keyring, circle: Circle) -> bytes | None:
    """One sum over what `shared_with` would open, as the record and the disk have it; opens none.

    None where they don't fit, or while one waits to be let in. Raises Missing for a stranger to the circle, Tampered.
    """
    circles.keys(keyring, circle)
    if upkeep.waits_to_be_let_in(keyring, circle):
        return None
    links = ours.standing_links(keyring, circle, TABLE)
    lies = {row: (version, primitives.digest(bytes(body))) for row, version, body in _SHARED_LIE(circle.pk)}
    recorded = {row: (link.version, bytes(link.digest)) for row, link in links.items()}
    if recorded != lies:
        return None
    told = [encode(ident(row), ident(link.author), bytes(link.digest)) for row, link in links.items()]
    return primitives.digest(encode(*told))


def _wraps_in(circle: UUID) -> QuerySet[RowWrap]:
    return RowWrap.objects.filter(circle=circle, table=TABLE)


_SHARED_WRAPS = Often(_wraps_in, UUID)
_SHARED_ROWS = Often(lambda circle: Mine.objects.filter(pk__in=_wraps_in(circle).values("row")), UUID)
_SHARED_LIE = Often(
    lambda circle: Mine.objects.filter(pk__in=_wraps_in(circle).values("row")).values_list("pk", "version", "body"),
    UUID,
)


def _since_once(keyring: Keyring, circle: Circle, kind: str, moment: datetime, authors: Collection[UUID]) -> bool:
    circles.keys(keyring, circle)
    if upkeep.waits_to_be_let_in(keyring, circle):  # as above
        return False
    for link in reversed(ours.standing_links(keyring, circle, TABLE).values()):
        entry = _opened_share(keyring, circle, link) if link.author in authors else None
        if entry is not None and (entry.at < moment or entry.kind == kind):
            return entry.at >= moment
    return False


def _newest_once(keyring: Keyring, circle: Circle, authors: Collection[UUID]) -> MineEntry | None:
    circles.keys(keyring, circle)
    if upkeep.waits_to_be_let_in(keyring, circle):  # as above
        return None
    links = reversed(ours.standing_links(keyring, circle, TABLE).values())
    opened = (_opened_share(keyring, circle, link) for link in links if link.author in authors)
    return next((entry for entry in opened if entry is not None), None)


def _opened_share(keyring: Keyring, circle: Circle, link: Link | Step) -> MineEntry | None:
    """The row of one link, unless it was taken back meanwhile. A page that only reads opens it once."""
    place = ("share", circle.pk, link.row, link.number)
    if not (keyring.is_reading and place in keyring.memo):
        found = {wrap.row: wrap for wrap in _SHARED_WRAP(circle.pk, link.row)}
        rows = _SHARED_ROW(link.row) if found else []
        keyring.memo[place] = next(iter(_shared_entries(keyring, circle, {link.row: link}, found, rows)), None)
    entry: MineEntry | None = keyring.memo[place]
    return entry


_SHARED_WRAP = Often(lambda circle, row: RowWrap.objects.filter(circle=circle, table=TABLE, row=row), UUID, UUID)
_SHARED_ROW = Often(lambda row: Mine.objects.filter(pk=row), UUID)


def _shared_entries(
    keyring: Keyring,
    circle: Circle,
    links: Mapping[UUID, Link | Step],
    found: Mapping[UUID, RowWrap],
    asked: Iterable[Mine],
) -> list[MineEntry]:
    signers, rows = circles.confirmed_keys(keyring, circle), list(asked)
    for link in [links[row_id] for row_id in set(links) - {row.pk for row in rows}]:
        if not ledger.took_back(signers, link):
            raise Tampered("a share was taken away, and not by its owner")
    entries = [_shared_entry(keyring, circle, row, found[row.pk], links[row.pk], signers) for row in rows]
    return sorted(entries, key=lambda entry: entry.at)


def _shared_entry(
    keyring: Keyring, circle: Circle, row: Mine, wrap: RowWrap, link: Link | Step, signers: Signers
) -> MineEntry:
    body = bytes(row.body)
    ours.require_recorded(link, row.version, body, signers)
    key, place = wraps.key_of(keyring, circle, wrap), _place(row)
    content = contents.opened(key, place, body)
    token = contents.token_of(key, place, body, keyring.holder_id) if keyring.is_reading else b""
    ours.require_signed(content, signers, circle_name="mine", token=token)
    if not content.author == row.owner_id == link.author:
        raise Tampered("a row in another's name, or shared by somebody else")
    return _as_entry(row, content)


def circle_shared_with(row_id: UUID) -> UUID | None:
    """A circle that can open this row now, without opening anything: for who only asks whether it still is shared."""
    found = RowWrap.objects.filter(table=TABLE, row=row_id).order_by("pk")
    return found.values_list("circle_id", flat=True).first()


def shared_among(row_ids: Iterable[UUID], circles_asked: list[Circle]) -> set[UUID]:
    """Those of the rows that one of these circles can open now."""
    wraps_there = RowWrap.objects.filter(circle__in=circles_asked, table=TABLE, row__in=list(row_ids))
    return set(wraps_there.values_list("row", flat=True))


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
    moved = sums.term(keyring, row) - old_term
    _move_sum(keyring, holder, moved, gone=row.pk, written=[listing.listed(row, kind, seam.now())])
    for circle in map(circles.locked, [kept.pk for kept in circles_kept]):
        wraps.put(keyring, circle, TABLE, row.pk, key)
        record.append(keyring, circle, record.Written(TABLE, row.pk, row.version, primitives.digest(bytes(row.body))))


def _unshare(keyring: Keyring, circle: Circle, row: Mine) -> None:
    """The wrap always goes. The record hears of it now, or later where it can't be trusted at this moment."""
    circle = circles.locked(circle.pk)
    wraps.remove(circle, TABLE, row.pk)
    ledger.note_withdrawn(keyring, circle.pk, TABLE, row.pk, row.version)
    try:
        circles.keys(keyring, circle)
    except VaultError:
        ledger.owe_link(keyring, circle.pk, TABLE, row.pk, row.version)
        return
    record.append(keyring, circle, record.Written(TABLE, row.pk, row.version, record.GONE))


def _entry(keyring: Keyring, row: Mine) -> MineEntry:
    content = contents.opened(_row_key(keyring, row), _place(row), bytes(row.body))
    if content.author != keyring.holder_id or content.circle != "mine":
        raise Tampered("a row in another's name")
    return _as_entry(row, content)


def _as_entry(row: Mine, content: Content) -> MineEntry:
    return MineEntry(row.pk, row.owner_id, content.kind, content.body, row.version, content.at)


def _row_key(keyring: Keyring, row: Mine) -> bytes:
    aad = _wrap_aad(keyring.holder_id, row.pk)
    for back in _backs(keyring):
        try:
            return primitives.unseal_with(back, bytes(row.key), aad)
        except Tampered:
            continue
    raise Tampered("wrap")


def _backs(keyring: Keyring) -> Iterator[PrivateHalf]:
    """The own back halves, newest first, loaded once for all rows of a request. Raises BackClosed."""
    keyring.require_back()
    known: list[PrivateHalf] = keyring.memo.setdefault("backs", [])
    yield from known
    for back in islice(lineage.backs(keyring), len(known), None):
        known.append(primitives.loaded(back))
        yield known[-1]


def _place(row: Mine) -> Place:
    return Place(TABLE, row.pk, row.version)


def _wrap_aad(owner_id: UUID, row_id: UUID) -> bytes:
    return encode(labels.MINE_WRAP, ident(owner_id), ident(row_id))


def _circles_of(row_id: UUID) -> list[Circle]:
    return list(Circle.objects.filter(wraps__table=TABLE, wraps__row=row_id))


# -- the sum over all rows ----------------------------------------------------------------------------------------


def _verified_rows(keyring: Keyring) -> list[Mine]:
    """All own rows, after their sum was compared. Raises Tampered.

    Reading takes no lock: when the sum moved while the rows were read, both are read again.
    """
    holder = keyring.own_holder() or holders.holder_for(keyring.holder_id)
    while True:
        rows = list(Mine.objects.filter(owner=holder))
        if sums.total(keyring, rows) == sums.opened(keyring, holder):
            return rows
        before, holder = holder, holders.holder_for(keyring.holder_id)
        if bytes(holder.mine_sum) == bytes(before.mine_sum):
            raise Tampered("private rows were changed, added or taken away")


def _held_rows(keyring: Keyring, holder: Holder, wanted: Collection[UUID]) -> Mapping[UUID, Mine]:
    """At least these rows of one's own, as the list says they are, or all after their sum was compared."""
    rows = Mine.objects.filter(owner=holder).in_bulk(list(wanted))
    known = {listed.row: listed for listed in listing.read(keyring, holder) or []}
    if all(row_id in known and row_id in rows and known[row_id].is_still(rows[row_id]) for row_id in wanted):
        return rows
    return {row.pk: row for row in _verified_rows(keyring)}


def _move_sum(
    keyring: Keyring, holder: Holder, by: int, *, gone: UUID | None = None, written: Sequence[Listed] = ()
) -> None:
    """The list of rows goes along where the private half is open; otherwise it goes, and is made at the next opening.

    Whoever moves the sum for several rows at once names none of them.
    """
    known = listing.read(keyring, holder) if keyring.is_private_open and (gone or written) else None
    after = sums.opened(keyring, holder) + by
    holder.mine_sum, holder.mine_index = sums.sealed(keyring, after), None
    if known is not None:
        kept = [listed for listed in known if listed.row != gone]
        holder.mine_index = listing.sealed(keyring, holder.pk, after, [*kept, *written])
    holder.save(update_fields=["mine_sum", "mine_index"])


def _locked_owner(keyring: Keyring) -> Holder:
    return Holder.objects.select_for_update(no_key=True).get(pk=keyring.holder_id)


# -- after a change of keys, after a restore ----------------------------------------------------------------------


def sum_anew(old: Keyring, new: Keyring, holder: Holder) -> bytes:
    """The sum under new keys, once all rows fitted the one under the old keys. Raises Tampered."""
    rows = _verified_rows(old)
    assert holder.pk == new.holder_id
    return sums.sealed(new, sums.total(new, rows))


def still_old(keyring: Keyring) -> list[UUID]:
    """Rows whose key is sealed to a back half from before. Raises BackClosed."""
    rows = Mine.objects.filter(owner_id=keyring.holder_id).only("pk", "key")
    return [row.pk for row in rows if not _opens_with(keyring.require_back(), row)]


@transaction.atomic
def carry_over(keyring: Keyring, row_ids: list[UUID]) -> None:
    """Seals the keys of these rows to today's back half. Raises BackClosed."""
    holder = _locked_owner(keyring)
    moved = 0
    for row in Mine.objects.filter(owner=holder, pk__in=row_ids):
        moved -= sums.term(keyring, row)
        key = _row_key(keyring, row)
        row.key = primitives.seal_to(keyring.back_public, key, _wrap_aad(keyring.holder_id, row.pk))
        row.save(update_fields=["key"])
        moved += sums.term(keyring, row)
    _move_sum(keyring, holder, moved)


@transaction.atomic
def mend_sum_after_restore(keyring: Keyring) -> None:
    """Brings the sum in line with what the ledger took back again, when each such row carries one's own signature.

    The sum may still stand under keys from before a change that the ledger replayed. Raises Tampered.
    """
    holder = _locked_owner(keyring)
    if not holder.restored:
        return
    gone = list(ledger.own_erasures(keyring, TABLE))
    rows = list(Mine.objects.filter(owner=holder))
    for front in lineage.fronts(keyring):
        under = Keyring(keyring.holder_id, front, keyring.signing, keyring.back_public)
        try:
            stored = sums.opened(under, holder)
        except Tampered:
            continue
        taken: list[int] = [sums.term_of(under, row.row, row.version, bytes(row.digest)) for row in gone]
        if (sums.total(under, rows) + sum(taken)) % sums.WHOLE != stored:
            raise Tampered("private rows were changed, added or taken away")
        holder.mine_sum, holder.mine_index = sums.sealed(keyring, sums.total(keyring, rows)), None
        holder.restored = False
        holder.save(update_fields=["mine_sum", "mine_index", "restored"])
        ledger.forget_replayed(gone)
        return
    raise Tampered("the sum over private rows")


def _opens_with(back: bytes, row: Mine) -> bool:
    try:
        primitives.unseal_with(back, bytes(row.key), _wrap_aad(row.owner_id, row.pk))
    except Tampered:
        return False
    return True

"""The record of a circle: every write is a signed link behind the one before, and the newest head is signed.

Links carry digests of ciphertext, so the whole record can be checked without opening a word (`goldseam verify`), and
words can be erased without breaking it.
"""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from goldseam.vault import canonical, labels, own, primitives, walks
from goldseam.vault.canonical import ident, number
from goldseam.vault.errors import Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Link, SeenHead
from goldseam.vault.often import Addition, Change, Often
from goldseam.vault.primitives import encode

SEEN_PLACE = "vault.seenhead"
GONE = bytes(32)  # the digest of a row that was withdrawn or erased


@dataclass(frozen=True)
class Written:
    """One row's new state, as it goes into the record."""

    table: str
    row: UUID
    version: int
    digest: bytes


def append(keyring: Keyring, circle: Circle, written: Written) -> Link:
    """Adds a signed link and a signed head. The circle must be locked by the caller's transaction."""
    link = Link(
        circle=circle,
        number=circle.number + 1,
        table=written.table,
        row=written.row,
        version=written.version,
        digest=written.digest,
        previous=bytes(circle.head),
        author=keyring.holder_id,
        author_key=keyring.signing_public,
    )
    link.signature = primitives.sign(keyring.signing, link_message(link))
    _ADD_LINK(link)
    keyring.forget_walk(circle.pk)
    circle.number, circle.head = link.number, primitives.digest(link_message(link))
    sign_head(keyring, circle)
    remember_head(keyring, circle)
    return link


def sign_head(keyring: Keyring, circle: Circle) -> None:
    """Signs number, newest link and epoch together, so that neither can be put back alone."""
    circle.head_author_id = keyring.holder_id
    circle.head_key = keyring.signing_public
    circle.head_signature = primitives.sign(keyring.signing, head_message(circle))
    if not _MOVE_HEAD(circle.pk, **{name: getattr(circle, name) for name in _MOVE_HEAD.like}):
        circle.save(force_insert=True)


def remember_head(keyring: Keyring, circle: Circle) -> None:
    """Keeps, sealed to this member, how far the record went: a shorter one is found next time."""
    told: canonical.Json = {"number": circle.number, "head": bytes(circle.head).hex(), "epoch": circle.epoch}
    sealed = own.seal(keyring, SEEN_PLACE, circle.pk, told)
    if not _REMEMBER(circle.pk, keyring.holder_id, head=sealed):
        SeenHead.objects.create(circle=circle, holder_id=keyring.holder_id, head=sealed)


_ADD_LINK = Addition(Link)
_MOVE_HEAD = Change(
    lambda circle: Circle.objects.filter(pk=circle),
    UUID,
    like={
        "epoch": 1, "number": 1, "head": b"head", "head_author_id": UUID(int=1),
        "head_key": b"key", "head_signature": b"signature", "rotate_due": False,
    },
)  # fmt: skip
_REMEMBER = Change(
    lambda circle, holder: SeenHead.objects.filter(circle=circle, holder=holder), UUID, UUID, like={"head": b"sealed"}
)


class Step(NamedTuple):
    """One link as a walk met it: what `Link` holds, without an object of the database for each of thousands."""

    number: int
    previous: bytes
    table: str
    row: UUID
    version: int
    digest: bytes
    author: UUID
    author_key: bytes
    signature: bytes
    circle_id: UUID


@dataclass(frozen=True)
class Walked:
    """A record, walked from the empty one: the head after each link, and the last link of each row."""

    heads: list[bytes]
    newest: dict[tuple[str, UUID], Step]


@dataclass(frozen=True)
class Seen:
    """How far a member's own last writing left the record."""

    number: int
    head: bytes
    epoch: int


_LAST_SEEN = Often(
    lambda circle, holder: SeenHead.objects.filter(circle=circle, holder=holder).select_related("circle"), UUID, UUID
)
_LINKS = Often(lambda circle: Link.objects.filter(circle=circle).order_by("number").values_list(*Step._fields), UUID)
NOTHING_SEEN = Seen(0, b"", 0)


def last_seen(keyring: Keyring, circle: Circle) -> Seen:
    """Where this member left the record, and the circle's row as it stands beside that note: both in one look.

    A copy of the circle from before the last write would look like a roll-back. Raises Tampered, also when the note is
    gone: every member has written.
    """
    found = _LAST_SEEN.one(circle.pk, keyring.holder_id)
    if found is None:
        raise Tampered("the note of how far the record went is gone")
    for column in Circle._meta.concrete_fields:
        setattr(circle, column.attname, getattr(found.circle, column.attname))
    told = own.unseal(keyring, SEEN_PLACE, circle.pk, bytes(found.head), older_too=False)
    assert isinstance(told, dict)
    return Seen(told["number"], bytes.fromhex(told["head"]), told["epoch"])


def require_whole(circle: Circle, seen: Seen, reader: UUID | None = None, *, remembers: bool = False) -> Walked:
    """Raises Tampered unless the links lead without a gap to the signed head, through what was seen before.

    Without this, taking away the newest link of a row would let its old version pass as the newest.
    """
    if circle.number < seen.number or circle.epoch < seen.epoch:
        raise Tampered("the record is shorter than it was")
    walked = walk(circle, reader, remembers=remembers)
    if walked.heads[circle.number] != bytes(circle.head):
        raise Tampered("the record doesn't lead to its head")
    if walked.heads[seen.number] != seen.head:
        raise Tampered("the record is another than it was")
    return walked


def walk(circle: Circle, reader: UUID | None = None, *, remembers: bool = False) -> Walked:
    """From the empty record to its newest link. Raises Tampered for a gap or a link out of place.

    With a reader it begins where their pages walked the very same links before (walks.py); only a page remembers.
    """
    rows = _LINKS.rows(circle.pk)[: circle.number]  # added since: the head that is checked doesn't speak of it
    before = (walks.found(reader, circle.pk, rows) if reader else None) or walks.Before([], Walked([b""], {}))
    added: walks.Rows = rows[len(before.rows) :]
    if remembers:
        added = walks.each_value_once(added)
    walked = _walked_on(before.walked, added)
    if len(walked.heads) != circle.number + 1:
        raise Tampered("a link is missing")
    if reader and remembers and added:
        walks.remember(reader, circle.pk, [*before.rows, *added], walked)
    return walked


def _walked_on(before: Walked, rows: walks.Rows) -> Walked:
    heads, newest = [*before.heads], {**before.newest}
    for told in _LINKS.read(rows):
        step = Step(*told)
        if step.number != len(heads) or bytes(step.previous) != heads[-1]:
            raise Tampered("a link is missing or out of place")
        heads.append(primitives.digest(link_message(step)))
        newest[step.table, step.row] = step
    return Walked(heads, newest)


def link_message(link: Link | Step) -> bytes:
    return encode(
        labels.LINK,
        ident(link.circle_id),
        number(link.number),
        link.table.encode(),
        ident(link.row),
        number(link.version),
        bytes(link.digest),
        bytes(link.previous),
        ident(link.author),
        bytes(link.author_key),
    )


def head_message(circle: Circle) -> bytes:
    return encode(labels.HEAD, ident(circle.pk), number(circle.epoch), number(circle.number), bytes(circle.head))

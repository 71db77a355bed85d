"""A list of one's own rows, sealed to their owner's private half: which row is of which kind and when it was written,
oldest first.

The kind of a row lies inside its seal, so without a list each question about one kind opens every row. The list names
each row's version and ciphertext and the sum (`sums.py`) it was made for, and counts only while that sum is the stored
one. A row that was changed, put back, added or taken away doesn't fit it; a write that couldn't bring it along takes it
away. Then all rows are opened, as ever: the list is a shortcut and never the only witness
(docs/decisions/0048-a-sealed-list-of-ones-own-rows.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from goldseam.vault import canonical, labels, primitives, sums
from goldseam.vault.canonical import ident
from goldseam.vault.errors import Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Holder, Mine
from goldseam.vault.often import known_id
from goldseam.vault.primitives import encode


@dataclass(frozen=True)
class Listed:
    """One row, as it lay there when the list was made."""

    row: UUID
    kind: str
    version: int
    digest: str
    at: datetime

    def is_still(self, row: Mine) -> bool:
        return (self.version, self.digest) == (row.version, sums.stored_digest(row).hex())


Listing = list[Listed]
KIND_ROOM = 32


def listed(row: Mine, kind: str, at: datetime) -> Listed:
    return Listed(row.pk, kind, row.version, sums.stored_digest(row).hex(), at)


def read(keyring: Keyring, holder: Holder) -> Listing | None:
    """The list, if there is one that fits the stored sum and says when. Raises BackClosed."""
    back = keyring.require_back()
    if not holder.mine_index:
        return None
    try:
        opened = primitives.unseal(_key(back, holder.pk), bytes(holder.mine_index), _aad(holder.pk))
        told = canonical.from_bytes(primitives.unpad(opened))
        if told["sum"] != _in_words(sums.opened(keyring, holder)) or "at" not in told:
            return None
    except Tampered:
        return None
    lines = zip(told["rows"], told["at"], strict=True)
    return [
        Listed(known_id(row), kind.rstrip(), version, digest, datetime.fromtimestamp(at, UTC))
        for (row, kind, version, digest), at in lines
    ]


def sealed(keyring: Keyring, holder_id: UUID, total: int, rows: Sequence[Listed]) -> bytes:
    """The list for the sum `total`, for the holder's column. Raises BackClosed."""
    lines: list[canonical.Json] = [[one.row.hex, _with_room(one.kind), one.version, one.digest] for one in rows]
    moments: list[canonical.Json] = [int(one.at.timestamp()) for one in rows]
    told = canonical.to_bytes({"sum": _in_words(total), "rows": lines, "at": moments})
    return primitives.seal(_key(keyring.require_back(), holder_id), primitives.pad(told), _aad(holder_id))


def _with_room(kind: str) -> str:
    """Each line is as long as any other: the length of the whole would tell of what kinds the rows are."""
    return kind.ljust(KIND_ROOM)


def _in_words(total: int) -> str:
    return f"{total % sums.WHOLE:064x}"


def _key(back: bytes, holder_id: UUID) -> bytes:
    return primitives.derive(back, labels.MINE_INDEX, ident(holder_id))


def _aad(holder_id: UUID) -> bytes:
    return encode(labels.MINE_INDEX, ident(holder_id))

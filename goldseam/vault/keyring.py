"""The open keys of one signed-in person, in memory for one request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from goldseam.vault import labels, primitives
from goldseam.vault.canonical import ident
from goldseam.vault.errors import BackClosed, Missing

if TYPE_CHECKING:
    from goldseam.vault.models import Holder
    from goldseam.vault.record import Walked


@dataclass(frozen=True)
class Keyring:
    """Front and signing are open; `back` only for a short while after the PIN. Never stored, never logged.

    `back_public` comes out of an authenticated wrap, so nobody can swap the key that one's own rows are sealed to.
    """

    holder_id: UUID
    front: bytes
    signing: bytes
    back_public: bytes
    back: bytes | None = None
    session_id: UUID | None = None
    is_reading: bool = False
    opened_circles: dict[UUID, dict[int, bytes]] = field(default_factory=dict, compare=False, repr=False)
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def __repr__(self) -> str:
        return f"<Keyring {'open' if self.back else 'front only'}>"

    def require_session(self) -> UUID:
        """The id of the sign-in these keys belong to. Raises Missing for keys that no browser holds."""
        if self.session_id is None:
            raise Missing("session")
        return self.session_id

    @property
    def is_private_open(self) -> bool:
        return self.back is not None

    def require_back(self) -> bytes:
        """The back key. Raises BackClosed."""
        if self.back is None:
            raise BackClosed("The private half is closed.")
        return self.back

    def forget_circle(self, circle_id: UUID) -> None:
        """What this request remembers of a circle is opened and checked anew at the next question."""
        self.opened_circles.pop(circle_id, None)
        self.memo.pop(("confirmed", circle_id), None)
        self.memo.pop(("found", circle_id), None)
        self.forget_walk(circle_id)

    @contextmanager
    def one_look(self, circle_id: UUID) -> Iterator[None]:
        """While a circle is opened nothing is written, so what is asked for it is asked once."""
        self.memo["look", circle_id] = {}
        try:
            yield
        finally:
            self.memo.pop(("look", circle_id), None)

    def remembered(self, circle_id: UUID) -> dict[Any, Any]:
        """What was found in this circle and still counts: in a request that only reads, or while it is being opened."""
        known: dict[Any, Any] = (
            self.memo.setdefault(("found", circle_id), {})
            if self.is_reading
            else self.memo.get(("look", circle_id), {})
        )
        return known

    def remember_walk(self, circle_id: UUID, head: tuple[int, int], walked: "Walked | None") -> None:
        self.memo["walk", circle_id] = walked
        self.memo["head", circle_id] = head

    def walk_of(self, circle_id: UUID) -> "Walked | None":
        """A circle's record as it was walked last in this request, and nothing was added since."""
        found: Walked | None = self.memo.get(("walk", circle_id))
        return found

    def head_of(self, circle_id: UUID) -> tuple[int, int] | None:
        """Number and epoch at which this request last began to open the circle, also when it failed."""
        found: tuple[int, int] | None = self.memo.get(("head", circle_id))
        return found

    def forget_walk(self, circle_id: UUID) -> None:
        self.memo.pop(("walk", circle_id), None)

    def while_reading(self) -> "Keyring":
        """For a request that changes nothing: what it found once needn't be asked again."""
        return replace(self, is_reading=True)

    def own_holder(self) -> "Holder | None":
        """The holder's row as the sign-in was opened from it. Only for a request that changes nothing."""
        found: Holder | None = self.memo.get("holder") if self.is_reading else None
        return found

    @cached_property
    def front_public(self) -> bytes:
        return primitives.public_of(self.front)

    @cached_property
    def signing_public(self) -> bytes:
        return primitives.signing_public_of(self.signing)

    @cached_property
    def own_note_key(self) -> bytes:
        """A symmetric key that only the holder's front opens: notes to oneself that need no PIN."""
        return note_key(self.front, self.holder_id)

    @cached_property
    def mine_sum_key(self) -> bytes:
        return primitives.derive(self.front, labels.MINE_SUM_KEY, ident(self.holder_id))


def note_key(front: bytes, holder_id: UUID) -> bytes:
    return primitives.derive(front, labels.OWN_NOTE, ident(holder_id))

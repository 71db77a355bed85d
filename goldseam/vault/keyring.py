"""The open keys of one signed-in person, in memory for one request."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from goldseam.vault import labels, primitives
from goldseam.vault.canonical import ident
from goldseam.vault.errors import BackClosed, Missing


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

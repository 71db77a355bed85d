"""Who may listen to what: the only place where that is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldseam.live import bell
from goldseam.people.access import togetherness_of
from goldseam.people.me import Me
from goldseam.vault import invites, sessions


@dataclass(frozen=True)
class Listening:
    """What a stream needs to know of who opened it. It never leaves the server.

    `circle` is where this person sits now. `hears` is false at the door, while the pair rests and after somebody left:
    then nothing that rings is told, and it looks the same as when nothing rings.
    """

    session: UUID
    person: UUID
    ends: datetime
    circle: UUID | None = None
    hears: bool = False


@dataclass(frozen=True)
class Rung:
    """The rooms that rang since a number, and how far the circle is: nothing at all for who hears nothing."""

    at: int
    rooms: dict[UUID, int]


def listening_of(me: Me, since: int) -> tuple[Listening, Rung]:
    """Raises Tampered, and Missing for a sign-in that ended this moment."""
    session = me.keyring.require_session()
    ends = sessions.end_of(me.keyring)
    together = togetherness_of(me)
    if together is None:
        return Listening(session, me.person.pk, ends), Rung(0, {})
    circle = together.circle
    if not together.may_write or invites.stands_at_the_door(me.keyring, circle):
        return Listening(session, me.person.pk, ends, circle.pk), Rung(0, {})
    number = bell.at(circle)  # first: what rings meanwhile may be told twice, never left out
    return Listening(session, me.person.pk, ends, circle.pk, hears=True), Rung(number, dict(bell.since(circle, since)))

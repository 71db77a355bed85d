"""What a floor above may want to know of a pair, told downwards: people doesn't know who listens.

`given`: somebody came, or was let in. `seats_changed`: who may hear what may have changed; it says neither how nor by
whom. `counts`: how far the bells of each circle are, for pages of this floor that wait for something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from goldseam.people.me import Me
from goldseam.people.models import Person
from goldseam.vault.models import Circle

if TYPE_CHECKING:
    from django.http import HttpRequest

_on_given: list[Callable[[Circle], None]] = []
_on_seats: list[Callable[[UUID], None]] = []
_on_new: list[Callable[[Me, Circle], None]] = []
_on_sign_in: list[Callable[[HttpRequest, Person, UUID | None, datetime | None], None]] = []
_on_locks: list[Callable[[Person], None]] = []
_counting: list[Callable[[Me], Mapping[UUID, int]]] = []


def on_given(callback: Callable[[Circle], None]) -> None:
    _on_given.append(callback)


def on_seats(callback: Callable[[UUID], None]) -> None:
    _on_seats.append(callback)


def on_something_new(callback: Callable[[Me, Circle], None]) -> None:
    """As `on_given`, for whoever tells the others: they are told by whom it was given."""
    _on_new.append(callback)


def on_sign_in(callback: Callable[[HttpRequest, Person, UUID | None, datetime | None], None]) -> None:
    """Somebody signed in on a browser: who, the sign-in, and its end; without these two nothing is open yet."""
    _on_sign_in.append(callback)


def on_locks_changed(callback: Callable[[Person], None]) -> None:
    """Somebody may have got in, and its person changed every lock: what may have been set up there goes too."""
    _on_locks.append(callback)


def count_by(callback: Callable[[Me], Mapping[UUID, int]]) -> None:
    _counting.append(callback)


def given(circle: Circle) -> None:
    """In the deed's own transaction."""
    for callback in _on_given:
        callback(circle)


def something_new(me: Me, circle: Circle) -> None:
    """In the deed's own transaction."""
    for callback in _on_new:
        callback(me, circle)


def signed_in(request: HttpRequest, person: Person, session_id: UUID | None, end: datetime | None) -> None:
    for callback in _on_sign_in:
        callback(request, person, session_id, end)


def locks_changed(person: Person) -> None:
    """In the deed's own transaction."""
    for callback in _on_locks:
        callback(person)


def seats_changed(circle_id: UUID) -> None:
    """In the deed's own transaction."""
    for callback in _on_seats:
        callback(circle_id)


def counts(me: Me) -> dict[UUID, int]:
    """To be asked before a page is read."""
    return {circle: number for counted in _counting for circle, number in counted(me).items()}

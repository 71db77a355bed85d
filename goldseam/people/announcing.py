"""What a floor above may want to know of a pair, told downwards: people doesn't know who listens.

`given`: somebody came, or was let in. `seats_changed`: who may hear what may have changed; it says neither how nor by
whom. `counts`: how far the bells of each circle are, for pages of this floor that wait for something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from goldseam.people.me import Me
from goldseam.vault.models import Circle

_on_given: list[Callable[[Circle], None]] = []
_on_seats: list[Callable[[UUID], None]] = []
_counting: list[Callable[[Me], Mapping[UUID, int]]] = []


def on_given(callback: Callable[[Circle], None]) -> None:
    _on_given.append(callback)


def on_seats(callback: Callable[[UUID], None]) -> None:
    _on_seats.append(callback)


def count_by(callback: Callable[[Me], Mapping[UUID, int]]) -> None:
    _counting.append(callback)


def given(circle: Circle) -> None:
    """In the deed's own transaction."""
    for callback in _on_given:
        callback(circle)


def seats_changed(circle_id: UUID) -> None:
    """In the deed's own transaction."""
    for callback in _on_seats:
        callback(circle_id)


def counts(me: Me) -> dict[UUID, int]:
    """To be asked before a page is read."""
    return {circle: number for counted in _counting for circle, number in counted(me).items()}

"""What may ring. Each practice that reminds of something registers its kinds in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TOO_LATE_MOST = timedelta(days=2)
"""What was sent is remembered for longer than this, so that nothing goes twice, whatever the clock does."""


def the_subject_itself(subject: UUID) -> UUID | None:
    """For kinds whose subject is the pair's circle."""
    return subject


@dataclass(frozen=True)
class Kind:
    """One kind of thing to be reminded of.

    `when`: "then" rings at the time that was agreed, "slot" waits for the times of day that the person chose.
    `still_wanted(person, subject)` is asked right before sending. It runs in a worker, opens nothing, and is quick.
    `too_late`: so long after its time a message goes no more.
    `circle_of(subject)` tells whose pair it is about, by the circle's id: while that pair rests, nothing is sent.
    None (a subject that is gone) sends nothing. A kind without `circle_of` is about nobody but the person.
    """

    label: str
    name: _StrOrPromise
    when: Literal["then", "slot"]
    still_wanted: Callable[[UUID, UUID], bool]
    too_late: timedelta
    circle_of: Callable[[UUID], UUID | None] | None = the_subject_itself

    def __post_init__(self) -> None:
        if not timedelta() < self.too_late <= TOO_LATE_MOST:
            raise ValueError(f"{self.label} may be late by two days at most.")


_registered: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """The same kind may come again (tests reload); another by its label may not."""
    known = _registered.get(kind.label)
    if known is not None and known != kind:
        raise ValueError(f"Two kinds are called {kind.label}.")
    _registered[kind.label] = kind


def kinds() -> list[Kind]:
    """All that registered, in the order in which their practices stand."""
    return list(_registered.values())


def kind_called(label: str) -> Kind | None:
    return _registered.get(label)

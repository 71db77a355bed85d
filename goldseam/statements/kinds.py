"""Which statements there are. Each room registers its own in `AppConfig.ready`, with the parts that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from goldseam.people.access import Togetherness
    from goldseam.people.me import Me

PartKind = Literal["words", "line", "date"]
WORDS_MOST = 2000
"""What a part may hold at most, whatever its kind says."""


@dataclass(frozen=True)
class PartField:
    """One part of a statement, as its form asks for it. A name never changes: it lies in what was signed.

    A date is a day to come, from `soonest` to `latest` after today.
    """

    name: str
    label: _StrOrPromise
    help: _StrOrPromise = ""
    most: int = 400
    kind: PartKind = "words"
    required: bool = True
    soonest: timedelta = timedelta()
    latest: timedelta = timedelta(days=366)

    def __post_init__(self) -> None:
        if not 1 <= self.most <= WORDS_MOST:
            raise ValueError(f"{self.name} may hold {WORDS_MOST} signs at most.")


def no_subjects(_me: Any) -> Iterable[UUID]:
    """For a kind of which each pair has one."""
    return ()


def with_front(_me: Me, _subject: UUID | None) -> bool:
    """For a kind under which a signed-in person puts their name as they are."""
    return False


def nothing_follows(_together: Togetherness, _parts: Mapping[str, str] | None) -> None:
    """For a kind of which nobody hangs anything on what stands."""


@dataclass(frozen=True)
class Kind:
    """One kind of statement. `may_end`: either can end it alone.

    A pair has one statement of a kind, or one for each of the `subjects` that it may be about: those that this reader
    may know of. `title` names the statement on its page; `opened_url` (an address by its name; `opened_by_subject`: of
    what it is about) is where it belongs, in the place of the house called `room`.
    `asks_pin` says where a name of one's own asks for the private half: on a device that others hold meanwhile.
    `when_it_stands` is told, in the same transaction, whenever something else stands than before: its parts, or None.
    """

    label: str
    name: _StrOrPromise
    parts: tuple[PartField, ...]
    may_end: bool = False
    opened_url: str = "us"
    opened_by_subject: bool = False
    room: str = "us"
    subjects: Callable[[Me], Iterable[UUID]] = no_subjects
    title: Callable[[Me, UUID | None], _StrOrPromise] | None = None
    asks_pin: Callable[[Me, UUID | None], bool] = with_front
    when_it_stands: Callable[[Togetherness, Mapping[str, str] | None], None] = nothing_follows

    def __post_init__(self) -> None:
        names = [part.name for part in self.parts]
        if not names or len(set(names)) != len(names):
            raise ValueError(f"{self.label} needs parts, each with a name of its own.")
        if not any(part.required and part.kind != "date" for part in self.parts):
            raise ValueError(f"{self.label} needs a part with words.")


_registered: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """The same kind may come again (tests reload); another by its label may not."""
    known = _registered.get(kind.label)
    if known is not None and known != kind:
        raise ValueError(f"Two kinds of statement are called {kind.label}.")
    _registered[kind.label] = kind


def kind(label: str) -> Kind:
    """Raises KeyError for a label that nobody registered."""
    return _registered[label]


def kinds() -> list[Kind]:
    """All that registered, in the order in which their rooms stand."""
    return list(_registered.values())

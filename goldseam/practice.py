"""What a practice tells the rest of the house about itself.

A practice registers once, in its `apps.py`. The floors above (Today, export, erase) then ask every practice the same
questions, so that a new practice is a folder and one line in the settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from goldseam.library.exercises import Exercise

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# The person who asks. It is `goldseam.people.me.Me`, which lies a floor above: this file only passes it on.
Asker = Any

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Circle = Literal["mine", "ours"]


class Topic(StrEnum):
    """What a pair may name, and what a step may help with: the four causes of the guide, what holds, what is wished."""

    GOOD = "good"
    TALKING = "talking"
    QUARRELS = "quarrels"
    TRUST = "trust"
    OUTSIDE = "outside"
    WISHES = "wishes"


CAUSES = (Topic.TALKING, Topic.QUARRELS, Topic.TRUST, Topic.OUTSIDE)
Who = Literal["alone", "apart", "together"]
"""Who does a step: one alone; both, each apart, and then they see it together; both together."""


@dataclass(frozen=True)
class Card:
    """One thing that Today may show. The heaviest come first."""

    id: str
    title: _StrOrPromise
    text: _StrOrPromise
    action: _StrOrPromise
    url: str
    circle: Circle = "mine"
    weight: int = 0


class NotShown(Exception):
    """What an export says was shown can't be shown just now: there is nobody, or things rest. Nothing was shown."""


class TooMany(ValueError):
    """A file holds more rows than can be taken in at once: `most` is how many can. Nothing of it was kept."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def never(_me: Asker) -> datetime | None:
    """For a step of which nobody can know when it was done, but who did it."""
    return None


@dataclass(frozen=True)
class Step:
    """One sitting of a practice that the road may offer. Its id never changes; its words are data.

    `url_name` leads to where it is done. `helps` are the topics for which the road's rules may choose it; a step
    without topics is for everybody. `after` are the steps that come before it. `again` says that it may come each
    week. `last_done` is asked only while the asker's private half is open, and speaks only of what the asker may know:
    when they last did it, for a step done together when both did.
    """

    id: str
    who: Who
    url_name: str
    exercise: Callable[[], Exercise]
    helps: frozenset[Topic] = frozenset()
    after: tuple[str, ...] = ()
    again: bool = False
    last_done: Callable[[Asker], datetime | None] = never


@dataclass(frozen=True)
class Happened:
    """Something that both know took place between them, and on which days of the house's own clock.

    `id` never changes, so that the same thing is the same next week. `since`: from which day on every such day is still
    known; None for all of them. Days before it must not be taken for days without.
    """

    id: str
    name: _StrOrPromise
    days: tuple[date, ...]
    since: date | None = None


def no_cards(_me: Asker) -> list[Card]:
    """For a practice that has nothing to say on Today."""
    return []


def no_work(_me: Asker) -> bool:
    """For a practice in which nothing is done alone."""
    return False


def no_gold(_me: Asker) -> list[Topic]:
    """For a practice in which nothing is done together."""
    return []


def nothing_happened(_me: Asker) -> list[Happened]:
    """For a practice that keeps no days which both know of."""
    return []


def share_nothing(_me: Asker, _part: Json) -> None:
    """For a practice from which nothing is shown to the partner."""


@dataclass(frozen=True)
class Practice:
    """A practice, as the floors above it see it. `today` must never open more than the asker has open.

    `lacquer` says whether the asker did work of their own here; it is asked only while their private half is open.
    `restore` keeps everything for the asker alone; `share_again` comes after it, and only if they said so: it shows the
    present partner what the export says was shown, or raises NotShown. `me` are its ways in on the place Me (asked with
    the private half open), `us` those on the place Us (asked in a pair; they show nothing but what both may know).
    `gold` names a topic for each joint act that both have done here; it never shrinks. `steps` are what the road may
    offer. `happened` tells what took place on which days: only what both know, the same for either, front is enough.
    """

    label: str
    name: _StrOrPromise
    export: Callable[[Asker], Json]
    erase: Callable[[Asker], None]
    restore: Callable[[Asker, Json], int]
    today: Callable[[Asker], list[Card]] = field(default=no_cards)
    lacquer: Callable[[Asker], bool] = field(default=no_work)
    share_again: Callable[[Asker, Json], None] = field(default=share_nothing)
    me: Callable[[Asker], list[Card]] = field(default=no_cards)
    us: Callable[[Asker], list[Card]] = field(default=no_cards)
    gold: Callable[[Asker], list[Topic]] = field(default=no_gold)
    steps: tuple[Step, ...] = ()
    happened: Callable[[Asker], list[Happened]] = field(default=nothing_happened)


_registered: dict[str, Practice] = {}


def register(practice: Practice) -> None:
    """Called from `AppConfig.ready`. The same practice may come again (tests reload); another by its label may not."""
    known = _registered.get(practice.label)
    if known is not None and known != practice:
        raise ValueError(f"Two practices are called {practice.label}.")
    _registered[practice.label] = practice


def practices() -> list[Practice]:
    """All that registered, in the order of INSTALLED_APPS."""
    return list(_registered.values())


def steps() -> dict[str, Step]:
    """All steps by their ids, in the order of registering. Raises ValueError if two share one."""
    found: dict[str, Step] = {}
    for practice in practices():
        for step in practice.steps:
            if step.id in found:
                raise ValueError(f"Two steps are called {step.id}.")
            found[step.id] = step
    return found

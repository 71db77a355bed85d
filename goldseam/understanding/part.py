"""What a room of this practice tells the practice about itself.

The practice has many rooms with few files each; `rooms.py` is their list, and everything that the house asks of the
practice is gathered from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from goldseam.people.me import Me
from goldseam.practice import Card, Json, Step, Topic, no_cards, no_gold, share_nothing
from goldseam.reminders.kinds import Kind

if TYPE_CHECKING:
    from django.utils.functional import Promise

Check = Callable[[Any], dict[str, Any]]
"""Reads the body of a row from a file that somebody brings: gives it back as it may be kept, or raises Unreadable."""


class Unreadable(ValueError):
    """A file to take in that isn't one of ours, or is broken. Nothing of it was kept."""


@dataclass(frozen=True)
class Part:
    """One room. `kinds` are its rows of *mine*, each with how a row of a file is checked; `deeds` name its forms."""

    label: str
    kinds: Mapping[str, Check] = field(default_factory=dict)
    deeds: dict[str, Promise | str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    today: Callable[[Me], list[Card]] = no_cards
    me: Callable[[Me], list[Card]] = no_cards
    us: Callable[[Me], list[Card]] = no_cards
    gold: Callable[[Me], list[Topic]] = no_gold
    share_again: Callable[[Me, Json], None] = share_nothing
    """Is given the exported rows of this room's own kinds, as a list."""
    shown: frozenset[str] = frozenset()
    """Kinds whose rows are there only while somebody else reads them: a file brings them for `share_again` alone."""
    rings: tuple[Kind, ...] = ()

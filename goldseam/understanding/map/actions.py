"""What is given is exactly what was looked at: never more, never something newer."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from goldseam.apart import actions as apart
from goldseam.people.me import Me
from goldseam.understanding.map import access, rules
from goldseam.understanding.map.access import LABEL
from goldseam.understanding.map.rules import NotAsSeen


@transaction.atomic
def give(me: Me, shown: Collection[str], mark: str, number: int) -> None:
    """Gives the chosen parts to the map of this number, if they are still what `mark` says was looked at.

    What an earlier taking back left as a draft goes: the looks themselves are what one writes on. Raises NotAsSeen
    when one's own looks changed since, Refused, BackClosed.
    """
    side = rules.given(access.own_side(me), shown)
    if side.is_empty or rules.mark_of(side) != mark:
        raise NotAsSeen
    apart.give(me, LABEL, rules.as_answers(side), number=number)
    apart.erase_draft(me, LABEL)


def take_back(me: Me) -> bool:
    """Before both have given. True when the map opened instead. Raises Refused, BackClosed."""
    return apart.take_back(me, LABEL)


def look(me: Me) -> bool:
    """Adds one's own side, if the other gave theirs since. Does a map lie open by that? Raises BackClosed."""
    return apart.look(me, LABEL)


def remove_own(me: Me, number: int) -> None:
    """Takes one's own side out of an open map, for both. Raises Refused, BackClosed."""
    apart.remove_own(me, LABEL, number)

"""What is mine here: taken along and erased. A time needs both, so nothing is made of a file."""

from __future__ import annotations

from typing import Any

from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.practice import Json
from goldseam.times import access, actions
from goldseam.times.access import Time
from goldseam.times.rules import State
from goldseam.vault.errors import Missing

FORMAT = 1


class Unreadable(ValueError):
    """A part of a file that no export of ours is. Nothing of it was kept."""


def export(me: Me) -> Json:
    """Every time of each pair that can still be opened, and whether a calendar may ask. Raises BackClosed, Tampered."""
    me.keyring.require_back()
    seat = people.seat_of(me)
    return {
        "format": FORMAT,
        "times": [_exported(time) for together in _pairs(me) for time in _in(me, together)],
        "calendar_address": bool(seat and access.feed_of(seat)),
    }


def erase(me: Me) -> None:
    actions.erase_own(me)


def restore(_me: Me, data: Json) -> int:
    """Reads the part and takes nothing: a time is agreed by two, so it is suggested anew. Raises Unreadable."""
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("times"), list):
        raise Unreadable("format")
    return 0


def _pairs(me: Me) -> list[Togetherness]:
    together = people.togetherness_of(me)
    left = []
    for seat in people.left_seats(me):
        try:
            left.append(people.left_togetherness(me, seat))
        except Missing:  # a pair that opens no more: its other parts say so
            continue
    return [*([together] if together else []), *left]


def _in(me: Me, together: Togetherness) -> tuple[Time, ...]:
    """Without what the other took back: nobody was told of it, so a file doesn't tell either."""
    times = access.times_in(me, together) if together.members else ()
    return tuple(time for time in times if time.is_mine or time.state is not State.TAKEN_BACK)


def _exported(time: Time) -> dict[str, Any]:
    """When one suggested it oneself; not when the other was here to do so."""
    return {
        "id": str(time.id),
        "at": time.at.isoformat(),
        "what": time.what,
        "minutes": time.minutes,
        "suggested_by_me": time.is_mine,
        **({"suggested": time.suggested_at.isoformat()} if time.is_mine else {}),
        "state": time.state.value,
    }

"""What is mine here: taken along and erased. A statement needs both, so nothing is made of a file."""

from __future__ import annotations

from typing import Any

from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.practice import Json
from goldseam.statements import access, actions
from goldseam.statements.access import Statement, Version
from goldseam.vault.errors import Missing

FORMAT = 1


class Unreadable(ValueError):
    """A part of a file that no export of ours is. Nothing of it was kept."""


def export(me: Me) -> Json:
    """Every statement of each pair that can still be opened. Raises BackClosed, Tampered."""
    me.keyring.require_back()
    return {
        "format": FORMAT,
        "statements": [_exported(each) for together in _pairs(me) for each in access.all_in(me, together)],
    }


def erase(me: Me) -> None:
    actions.erase_own(me)


def restore(_me: Me, data: Json) -> int:
    """Reads the part and takes nothing: a statement is agreed by two, so it is written anew. Raises Unreadable."""
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("statements"), list):
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
    return [each for each in ([together] if together else []) + left if each.members]


def _exported(statement: Statement) -> dict[str, Any]:
    return {
        "about": statement.place.words,
        "name": str(statement.kind.name),
        "standing": str(statement.standing.id) if statement.standing else None,
        "ended": statement.ended,
        "versions": [_version(each) for each in statement.versions],
    }


def _version(version: Version) -> dict[str, Any]:
    """When one wrote it oneself; not when the other was here to do so."""
    return {
        "id": str(version.id),
        "parts": dict(version.parts),
        "by_me": version.by_me,
        **({"written": version.at.isoformat()} if version.by_me else {}),
        "made_from": [str(each) for each in version.based_on],
        "signed_by_me": version.signed_by_me,
        "signed_by_them": version.signed_by_them,
        "remarks": [{"words": each.words, "by_me": each.by_me} for each in version.remarks],
    }

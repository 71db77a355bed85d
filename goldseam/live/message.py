"""What goes over a bus: ids and a number. Nobody who listens in learns more than that something is there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Ring:
    """Something new was given to both, in this room of this circle."""

    to: UUID
    room: UUID
    at: int


@dataclass(frozen=True)
class AskAgain:
    """Who may listen may have changed, for this circle or this sign-in: each stream of it asks anew."""

    to: UUID


Message = Ring | AskAgain


def packed(message: Message) -> str:
    told: dict[str, str | int] = {"to": message.to.hex}
    if isinstance(message, Ring):
        told |= {"room": message.room.hex, "at": message.at}
    return json.dumps(told)


def unpacked(text: str) -> Message:
    """Raises ValueError for anything else."""
    try:
        told = json.loads(text)
        if "room" in told:
            return Ring(UUID(hex=told["to"]), UUID(hex=told["room"]), int(told["at"]))
        return AskAgain(UUID(hex=told["to"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a message") from error

"""What people send is held in memory, never on the disk, and bounded: each body, all of them together, and in time.

The first pieces of a body are free, because the server holds that much for every connection anyway: an ordinary form
always finds room, whoever fills the rest (docs/decisions/0031-room-for-bodies.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestAborted

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

TAKES_A_FILE = "/account/take/in/"
DRAIN = 8  # how many times the limit of a body is read and thrown away, so that a browser gets to see the answer
FREE = 64 * 1024
BODIES_AT_ONCE = 2  # so many of the largest fit into the room
PATIENCE = 30.0  # seconds for any body, and more for what has come:
SLOWEST = 16 * 1024  # bytes in a second

TROUBLE = "goldseam.trouble"  # in the scope: a word for TroubleMiddleware, which answers instead of the page
TOO_LARGE, NO_ROOM, TOO_SLOW = "too large", "no room", "too slow"
UNREAD = "goldseam.unread"  # in the scope: the rest of the body still waits, so the connection must end


class Room:
    """How many bytes of bodies may still be held, beyond what each has free."""

    def __init__(self, most: int) -> None:
        self.left = most


class Body:
    """One body, for as long as its page is being made. `let_go` gives its room to others."""

    def __init__(self, room: Room, most: int) -> None:
        self.file, self.trouble, self.unread = BytesIO(), "", False
        self._room, self._most, self._taken, self._length = room, most, 0, 0

    async def read(self, receive: Receive) -> None:
        """All of it, or what was wrong with it in `trouble`. Raises RequestAborted when the sender went away."""
        begun = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(begun + PATIENCE) as end:
                while await self._piece(receive):
                    end.reschedule(begun + PATIENCE + self._length / SLOWEST)
        except TimeoutError:
            self._refuse(TOO_SLOW)
            self.unread = True
        self.file.seek(0)

    async def _piece(self, receive: Receive) -> bool:
        """Is there more to come?"""
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestAborted
        piece = message.get("body", b"")
        self._length += len(piece)
        if self._length > self._most:
            self._refuse(TOO_LARGE)
        elif not self.trouble:
            self._keep(piece)
        if not message.get("more_body", False):
            return False
        self.unread = self._length > self._most * DRAIN
        return not self.unread

    def _keep(self, piece: bytes) -> None:
        wanted = max(0, self._length - FREE) - self._taken
        if wanted > self._room.left:
            self._refuse(NO_ROOM)
            return
        self._taken += wanted
        self._room.left -= wanted
        self.file.write(piece)

    def _refuse(self, why: str) -> None:
        self.trouble = why
        self.file = BytesIO()
        self.let_go()

    def let_go(self) -> None:
        self._room.left += self._taken
        self._taken = 0

    def told(self, scope: Scope) -> Scope:
        return {**scope, TROUBLE: self.trouble, UNREAD: self.unread}

    def again(self, receive: Receive) -> Receive:
        """The whole body once more in one piece, for a handler that wants to read it itself; then only the end."""
        pieces = [self.file.getvalue()]

        async def from_memory() -> Mapping[str, Any]:
            if pieces:
                return {"type": "http.request", "body": pieces.pop()}
            while (message := await receive())["type"] != "http.disconnect":
                """The rest of a body that was refused."""
            return message

        return from_memory


def room_for_bodies() -> Room:
    return Room(BODIES_AT_ONCE * settings.MAX_BODY)


def most_for(path: str) -> int:
    """A whole file comes in at one address only; anywhere else it would be memory that anybody can fill."""
    whole: int = settings.MAX_BODY
    return whole if path == TAKES_A_FILE else min(whole, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

"""Who listens in this process, and to what. It lives on the event loop; anything may be told to it from any thread."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol
from uuid import UUID

from goldseam.live.message import Message

REMEMBERED = 1000  # messages, for streams that are being opened just now


class Ear(Protocol):
    """One open stream."""

    def hear(self, message: Message) -> None: ...

    def ask_again(self) -> None:
        """Something may have been missed, or who may listen may have changed."""


class Hub:
    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ears: dict[UUID, set[Ear]] = defaultdict(set)
        self._heard: deque[Message] = deque(maxlen=REMEMBERED)
        self._count = 0

    def be_on(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def hear_soon(self, message: Message) -> None:
        """From the thread of an act. Where nobody ever listened there is no loop, and nothing to do."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended: so have all streams
                self._loop.call_soon_threadsafe(self.hear, message)

    def hear(self, message: Message) -> None:
        self._count += 1
        self._heard.append(message)
        for ear in tuple(self._ears.get(message.to, ())):
            ear.hear(message)

    @property
    def mark(self) -> int:
        """Taken before somebody asks what rang; see `listen`."""
        return self._count

    def listen(self, ear: Ear, to: Iterable[UUID], mark: int) -> None:
        """From now on, and from `mark` on: nothing falls between the asking and the listening."""
        wanted = frozenset(to)
        for one in wanted:
            self._ears[one].add(ear)
        missed = self._count - mark
        if missed > len(self._heard):
            ear.ask_again()
        for message in list(self._heard)[len(self._heard) - missed :] if missed else ():
            if message.to in wanted:
                ear.hear(message)

    def forget(self, ear: Ear, to: Iterable[UUID]) -> None:
        for one in to:
            self._ears[one].discard(ear)
            if not self._ears[one]:
                del self._ears[one]

    def all_ask_again(self) -> None:
        """After a broken line: nobody knows what was missed."""
        for ear in {ear for ears in self._ears.values() for ear in ears}:
            ear.ask_again()


HUB = Hub()

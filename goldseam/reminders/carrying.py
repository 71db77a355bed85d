"""What the two ways have in common: a connection made before consent is asked, and a hand-over that has an end."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from uuid import UUID


class Outcome(Enum):
    SENT = "sent"
    LATER = "later"
    """Nobody took it: the same again, after a while."""
    REFUSED = "refused"
    """This message isn't wanted there, and wouldn't be a second time."""
    GONE = "gone"
    """The place is no more."""


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    wait: str = ""
    """For how many seconds the other side asked to be left alone."""


class Line(Protocol):
    """An open line to where one message goes."""

    @property
    def sock(self) -> socket.socket | None: ...

    def hand_over(self, delivery_id: UUID) -> Answer: ...


class Way(Protocol):
    """Push or mail. `line_to` connects, and raises `NoLine`; nothing has been said then."""

    def line_to(self, address: str) -> AbstractContextManager[Line]: ...

    def rest(self) -> None: ...


class NoLine(Exception):
    """There is nobody to hand anything to; `answer` says what becomes of the message."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.outcome.value)
        self.answer = answer


@contextmanager
def no_longer_than(seconds: float, line: Line) -> Iterator[None]:
    """When the time is up the connection is shut, whatever it is doing: nothing goes out any more."""

    def shut() -> None:
        if line.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(line.sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

"""Ways for tests: they take down what would have gone, and answer as they are told."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from conftest import Cast
from goldseam.reminders import channels
from goldseam.reminders.carrying import Answer, Line, NoLine, Outcome
from goldseam.reminders.models import Channel
from goldseam.reminders.worker import Worker

SENT = Answer(Outcome.SENT)


@dataclass
class NotedLine:
    post: Post
    address: str
    sock: socket.socket | None = None

    def hand_over(self, delivery_id: UUID) -> Answer:
        self.post.on_the_way()
        if self.post.answer.outcome is Outcome.SENT:
            self.post.out.append((self.address, delivery_id))
        return self.post.answer


@dataclass
class Post:
    """One way. `out` is what went: the address, and the message's id."""

    answer: Answer = SENT
    out: list[tuple[str, UUID]] = field(default_factory=list)
    no_line: bool = False
    before: Callable[[], object] = lambda: None
    """Between the connection and the last question."""
    on_the_way: Callable[[], object] = lambda: None

    @contextmanager
    def line_to(self, address: str) -> Iterator[Line]:
        if self.no_line:
            raise NoLine(Answer(Outcome.LATER))
        self.before()
        yield NotedLine(self, address)

    def rest(self) -> None:
        pass


@dataclass
class Office:
    """A worker with both ways."""

    mail: Post = field(default_factory=Post)
    push: Post = field(default_factory=Post)
    worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        self.worker = self.another()

    def another(self) -> Worker:
        return Worker(ways={"mail": self.mail, "push": self.push}, chance=lambda: 1.0)

    def work_off(self) -> int:
        return self.worker.work_off()

    @property
    def out(self) -> list[str]:
        return [address for address, _ in self.mail.out + self.push.out]


def a_mailbox_of(who: Cast, address: str = "") -> Channel:
    channel = Channel(person=who.me.person, way=Channel.MAIL)
    channel.address = channels.sealed_address(channel.pk, address or f"{who.me.person.username}@example.org")
    channel.digest = channels.digest_of_mailbox(who.me.person.pk)
    channel.save(force_insert=True)
    return channel


def a_browser_of(who: Cast) -> Channel:
    """One that rings for this person's present sign-in."""
    session_id = who.keyring.require_session()
    channel = Channel(person=who.me.person, way=Channel.PUSH, session_id=session_id)
    channel.until = channel.session.end if channel.session else None
    channel.address = channels.sealed_address(channel.pk, f"browser of {who.me.person.username}")
    channel.digest = channels.digest_of_browser(uuid4().hex)
    channel.browser = channels.digest_of_cookie(uuid4().hex)
    channel.save(force_insert=True)
    return channel

"""Sends many reminders while workers are killed at random and people change their minds; looks for what went wrong.

Run as `python tests/reminder_proof.py FOLDER COUNT SEED [--planted]`. The last line is JSON. Real mail to a receiving
mail server, real pushes to a receiving push service, both in a process of their own that notes each message and when it
came. `--planted` is a worker that holds what was on its way for sent: a run that finds nothing lost proves nothing.

The parent forks workers, kills one with -9 every few tenths of a second and forks another in its place. In between it
lets some people withdraw: a kind, a place, a sign-in. What comes for one of them after that was answered is counted.
Leases and hand-overs are shortened, so that what a dead worker held is taken up within the run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from socket import socket

WORKERS, MESSAGES_EACH, WITHDRAW = 3, 10, 0.1
CALM = 0.02  # so little is left that nobody is killed any more: the last ones would wait for one lease after another
PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"


# -- who receives ----------------------------------------------------------------------------------------------------


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs. A message counts when its last line is in."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        to = ""
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"RCPT":
                to = line.decode().partition("<")[2].partition("@")[0]
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                message = b"".join(iter(self.rfile.readline, b".\r\n"))
                name = message.partition(b"Message-ID: <")[2].partition(b"@")[0].decode()
                noted(to, name, message.rpartition(b"\r\n\r\n")[2].strip())
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 yes\r\n")


class PushService(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        noted(self.path.rpartition("/")[2], self.headers["X-Delivery"], str(len(body)).encode())
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class Receiving(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, request_queue_size = True, True, 100

    def handle_error(self, *_: Any) -> None:
        """A sender that is killed hangs up in the middle."""


_log = -1


def noted(to: str, delivery: str, text: bytes) -> None:
    os.write(_log, f"{time.monotonic()} {to} {delivery} {text.hex()}\n".encode())


def receive(log: Path) -> tuple[int, int, int]:
    """A process that receives until it is killed, and its two ports."""
    global _log
    _log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    mail, push = Receiving(("127.0.0.1", 0), Mailbox), ThreadingHTTPServer(("127.0.0.1", 0), PushService)
    child = os.fork()
    if child == 0:
        threading.Thread(target=mail.serve_forever, daemon=True).start()
        push.serve_forever()
    ports = mail.server_address[1], push.server_address[1]
    mail.socket.close()
    push.socket.close()
    return child, ports[0], ports[1]


# -- who is to be told -----------------------------------------------------------------------------------------------


@dataclass
class Told:
    """Somebody with one place, and when they withdrew: the moment at which they had the answer."""

    person: UUID
    way: str
    name: str
    session: UUID | None = None
    withdrew: float | None = None


def prepare(folder: str, mail_port: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "goldseam.site.test_settings"
    import django
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"]["NAME"] = str(Path(folder) / "proof.sqlite3")
        # A kill takes nothing that was committed; only a power cut would, and that isn't played here.
        settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=NORMAL;"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_IS_SET = "127.0.0.1", mail_port, True
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from goldseam.reminders import kinds, rules

    rules.LEASE, rules.GOING_SECONDS = timedelta(seconds=3), 1.5
    rules.FIRST_WAIT = rules.LONGEST_WAIT = timedelta(seconds=1)
    always: Callable[[UUID, UUID], bool] = lambda _person, _subject: True  # noqa: E731
    kinds.register(kinds.Kind("proof", "A proof", "then", always, timedelta(days=2), circle_of=None))


def settle(count: int) -> list[Told]:
    """People with ten messages each, all of them due now: half by mail, half by push."""
    from goldseam.people.models import Person
    from goldseam.reminders import channels, pushing
    from goldseam.reminders.models import Channel, Due, Reason
    from goldseam.vault import seam, server_key
    from goldseam.vault.models import Holder, Session

    key, now, told = server_key.newest(), seam.now(), []
    rows: dict[Any, list[Any]] = {table: [] for table in (Holder, Person, Session, Channel, Due, Reason)}
    for number in range(max(1, count // MESSAGES_EACH)):
        name, way = f"p{number}", Channel.PUSH if number % 2 else Channel.MAIL
        holder = Holder(front_public=b"-", back_public=b"-", signing_public=b"-")
        person = Person(username=name, holder=holder)
        channel = Channel(person=person, way=way)
        if way == Channel.PUSH:
            session = Session(holder=holder, end=now + timedelta(hours=1), front=b"-", label=b"-")
            browser = pushing.browser_from(f"https://fcm.googleapis.com/fcm/send/{name}", PUBLIC, AUTH, key)
            address, channel.session, channel.until = browser.as_text(), session, session.end
            channel.digest = channels.digest_of_browser(browser.endpoint)
            rows[Session].append(session)
        else:
            address, channel.digest = f"{name}@example.org", channels.digest_of_mailbox(person.pk)
        channel.address = channels.sealed_address(channel.pk, address)
        for turn in range(MESSAGES_EACH):
            due = Due(person=person, at=now - timedelta(seconds=turn + 1), next_try=now - timedelta(seconds=turn + 1))
            rows[Due].append(due)
            rows[Reason].append(Reason(due=due, person=person, kind="proof", subject=seam.uuid(), at=due.at))
        for table, row in ((Holder, holder), (Person, person), (Channel, channel)):
            rows[table].append(row)
        told.append(Told(person.pk, way, name, channel.session_id))
    for table, made in rows.items():
        table._default_manager.bulk_create(made, batch_size=500)
    return told


# -- workers ---------------------------------------------------------------------------------------------------------


@dataclass
class Named:
    """A line to the push service that also says which delivery it is, which only a test wants to know."""

    line: Any
    slow: bool

    @property
    def sock(self) -> socket | None:
        found: socket | None = self.line.sock
        return found

    def hand_over(self, delivery_id: UUID) -> Any:
        if self.slow:
            time.sleep(0.1)
        self.line.headers["X-Delivery"] = delivery_id.hex
        return self.line.hand_over(delivery_id)


def a_worker(push_port: int, planted: bool) -> int:
    """Forks one that works until it is killed."""
    from django.db import connections

    from goldseam.reminders import mailing, pushing, worker

    connections.close_all()
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    random.seed(os.urandom(8))

    def dial(_host: str) -> HTTPConnection:
        connection = HTTPConnection("127.0.0.1", push_port, timeout=5)
        connection.connect()
        return connection

    class Push(pushing.PushWay):
        @contextmanager
        def line_to(self, address: str) -> Iterator[Any]:
            with super().line_to(address) as line:
                yield Named(line, planted)

    if planted:
        worker.open_deliveries = _those_that_wait  # type: ignore[assignment]
    at_work = worker.Worker(ways={"mail": mailing.MailWay(), "push": Push(dial)}, chance=random.random)
    worker.run(threading.Event(), at_work, every=0.05)
    os._exit(0)


def _those_that_wait(due: Any) -> list[Any]:
    from goldseam.reminders.models import Delivery

    Delivery.objects.filter(due=due, state=Delivery.GOING).update(state=Delivery.SENT)
    return list(Delivery.objects.filter(due=due, state=Delivery.WAITING).select_related("channel", "due"))


# -- the run ---------------------------------------------------------------------------------------------------------


@dataclass
class Run:
    told: list[Told]
    dice: random.Random
    push_port: int
    planted: bool
    workers: list[int] = field(default_factory=list)
    kills: int = 0

    def go(self) -> None:
        self.workers = [a_worker(self.push_port, self.planted) for _ in range(WORKERS)]
        withdrawing = self.dice.sample(self.told, max(1, int(len(self.told) * WITHDRAW)))
        total = left = self.left()
        while left:
            time.sleep(self.dice.uniform(0.05, 0.5 if total < 1000 else 1.0))
            if left > total * CALM:
                self.kill_one()
            left = self.left()
            while withdrawing and len(withdrawing) > WITHDRAW * len(self.told) * left / total * 0.9:
                withdraw(withdrawing.pop(), self.dice)
        while self.workers:
            end(self.workers.pop())

    def kill_one(self) -> None:
        place = self.dice.randrange(WORKERS)
        end(self.workers[place])
        self.workers[place] = a_worker(self.push_port, self.planted)
        self.kills += 1

    def left(self) -> int:
        from goldseam.reminders.models import Due

        return Due.objects.filter(state__in=[Due.WAITING, Due.CLAIMED]).count()


def withdraw(who: Told, dice: random.Random) -> None:
    from goldseam.people.me import Me
    from goldseam.people.models import Person
    from goldseam.reminders import choosing
    from goldseam.vault import sessions

    me = Me(Person.objects.get(pk=who.person), None)  # type: ignore[arg-type]
    if who.session and dice.random() < 0.5:
        sessions.end(who.session)
    elif dice.random() < 0.5:
        choosing.choose_kinds(me, [])
    else:
        choosing.all_off(me)
    who.withdrew = time.monotonic()


def end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def judge(told: list[Told], log: Path) -> dict[str, Any]:
    """What came, against what was due."""
    from goldseam.reminders.models import Delivery

    came: dict[str, list[float]] = {}
    mails, late = set(), 0
    withdrew = {who.name: who.withdrew for who in told if who.withdrew is not None}
    for line in log.read_text().splitlines():
        at, to, delivery, text = line.split()
        came.setdefault(delivery, []).append(float(at))
        mails |= {text} if bytes.fromhex(text).isascii() and not bytes.fromhex(text).isdigit() else set()
        late += to in withdrew and float(at) > withdrew[to]
    steady = [who.person for who in told if who.withdrew is None]
    ids = Delivery.objects.filter(due__person__in=steady).values_list("due_id", "pk")
    by_due: dict[UUID, int] = {}
    for due_id, delivery_id in ids:
        by_due[due_id] = by_due.get(due_id, 0) + (delivery_id.hex in came)
    due = len(steady) * MESSAGES_EACH
    return {
        "due": due,
        "withdrew": len(withdrew),
        "lost": due - sum(1 for found in by_due.values() if found),
        "twice": sum(found > 1 for found in by_due.values()),
        "after consent": late,
        "came again under the same id": sum(len(times) - 1 for times in came.values()),
        "different texts of mails": len(mails),
    }


def main(folder: str, count: int, seed: int, planted: bool) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # nobody stays behind when the run is stopped
    began, log = time.monotonic(), Path(folder) / "received.log"
    receiver, mail_port, push_port = receive(log)
    run = None
    try:
        prepare(folder, mail_port)
        run = Run(settle(count), random.Random(seed), push_port, planted)
        run.go()
        found = judge(run.told, log)
    finally:
        for child in (*(run.workers if run else ()), receiver):
            end(child)
    from django.db import connection

    seconds = round(time.monotonic() - began, 1)
    print(json.dumps({**found, "kills": run.kills, "database": connection.vendor, "seconds": seconds, "seed": seed}))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), "--planted" in sys.argv)

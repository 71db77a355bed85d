"""What listening costs, and how soon the partner's screen hears of an act; against a plain page of the same run.

A real server in a folder of its own, and a second one that serves the plain page with three queries
(`plain_page.py`) through the same way in. 500 streams lie idle; Ana and Ben each do acts that ring, by ordinary forms;
the time runs from the first byte of the form to the other's event. Then as many idle streams as one process should
hold. Seconds differ from machine to machine; ratios hold.

    python -m benchmarks.live                 the short form: 500 idle streams, 200 acts
    python -m benchmarks.live --idle 5000     more idle streams at the end, watched for a minute
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAIRS, CONNECTIONS = 10, 4
OF_ONE = 40  # idle streams of one person, below what the server lets one have
READY = "is ready"
BACK = re.compile(rb'"(/me/shown/[0-9a-f-]{36}/back/)"')
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


# -- two servers ------------------------------------------------------------------------------------------------------


@dataclass
class Server:
    process: subprocess.Popen[str]
    port: int

    @property
    def pid(self) -> int:
        return self.process.pid

    def memory(self) -> float:
        """kB that are this process's own."""
        told = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+)", told, re.M)
        assert found
        return float(found[1])

    def threads(self) -> int:
        found = re.search(r"^Threads:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text(), re.M)
        assert found
        return int(found[1])

    def seconds(self) -> float:
        """The processor's time so far."""
        told = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def started(*command: str, port: int, **settings: str) -> Server:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GOLDSEAM_")}
    database = {name: value for name, value in os.environ.items() if name in PASSED_ON}
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=kept | database | settings, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    for line in process.stdout:
        if READY in line:
            return Server(process, port)
    raise SystemExit(f"A server did not start: {' '.join(command)}")


PASSED_ON = ("GOLDSEAM_DATABASE_URL", "GOLDSEAM_REDIS_URL")


def free_port() -> int:
    import socket

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


PLAIN = """
import os, sys
folder, port = sys.argv[1], int(sys.argv[2])
from goldseam.site import start_up
start_up.enter(folder)
from benchmarks.pages import PLAIN
from django.test import override_settings
import uvicorn
from goldseam.site.one_hop import OneHop
with override_settings(ROOT_URLCONF="benchmarks.plain_page", MIDDLEWARE=PLAIN, ALLOWED_HOSTS=["*"]):
    pages = OneHop()
    class Told(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets=sockets)
            print("is ready", flush=True)
    plain = dict(lifespan="off", log_config=None, access_log=False, ws="none", http="h11")
    Told(uvicorn.Config(pages, port=port, **plain)).run()
"""


# -- people -----------------------------------------------------------------------------------------------------------


@dataclass
class Person:
    """Somebody's browser: cookies, and the check-in that they show again and again."""

    cookies: str
    check_in: str
    token: str = ""
    heard: asyncio.Queue[tuple[float, int]] = field(default_factory=asyncio.Queue)
    held: list[object] = field(default_factory=list)


def people_in(folder: str, streams: int) -> tuple[list[tuple[Person, Person]], str]:
    """Pairs who sit together, each signed in with the private half open; made in another process than the server's."""
    pairs = max(PAIRS, 2 + streams // (2 * OF_ONE))
    made = subprocess.run(
        [sys.executable, "-c", MADE, folder, str(pairs)], cwd=ROOT, env={**os.environ}, capture_output=True, text=True
    )
    if made.returncode:
        raise SystemExit(made.stderr[-3000:])
    lines = made.stdout.split()
    everybody = [Person(*line.split("|")) for line in lines]
    return list(zip(everybody[::2], everybody[1::2], strict=True)), everybody[0].cookies


MADE = """
import sys
from goldseam.site import start_up
place = start_up.enter(sys.argv[1])
start_up.migrate(place, tell=False)
from django.conf import settings
from django.test import RequestFactory
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import access, actions, signing_in
from goldseam.people.rules import RULE_VERSION
from goldseam.people.sessions import SessionStore
from goldseam.vault import invites, sessions

def comes(name):
    me, _ = actions.sign_up(name, f"{name} walks by the slow river")
    return me

def signs_in(me):
    request = RequestFactory().get("/")
    request.session = SessionStore()
    me = signing_in.begin(request, me.person, me.keyring, stay=False)
    value = request.gs_new_cookie[0]
    sessions.set_pin(me.keyring, value, "271828", 3600)
    request.session.save()
    me = me.with_keyring(sessions.keyring_of(me.keyring.session_id, value))
    kept = growth.keep_check_in(me, Answers({"closeness": 60, "tension": 20}, line="A walk."))
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={request.session.session_key};{settings.KEY_COOKIE_NAME}={value}|{kept}"

for number in range(int(sys.argv[2])):
    ana, ben = comes("ana" if not number else f"ana{number}"), comes(f"ben{number}")
    words = invites.keys_of(" ".join(actions.invite(ana, own_name="Ana")))
    actions.join(ben, words, own_name="Ben", agreed_to=RULE_VERSION)
    ana.keyring.opened_circles.clear(); ana.keyring.memo.clear()
    actions.let_in(ana)
    for who in (ana, ben):
        who.keyring.opened_circles.clear(); who.keyring.memo.clear()
        print(signs_in(who))
"""


# -- asking -----------------------------------------------------------------------------------------------------------


@dataclass
class Answer:
    status: int
    body: bytes
    cookies: dict[str, str]
    location: str = ""


class Line:
    """One connection that stays open, as a browser's."""

    def __init__(self, port: int, cookies: str = "") -> None:
        self.port, self.cookies = port, cookies
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode(fields or {}).encode() if method == "POST" else b""
        kind = "content-type: application/x-www-form-urlencoded\r\n" if body else ""
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: localhost:{self.port}\r\ncookie: {self.cookies}\r\n{kind}"
            f"origin: http://localhost:{self.port}\r\nsec-fetch-site: same-origin\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        return await self._answer()

    async def _answer(self) -> Answer:
        assert self.reader
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
        heads = [line.partition(": ")[::2] for line in lines[1:]]
        told = {name.lower(): value for name, value in heads}
        cookies = dict(value.split(";")[0].split("=", 1) for name, value in heads if name.lower() == "set-cookie")
        if "content-length" in told:
            body = await self.reader.readexactly(int(told["content-length"]))
        else:
            body = b""
            while size := int((await self.reader.readline()).split(b";")[0], 16):
                body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readline()
        return Answer(int(lines[0].split()[1]), body, cookies, told.get("location", ""))

    def close(self) -> None:
        if self.writer:
            self.writer.close()


async def stream(port: int, cookies: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """An open stream whose greeting has come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live/stream/ HTTP/1.1\r\nhost: localhost:{port}\r\ncookie: {cookies}\r\n\r\n".encode())
    said = await asyncio.wait_for(reader.readuntil(b"event: here\ndata: "), 60)
    if not said.startswith(b"HTTP/1.1 200"):
        raise SystemExit(said[:200].decode())
    return reader, writer


async def listens(person: Person, port: int) -> None:
    """Notes when each ring came."""
    reader, writer = await stream(port, person.cookies)

    async def note() -> None:
        while line := await reader.readline():
            if line.startswith(b"id: "):
                person.heard.put_nowait((time.perf_counter(), int(line[4:])))

    person.held += [writer, asyncio.create_task(note())]


@asynccontextmanager
async def idle(count: int, port: int, everybody: list[Person]) -> AsyncIterator[list[asyncio.StreamReader]]:
    """Streams of people of whom nobody does anything."""
    readers, writers = [], []
    gate = asyncio.Semaphore(8)

    async def one(number: int) -> None:
        async with gate:
            reader, writer = await stream(port, everybody[number % len(everybody)].cookies)
            readers.append(reader)
            writers.append(writer)

    await asyncio.gather(*(one(number) for number in range(count)))
    try:
        yield readers
    finally:
        for writer in writers:
            writer.close()


# -- measuring --------------------------------------------------------------------------------------------------------


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


async def plain_pages(port: int, cookies: str, count: int) -> list[float]:
    """The floor: the plain page, asked over a few connections at once, in milliseconds."""
    taken: list[float] = []

    async def one() -> None:
        line = Line(port, cookies)
        for _ in range(count // CONNECTIONS):
            begun = time.perf_counter()
            answer = await line.ask("GET", "/")
            taken.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                raise SystemExit(f"The plain page answered {answer.status}.")
        line.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return taken


async def acts(pair: tuple[Person, Person], port: int, count: int, after: list[float] | None = None) -> list[float]:
    """One shows a check-in; the time until the other's stream tells of it, in milliseconds. Then it is taken back.

    `after` gets how long after the doer's own answer the event came: the bell's own share, often less than nothing.
    """
    taken = []
    after = [] if after is None else after
    ana, ben = pair
    line = Line(port, ana.cookies)
    address = f"/me/check-in/{ana.check_in}/"
    page = await line.ask("GET", address)
    found = TOKEN.search(page.body)
    if page.status != 200 or not found:
        raise SystemExit(f"{address} answered {page.status}.")
    line.cookies += "".join(f";{name}={value}" for name, value in page.cookies.items())
    fields = {"csrfmiddlewaretoken": found[1].decode(), "parts": "closeness", "sure": "1"}
    for _ in range(count):
        while not ben.heard.empty():
            ben.heard.get_nowait()
        begun = time.perf_counter()
        sent = asyncio.create_task(line.ask("POST", f"{address}show/", fields))
        answer = await sent
        answered = time.perf_counter()
        came, _ = await asyncio.wait_for(ben.heard.get(), 20)
        taken.append((came - begun) * 1000)
        after.append((came - answered) * 1000)
        page = await line.ask("GET", address)
        back = BACK.search(page.body)
        if answer.status not in (302, 303) or not back:
            raise SystemExit(f"An act answered {answer.status}, its page {page.status}.")
        await line.ask("POST", back[1].decode(), fields)
    line.close()
    return taken


async def measure(
    server: Server, plain: Server, pairs: list[tuple[Person, Person]], wished: argparse.Namespace
) -> bool:
    everybody = [person for pair in pairs for person in pair]
    for person in everybody[:2]:
        await listens(person, server.port)
    await acts(pairs[0], server.port, 5)  # warm
    await plain_pages(plain.port, pairs[0][0].cookies, 40)
    async with idle(60, server.port, everybody[2:]):
        pass  # every lane of the way in has worked once: what is counted from here on is streams
    await asyncio.sleep(1)
    fine = await cost_of_idle(server, wished.idle_few, everybody[2:])
    async with idle(wished.idle_few, server.port, everybody[2:]):
        floor: list[float] = []
        taken: list[float] = []
        after: list[float] = []
        for _ in range(5):
            floor += await plain_pages(plain.port, pairs[0][0].cookies, 40)
            taken += await acts(pairs[0], server.port, wished.acts // 5, after)
    base = statistics.median(floor)
    p50, p99 = quantile(taken, 0.5), quantile(taken, 0.99)
    print(f"plain page, {CONNECTIONS} connections: p50 {base:.1f} ms")
    print(
        f"act → partner's event with {wished.idle_few} idle, {len(taken)} acts: p50 {p50:.1f} ms, p99 {p99:.1f} ms; "
        f"p99 is {p99 / base:.2f} × the plain page's p50 (bar 1.5)"
    )
    print(
        f"the event came after the doer's own answer by {statistics.median(after):.1f} ms (p50), "
        f"{quantile(after, 0.99):.1f} (p99)"
    )
    fine &= p99 <= 1.5 * base
    if wished.idle > wished.idle_few:
        fine &= await hold_many(server, wished, pairs, everybody[2:])
    return fine


async def cost_of_idle(server: Server, count: int, everybody: list[Person]) -> bool:
    memory, threads = server.memory(), server.threads()
    async with idle(count, server.port, everybody):
        await asyncio.sleep(1)
        each, more = (server.memory() - memory) / count, server.threads() - threads
        begun, spent = time.perf_counter(), server.seconds()
        await asyncio.sleep(10)
        spent = (server.seconds() - spent) / (time.perf_counter() - begun)
        print(
            f"idle stream, {count} of them: {each:.1f} kB each (bar 16), {more} threads more (bar 0), "
            f"{spent / count * 1000:.4f} CPU seconds a second for a thousand"
        )
    await asyncio.sleep(1)
    return each <= 16 and more <= 0


async def hold_many(
    server: Server, wished: argparse.Namespace, pairs: list[tuple[Person, Person]], everybody: list[Person]
) -> bool:
    memory, begun = server.memory(), time.perf_counter()
    async with idle(wished.idle, server.port, everybody) as readers:
        opening = time.perf_counter() - begun
        each = (server.memory() - memory) / wished.idle
        await asyncio.sleep(wished.watch)
        alive = sum(not reader.at_eof() for reader in readers)
        taken = await acts(pairs[0], server.port, 20)
        print(
            f"{wished.idle} idle streams, opened in {opening:.0f} s, {each:.1f} kB each: after {wished.watch} s "
            f"{alive} are there, and a ring comes in {statistics.median(taken):.1f} ms (p50), {max(taken):.1f} at most"
        )
    return alive == wished.idle


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--idle-few", type=int, default=500)
    asked.add_argument("--idle", type=int, default=0)
    asked.add_argument("--acts", type=int, default=200)
    asked.add_argument("--watch", type=int, default=60)
    asked.add_argument("--hold", action="store_true", help="fail when a bar is not reached")
    wished = asked.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        pairs, _ = people_in(folder, max(wished.idle_few, wished.idle))
        ports = free_port(), free_port()
        server = started("-m", "goldseam.site.cli", "serve", "--data", folder, "--port", str(ports[0]), port=ports[0])
        plain = started("-c", PLAIN, folder, str(ports[1]), port=ports[1])
        try:
            fine = asyncio.run(measure(server, plain, pairs, wished))
        finally:
            for one in (server, plain):
                one.process.terminate()
                one.process.wait(20)
    print("every bar is reached" if fine else "a bar is not reached")
    sys.exit(0 if fine or not wished.hold else 1)


if __name__ == "__main__":
    main()

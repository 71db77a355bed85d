"""How soon an act in a talk is on the partner's screen, fifty talks at once; against the floor page of the same run.

A real server with a hundred people on it, each with a stream; in each talk one acts, the other's page is fetched when
it rings, as browsers do it, and the one who acted gets their own page again. The time runs from the first byte of the
form until the partner's fresh page is there whole, with the new act on it. Each talk goes at the pace of people who
write.
The floor page (`benchmarks/floor`) is asked by four readers in turns with the talks. Seconds differ from machine to
machine; ratios hold.

    python -m benchmarks.talks                       fifty talks, an act every ten seconds in each
    python -m benchmarks.talks --talks 10 --pace 2   fewer and faster
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.live import TOKEN, Answer, Line, Server, free_port, quantile, started, stream  # noqa: E402
from benchmarks.pages import Asked, floor  # noqa: E402

BAR = 3.0
ROUNDS, FLOOR_PAGES = 5, 80
HEARS_WITHIN = 20.0

MADE = """
import sys
from goldseam.site import start_up
place = start_up.enter(sys.argv[1])
start_up.migrate(place, tell=False)
from django.conf import settings
settings.VAULT_ARGON2_FLOOR = (64, 1, 1)  # a fast stretch: nobody signs in while it is measured
from django.test import RequestFactory
from goldseam.dialogue import actions as dialogue
from goldseam.dialogue.access import Mark
from goldseam.dialogue.rules.acts import Deed
from goldseam.people import actions, signing_in
from goldseam.people.rules import RULE_VERSION
from goldseam.people.sessions import SessionStore
from goldseam.vault import invites, seam

def comes(name):
    me, _ = actions.sign_up(name, f"{name} walks by the slow river")
    return me

def fresh(me):
    me.keyring.opened_circles.clear(); me.keyring.memo.clear()
    return me

def cookies(me):
    request = RequestFactory().get("/")
    request.session = SessionStore()
    signing_in.begin(request, me.person, me.keyring, stay=False)
    request.session.save()
    session = f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
    return f"{session}; {settings.KEY_COOKIE_NAME}={request.gs_new_cookie[0]}"

for number in range(int(sys.argv[2])):
    ana, ben = comes(f"ana{number}"), comes(f"ben{number}")
    words = invites.keys_of(" ".join(actions.invite(ana, own_name="Ana")))
    actions.join(ben, words, own_name="Ben", agreed_to=RULE_VERSION)
    actions.let_in(fresh(ana))
    talk = dialogue.ask(fresh(ana), dialogue.Asking("The evenings", "That we both want rest."), seam.uuid())
    dialogue.do(fresh(ben), talk, dialogue.Wish(seam.uuid(), Deed.READY))
    for me in (ana, ben):
        dialogue.mark(fresh(me), talk, Mark(calmed=True))
    print(talk, cookies(fresh(ana)), cookies(fresh(ben)), sep="|", flush=True)
"""


# -- people -----------------------------------------------------------------------------------------------------------


class KeptLine(Line):
    """As a browser's: when the server ended it while nobody asked, it is made anew, and asked once more."""

    async def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            return await super().ask(method, path, fields)
        self.close()
        self.writer = None
        return await super().ask(method, path, fields)


@dataclass
class Person:
    """Somebody's browser: one connection for pages and forms, one stream, and when it rang."""

    line: Line
    port: int
    token: str = ""
    rang: asyncio.Event = field(default_factory=asyncio.Event)
    held: list[object] = field(default_factory=list)

    @classmethod
    def at(cls, port: int, cookies: str) -> Person:
        return cls(KeptLine(port, cookies), port)

    async def sits_down(self, room: str) -> None:
        page = await self.line.ask("GET", room)
        found = TOKEN.search(page.body)
        if page.status != 200 or not found:
            raise SystemExit(f"{room} answered {page.status}.")
        self.token = found[1].decode()
        self.line.cookies += "".join(f"; {name}={value}" for name, value in page.cookies.items())
        reader, writer = await stream(self.port, self.line.cookies)
        self.held += [writer, asyncio.create_task(self._listens(reader, UUID(room.split("/")[2])))]

    async def _listens(self, reader: asyncio.StreamReader, talk: UUID) -> None:
        while line := await reader.readline():
            if line.startswith(b"data: {") and UUID(json.loads(line[6:])["room"]) == talk:
                self.rang.set()


@dataclass
class Talk:
    """Two people, and where they are: one says, the other says back, it was heard, it makes sense, the floor passes."""

    room: str
    speaker: Person
    listener: Person
    stretch: int = 0
    said: str = ""
    back: str = ""
    step: int = 0

    def next(self) -> tuple[Person, Person, dict[str, str], str]:
        """Who acts, who sees it, the fields of the form, and what the partner's page must then have in it."""
        new, mark = str(uuid4()), f"word{uuid4().hex[:10]}"
        speaks, hears = (self.speaker, self.listener), (self.listener, self.speaker)
        told = f"I came home late, and then it was loud: {mark}. I wanted to rest, and I did not say so."
        turn = self.step % 5
        self.step += 1
        if turn == 0:
            self.said = new
            return *speaks, {"deed": "say", "act": new, "free": told}, mark
        if turn == 1:
            self.back = new
            return *hears, {"deed": "back", "act": new, "about": self.said, "words": told}, mark
        if turn == 2:
            return (
                *speaks,
                {"deed": "hearing", "act": new, "about": self.back, "choice": "nearly", "missing": told},
                mark,
            )
        if turn == 3:
            return *hears, {"deed": "sense", "act": new, "about": self.said, "sense": told}, mark
        passing = {"deed": "pass", "act": new, "stretch": str(self.stretch)}
        self.stretch += 1
        self.speaker, self.listener = self.listener, self.speaker
        return *speaks, passing, ""


@dataclass
class Taken:
    """What was measured, in milliseconds."""

    posts: list[float] = field(default_factory=list)
    rings: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    missing: int = 0


async def act(talk: Talk, taken: Taken) -> None:
    """One act: sent, rung, and on the partner's screen."""
    doer, partner, fields, mark = talk.next()
    partner.rang.clear()
    begun = time.perf_counter()
    seen = asyncio.create_task(_sees(talk, partner, begun, mark, taken))
    answer = await doer.line.ask("POST", f"{talk.room}act/", {"csrfmiddlewaretoken": doer.token, **fields})
    taken.posts.append((time.perf_counter() - begun) * 1000)
    if answer.status not in (302, 303):
        raise SystemExit(f"{fields['deed']} answered {answer.status}.")
    own = await doer.line.ask("GET", talk.room)
    if own.status != 200:
        raise SystemExit(f"{talk.room} answered {own.status}.")
    await seen


async def _sees(talk: Talk, partner: Person, begun: float, mark: str, taken: Taken) -> None:
    await asyncio.wait_for(partner.rang.wait(), HEARS_WITHIN)
    rang = time.perf_counter()
    page = await partner.line.ask("GET", talk.room)
    there = time.perf_counter()
    taken.rings.append((rang - begun) * 1000)
    taken.pages.append((there - rang) * 1000)
    taken.whole.append((there - begun) * 1000)
    taken.missing += page.status != 200 or mark.encode() not in page.body


async def at_their_pace(talk: Talk, count: int, pace: float, taken: Taken) -> None:
    for _ in range(count):
        await asyncio.sleep(random.uniform(0.2, 1.8) * pace)
        await act(talk, taken)


# -- measuring --------------------------------------------------------------------------------------------------------


def people_in(folder: str, talks: int) -> list[list[str]]:
    made = subprocess.run([sys.executable, "-c", MADE, folder, str(talks)], cwd=ROOT, capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(made.stderr[-3000:])
    return [line.split("|") for line in made.stdout.splitlines()]


async def measure(server: Server, plain: Asked, told: list[list[str]], wished: argparse.Namespace) -> Taken:
    talks = [
        Talk(f"/talk/{talk}/", Person.at(server.port, ana), Person.at(server.port, ben)) for talk, ana, ben in told
    ]
    for talk in talks:
        await talk.speaker.sits_down(talk.room)
        await talk.listener.sits_down(talk.room)
    await asyncio.gather(*(act(talk, Taken()) for talk in talks))
    await asyncio.to_thread(plain.ask, FLOOR_PAGES)
    plain.waited.clear()
    taken, spent, begun = Taken(), server.seconds(), time.perf_counter()
    for _ in range(ROUNDS):
        await asyncio.to_thread(plain.ask, FLOOR_PAGES)
        await asyncio.gather(*(at_their_pace(talk, wished.acts // ROUNDS, wished.pace, taken) for talk in talks))
    busy = (server.seconds() - spent) / (time.perf_counter() - begun)
    print(f"while it went on, the server worked {busy:.0%} of one core")
    return taken


def tell(taken: Taken, plain: Asked, talks: int) -> bool:
    base = statistics.median(plain.waited)
    low, high = min(plain.waited), max(plain.waited)
    print(f"floor page, four readers, {ROUNDS} rounds: p50 {base:.1f} ms ({low:.1f}–{high:.1f})")
    for name, values in (
        ("the form's answer", taken.posts),
        ("the ring", taken.rings),
        ("the partner's page after the ring", taken.pages),
        ("act → partner's screen", taken.whole),
    ):
        print(f"{name:<34} p50 {quantile(values, 0.5):7.1f} ms, p99 {quantile(values, 0.99):7.1f} ms")
    p50, p99 = quantile(taken.whole, 0.5) / base, quantile(taken.whole, 0.99) / base
    print(
        f"{talks} talks at once, {len(taken.whole)} acts: p99 is {p99:.2f} × the floor page's p50 (bar {BAR}), "
        f"p50 {p50:.2f} ×; acts that were missing on the partner's page: {taken.missing}"
    )
    return p99 <= BAR and taken.missing == 0


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--talks", type=int, default=50)
    asked.add_argument("--acts", type=int, default=20, help="in each talk")
    asked.add_argument(
        "--pace", type=float, default=10.0, help="seconds from one act of a talk to the next, on average"
    )
    asked.add_argument("--hold", action="store_true", help="fail when the bar is not reached")
    wished = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = str(Path(folder) / "house")
        told, port = people_in(house, wished.talks), free_port()
        server = started("-m", "goldseam.site.cli", "serve", "--data", house, "--port", str(port), port=port)
        try:
            with floor(Path(folder) / "floor") as plain:
                taken = asyncio.run(measure(server, plain, told, wished))
                fine = tell(taken, plain, wished.talks)
        finally:
            server.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.process.wait(20)
    sys.exit(0 if fine or not wished.hold else 1)


if __name__ == "__main__":
    main()

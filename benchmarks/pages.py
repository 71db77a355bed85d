"""What our pages cost, against a floor page: three questions, eighteen rows, two kilobytes (`benchmarks/floor`).

Both are served, each by a process of its own, and asked in turns by four readers in one run. Seconds differ from
machine to machine and from minute to minute; ratios hold. CPU is what the server's process used; p50 is what a reader
waited, and moves with the neighbours. Medians of the rounds, with the lowest and the highest.
"""

from __future__ import annotations

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.command_line import Serving, free_port, serving, surroundings  # noqa: E402

ROUNDS, REQUESTS, AT_ONCE, WARM = 5, 80, 4, 16
FLOOR = "floor page"
BAR = {
    "Today, private half open": 3.0,
    "Today, closed": 3.0,
    "Us": 5.0,
    "Me": 5.0,
    "Map": 4.0,
    "Insights, first look": 25.0,
    "Insights, again": 5.0,
    "Insights of both, first": 25.0,
    "Insights of both, again": 5.0,
}
PLAIN = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MAKE = """
import sys
from goldseam.site import start_up
place = start_up.enter(sys.argv[1])
start_up.migrate(place, tell=False)
from goldseam.vault import standing
standing.lay_ground(standing.KEEPER)
from goldseam.site import demo
from benchmarks.pages import answer_everything, signed_in
ana, ben = demo.fill()
answer_everything(ana, ben)
print(signed_in(ana.name, ana.passphrase))
print(signed_in(ana.name, ana.passphrase, private=False))
"""
MAKE_HALF_A_YEAR = """
import sys
from goldseam.site import start_up
place = start_up.enter(sys.argv[1])
start_up.migrate(place, tell=False)
from goldseam.vault import standing
standing.lay_ground(standing.KEEPER)
from benchmarks import half_a_year
from benchmarks.pages import signed_in
ana = half_a_year.fill()
for _ in range(2):
    print(signed_in(ana.name, ana.passphrase))
"""


@dataclass
class Asked:
    """One page, who serves it, and what each round of it took."""

    name: str
    port: int
    process: int
    address: str
    cookies: str = ""
    cpu: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def one_reader(self, count: int) -> list[float]:
        line, took = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60), []
        for _ in range(count):
            begun = time.perf_counter()
            line.request("GET", self.address, headers={"Cookie": self.cookies})
            answer = line.getresponse()
            answer.read()
            took.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                raise SystemExit(f"{self.name} answered {answer.status}: a wrong page must not count as a fast one.")
        line.close()
        return took

    def ask(self, count: int) -> None:
        before = processor(self.process)
        with ThreadPoolExecutor(AT_ONCE) as readers:
            waited = [one for took in readers.map(self.one_reader, [count // AT_ONCE] * AT_ONCE) for one in took]
        self.cpu.append((processor(self.process) - before) / count * 1000)
        self.waited.append(statistics.median(waited))


def processor(process: int) -> float:
    """Seconds that a process has worked, all its threads together."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def signed_in(name: str, passphrase: str, *, private: bool = True) -> str:
    """The cookies of a browser in which this person has just signed in, for an hour of private pages or for none."""
    from django.conf import settings
    from django.test import RequestFactory

    from goldseam.people import access, signing_in
    from goldseam.people.sessions import SessionStore
    from goldseam.vault import holders, sessions
    from goldseam.vault.models import Session

    person = access.person_named(name)
    assert person is not None
    request: Any = RequestFactory().get("/")
    request.session = SessionStore()
    keyring = holders.open_by_pass_key(person.holder, holders.pass_key_of(person.holder, passphrase))
    me = signing_in.begin(request, person, keyring, stay=False)
    request.session.save()
    value = request.gs_new_cookie[0]
    if private:
        Session.objects.filter(pk=me.keyring.require_session()).update(back_seconds=sessions.BACK_SECONDS_MOST)
        sessions.stay_open(me.keyring, value)
    else:
        sessions.close_back(me.keyring)
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}; {settings.KEY_COOKIE_NAME}={value}"


def answer_everything(*accounts: Any) -> None:
    """A map to which both answered every item, in the place of the one that the demo has."""
    from goldseam.people import access
    from goldseam.people.me import Me
    from goldseam.understanding.intake import actions as intake
    from goldseam.understanding.intake.asked import SITTINGS, of_sitting
    from goldseam.understanding.intake.rules import Answers
    from goldseam.understanding.map import access as maps
    from goldseam.understanding.map import actions, rules
    from goldseam.vault import holders

    def anew(account: Any) -> Me:
        person = access.person_named(account.name)
        assert person is not None
        return Me(
            person, holders.open_by_pass_key(person.holder, holders.pass_key_of(person.holder, account.passphrase))
        )

    for account in accounts:
        for sitting in SITTINGS:
            intake.keep(anew(account), sitting, Answers({item.id: 70 for item in of_sitting(sitting)}), again=True)
        me = anew(account)
        side = maps.own_side(me)
        shown = rules.parts_of(side)
        actions.give(me, shown, rules.mark_of(rules.given(side, shown)), len(maps.summaries(me)) + 1)
    actions.look(anew(accounts[0]))


@contextmanager
def floor(folder: Path) -> Iterator[Asked]:
    folder.mkdir()
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.floor.serving", str(port), str(folder)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        asked = Asked(FLOOR, port, process.pid, "/page/77/")
        try:
            wait_for(asked)
            yield asked
        finally:
            process.terminate()


def wait_for(asked: Asked) -> None:
    for _ in range(300):
        try:
            asked.one_reader(1)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{asked.name} did not start.")


def made(place: Path, how: str) -> list[str]:
    """A filled house, and the cookies of two sign-ins."""
    command = [sys.executable, "-c", how, str(place)]
    told = subprocess.run(command, cwd=ROOT, env=surroundings(place), capture_output=True, text=True, check=True)
    return told.stdout.splitlines()[-2:]


def main() -> None:
    with tempfile.TemporaryDirectory() as passing:
        place, older = Path(passing) / "ours", Path(passing) / "older"
        private, closed = made(place, MAKE)
        first, again = made(older, MAKE_HALF_A_YEAR)
        forgetting = Path(passing) / "forgetting"
        shutil.copytree(older, forgetting)
        with (
            floor(Path(passing) / "floor") as plain,
            serving(place) as ours,
            serving(older) as keeping,
            serving(forgetting, module="benchmarks.forgetful") as forgetful,
        ):

            def of_ours(name: str, address: str, cookies: str, served: Serving = ours) -> Asked:
                return Asked(name, served.port, served.process.pid, address, cookies)

            pages = [
                plain,
                of_ours("Today, private half open", "/", private),
                of_ours("Today, closed", "/", closed),
                of_ours("Map", "/us/map/", private),
                of_ours("Us", "/us/", private),
                of_ours("Me", "/me/", private),
                of_ours("Help", "/help/", ""),
                of_ours("Insights, first look", "/me/insights/", first, forgetful),
                of_ours("Insights, again", "/me/insights/", again, keeping),
                of_ours("Insights of both, first", "/us/insights/", first, forgetful),
                of_ours("Insights of both, again", "/us/insights/", again, keeping),
            ]
            measure(pages)
    tell(pages)


def measure(pages: list[Asked]) -> None:
    for page in pages:
        page.ask(WARM)
        page.cpu.clear()
        page.waited.clear()
    for turn in range(ROUNDS):
        for page in pages:
            page.ask(REQUESTS)
        print(f"round {turn + 1} of {ROUNDS}", file=sys.stderr, flush=True)


def tell(pages: list[Asked]) -> None:
    plain = pages[0]
    print(f"{'page':<28}{'CPU ms':>8}{'p50 ms':>8}{'CPU ×':>8}{'p50 ×':>8}{'bar':>6}   CPU × from–to")
    for page in pages:
        cpu = ratios(page.cpu, plain.cpu)
        waited = ratios(page.waited, plain.waited)
        bar = f"≤ {BAR[page.name]:.0f}" if page.name in BAR else ""
        print(
            f"{page.name:<28}{statistics.median(page.cpu):>8.2f}{statistics.median(page.waited):>8.1f}"
            f"{statistics.median(cpu):>8.2f}{statistics.median(waited):>8.2f}{bar:>6}   {min(cpu):.2f}–{max(cpu):.2f}"
        )


def ratios(ours: list[float], plain: list[float]) -> list[float]:
    return [one / base for one, base in zip(ours, plain, strict=True)]


if __name__ == "__main__":
    main()

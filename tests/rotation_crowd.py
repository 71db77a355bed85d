"""A crowd of pairs at a running server, while every key is rotated: what fails, what is lost, who is thrown out.

Run as `python tests/rotation_crowd.py FOLDER PEOPLE SECONDS RATE SEED [--planted]`; the last line is JSON. With
GOLDSEAM_DATABASE_URL all lies in that (empty) PostgreSQL. People come through pages, over http; what no page shows yet
(*between*, rounds, a circle's new epoch) is done by this process, which so is a second server on the same data.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx

if TYPE_CHECKING:
    from goldseam.people.me import Me
    from goldseam.vault.keyring import Keyring
    from goldseam.vault.models import Circle

SETTLED_AFTER = 5  # seconds here, an hour in life: longer than any request of this run
BACK = re.compile(r'action="(/me/shown/[0-9a-f-]{36}/back/)"')
CHECK_IN = re.compile(r"/me/check-in/([0-9a-f-]{36})/")
TASTES = ["bread", "chess", "kites", "rowing", "tea"]


@dataclass(eq=False)
class Somebody:
    """One person of the crowd: their browser, what only they know, and what they ought to find."""

    name: str
    number: int
    passphrase: str
    pin: str
    holder: UUID
    person: UUID
    browser: httpx.Client
    lock: threading.RLock = field(default_factory=threading.RLock)
    has_new_passphrase: bool = False
    wrote: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    tastes: list[str] = field(default_factory=list)
    answered: dict[UUID, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Everybody comes from an address of their own: limits count by it."""
        return f"10.1.{self.number // 200}.{self.number % 200 + 1}"


@dataclass(eq=False)
class Two:
    """A pair, and the rounds that it answers."""

    people: tuple[Somebody, Somebody]
    circle: UUID
    rounds: list[UUID] = field(default_factory=list)

    @contextmanager
    def both(self) -> Iterator[None]:
        with self.people[0].lock, self.people[1].lock:
            yield


class Wrong(Exception):
    """Not what it should have been. The message says what, and holds no words of anybody's."""


@dataclass
class Told:
    """What happened, counted."""

    requests: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    rotations: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    slowest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


told = Told()


# -- a crowd ---------------------------------------------------------------------------------------------------------


def gather(people: int, url: str) -> list[Two]:
    """Pairs in the database, each person signed in with a browser of their own."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(partial(make_two, url), range(people // 2)))


def make_two(url: str, number: int) -> Two:
    from django.db import connection

    from conftest import arrive, bring_together
    from goldseam.people import access

    ana, ben = arrive(f"ana{number}"), arrive(f"ben{number}")
    bring_together(ana, ben)
    together = access.togetherness_of(ana.anew())
    assert together is not None
    two = Two((somebody(ana, 2 * number, url), somebody(ben, 2 * number + 1, url)), together.circle.pk)
    connection.close()
    return two


def somebody(who: Any, number: int, url: str) -> Somebody:
    from conftest import PIN

    browser = httpx.Client(base_url=url, timeout=60, trust_env=False)
    for name, value in cookies_of(who).items():
        browser.cookies.set(name, value, domain="localhost.local", path="/")
    person = who.me.person
    made = Somebody(person.username, number, who.passphrase, PIN, who.keyring.holder_id, person.pk, browser)
    browser.headers["X-Forwarded-For"] = made.address
    return made


def cookies_of(who: Any) -> dict[str, str]:
    from django.test import Client

    from conftest import cookies_into

    jar = cookies_into(Client(), who).cookies
    return {name: morsel.value for name, morsel in jar.items()}


# -- pages -----------------------------------------------------------------------------------------------------------


def get(who: Somebody, address: str) -> httpx.Response:
    return look(who, address, lambda: who.browser.get(address))


def post(who: Somebody, address: str, fields: dict[str, Any], *, may: str = "") -> httpx.Response:
    """With the token that the browser has; `may` is where else than to a page the answer may lead."""
    from django.conf import settings

    if settings.CSRF_COOKIE_NAME not in who.browser.cookies:
        get(who, "/us/pause/")
    token = cookie(who, settings.CSRF_COOKIE_NAME)
    return look(who, address, lambda: who.browser.post(address, data={"csrfmiddlewaretoken": token, **fields}), may)


def cookie(who: Somebody, name: str) -> str:
    return next(found.value or "" for found in who.browser.cookies.jar if found.name == name)


def look(who: Somebody, address: str, ask: Callable[[], httpx.Response], may: str = "") -> httpx.Response:
    began = time.monotonic()
    answer = ask()
    with told.lock:
        told.requests += 1
        told.slowest = max(told.slowest, time.monotonic() - began)
    place = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", address)
    onward = answer.headers.get("Location", "")
    if answer.status_code not in (200, 302) or (onward.startswith("/enter/") and may != "/enter/"):
        raise Wrong(f"{place}: {answer.status_code} {onward[:40]}")
    return answer


def open_private(who: Somebody, address: str) -> httpx.Response:
    """A page behind the PIN, and the PIN when it is asked."""
    answer = get(who, address)
    if answer.status_code == 302 and answer.headers["Location"].startswith("/pin/"):
        enter_pin(who)
        answer = get(who, address)
    if answer.status_code != 200:
        raise Wrong(f"behind the PIN: {answer.status_code}")
    return answer


def enter_pin(who: Somebody) -> None:
    answer = post(who, "/pin/", {"pin": who.pin})
    if answer.status_code != 302:
        with_passphrase = post(who, "/pin/?passphrase", {"passphrase": who.passphrase})
        if with_passphrase.status_code != 302:
            raise Wrong("neither PIN nor passphrase opened")


def today(who: Somebody) -> None:
    with who.lock:
        if 'href="/enter/"' in get(who, "/").text:
            raise Wrong("Today showed the way in to somebody who is signed in")


def us(who: Somebody) -> None:
    with who.lock:
        if get(who, "/us/").status_code != 200:
            raise Wrong("Us led away")


def keep(who: Somebody) -> None:
    line = f"line {random.randrange(10**12)} of {who.name}"
    with who.lock:
        get(who, "/me/check-in/")
        answer = post(who, "/me/check-in/", {"closeness": str(random.randrange(1, 100)), "line": line})
        found = CHECK_IN.search(answer.headers.get("Location", "") or answer.text)
        if found is None:
            raise Wrong("a check-in that was kept has no page")
        who.wrote[found[1]] = line


def read(who: Somebody) -> None:
    with who.lock:
        if not who.wrote:
            return keep(who)
        row, line = random.choice(list(who.wrote.items()))
        if line not in open_private(who, f"/me/check-in/{row}/").text:
            raise Wrong("a check-in without its words")
    return None


def change(who: Somebody) -> None:
    with who.lock:
        if not who.wrote:
            return keep(who)
        row = random.choice(list(who.wrote))
        line = f"changed {random.randrange(10**12)} by {who.name}"
        open_private(who, f"/me/check-in/{row}/change/")
        post(who, f"/me/check-in/{row}/change/", {"closeness": "50", "line": line})
        who.wrote[row] = line
    return None


def show(who: Somebody) -> None:
    with who.lock:
        if not who.wrote:
            return keep(who)
        row = random.choice(list(who.wrote))
        open_private(who, f"/me/check-in/{row}/")
        answer = post(who, f"/me/check-in/{row}/show/", {"parts": "line", "sure": "1"})
        if answer.status_code != 302:
            raise Wrong("showing led nowhere")
        who.shown[row] = who.wrote[row]
    return None


def take_back(who: Somebody) -> None:
    with who.lock:
        if not who.shown:
            return show(who)
        row = random.choice(list(who.shown))
        found = BACK.search(open_private(who, f"/me/check-in/{row}/").text)
        if found is None:
            raise Wrong("what was shown can't be taken back")
        post(who, found[1], {"check_in": row})
        del who.shown[row]
    return None


def close(who: Somebody) -> None:
    with who.lock:
        post(who, "/pin/close/", {})


# -- what no page shows yet ------------------------------------------------------------------------------------------


def keyring_of(who: Somebody) -> Keyring:
    """What this person's cookies open at this moment."""
    from django.conf import settings

    from goldseam.people.sessions import SessionStore
    from goldseam.people.signing_in import SESSION_KEY
    from goldseam.vault import sessions

    stored = SessionStore(cookie(who, settings.SESSION_COOKIE_NAME))
    return sessions.keyring_of(UUID(hex=stored[SESSION_KEY]), cookie(who, settings.KEY_COOKIE_NAME))


def circle_of(two: Two) -> Circle:
    from goldseam.vault.models import Circle

    return Circle.objects.get(pk=two.circle)


def compare(two: Two) -> None:
    from goldseam.vault import between
    from goldseam.vault.between import Purpose

    with two.both():
        giver, other = random.sample(two.people, 2)
        giver.tastes = sorted(random.sample(TASTES, 3))
        between.give(keyring_of(giver), circle_of(two), Purpose.MATCH_INTERESTS, list(giver.tastes))
        require_agreement(two, keyring_of(other))


def require_agreement(two: Two, keyring: Keyring) -> None:
    from goldseam.vault import between
    from goldseam.vault.between import Purpose

    found = between.compare(keyring, circle_of(two), Purpose.MATCH_INTERESTS)
    one, other = (who.tastes for who in two.people)
    expected = in_both(one, other) if one and other else None
    if found != expected:
        raise Wrong("a comparison of other inputs than were given")


def both_tastes(inputs: Any, known: Any) -> Any:
    return in_both(*inputs.values())


def in_both(one: list[str], other: list[str]) -> str:
    """As text: a list of all that both gave could be what one of them gave, and an engine may return no input."""
    return ", ".join(sorted(set(one) & set(other)))


def answer_round(two: Two) -> None:
    from goldseam.vault import rounds, seam

    with two.both():
        who = random.choice(two.people)
        waiting = [known for known in two.rounds if known not in who.answered]
        if not waiting:
            waiting = [seam.uuid()]
            two.rounds += waiting
        words = f"answer {random.randrange(10**12)} of {who.name}"
        rounds.commit(keyring_of(who), circle_of(two), waiting[0], "map/1", {"we": words})
        who.answered[waiting[0]] = words


# -- rotations -------------------------------------------------------------------------------------------------------


def rotate_by_command(data: Path) -> None:
    """As whoever runs the server does it."""
    done = subprocess.run(
        [sys.executable, "-m", "goldseam.site.cli", "rotate-keys", "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise Wrong(f"rotate-keys: {done.stderr[-300:]}")


def rotate_here() -> None:
    from goldseam.site import rotating

    list(rotating.rotate(None))


def forget_old() -> None:
    from goldseam.site import rotating

    list(rotating.forget(None))


def new_epoch(two: Two) -> None:
    """Beside whatever the other one is doing."""
    from django.db import transaction

    from goldseam.vault import circles

    who = random.choice(two.people)
    with who.lock:
        keyring = keyring_of(who)
        with transaction.atomic():
            circle = circles.locked(two.circle)
            circles.keys(keyring, circle)
            circle.refresh_from_db()
            circles.new_epoch(keyring, circle, circles.members(keyring, circle))


def new_keys(who: Somebody) -> None:
    """“Somebody may have got in”."""
    with who.lock:
        new = f"{random.randrange(10**9)} grey stones lie under water"
        sent = {"passphrase": who.passphrase, "new_passphrase": new}
        if 'name="check"' not in post(who, "/account/someone/", sent).text:
            raise Wrong("new keys: no new sheet")
        who.passphrase, who.has_new_passphrase = new, True


def new_passphrase(who: Somebody) -> None:
    with who.lock:
        open_private(who, "/account/passphrase/")
        new = f"{random.randrange(10**9)} herons stand in the bay"
        sent = {"passphrase": who.passphrase, "new_passphrase": new}
        if 'name="check"' not in post(who, "/account/passphrase/", sent).text:
            raise Wrong("a new passphrase: no new sheet")
        who.passphrase, who.has_new_passphrase = new, True


def new_pin(who: Somebody) -> None:
    with who.lock:
        pin = f"{random.randrange(100_000, 1_000_000)}"
        answer = post(who, "/pin/change/", {"passphrase": who.passphrase, "pin": pin, "seconds": "120"})
        if answer.status_code != 302:
            if "pin" in answer.text and "guess" in answer.text:
                return  # one that is guessed too easily; the old one stays
            raise Wrong("a new PIN: refused")
        who.pin = pin


def sign_in_anew(who: Somebody) -> None:
    with who.lock:
        post(who, "/enter/out/", {})
        get(who, "/enter/")
        answer = post(who, "/enter/", {"name": who.name, "passphrase": who.passphrase}, may="/enter/")
        if answer.status_code != 302 or answer.headers["Location"].startswith("/enter/"):
            raise Wrong("signing in led nowhere")


# -- the run ---------------------------------------------------------------------------------------------------------

ACTS: list[tuple[Callable[[Any], None], str, int]] = [
    (today, "one", 24),
    (us, "one", 14),
    (keep, "one", 14),
    (read, "one", 14),
    (change, "one", 6),
    (show, "one", 9),
    (take_back, "one", 4),
    (close, "one", 3),
    (compare, "two", 7),
    (answer_round, "two", 5),
]


def attempt(name: str, counted: Counter[str], deed: Callable[[], None]) -> None:
    from goldseam.vault.errors import VaultError

    try:
        deed()
    except (Wrong, httpx.HTTPError, VaultError) as error:
        wrong = f"{name}: {type(error).__name__} {error}"
    except Exception as error:  # whatever else it is, it is an error of the run and no end of it
        wrong = f"{name}: {error!r}"
    else:
        with told.lock:
            counted[name] += 1
        return
    with told.lock:
        told.errors.append(f"{time.strftime('%H:%M:%S')} {wrong}"[:400])


def live(pairs: list[Two], seconds: float, rate: float, dice: random.Random) -> float:
    """Acts at a steady rate; returns for how many seconds they really took."""
    began, acts = time.monotonic(), int(seconds * rate)
    kinds, weights = list(ACTS), [weight for *_, weight in ACTS]

    def one(at: int) -> None:
        (act, whose, _), two = dice.choices(kinds, weights)[0], dice.choice(pairs)
        time.sleep(max(0.0, began + at / rate - time.monotonic()))
        attempt(act.__name__, told.acts, partial(act, two if whose == "two" else dice.choice(two.people)))

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(one, range(acts)))
    return time.monotonic() - began


def rotate_carelessly() -> None:
    """The planted fault: new keys in the place of the old ones instead of on top of them."""
    from django.conf import settings

    from goldseam.vault import primitives, server_key_file

    server_key_file.put(Path(settings.SERVER_KEY_FILE), primitives.new_key())
    server_key_file.put(Path(settings.SECRET_KEY_FILE), primitives.new_key().hex().encode())


def rotate(pairs: list[Two], seconds: float, data: Path, dice: random.Random, *, planted: bool) -> None:
    """Every kind of key, spread over the whole time."""
    careful = rotate_carelessly if planted else rotate_here
    people = [who for two in pairs for who in two.people]
    some = max(2, len(people) // 10)
    times = max(3, int(seconds / 8))
    deeds: list[tuple[str, Callable[[], None]]] = [
        *[("server and signing key", careful)] * (times - 1),
        *[("forgetting old keys", forget_old)] * times,
        *[("epoch", partial(new_epoch, two)) for two in pairs],
        *[("person's keys", partial(new_keys, who)) for who in dice.sample(people, some)],
        *[("passphrase", partial(new_passphrase, who)) for who in dice.sample(people, some)],
        *[("PIN", partial(new_pin, who)) for who in dice.sample(people, some)],
        *[("sign-in", partial(sign_in_anew, who)) for who in dice.sample(people, some)],
    ]
    dice.shuffle(deeds)
    deeds.insert(0, ("server and signing key", partial(rotate_by_command, data)))
    began = time.monotonic()

    def one(at: int) -> None:
        time.sleep(max(0.0, began + at * seconds / len(deeds) - time.monotonic()))
        attempt(deeds[at][0], told.rotations, deeds[at][1])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(one, range(len(deeds))))


# -- afterwards ------------------------------------------------------------------------------------------------------


def look_through(pairs: list[Two]) -> None:
    """Everybody finds what they wrote, and what they were shown; the record holds; old keys can go."""
    from django.db import connection

    from goldseam.site import rotating
    from goldseam.vault import server_key, standing, verify

    with ThreadPoolExecutor(2) as pool:
        answered = [two for two in pairs if two.rounds]  # a second visit brings together what the first has left
        list(pool.map(lambda who: attempt("a last PIN", Counter(), partial(visit, who)), everybody(answered)))
        list(pool.map(lambda who: attempt("a last look", Counter(), partial(find_everything, who)), everybody(pairs)))
        list(pool.map(lambda two: attempt("what both gave", Counter(), partial(find_shared, two)), pairs))
    with standing.keeper():
        told.errors += verify.everything().faults
    if told.errors:
        return
    time.sleep(SETTLED_AFTER + 1)
    list(rotating.forget(None))
    if len(server_key.names()) != 1:
        told.errors.append(f"{len(server_key.names()) - 1} old server keys are still needed")
    connection.close()
    for two in pairs:
        attempt("after the old keys went", Counter(), lambda two=two: require_agreement(two, keyring_of(two.people[0])))  # type: ignore[misc]


def everybody(pairs: list[Two]) -> list[Somebody]:
    return [who for two in pairs for who in two.people]


def visit(who: Somebody) -> None:
    close(who)
    enter_pin(who)


def find_everything(who: Somebody) -> None:
    """All of it, with the PIN and the passphrase that they have now."""
    from goldseam.growth import access
    from goldseam.vault import checkup, holders, sessions
    from goldseam.vault.models import Holder

    holder = Holder.objects.get(pk=who.holder)
    visit(who)  # their PIN just now: the private half closes by itself
    if who.has_new_passphrase:
        holders.open_by_pass_key(holder, holders.pass_key_of(holder, who.passphrase))
    me = me_of(who)
    kept = {str(row.id): row.answers.line for row in access.own_of(me).check_ins}
    if kept != who.wrote:
        lost = set(who.wrote) - set(kept)
        raise Wrong(f"{len(lost)} lost, {len(set(kept) - set(who.wrote))} too many, others with other words")
    if sessions.pin_rule(me.keyring).pin != who.pin:
        raise Wrong("another PIN")
    if faults := checkup.checkup(me.keyring).faults:
        raise Wrong(f"the checkup found {faults}")


def me_of(who: Somebody) -> Me:
    from goldseam.people.me import Me
    from goldseam.people.models import Person

    keyring = keyring_of(who)
    return Me(Person.objects.select_related("holder").get(pk=who.person), keyring)


def find_shared(two: Two) -> None:
    from goldseam.growth import access
    from goldseam.vault import rounds

    for who, other in (two.people, two.people[::-1]):
        seen = sorted(found.answers.line for found in access.shown_to(me_of(who)).slices if not found.by_me)
        if seen != sorted(other.shown.values()):
            raise Wrong(f"{len(other.shown)} were shown, and {len(seen)} are seen")
        for round_id in two.rounds:
            found = rounds.result(keyring_of(who), circle_of(two), round_id)
            answered = {person.holder: person.answered.get(round_id) for person in two.people}
            seen_now = {person: told.answers["we"] for person, told in (found or {}).items()}
            if seen_now != (answered if all(answered.values()) else {}):
                raise Wrong("a round with other answers")
        require_agreement(two, keyring_of(who))


@contextmanager
def a_server(data: Path, port: int) -> Iterator[None]:
    """What it says is kept: a quiet run is silent."""
    from tests.command_line import COMMAND, ROOT, Serving, surroundings

    kept = {"GOLDSEAM_DATABASE_URL": os.environ["GOLDSEAM_DATABASE_URL"]} if is_postgres() else {}
    with open(data / "said", "w+") as said:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--data", str(data), "--port", str(port)],
            cwd=ROOT,
            env=surroundings(**kept),
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        try:
            Serving(process, port).wait_until_ready()
            yield
        finally:
            process.terminate()
            process.wait(30)
            said.seek(0)
            told.errors += [f"the server said: {line.strip()}" for line in said if line.strip()][:40]


def is_postgres() -> bool:
    return bool(os.environ.get("GOLDSEAM_DATABASE_URL"))


def main(folder: str, people: int, seconds: float, rate: float, seed: int, *, planted: bool = False) -> None:
    from tests.command_line import free_port

    data, port = Path(folder), free_port()
    from goldseam.site import start_up

    place = start_up.enter(folder, url=f"http://localhost:{port}")
    start_up.migrate(place, tell=False)
    from goldseam.vault import between, server_values
    from goldseam.vault.between import Purpose

    between.register(Purpose.MATCH_INTERESTS, both_tastes)
    server_values.SETTLES = timedelta(seconds=SETTLED_AFTER)
    dice = random.Random(seed)
    pairs = gather(people, f"http://localhost:{port}")
    print(f"{people} people are here", flush=True)
    with a_server(data, port):
        rotating = threading.Thread(target=partial(rotate, pairs, seconds, data, dice, planted=planted))
        rotating.start()
        took = live(pairs, seconds, rate, dice)
        rotating.join()
        look_through(pairs)
    print(
        json.dumps(
            {
                "database": "PostgreSQL" if is_postgres() else "SQLite",
                "people": people,
                "seconds": round(took),
                "requests": told.requests,
                "acts": dict(told.acts),
                "rotations": dict(told.rotations),
                "slowest": round(told.slowest, 2),
                "errors": len(told.errors),
                "first errors": told.errors[:12],
            }
        )
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(
        sys.argv[1],
        int(sys.argv[2]),
        float(sys.argv[3]),
        float(sys.argv[4]),
        int(sys.argv[5]),
        planted="--planted" in sys.argv,
    )

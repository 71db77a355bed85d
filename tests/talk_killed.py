"""Kills the server at every step of a whole talk, and looks whether both then have each act once.

Run as `python tests/talk_killed.py FOLDER TALKS SEED [--early|--twice]`; the last line is JSON: kills, acknowledged,
lost, doubled. The two flags plant a fault: an answer before the act is written, and an act that takes a new id.

The server is the one that `goldseam serve` runs, behind a door that stays open while it is away; one process imports
all and forks a server a life, so that a life takes tenths of a second. After each kill the browser sends its form
again, as somebody does who got no answer, and now and then also somebody who got one.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

if TYPE_CHECKING:
    from goldseam.people.me import Me

LONGEST_REST = 0.06  # seconds after the form was sent; an act takes about twenty thousandths
PATIENCE = 20.0
GONE = 0.2  # what it answered has come by then; a form that it had not taken in yet waits for the next life
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')

TALK: list[tuple[str, str, dict[str, str]]] = [
    ("ana", "ask", {"way": "two", "minutes": "30", "first": "me", "topic": "The evenings"}),
    ("ben", "ready", {}),
    ("ana", "calm", {"go": "on"}),
    ("ben", "calm", {"go": "on"}),
    ("ana", "say", {"name": "late", "when": "you came late", "feel": "alone"}),
    ("ben", "back", {"name": "first", "about": "late", "words": "You were alone."}),
    ("ana", "hearing", {"about": "first", "choice": "nearly", "missing": "And I was worried."}),
    ("ben", "back", {"name": "second", "about": "late", "words": "You were alone and worried."}),
    ("ana", "hearing", {"about": "second", "choice": "heard"}),
    ("ben", "sense", {"about": "late", "sense": "I had not called."}),
    ("ana", "repair", {"choice": "too-fast"}),
    ("ana", "pass", {"stretch": "0"}),
    ("ben", "say", {"name": "tired", "free": "I was tired."}),
    ("ben", "pause", {"until": "20"}),
    ("ana", "go-on", {}),
    ("ben", "go-on", {}),
    ("ana", "back", {"name": "third", "about": "tired", "words": "You were tired."}),
    ("ana", "take", {"stretch": "1"}),
    ("ben", "hearing", {"about": "third", "choice": "nearly", "missing": "Very tired."}),
    ("ana", "close", {}),
    ("ana", "talk-on", {}),
    ("ben", "talk-on", {}),
    ("ben", "close", {}),
    ("ana", "request", {"name": "supper", "words": "Supper together on Friday."}),
    ("ben", "request", {"name": "call", "words": "A walk on Sunday."}),
    ("ben", "answer", {"name": "offer", "about": "supper", "choice": "other", "words": "On Saturday?"}),
    ("ana", "reply", {"about": "offer", "choice": "yes"}),
    ("ana", "answer", {"about": "call", "choice": "yes"}),
    ("ben", "thanks", {"words": "That you stayed."}),
    ("ana", "done", {"choice": "keep"}),
    ("ben", "done", {"choice": "keep"}),
]
ON_NO_LIST = {"calm"}
"""A mark of one's own: no act, and kept when it is there."""


def main(folder: str, talks: int, seed: int, planted: str) -> None:
    house = House(folder, planted)
    total = {"kills": 0, "acknowledged": 0, "lost": 0, "doubled": 0}
    for number in range(talks):
        told = Telling(house, random.Random(f"{seed}/{number}")).tell()
        total = {name: count + told[name] for name, count in total.items()}
    print(json.dumps({**total, "steps": len(TALK), "seed": seed}))


# -- the house --------------------------------------------------------------------------------------------------------


class House:
    """A folder with Ana and Ben in it, a door, and a server behind it that is started and killed."""

    def __init__(self, folder: str, planted: str) -> None:
        from goldseam.site import start_up

        place = start_up.enter(folder, url="http://localhost:8000")
        start_up.migrate(place, tell=False)
        start_up.gather_static(place)
        self.planted, self.later, self.server = planted, timedelta(), 0
        self.door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.people = _arrive()
        self.browsers = {name: Browser(self.door.getsockname()[1], _signed_in(me)) for name, me in self.people.items()}
        _bring_in_all()

    def opens(self) -> None:
        from django.db import connections

        connections.close_all()
        self.server = os.fork()
        if self.server == 0:
            try:
                self._serve()
            finally:
                os._exit(0)

    def is_killed(self) -> None:
        os.kill(self.server, signal.SIGKILL)
        os.waitpid(self.server, 0)

    def _serve(self) -> None:
        import uvicorn

        from goldseam.site import asgi, serving
        from goldseam.vault import seam

        sound = seam.now
        seam.now = lambda: sound() + self.later  # after a break, the clocks of house and people have gone on
        _PLANTED.get(self.planted, lambda: None)()
        uvicorn.Server(serving.config(asgi.application)).run(sockets=[self.door])

    def fresh(self, name: str) -> Me:
        return _anew(self.people[name])


def _arrive() -> dict[str, Me]:
    from goldseam.people import actions
    from goldseam.people.rules import RULE_VERSION
    from goldseam.vault import invites

    ana, ben = (actions.sign_up(name, f"{name} walks by the slow river")[0] for name in ("ana", "ben"))
    words = invites.keys_of(" ".join(actions.invite(_anew(ana), own_name="Ana")))
    actions.join(_anew(ben), words, own_name="Ben", agreed_to=RULE_VERSION)
    actions.let_in(_anew(ana))
    return {"ana": ana, "ben": ben}


def _anew(me: Me) -> Me:
    """As at the beginning of a request: nothing is remembered, and the second wall lets this person through."""
    from goldseam.vault import standing

    me.keyring.opened_circles.clear()
    me.keyring.memo.clear()
    standing.stand_for(me.keyring.holder_id)
    return me


def _signed_in(me: Me) -> str:
    from django.conf import settings
    from django.test import RequestFactory

    from goldseam.people import signing_in
    from goldseam.people.sessions import SessionStore

    _anew(me)
    request: Any = RequestFactory().get("/")
    request.session = SessionStore()
    signing_in.begin(request, me.person, me.keyring, stay=False)
    request.session.save()
    session = f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
    return f"{session}; {settings.KEY_COOKIE_NAME}={request.gs_new_cookie[0]}"


def _bring_in_all() -> None:
    """What each life would else read from files by itself."""
    from goldseam.site import asgi, warming

    assert asgi.application
    warming.prepare()

    async def is_warm(ask: object) -> None:
        """Nothing is left to do."""

    warming.warm_up = is_warm


def _answers_early() -> None:
    import threading

    from goldseam.dialogue import actions

    really = actions.do
    actions.do = lambda *told, **more: threading.Timer(0.2, really, told, more).start()  # type: ignore[assignment]


def _takes_a_new_id() -> None:
    from dataclasses import replace

    from goldseam.dialogue import actions
    from goldseam.vault import seam

    really = actions.do
    actions.do = lambda me, talk, wish, **more: really(me, talk, replace(wish, id=seam.uuid()), **more)


_PLANTED = {"--early": _answers_early, "--twice": _takes_a_new_id}


# -- browsers ---------------------------------------------------------------------------------------------------------


@dataclass
class Browser:
    port: int
    cookies: str
    token: str = ""

    def asks(self, method: str, path: str, fields: dict[str, str] | None = None) -> socket.socket:
        """Sends, and leaves the answer to be read."""
        body = urlencode(fields or {}).encode()
        kind = "content-type: application/x-www-form-urlencoded\r\n" if fields else ""
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: localhost:8000\r\ncookie: {self.cookies}\r\n{kind}"
            f"origin: http://localhost:8000\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        line = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        line.sendall(head.encode() + body)
        return line

    def sends(self, path: str, fields: dict[str, str]) -> socket.socket:
        return self.asks("POST", path, {"csrfmiddlewaretoken": self.token, **fields})

    def looks(self, path: str) -> bytes:
        page = answer_on(self.asks("GET", path))
        assert page.startswith(b"HTTP/1.1 200"), page[:300]
        if not self.token and (found := TOKEN.search(page)):
            self.token = found[1].decode()
            self.cookies += "".join(f"; {each.decode()}" for each in re.findall(rb"set-cookie: ([^;]+)", page))
        return page


def answer_on(line: socket.socket) -> bytes:
    """What came before the line ended, or broke."""
    told = b""
    try:
        while piece := line.recv(65536):
            told += piece
    except OSError:
        pass
    line.close()
    return told


def is_done(answer: bytes) -> bool:
    """Was the browser told that it was done?"""
    head = answer.partition(b"\r\n\r\n")[0] if b"\r\n\r\n" in answer else b""
    status = head[9:12]
    if status and status != b"302":
        raise SystemExit(f"An act was refused: {head[:300]!r} {answer[-2000:]!r}")
    return status == b"302"


# -- one talk ---------------------------------------------------------------------------------------------------------


@dataclass
class Telling:
    """One talk, told step by step with a kill in each."""

    house: House
    chance: random.Random
    talk: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    expected: list[UUID] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=lambda: {"kills": 0, "acknowledged": 0, "lost": 0, "doubled": 0})

    def tell(self) -> dict[str, int]:
        self.talk = str(UUID(int=self.chance.getrandbits(128), version=4))
        for number, (who, deed, fields) in enumerate(TALK):
            self._step(who, deed, fields, is_last=number == len(TALK) - 1)
            if self._has_found_something:
                break
        return self.told

    @property
    def _has_found_something(self) -> bool:
        return self.told["lost"] + self.told["doubled"] > 0

    def _step(self, who: str, deed: str, fields: dict[str, str], *, is_last: bool) -> None:
        path, sent = self._form(deed, fields)
        if deed == "go-on" and not self.house.later:
            self.house.later = timedelta(minutes=21)
        acknowledged = self._sent_and_killed(who, path, sent)
        self.told["acknowledged"] += acknowledged
        if not is_last:
            self._count(deed, sent, must_be_there=acknowledged)
        if self._has_found_something:
            return
        if not acknowledged or self.chance.random() < 0.3:
            self._sent_again(who, path, sent)
            if not is_last:
                self._count(deed, sent, must_be_there=True)
        if deed not in ON_NO_LIST and deed != "ask":
            self.expected.append(UUID(sent["act"]))
        if is_last:
            self._count_what_was_kept()

    def _form(self, deed: str, fields: dict[str, str]) -> tuple[str, dict[str, str]]:
        """Where it is sent, and with what: names of earlier acts have become their ids."""
        if deed == "ask":
            return "/talk/new/", {"talk": self.talk, **fields}
        if deed == "calm":
            return f"/talk/{self.talk}/calm/", fields
        act = str(UUID(int=self.chance.getrandbits(128), version=4))
        self.ids[fields.get("name", act)] = act
        sent = {name: value for name, value in fields.items() if name not in ("name", "about")}
        about = {"about": self.ids[fields["about"]]} if "about" in fields else {}
        return f"/talk/{self.talk}/act/", {"act": act, "deed": deed, **sent, **about}

    def _sent_and_killed(self, who: str, path: str, sent: dict[str, str]) -> bool:
        """Was it acknowledged before the server was gone?"""
        browser = self.house.browsers[who]
        self.house.opens()
        browser.looks("/talk/new/")
        line = browser.sends(path, sent)
        if self.chance.random() < 0.35:  # killed right after it has answered
            answer = answer_on(line)
            self.house.is_killed()
        else:
            time.sleep(self.chance.uniform(0, LONGEST_REST))
            self.house.is_killed()
            line.settimeout(GONE)
            answer = answer_on(line)
        self.told["kills"] += 1
        return is_done(answer)

    def _sent_again(self, who: str, path: str, sent: dict[str, str]) -> None:
        self.house.opens()
        assert is_done(answer_on(self.house.browsers[who].sends(path, sent))), path
        for name in ("ana", "ben"):
            self.house.browsers[name].looks(f"/talk/{self.talk}/")
        self.house.is_killed()

    # -- what is there --

    def _count(self, deed: str, sent: dict[str, str], *, must_be_there: bool) -> None:
        """Both must have every act once, in the order in which they were done."""
        if deed == "calm":
            return
        new = [UUID(sent["act"])] if "act" in sent else []
        for name in ("ana", "ben"):
            found = self._acts_of(name)
            if found is None:
                self.told["lost"] += must_be_there or bool(self.expected)
                continue
            wanted = [*self.expected, *(new if must_be_there else [])]
            self.told["lost"] += len(set(wanted) - set(found))
            self.told["doubled"] += len(set(found) - {*self.expected, *new}) + len(found) - len(set(found))
            if [each for each in found if each in set(wanted)] != wanted and set(wanted) <= set(found):
                raise SystemExit("the order of the acts has changed")

    def _acts_of(self, name: str) -> list[UUID] | None:
        from django.http import Http404

        from goldseam.dialogue import access

        try:
            talk = access.talk_for(self.house.fresh(name), UUID(self.talk))
        except Http404:
            return None
        return [act.id for act in talk.acts if act.deed != "ask"]

    def _count_what_was_kept(self) -> None:
        """Both chose to keep the words: each is there once, and the talk is closed."""
        from goldseam.dialogue import access

        told = [words for _, _, fields in TALK for name, words in fields.items() if name in _WORDS]
        for name in ("ana", "ben"):
            talk = access.talk_for(self.house.fresh(name), UUID(self.talk))
            there = [words for act in talk.acts for words in act.words.values()]
            self.told["lost"] += sum(words not in there for words in told) + (talk.closed_at is None)
            self.told["doubled"] += len(there) - len(set(there))


_WORDS = {"topic", "when", "feel", "free", "words", "missing", "sense"}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), "".join(sys.argv[4:]))

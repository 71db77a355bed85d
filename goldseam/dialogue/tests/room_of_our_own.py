"""A room without a house: it plays the server to the room's scripts, and can fall over, refuse and be deaf."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from django.template.loader import render_to_string

import goldseam.dialogue
import goldseam.live
import goldseam.ui

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPTS = {
    path.name: path
    for app, name in ((goldseam.ui, "ui"), (goldseam.live, "live"), (goldseam.dialogue, "dialogue"))
    for path in (Path(str(app.__file__)).parent / "static" / name).glob("*.js")
}
LOADED = ("once.js", "slider.js", "leave-out.js", "ring.js", "drafts.js", "send.js")
HIDE = """(hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
EARLY = 2_500
"""Milliseconds of the pretended clock: past the rest of 1.5 s after which a draft saves itself."""


@dataclass(frozen=True)
class Answer:
    """Status 0: the line breaks."""

    status: int = 200
    body: str = ""
    kind: str = "text/html; charset=utf-8"
    location: str = ""


GONE, FALLS_OVER = Answer(0), Answer(503, "<h1>Later</h1>")
DOOR = Answer(200, "<!doctype html><title>Sign in</title><h1>Sign in</h1>")


@dataclass
class Room:
    """Plays the server: what was done, once for each id, and the page that follows."""

    done: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    drafts: list[dict[str, list[str]]] = field(default_factory=list)
    answers: list[Callable[[str], Answer]] = field(default_factory=list)
    draft_status: int = 204
    keeps_drafts: bool = True
    step: str = "Your turn"
    keeps_its_step: bool = False
    more: str = ""
    next_id: int = 0
    query: str = ""

    def page(self, *, refused: str = "", typed: str = "") -> str:
        self.next_id += 1
        said = "".join(f"<p>{escape(told.get('when', told['deed'])[0])}</p>" for told in self.done.values())
        notice = f'<div class="notice care"><p>{refused}</p></div>' if refused else ""
        return f"""<!doctype html><html lang="en"><title>Talk</title>
            {"".join(f'<script src="/{name}" defer></script>' for name in LOADED)}
            <body><main>{render_to_string("dialogue/_quiet.html")}
            <div data-live-notice hidden><p>There is something new. <a href="/talk/1/">Look</a></p></div>
            <div class="narrow room" data-room="/talk/1/act/">
              <div id="now"><h1>{self.step}</h1></div>{notice}
              <div id="said">{said}</div>
              <div id="step">{self.form("say", typed)}{self.form("back")}{self.repair()}{self.more}</div>
            </div></main>"""

    def form(self, deed: str, typed: str = "") -> str:
        return f"""<form method="post" action="/talk/1/act/" data-draft id="{deed}">
            <input type="hidden" name="act" value="{deed}-{self.next_id}">
            <input type="hidden" name="deed" value="{deed}">
            {self.place(deed)}
            <textarea name="when" aria-label="{deed}">{typed}</textarea>
            <details><summary>Words</summary><label><input type="checkbox" name="feelings" value="sad">sad</label>
            </details><div class="row"><button>Say it: {deed}</button></div></form>"""

    def place(self, deed: str) -> str:
        return f'<input type="hidden" name="draft" value="{deed}-{len(self.done)}">' if self.keeps_drafts else ""

    def repair(self, choice: str = "slowly") -> str:
        return f"""<form method="post" action="/talk/1/act/"><input type="hidden" name="act" value="r-{self.next_id}">
            <input type="hidden" name="deed" value="repair">
            <button name="choice" value="{choice}">{choice.title()}</button></form>"""

    def answer(self, path: str, sent: str) -> Answer:
        if path.endswith(".js"):
            return Answer(200, SCRIPTS[path.removeprefix("/")].read_text(), "text/javascript; charset=utf-8")
        if path.endswith("/draft/"):
            self.drafts.append(parse_qs(sent))
            return Answer(self.draft_status, "" if self.draft_status == 204 else "Too long.", "text/plain")
        if "/act/" in path:
            self.asked.append(sent)
            self.query = path.partition("/act/")[2]
            return self.answers.pop(0)(sent) if self.answers else self.does(sent)
        return Answer(200, self.page()) if path.startswith("/talk/1/") else Answer(404)

    def does(self, sent: str) -> Answer:
        told = parse_qs(sent, keep_blank_values=True)
        self.done.setdefault(told["act"][0], told)
        if not self.keeps_its_step:
            self.step = f"Said {len(self.done)}"
        return Answer(303, location=f"/talk/1/{self.query}")

    def does_and_is_not_heard(self, sent: str) -> Answer:
        """It arrived, and the answer got lost on its way back."""
        self.does(sent)
        return GONE

    def refuses(self, sent: str) -> Answer:
        return Answer(400, self.page(refused="The talk has moved on.", typed=parse_qs(sent)["when"][0]))


def always(answer: Answer) -> Callable[[str], Answer]:
    return lambda _: answer


def is_same(page: Page) -> bool:
    return bool(page.evaluate("window.same === true"))


def typed(page: Page, deed: str = "say") -> str:
    return page.input_value(f"#{deed} textarea")


def says(page: Page, deed: str = "say") -> None:
    page.get_by_role("button", name=f"Say it: {deed}").click()


def until(page: Page, true: Callable[[], object]) -> None:
    """Real time goes on while the page's own clock stands."""
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it didn't come")


@contextmanager
def served(room: Room) -> Iterator[str]:
    """Its address."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            answer = room.answer(self.path, sent)
            if not answer.status:
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body.encode())))
            self.send_header("Cache-Control", "no-store")
            if answer.location:
                self.send_header("Location", answer.location)
            self.end_headers()
            self.wfile.write(answer.body.encode())

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()

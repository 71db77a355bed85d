"""The room's scripts against a room of our own: what is saved, what is sent once, what is never lost."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from django.template.loader import render_to_string

import goldseam.dialogue
import goldseam.live
import goldseam.ui

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

SCRIPTS = {
    path.name: path
    for app, name in ((goldseam.ui, "ui"), (goldseam.live, "live"), (goldseam.dialogue, "dialogue"))
    for path in (Path(str(app.__file__)).parent / "static" / name).glob("*.js")
}
LOADED = ("once.js", "slider.js", "leave-out.js", "drafts.js", "send.js")
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
    step: str = "Your turn"
    more: str = ""
    next_id: int = 0

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
            <input type="hidden" name="draft" value="{deed}-{len(self.done)}">
            <textarea name="when" aria-label="{deed}">{typed}</textarea>
            <details><summary>Words</summary><label><input type="checkbox" name="feelings" value="sad">sad</label>
            </details><div class="row"><button>Say it: {deed}</button></div></form>"""

    def repair(self) -> str:
        return f"""<form method="post" action="/talk/1/act/"><input type="hidden" name="act" value="r-{self.next_id}">
            <input type="hidden" name="deed" value="repair"><button name="choice" value="slow">Slowly</button></form>"""

    def answer(self, path: str, sent: str) -> Answer:
        if path.endswith(".js"):
            return Answer(200, SCRIPTS[path.removeprefix("/")].read_text(), "text/javascript; charset=utf-8")
        if path.endswith("/draft/"):
            self.drafts.append(parse_qs(sent))
            return Answer(self.draft_status, "" if self.draft_status == 204 else "Too long.", "text/plain")
        if path.endswith("/act/"):
            self.asked.append(sent)
            return self.answers.pop(0)(sent) if self.answers else self.does(sent)
        return Answer(200, self.page()) if path == "/talk/1/" else Answer(404)

    def does(self, sent: str) -> Answer:
        told = parse_qs(sent, keep_blank_values=True)
        self.done.setdefault(told["act"][0], told)
        self.step = f"Said {len(self.done)}"
        return Answer(303, location="/talk/1/")

    def does_and_is_not_heard(self, sent: str) -> Answer:
        """It arrived, and the answer got lost on its way back."""
        self.does(sent)
        return GONE

    def refuses(self, sent: str) -> Answer:
        return Answer(400, self.page(refused="The talk has moved on.", typed=parse_qs(sent)["when"][0]))


def always(answer: Answer) -> Callable[[str], Answer]:
    return lambda _: answer


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def house(room: Room) -> Iterator[str]:
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


@pytest.fixture
def context(browser: Browser, house: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=house, viewport={"width": 390, "height": 844})
    made.set_default_timeout(5_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Its clock stands still until it is moved."""
    opened = context.new_page()
    opened.clock.install()
    opened.goto("/talk/1/")
    opened.evaluate("window.same = true")
    return opened


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


# -- drafts -------------------------------------------------------------------------------------------------------


def test_what_is_typed_saves_itself_once_the_typing_rests(page: Page, room: Room) -> None:
    page.locator("#say textarea").press_sequentially("When you")
    page.clock.run_for(1_000)
    page.locator("#say textarea").press_sequentially(" came")
    page.clock.run_for(1_000)
    assert room.drafts == []
    page.clock.run_for(EARLY)
    page.locator("#say [data-draft-said]").get_by_text("Saved", exact=True).wait_for()
    assert [draft["when"] for draft in room.drafts] == [["When you came"]]
    assert room.drafts[0]["draft"] == ["say-0"] and "saving" not in page.locator("#say").evaluate(
        "(f) => ({...f.dataset})"
    )
    page.clock.run_for(60_000)
    assert len(room.drafts) == 1
    assert page.locator("#back [data-draft-said]").count() == 0


def test_a_tick_is_saved_too(page: Page, room: Room) -> None:
    page.locator("#say summary").click()
    page.locator("#say [type=checkbox]").check()
    page.clock.run_for(EARLY)
    until(page, lambda: room.drafts)
    assert room.drafts[0]["feelings"] == ["sad"]


def test_a_page_that_goes_out_of_sight_saves_at_once(page: Page, room: Room) -> None:
    page.fill("#say textarea", "When you")
    page.evaluate(HIDE, True)
    until(page, lambda: room.drafts)
    assert room.drafts[0]["when"] == ["When you"]


def test_a_page_that_is_left_saves_what_was_typed_last(page: Page, room: Room) -> None:
    page.fill("#say textarea", "When you")
    page.goto("about:blank")
    until(page, lambda: room.drafts)
    assert room.drafts[0]["when"] == ["When you"]


def test_without_a_network_it_says_so_quietly_and_saves_when_it_is_back(
    page: Page, room: Room, context: BrowserContext
) -> None:
    context.set_offline(True)
    page.fill("#say textarea", "When you")
    page.clock.run_for(EARLY)
    page.locator("#say").get_by_text("Not saved: no network. It stays here.").wait_for()
    context.set_offline(False)
    page.locator("#say").get_by_text("Saved", exact=True).wait_for()
    assert [draft["when"] for draft in room.drafts] == [["When you"]]
    assert page.locator("[role=status][data-talk-said]").inner_text() == "Saved"


def test_what_a_refusal_says_stands_beside_the_words_and_it_is_not_asked_again(page: Page, room: Room) -> None:
    room.draft_status = 400
    page.fill("#say textarea", "When you")
    page.clock.run_for(EARLY)
    page.locator("#say").get_by_text("Too long.").wait_for()
    page.clock.run_for(60_000)
    assert len(room.drafts) == 1


def test_a_form_without_a_place_for_drafts_never_saves_itself(page: Page, room: Room) -> None:
    """As on a phone that was handed over."""
    page.evaluate("document.querySelector('#say [name=draft]').remove()")
    page.fill("#say textarea", "When you")
    page.clock.run_for(EARLY)
    page.evaluate(HIDE, True)
    page.wait_for_timeout(200)
    assert room.drafts == []


def test_what_is_sent_is_saved_no_more(page: Page, room: Room) -> None:
    page.fill("#say textarea", "When you")
    says(page)
    page.get_by_role("heading", name="Said 1").wait_for()
    page.clock.run_for(EARLY)
    page.evaluate(HIDE, True)
    page.wait_for_timeout(200)
    assert room.drafts == []


# -- sending ------------------------------------------------------------------------------------------------------


def test_what_is_said_stands_there_without_leaving_the_page_and_the_new_step_is_where_one_is(
    page: Page, room: Room
) -> None:
    page.fill("#say textarea", "When you came home")
    says(page)
    page.get_by_role("heading", name="Said 1").wait_for()
    assert page.locator("#said").inner_text() == "When you came home"
    assert is_same(page) and typed(page) == ""
    assert page.evaluate("document.activeElement.textContent") == "Said 1"
    assert (len(room.done), len(room.asked)) == (1, 1)
    page.clock.run_for(200)
    assert page.locator("[data-talk-said]").inner_text() == "Sent."


def test_the_button_that_was_pressed_tells_its_choice(page: Page, room: Room) -> None:
    page.get_by_role("button", name="Slowly").click()
    until(page, lambda: room.done)
    assert next(iter(room.done.values()))["choice"] == ["slow"]


def test_other_words_in_the_page_stay_where_they_are(page: Page, room: Room) -> None:
    page.fill("#back textarea", "You say that")
    page.locator("#back summary").click()
    page.locator("#back [type=checkbox]").check()
    page.get_by_role("button", name="Slowly").click()
    page.get_by_role("heading", name="Said 1").wait_for()
    assert typed(page, "back") == ""  # this form's place is another one now, so the words wait for theirs
    room.done.clear()
    page.evaluate("document.querySelector('[data-live-notice]').hidden = false")
    page.get_by_role("link", name="Look").click()
    until(page, lambda: typed(page, "back") == "You say that")
    assert page.locator("#back [type=checkbox]").is_checked() and is_same(page)


def test_a_double_press_is_one_act(page: Page, room: Room) -> None:
    page.fill("#say textarea", "When you came home")
    page.evaluate("""() => { const b = document.querySelector("#say button"); b.click(); b.click(); b.click(); }""")
    page.get_by_role("heading", name="Said 1").wait_for()
    assert (len(room.done), len(room.asked)) == (1, 1)


def test_without_a_network_the_words_stay_and_go_once_by_themselves(
    page: Page, room: Room, context: BrowserContext
) -> None:
    context.set_offline(True)
    page.fill("#say textarea", "When you came home")
    says(page)
    page.locator("#say").get_by_text(re.compile("^Not sent yet: no network")).wait_for()
    assert typed(page) == "When you came home"
    for _ in range(3):
        says(page) if page.locator("#say button[aria-disabled]").count() == 0 else None
        page.clock.run_for(20_000)
    assert room.done == {}
    context.set_offline(False)
    page.get_by_role("heading", name="Said 1").wait_for()
    page.clock.run_for(60_000)
    assert (len(room.done), len(room.asked)) == (1, 1)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0


def test_words_that_wait_can_be_read_and_not_changed(page: Page, room: Room) -> None:
    room.answers = [always(GONE)]
    page.fill("#say textarea", "When you")
    page.locator("#say summary").click()
    says(page)
    page.locator("#say [data-send-said]").wait_for()
    page.locator("#say textarea").press_sequentially(" never")
    page.locator("#say label").click()
    assert typed(page) == "When you" and not page.locator("#say [type=checkbox]").is_checked()


def test_an_answer_that_got_lost_is_no_second_act(page: Page, room: Room) -> None:
    room.answers = [room.does_and_is_not_heard]
    page.fill("#say textarea", "When you came home")
    says(page)
    page.locator("#say [data-send-said]").wait_for()
    page.clock.run_for(5_000)
    page.get_by_role("heading", name="Said 1").wait_for()
    assert (len(room.done), len(room.asked)) == (1, 2)
    assert room.asked[0] == room.asked[1]


def test_a_server_that_falls_over_is_asked_again_calmly(page: Page, room: Room) -> None:
    room.answers = [always(FALLS_OVER)] * 6
    page.fill("#say textarea", "When you came home")
    says(page)
    page.locator("#say").get_by_text(re.compile("the server doesn’t answer")).wait_for()
    for _ in range(12):
        page.clock.run_for(4_000)
        page.wait_for_timeout(40)
    assert 3 <= len(room.asked) <= 6, len(room.asked)
    for _ in range(8):
        page.clock.run_for(30_000)
        page.wait_for_timeout(40)
    page.get_by_role("heading", name="Said 1").wait_for()
    assert len(room.done) == 1 and typed(page) == ""


def test_two_that_wait_go_in_their_order(page: Page, room: Room) -> None:
    room.answers = [always(GONE)] * 2
    page.fill("#say textarea", "First")
    says(page)
    page.locator("#say [data-send-said]").wait_for()
    page.get_by_role("button", name="Slowly").click()
    until(page, lambda: len(room.asked) == 2)
    page.clock.run_for(10_000)
    until(page, lambda: len(room.done) == 2)
    assert [told["deed"] for told in room.done.values()] == [["say"], ["repair"]]


def test_a_refused_act_shows_why_and_keeps_the_words(page: Page, room: Room) -> None:
    room.answers = [room.refuses]
    page.fill("#say textarea", "When you came home")
    says(page)
    page.get_by_text("The talk has moved on.").wait_for()
    assert typed(page) == "When you came home" and is_same(page)
    assert "moved on" in page.evaluate("document.activeElement.textContent")
    says(page)
    page.get_by_role("heading", name="Said 1").wait_for()
    assert len(room.done) == 1


def test_a_sign_in_that_ended_shows_the_door_over_the_untouched_form(page: Page, room: Room) -> None:
    room.answers = [always(DOOR)] * 2
    page.fill("#say textarea", "When you\ncame home")
    says(page)
    page.get_by_role("heading", name="Sign in").wait_for()
    first, second = (parse_qs(each.replace("%0D%0A", "%0A")) for each in room.asked)
    assert first == second and first["when"] == ["When you\ncame home"]


def test_sending_waits_for_a_save_that_is_on_its_way(page: Page, room: Room) -> None:
    page.evaluate("document.querySelector('#say').dataset.saving = ''")
    page.fill("#say textarea", "When you")
    says(page)
    page.clock.run_for(200)
    page.wait_for_timeout(100)
    assert room.asked == []
    page.evaluate("delete document.querySelector('#say').dataset.saving")
    page.clock.run_for(200)
    until(page, lambda: room.done)


def test_a_slider_that_comes_with_the_next_step_has_its_scripts(page: Page, room: Room) -> None:
    room.more = """<form><div data-slider><input type="range" name="stirred" value="50"><output hidden></output>
        <span class="ends"><span>calm</span><span>stirred</span></span>
        <label><input type="checkbox" name="skip" checked>Leave this out</label></div></form>"""
    says(page)
    page.get_by_role("heading", name="Said 1").wait_for()
    assert page.locator("output").is_visible() and page.locator("[name=skip]").is_hidden()
    page.locator("[name=stirred]").fill("80")
    assert page.locator("output").inner_text() == "80" and not page.locator("[name=skip]").is_checked()


def test_when_its_button_went_into_a_fold_the_focus_goes_to_the_fold(page: Page, room: Room) -> None:
    room.step = "Said 1"
    room.more = f"<details open><summary>One thing you liked</summary>{room.form('thanks')}</details>"
    page.reload()
    room.more = f"<details><summary>One more thing</summary>{room.form('thanks')}</details>"
    says(page, "thanks")
    until(page, lambda: page.evaluate("document.activeElement.textContent") == "One more thing")

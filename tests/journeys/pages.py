"""Every page, and the states it can be brought into: what a visitor, a person alone and two people come past.

A scene walks and stops: at each stop a page stands as somebody would find it, and whoever runs the scene looks at it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.template.loader import render_to_string

from goldseam.questionnaires import shelf
from goldseam.questionnaires.tests import papers
from goldseam.road.plan.reads import slug_of
from tests.command_line import Serving, serving
from tests.journeys.walker import PIN, Walker
from tests.served import TOKEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

LONG_NAME = "Wilhelmina-Konstantina Papadopoulou-Smith"[:40]
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"
FULL_LINE = f"You came home late and I said nothing. {LONG_WORD}. Then we sat in the kitchen, and it was all right."
AGAIN = re.compile(r"again[.\w]*\.js")  # it would press the button by itself, before anybody could look


PHONE_LOCK = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
    "hasPrf": True,
}


@dataclass(frozen=True)
class Stop:
    """One page in one state."""

    name: str
    page: Page


Scene = Callable[["House"], Iterator[Stop]]


@dataclass
class House:
    """A server that is open to new people, and one with Ana and Ben eight weeks in, closed to others."""

    browser: Browser
    open: str
    demo: str
    accounts: dict[str, dict[str, str]]
    options: dict[str, Any] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    count: int = 0

    def visitor(self, called: str = "Ana", *, at: str = "") -> Walker:
        """A browser with nothing on it."""
        self.count += 1
        context = self.browser.new_context(
            base_url=at or self.open, reduced_motion="reduce", service_workers="block", **self.options
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        return Walker(f"{called.split()[0].lower()} {self.count}", called, context.new_page())

    def newcomer(self, called: str = "Ana") -> Walker:
        """A new person, signed up, with no PIN yet."""
        who = self.visitor(called)
        who.go("/new/")
        who.signs_up()
        who.page.wait_for_url(re.compile(r":\d+/$"))
        return who

    def of_the_demo(self, name: str) -> Walker:
        account = self.accounts[name]
        who = self.visitor(name.title(), at=self.demo)
        who.name, who.passphrase = name, account["passphrase"]
        who.signs_in()
        who.go("/me/")
        if "/pin/" in who.page.url:
            who.fill("pin", account["pin"])
            who.press("Open")
            who.page.wait_for_url("**/me/")
        return who

    def leave(self) -> None:
        """The scene is over: its browsers go."""
        while self.contexts:
            self.contexts.pop().close()


@contextmanager
def a_house(browser: Browser, folder: Path, **options: Any) -> Iterator[House]:
    bring_questionnaires(folder / "open")
    with (
        serving(folder / "open", GOLDSEAM_SIGN_UP="open") as newer,
        demo_served(folder / "demo") as (older, accounts),
    ):
        house = House(browser, f"http://localhost:{newer.port}", f"http://localhost:{older.port}", accounts, options)
        try:
            yield house
        finally:
            house.leave()


def bring_questionnaires(folder: Path) -> None:
    """As the command puts them there: one that is scored, and one about safety."""
    (folder / "questionnaires").mkdir(parents=True)
    steps = [papers.choice(f"hill-{number}", f"{FULL_LINE} {number}?", 7) for number in range(7)]
    given = (
        (papers.like("phq-4", title="Four stones"), {"rule": "phq-4"}),
        (papers.fhir(*steps, title="Seven hills", copyright=FULL_LINE), {}),
        (papers.walks(2, title="Two quiet questions"), {"is_about_safety": True}),
    )
    for data, how in given:
        paper, content = shelf.as_given(data, **how)
        (folder / "questionnaires" / f"{paper.id.hex}{shelf.ENDING}").write_bytes(content)


@contextmanager
def demo_served(folder: Path) -> Iterator[tuple[Serving, dict[str, dict[str, str]]]]:
    with serving(folder, "demo", "--json") as server:
        first = next(line for line in server.said.splitlines() if line.startswith("["))
        yield server, {account["name"]: account for account in json.loads(first)}


# ── What a person does on the way ───────────────────────────────────────────────────────────────────────────────────


def sends_wrongly(page: Page, form: str = "main form:not([data-passkey])", **fields: str) -> None:
    """A form as no careful hand sends it: past the browser's own checks."""
    with page.expect_navigation():
        page.evaluate(
            """([form, fields]) => {
                const found = [...document.querySelectorAll(form)].at(-1);
                for (const [name, value] of Object.entries(fields)) {
                    for (const old of found.querySelectorAll(`[name=${name}]`)) {
                        if (["radio", "checkbox", "range"].includes(old.type)) old.type = "hidden";
                        old.value = value;
                    }
                }
                found.noValidate = true;
                found.submit();
            }""",
            [form, fields],
        )


def checks_in(who: Walker, line: str, closeness: int = 40, tension: int = 65) -> None:
    who.go("/me/check-in/")
    for name, value in (("closeness", closeness), ("tension", tension), ("heard", 30), ("stress", 80)):
        who.slide(name, value)
    who.fill("line", line)
    who.press("Keep it for me")
    who.page.get_by_role("heading", name="Kept").wait_for()


def chooses_a_pin(who: Walker) -> None:
    who.go("/me/")
    who.fill("pin", PIN)
    who.press("Keep this PIN")
    who.page.wait_for_url("**/new/sheet/**")


def newest(who: Walker) -> str:
    who.go("/me/")
    hrefs = [link.get_attribute("href") or "" for link in who.page.locator("main a").all()]
    return next(href for href in hrefs if re.fullmatch(r"/me/check-in/[0-9a-f-]{36}/", href))


def invites(who: Walker) -> str:
    who.go("/invite/")
    who.fill("shown_name", who.called)
    who.tick("agree")
    who.press("Make six words")
    return who.page.locator("#link").inner_text().strip()


def joins(who: Walker, link: str) -> None:
    """Signed in already, so the words open the form itself."""
    who.go(link)
    who.press("Look")
    who.fill("shown_name", who.called)
    who.tick("agree")
    who.press("Join")
    who.page.get_by_role("heading", name="You have joined").wait_for()


def arrives(house: House, called: str) -> Walker:
    """A new person with a PIN. Scenes that begin later don't look at the way here, so nobody draws its pages."""
    who = house.visitor(called)
    sends(who, "/new/", name=who.name, passphrase=who.passphrase, adult="on")
    sends(who, "/pin/", pin=PIN)
    return who


def sends(who: Walker, address: str, **fields: str) -> None:
    """A form as its page has it, with the cookies of this browser."""
    asked = who.page.request
    token = asked.get(address).text().partition(TOKEN)[2].partition('"')[0]
    answer = asked.post(address, form={"csrfmiddlewaretoken": token, **fields})
    assert answer.ok and not answer.url.endswith(address), f"{address} was not taken"


def two(house: House, one: str = "Ana", other: str = "Ben") -> tuple[Walker, Walker]:
    """Together, both with a PIN."""
    ana, ben = arrives(house, one), arrives(house, other)
    joins(ben, invites(ana))
    ana.go("/invite/")
    ana.press("Yes, let them in")
    return ana, ben


def shows(who: Walker) -> None:
    """All of the newest check-in."""
    who.go(newest(who))
    chooses_what_to_show(who)
    who.press("Look at it first")
    who.press(re.compile("^Show it to"))


def chooses_what_to_show(who: Walker) -> None:
    who.page.locator("main details summary", has_text="Choose what to show").click()
    for box in who.page.locator("main [name=parts]").all():
        box.check()


def code_of(secret: str) -> str:
    """Six digits, as an authenticator app makes them."""
    key, step = base64.b32decode(secret.replace(" ", "")), struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(key, step, hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


# ── The scenes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def signed_out(house: House) -> Iterator[Stop]:
    who = house.visitor()
    page = who.page
    for name, address in (
        ("welcome", "/"),
        ("enter", "/enter/"),
        ("enter-back", "/enter/back/"),
        ("new", "/new/"),
        ("join", "/join/"),
        ("try", "/try/"),
        ("talk, signed out", "/talk/"),
        ("us, signed out", "/us/"),
        ("me, signed out", "/me/"),
        ("away", "/away/"),
        ("offline", "/offline/"),
        ("404", "/nowhere/"),
    ):
        who.go(address)
        yield Stop(name, page)
    who.go("/try/")
    sends_wrongly(page, closeness="500", need="nothing")
    yield Stop("try, in error", page)
    who.go("/try/")
    who.slide("closeness", 35)
    who.slide("tension", 70)
    page.locator("main [name=need]").nth(1).check()
    yield Stop("try, filled", page)
    who.press("Show me")
    yield Stop("tried", page)
    who.press("Keep this and go on")
    yield Stop("new, after trying", page)
    sends_wrongly(page, name="", passphrase="short")
    yield Stop("new, in error", page)
    who.go("/enter/")
    sends_wrongly(page)
    yield Stop("enter, empty form sent", page)
    who.fill("name", "nobody here")
    who.fill("passphrase", "not the words at all")
    who.press("Sign in")
    yield Stop("enter, not known", page)
    who.go("/enter/back/")
    sends_wrongly(page)
    yield Stop("enter-back, in error", page)
    who.go("/join/")
    sends_wrongly(page)
    yield Stop("join, in error", page)
    who.fill("words", "one two three four five six")
    who.press("Look")
    yield Stop("join, words that open nothing", page)


def help_now(house: House) -> Iterator[Stop]:
    who = house.visitor()
    who.go("/help/")
    yield Stop("help", who.page)
    who.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    yield Stop("help, all folds open", who.page)
    who.go("/help/")
    who.page.locator("[data-check] > summary").click()
    yield Stop("check, open", who.page)
    for tick in who.page.locator("[data-check] input").all():
        tick.check()
    yield Stop("check, shown", who.page)


def alone(house: House) -> Iterator[Stop]:
    who = house.newcomer()
    page = who.page
    yield Stop("today, first", page)
    who.go("/me/check-in/")
    yield Stop("check-in, before a PIN", page)
    who.go("/me/")
    yield Stop("pin, to choose", page)
    sends_wrongly(page, pin="1111")
    yield Stop("pin, too easy", page)
    who.fill("pin", PIN)
    who.press("Keep this PIN")
    yield Stop("sheet, offered", page)
    for name, address in (
        ("me, empty", "/me/"),
        ("us, alone", "/us/"),
        ("talk, alone", "/talk/"),
        ("pause, alone", "/us/pause/"),
        ("part, alone", "/us/part/"),
        ("compare, alone", "/us/words/"),
        ("own slider, empty", "/me/own/"),
        ("check-in, empty", "/me/check-in/"),
    ):
        who.go(address)
        yield Stop(name, page)
    sends_wrongly(page)
    yield Stop("check-in, nothing answered", page)
    checks_in(who, FULL_LINE)
    yield Stop("kept", page)
    address = newest(who)
    yield Stop("me, one check-in", page)
    who.go("/me/own/")
    who.fill("name", LONG_WORD[:40])
    yield Stop("own slider, filled", page)
    who.press("Keep the name")
    for name, after in (("one, alone", ""), ("change", "change/"), ("erase a check-in", "erase/")):
        who.go(address + after)
        yield Stop(name, page)
    who.go(address + "change/")
    sends_wrongly(page, closeness="500")
    yield Stop("change, in error", page)
    who.go("/")
    yield Stop("today, one check-in", page)


def four_looks(house: House) -> Iterator[Stop]:
    """How things are, in four sittings: before a PIN, with it, in error, on two devices, and again."""
    who = house.newcomer()
    page = who.page
    for name, address in (("looks, before a PIN", "/me/look/"), ("look, before a PIN", "/me/look/one/")):
        who.go(address)
        yield Stop(name, page)
    who.slide("good-laugh", 80)
    who.slide("good-mend", 10)
    who.fill("line_good", FULL_LINE)
    who.press("Keep it for me")
    yield Stop("look, said back from the form", page)
    chooses_a_pin(who)
    who.go("/me/look/two/")
    sends_wrongly(page, **{"talking-heard": "500", "line_quarrels": LONG_WORD * 12})
    yield Stop("look, in error", page)
    for words in (FULL_LINE, LONG_WORD):
        other = page.context.new_page()
        other.goto("/me/look/three/")
        page.bring_to_front()
        who.go("/me/look/three/")
        for item in ("outside-work", "outside-loss", "outside-home"):
            page.locator(f"main [name={item}_in]").check()
        for item, value in (("outside-work", 95), ("trust-secrets", 90), ("trust-rely", 50), ("trust-promises", 90)):
            who.slide(item, value)
        yield Stop(f"look, ticked and moved, {words[:5]}", page)
        who.fill("line_trust", words)
        who.press("Keep it for me")
        page.wait_for_url("**/told/")
        other.locator("main [name=line_trust]").fill(f"{words} Or else.")
        other.get_by_role("button", name="Keep it for me").click()
        other.wait_for_url("**/told/")
        other.close()
    who.go("/me/look/three/told/")
    yield Stop("look, told, two lines", page)
    page.locator("main details summary", has_text="Your answers in words").click()
    yield Stop("look, told, answers open", page)
    who.go("/me/look/four/")
    for item, value in (("wishes-two", 95), ("wishes-touch", 70), ("wishes-self", 10), ("wishes-new", 51)):
        who.slide(item, value)
    who.press("Keep it for me")
    yield Stop("look, told, wishes", page)
    who.go("/me/look/four/erase/")
    yield Stop("look, to erase", page)
    who.go("/me/look/")
    yield Stop("looks, some done", page)
    who.go("/me/look/two/?again")
    yield Stop("look, again", page)


def questions_by_others(house: House) -> Iterator[Stop]:
    """Questionnaires of the house: page by page, in error, told back, and about safety only once."""
    who = house.newcomer()
    page = who.page
    chooses_a_pin(who)
    who.go("/me/questions/")
    opens_every_fold(who)
    yield Stop("questions, what there is", page)
    page.get_by_role("link", name="Seven hills").click()
    yield Stop("questions, a first page", page)
    sends_wrongly(page, "main form.form", q0="no", q1="c1")
    yield Stop("questions, in error", page)
    who.go("/me/questions/")
    page.get_by_role("link", name="Four stones").click()
    for number in range(4):
        page.locator(f"main [name=q{number}]").nth(3).check()
    who.press("That’s all I want to say")
    opens_every_fold(who)
    yield Stop("questions, told back", page)
    page.get_by_role("link", name="Erase it").click()
    yield Stop("questions, erase", page)
    who.go("/me/questions/")
    opens_every_fold(who)
    page.get_by_role("link", name="Two quiet questions").click()
    yield Stop("questions, about safety", page)
    page.locator("main [name=q0]").nth(3).check()
    who.press("Tell me, and keep nothing")
    opens_every_fold(who)
    yield Stop("questions, told once", page)


def three_ways(house: House) -> Iterator[Stop]:
    """Where somebody stands, and the ways on: to read without an account, to write behind the PIN."""
    visitor, who = house.visitor(), house.newcomer()
    for name, address in (("ways", "/me/ways/"), *((f"way {each}", f"/me/ways/{each}/") for each in (1, 2, 3))):
        visitor.go(address)
        visitor.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        yield Stop(name, visitor.page)
    page = who.page
    chooses_a_pin(who)
    who.go("/me/where/")
    yield Stop("where, not said", page)
    sends_wrongly(page)
    yield Stop("where, nothing chosen", page)
    for standing in ("mend", "hold"):
        who.go("/me/where/")
        if page.locator("main details summary", has_text="It is different now").count():
            page.locator("main details summary", has_text="It is different now").click()
        page.locator(f"main [name=standing][value={standing}]").check()
        who.press("Keep it for me")
        yield Stop(f"where, {standing}", page)
    who.go("/me/ways/2/own/")
    yield Stop("weigh, empty", page)
    page.locator("#speaks_mending").fill(FULL_LINE)
    page.get_by_role("button", name="Keep it for me").first.click()
    page.wait_for_load_state()
    yield Stop("weigh, one piece", page)
    sends_wrongly(page, "main form:has([value=until])", day="soon", then=FULL_LINE)
    yield Stop("weigh, in error", page)
    who.go("/me/ways/3/own/")
    yield Stop("list, empty", page)
    page.locator("main [name=done_home]").first.check()
    page.locator("#id_note_home").fill(FULL_LINE)
    who.press("Keep it for me")
    yield Stop("list, one tick", page)
    sends_wrongly(page, version="0", note_home=LONG_WORD)
    yield Stop("list, changed meanwhile", page)


def opens_all(page: Page) -> None:
    """Every fold, whichever were open."""
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true; })")


def a_road(house: House) -> Iterator[Stop]:
    """A road of one's own from the first minute, and what two do, on both phones."""
    one, other = two(house)
    page = one.page
    one.go("/me/road/")
    yield Stop("road, none", page)
    one.go("/me/road/make/")
    sends_wrongly(page, weeks="99", start="soon")
    yield Stop("road, to make, in error", page)
    one.go("/me/road/make/")
    page.locator("main [name=hard]").check()
    one.press("Make my road")
    yield Stop("road, a hard month", page)
    one.press("As I chose it")
    page.wait_for_url("**/me/road/")
    yield Stop("road, this week", page)
    opens_all(page)
    yield Stop("road, all open", page)
    one.go(f"/me/road/step/{slug_of('understanding.where')}/")
    yield Stop("road, a step", page)
    one.press("Leave it out")
    page.wait_for_url("**/me/road/")
    one.go(f"/me/road/step/{slug_of('understanding.where')}/")
    yield Stop("road, a step left out", page)
    for address in ("/me/road/rules/", "/me/road/back/", "/me/road/changed/", "/me/road/end/"):
        one.go(address)
        yield Stop(f"road, {address}", page)
    opens_all(page)
    one.fill("words", FULL_LINE)
    one.press("End it here")
    yield Stop("road, ended", page)
    one.go("/me/road/look-back/")
    yield Stop("road, a look back", page)
    one.go("/us/road/")
    yield Stop("what two do, without days", page)
    opens_all(page)
    page.get_by_role("button", name="Ask Ben").click()
    yield Stop("what two do, asked", page)
    other.go("/us/road/")
    yield Stop("what two do, asked by the other", other.page)
    other.press("Yes, these suit me")
    yield Stop("what two do, with days", other.page)
    other.go(f"/us/road/step/{slug_of('understanding.map-talk')}/")
    yield Stop("what two do, a step", other.page)
    other.press("We did it")
    yield Stop("what two do, one done", other.page)


def own_insights(house: House) -> Iterator[Stop]:
    """One's own insights: with nothing, with one answer, and eight weeks in, all folds open."""
    one = house.newcomer()
    one.go("/me/")
    one.chooses_a_pin()
    one.go("/me/insights/")
    yield Stop("insights, none", one.page)
    lived = house.of_the_demo("ana")
    lived.go("/me/insights/")
    yield Stop("insights, eight weeks in", lived.page)
    opens_all(lived.page)
    yield Stop("insights, all open", lived.page)


def insights_of_two(house: House) -> Iterator[Stop]:
    """What two read of both: nothing yet, something to try, and eight weeks in, all folds open."""
    ana, _ben = two(house, LONG_NAME)
    ana.go("/us/insights/")
    yield Stop("insights of two, none", ana.page)
    ana.go("/us/insights/try/")
    yield Stop("days by chance", ana.page)
    sends_wrongly(ana.page, what="")
    yield Stop("days by chance, in error", ana.page)
    ana.page.locator("main [name=what]").fill("Ten minutes with tea, and nobody says anything about the bigger flat")
    ana.press("Put it there for both of you")
    ana.page.wait_for_url("**/us/insights/")
    yield Stop("days by chance, written", ana.page)
    lived = house.of_the_demo("ana")
    lived.go("/us/insights/")
    yield Stop("insights of two, eight weeks in", lived.page)
    opens_all(lived.page)
    yield Stop("insights of two, all open", lived.page)


def a_line(house: House) -> Iterator[Stop]:
    """Good times and breaks: one's own line, one of it shown in other words, and both lines side by side."""
    ana, ben = two(house, LONG_NAME)
    for name, address in (("line, empty", "/me/line/"), ("us line, empty", "/us/line/"), ("moment", "/me/line/new/")):
        ana.go(address)
        yield Stop(name, ana.page)
    sends_wrongly(ana.page, year="2999", what="")
    yield Stop("moment, in error", ana.page)
    for sort, year in (("good", 2015), ("break", 2019), ("both", 2020)):
        address = keeps_a_moment(ana, sort, year, FULL_LINE)
    yield Stop("moment, kept", ana.page)
    for name, after in (("moment, to change", "change/"), ("moment, to erase", "erase/"), ("words to show", "show/")):
        ana.go(address + after)
        yield Stop(name, ana.page)
    ana.press("Look at it first")
    yield Stop("moment, as the other would read it", ana.page)
    ana.press(re.compile("^Show it to"))
    yield Stop("moment, shown", ana.page)
    ben.go(keeps_a_moment(ben, "good", 2018, LONG_WORD) + "show/")
    ben.press("Look at it first")
    ben.press(re.compile("^Show it to"))
    for who, name, place in (
        (ana, "line, some", "/me/line/"),
        (ana, "us line", "/us/line/"),
        (ben, "us line, theirs", "/us/line/"),
    ):
        who.go(place)
        yield Stop(name, who.page)
    ben.go("/us/pause/")
    ben.press("Pause now")
    for name, place in (("us line, resting", "/us/line/"), ("words to show, resting", f"{address}show/")):
        ana.go(place)
        yield Stop(name, ana.page)


def keeps_a_moment(who: Walker, sort: str, year: int, what: str) -> str:
    who.go("/me/line/new/")
    who.page.locator(f"main [name=sort][value={sort}]").check()
    who.fill("what", what)
    who.fill("year", str(year))
    who.press("Keep it for me")
    who.page.wait_for_url(re.compile("/me/line/[0-9a-f-]{36}/$"))
    return who.page.url


LOOP = "#id_start_words", "#id_then_words", "#id_beneath_words", "#id_longing_words", "#id_outside_words"
HARD_WORDS = (LONG_WORD, "👩‍👩‍👧‍👦" * 9, "أشعر بأنني وحيد حتى عندما نكون معًا", "W" * 120, FULL_LINE[:120])


def a_loop(house: House) -> Iterator[Stop]:
    """Two halves, one of them with all that is hard to draw; the loop of both; a name; taken out."""
    ana, ben = two(house, LONG_NAME)
    page = ana.page
    ana.go("/us/cycle/")
    yield Stop("loop, before", page)
    ana.go("/us/cycle/mine/")
    yield Stop("half, empty", page)
    sends_wrongly(page, then_words=LONG_WORD * 4)
    yield Stop("half, in error", page)
    builds_half(ana, **dict(zip(LOOP, HARD_WORDS, strict=True)))
    ana.press("Keep it for me")
    yield Stop("loop, own half drawn", page)
    gives(ana, "/us/cycle/give/")
    yield Stop("half, given", page)
    builds_half(ben, **{LOOP[0]: "I go quiet", LOOP[3]: "for rest"})
    ben.press(re.compile("^Keep it, and see it as"))
    yield Stop("half, to be given", ben.page)
    gives(ben, "/us/cycle/give/")
    ana.go("/us/cycle/")
    if ana.page.get_by_role("button", name="Look whether it is open").count():
        ana.press("Look whether it is open")
    ana.go("/us/cycle/")
    yield Stop("loop of both", page)
    ana.go("/us/cycle/1/out/")
    yield Stop("loop, to take out", page)
    ana.press("Take my words out")
    yield Stop("loop, one half taken out", page)


def a_map(house: House) -> Iterator[Stop]:
    """Alone, chosen, seen as the other would, given, waited for, open, taken out."""
    ana, ben = two(house, LONG_NAME)
    page = ana.page
    ana.go("/us/map/give/")
    yield Stop("map, nothing answered", page)
    looks_at_good(ana, 90, FULL_LINE)
    looks_at_good(ben, 20, LONG_WORD)
    ana.go("/us/map/")
    yield Stop("map, before, one's own side", page)
    ana.go("/us/map/give/")
    yield Stop("map, to choose", page)
    ana.press("Keep all of these")
    ana.press(re.compile("^See it as"))
    yield Stop("map, everything kept", page)
    ana.press("Give all of these")
    ana.press(re.compile("^See it as"))
    yield Stop("map, as the other would", page)
    ana.press("Give my side")
    yield Stop("map, given", page)
    ana.press("Look whether it is open")
    yield Stop("map, looked", page)
    ben.go("/us/map/give/")
    ben.press("Give all of these")
    ben.press(re.compile("^See it as"))
    yield Stop("map, as the one with a long name would", ben.page)
    ben.press("Give my side")
    ben.page.wait_for_load_state()
    ana.go("/us/map/give/")
    if page.get_by_role("button", name="Look whether it is open").count():
        ana.press("Look whether it is open")
    ana.go("/us/map/")
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    yield Stop("map, open, all of it", page)
    for name, address in (
        ("talk", "/us/map/talk/"),
        ("by its number", "/us/map/1/"),
        ("to choose anew", "/us/map/give/?anew=1"),
        ("to take out", "/us/map/1/remove/"),
    ):
        ana.go(address)
        yield Stop(f"map, {name}", page)
    ana.press("Take it out")
    yield Stop("map, one side taken out", page)
    ana.go("/us/map/1/remove/")
    yield Stop("map, nothing to take out", page)


def looks_at_good(who: Walker, value: int, words: str) -> None:
    who.go("/me/look/one/")
    for item in ("good-laugh", "good-respect"):
        who.slide(item, value)
    who.fill("line_good", words)
    who.press("Keep it for me")
    who.page.wait_for_url("**/told/")


def builds_half(who: Walker, **words: str) -> None:
    who.go("/us/cycle/mine/")
    who.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    picks = {"start": "near", "other": "silent", "then": "cry", "beneath": "sad", "outside": "work"}
    for part, picked in picks.items():
        who.page.locator(f"main [name={part}][value={picked}]").check()
    for field_id, typed in words.items():
        who.page.locator(field_id).fill(typed)


def gives(who: Walker, address: str) -> None:
    who.go(address)
    who.press("Give my part")
    who.page.wait_for_load_state()


def a_story(house: House) -> Iterator[Stop]:
    """Told apart, on two devices at once, seen as the other would, waited for, both read, one side taken out."""
    ana, ben = two(house, LONG_NAME)
    page = ana.page
    for name, address in (("story", "/us/story/"), ("story, to write", "/us/story/mine/")):
        ana.go(address)
        yield Stop(name, page)
    sends_wrongly(page, "form[action='/us/story/mine/']", differences=LONG_WORD * 40)
    yield Stop("story, in error", page)
    ana.go("/us/story/mine/")
    other = page.context.new_page()
    other.goto("/us/story/mine/")
    page.bring_to_front()
    ana.fill("stress", FULL_LINE)
    ana.press("Keep it for me")
    page.wait_for_url("**/us/story/")
    other.locator("main [name=stress]").fill(LONG_WORD)
    other.get_by_role("button", name="Keep it for me").click()
    other.wait_for_url("**/us/story/mine/")
    other.close()
    ana.go("/us/story/mine/")
    yield Stop("story, two versions", page)
    gives_apart(ana, "/us/story/", differences=FULL_LINE, beneath=f"{FULL_LINE} {FULL_LINE}", pattern=LONG_WORD)
    yield Stop("story, given", page)
    page.locator("main details summary", has_text="Take it back").click()
    yield Stop("story, to take back", page)
    gives_apart(ben, "/us/story/", beneath=LONG_WORD)
    for name, address in (("story, both", "/us/story/"), ("story, to take out", "/us/story/1/out/")):
        looks_and_goes(ana, "/us/story/", address)
        yield Stop(name, page)
    ben.go("/us/story/1/out/")
    ben.press("Take my words out")
    ana.go("/us/story/")
    yield Stop("story, theirs taken out", page)


def one_sentence_and_a_time_to_try(house: House) -> Iterator[Stop]:
    """Said apart, both read, made one, signed; wishes; a time to try, resting and ended."""
    ana, ben = two(house, LONG_NAME)
    page = ana.page
    for name, address in (("core", "/us/core/"), ("core, to write", "/us/core/mine/")):
        ana.go(address)
        yield Stop(name, page)
    sends_wrongly(page, "form[action='/us/core/mine/']", sentence=FULL_LINE * 4, why="")
    yield Stop("core, in error", page)
    gives_apart(ana, "/us/core/", sentence=FULL_LINE, why=FULL_LINE)
    yield Stop("core, given", page)
    gives_apart(ben, "/us/core/", sentence=f"We talk about {LONG_WORD}.")
    for name, address in (("core, both", "/us/core/"), ("core, to take out", "/us/core/1/out/")):
        looks_and_goes(ana, "/us/core/", address)
        yield Stop(name, page)
    ana.go("/us/core/shape/?begin=both")
    yield Stop("core, to shape", page)
    sends_wrongly(page, sentence="")
    yield Stop("core, shaped in error", page)
    for who in (ana, ben):
        who.go("/us/core/shape/?begin=theirs")
        who.press("Put it there for both of you")
    yield Stop("core, both wrote", ben.page)
    ana.go("/us/core/")
    ana.follow("Read them")
    ana.press("Take this one")
    for who in (ana, ben):
        signs_the_words(who, "/us/core/")
    ana.go("/us/core/")
    yield Stop("core, signed", page)
    for name, address in (("wants", "/us/wants/"), ("wants, to write", "/us/wants/mine/")):
        ana.go(address)
        yield Stop(name, page)
    gives_apart(ana, "/us/wants/", day=FULL_LINE, bring=FULL_LINE)
    gives_apart(ben, "/us/wants/", day=LONG_WORD, again=FULL_LINE)
    for name, address in (("wants, to take out", "/us/wants/1/out/"), ("wants, both", "/us/wants/")):
        looks_and_goes(ana, "/us/wants/", address)
        yield Stop(name, page)
    ana.follow("Say what you both want")
    yield Stop("wants, to say", page)
    for name, address in (("period", "/us/period/"), ("period, to write", "/us/period/write/")):
        ana.go(address)
        yield Stop(name, page)
    sends_wrongly(page, review="2020-01-01", **{"try": FULL_LINE})
    yield Stop("period, in error", page)
    ana.go("/us/period/write/")
    ana.fill("try", FULL_LINE)
    ana.press("Put it there for both of you")
    yield Stop("period, suggested", page)
    for who in (ana, ben):
        signs_the_words(who, "/us/period/")
    ana.go("/us/period/")
    yield Stop("period, it goes on", page)
    ben.go("/us/pause/")
    ben.press("Pause now")
    for name, address in (
        ("core, resting", "/us/core/"),
        ("core, resting, to shape", "/us/core/shape/"),
        ("wants, resting", "/us/wants/"),
        ("period, resting", "/us/period/"),
    ):
        ana.go(address)
        yield Stop(name, page)
    ana.go("/us/period/")
    page.locator("main details summary", has_text="End it before the day").click()
    ana.press("End it now")
    yield Stop("period, over", page)


def words_for_two(house: House) -> Iterator[Stop]:
    """Begun, asked about, both wrote, joined, signed by one and by both, stepped back from, resting, ended, left."""
    ana, ben = two(house, LONG_NAME)
    ana.go("/us/period/write/")
    ana.fill("try", LONG_WORD)
    ana.press("Put it there for both of you")
    agreed = words_address(ana, "/us/period/")
    ana.go("/us/core/shape/")
    ana.fill("sentence", FULL_LINE)
    ana.press("Put it there for both of you")
    address = words_address(ana, "/us/core/")
    ben.go(address)
    yield Stop("words, theirs", ben.page)
    for name, words in (("words, asked too long", FULL_LINE * 9), ("words, asked", LONG_WORD)):
        ben.go(address)
        opens_every_fold(ben)
        ben.page.locator("main textarea").first.fill(words)
        ben.press("Say it")
        yield Stop(name, ben.page)
    for who, words in ((ana, f"We talk about {LONG_WORD}."), (ben, FULL_LINE * 2)):
        who.go(f"{address}write/")
        who.fill("sentence", words)
    yield Stop("words, to write", ana.page)
    for who in (ana, ben):
        who.press("Put it there for both of you")
        who.page.wait_for_load_state()
    ana.go(address)
    opens_every_fold(ana)
    yield Stop("words, both wrote", ana.page)
    ana.go(address)
    ana.follow("Join them")
    yield Stop("words, to join", ana.page)
    ana.fill("sentence", f"{FULL_LINE} {LONG_WORD}")
    ana.press("Put it there for both of you")
    ben.go(address)
    signs_open_words(ben)
    yield Stop("words, signed by one", ben.page)
    ana.go(address)
    signs_open_words(ana)
    opens_every_fold(ana)
    yield Stop("words, signed by both", ana.page)
    ana.press("Take my name off")
    yield Stop("words, stepped back", ana.page)
    for who in (ana, ben):
        who.go(agreed)
        signs_open_words(who)
    opens_every_fold(ben)
    yield Stop("words, an agreement", ben.page)
    ben.press("End it now")
    yield Stop("words, ended", ben.page)
    ben.go("/us/pause/")
    ben.press("Pause now")
    for name, place in (("words, resting", address), ("words, resting, to write", f"{address}write/")):
        ana.go(place)
        yield Stop(name, ana.page)


def words_address(who: Walker, place: str) -> str:
    """Where the words for two of this page have their own."""
    who.go(place)
    found = re.search(r"/us/words/[0-9a-f-]{36}/", who.page.content())
    assert found, place
    return found[0]


def signs_open_words(who: Walker) -> None:
    opens_every_fold(who)
    who.page.get_by_role("button", name=re.compile("^Sign as")).last.click()
    who.page.wait_for_load_state()


def opens_every_fold(who: Walker) -> None:
    who.page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")


def gives_apart(who: Walker, address: str, **words: str) -> None:
    """Writes one's own part, sees it as the other would, and gives it."""
    who.go(f"{address}mine/")
    for name, typed in words.items():
        who.fill(name, typed)
    who.press(re.compile("^Keep it, and see"))
    who.press("Give my part")
    who.page.wait_for_load_state()


def looks_and_goes(who: Walker, address: str, then: str) -> None:
    """To an address that is there when both have given."""
    who.go(f"{address}mine/")
    button = who.page.get_by_role("button", name="Look whether it is open")
    if button.count():
        button.click()
        who.page.wait_for_load_state()
    who.go(then)


def signs_the_words(who: Walker, address: str) -> None:
    """Puts a name under the words that lie open on a page."""
    who.go(address)
    who.follow(re.compile("^Sign it, or say|^Look at it"))
    who.page.locator("main details summary", has_text="Sign these words").first.click()
    who.press(re.compile("^Sign as"))
    who.page.wait_for_load_state()


def against_one_stress(house: House) -> Iterator[Stop]:
    """A plan alone, brought to both, put there by both at once, and erased."""
    ana, ben = two(house, LONG_NAME)
    page = ana.page
    for name, address in (("stress", "/us/outside/"), ("own plans, none", "/us/outside/mine/")):
        ana.go(address)
        yield Stop(name, page)
    ana.go("/us/outside/mine/new/")
    yield Stop("own plan, empty", page)
    sends_wrongly(page, stress=LONG_WORD * 2, does=FULL_LINE)
    yield Stop("own plan, in error", page)
    page.locator("main [name=stress]").fill(LONG_WORD)
    ana.press("Keep it for me")
    page.wait_for_url(re.compile(r"mine/[0-9a-f-]{36}/$"))
    yield Stop("own plan", page)
    own = page.url
    ana.go(own + "bring/")
    yield Stop("own plan, to bring", page)
    ana.go(own + "erase/")
    yield Stop("own plan, to erase", page)
    ana.go("/us/outside/mine/")
    yield Stop("own plans, one", page)
    for who in (ana, ben):
        who.go("/us/outside/write/")
        if who is ana:
            sends_wrongly(page)
            yield Stop("plan for two, in error", page)
        who.fill("stress", LONG_WORD)
        who.fill("one", f"{who.called}: {FULL_LINE}")
        who.fill("other", "Ben: the bins")
        who.press("Put it there for both of you")
        who.page.wait_for_url("**/us/outside/")
        yield Stop(f"plan for two, {who.called[:3]}", who.page)


def a_talk(house: House) -> Iterator[Stop]:
    """Two phones, from the question to what both kept: each step as both see it."""
    ana, ben = two(house, "Ana", LONG_NAME)
    for who, name, address in (
        (ana, "talk, empty", "/talk/"),
        (ana, "talk-new", "/talk/new/"),
        (ana, "talk-letters", "/talk/letters/"),
        (ana, "talk-weekly", "/talk/weekly/"),
        (ana, "talk-daily", "/talk/daily/"),
        (ana, "talk-paper", "/talk/on-paper/"),
        (ana, "talk-notes, empty", "/talk/notes/"),
        (ana, "talk-prepare, empty", "/talk/prepare/"),
    ):
        who.go(address)
        yield Stop(name, who.page)
    yield from prepares(ana)
    ana.go("/talk/new/")
    sends_wrongly(ana.page, topic="")
    yield Stop("talk-new, in error", ana.page)
    room = asks_for_a_talk(ana, way="two")
    yield from as_both_see_it("talk-room, asked for", room, ana, ben)
    ben.go("/talk/")
    yield Stop("talk, with one that was asked for", ben.page)
    acts(ben, room, "ready", hope=FULL_LINE)
    yield from as_both_see_it("talk-room, the quiet minute", room, ana, ben)
    calms(ana, room, "90")
    yield Stop("talk-room, very stirred up", ana.page)
    for who in (ana, ben):
        calms(who, room, "30")
    yield from as_both_see_it("talk-room, nothing said", room, ana, ben)
    acts(ana, room, "say", when=FULL_LINE, feelings="sad", needs="to-be-heard", ask=FULL_LINE, free=FULL_LINE)
    yield from as_both_see_it("talk-room, to be said back", room, ana, ben)
    acts(ben, room, "back", words=FULL_LINE)
    yield from as_both_see_it("talk-room, said back", room, ana, ben)
    acts(ana, room, "hearing", choice="nearly", missing=FULL_LINE)
    yield from as_both_see_it("talk-room, something is missing", room, ana, ben)
    acts(ben, room, "repair", choice="too-fast")
    acts(ana, room, "pause", until="20")
    yield from as_both_see_it("talk-room, a break", room, ana, ben)
    acts(ben, room, "close")
    yield from as_both_see_it("talk-room, closing", room, ana, ben)
    yield from comes_to_rest(room, ana, ben)
    room = asks_for_a_talk(ana, way="two")
    acts(ben, room, "ready")
    for who in (ana, ben):
        calms(who, room, "30", few="1")
    yield from as_both_see_it("talk-room, few words", room, ana, ben)


def comes_to_rest(room: str, ana: Walker, ben: Walker) -> Iterator[Stop]:
    """Words for both, a request with an offer instead, and all of it kept."""
    sends_in(ana, room, f"{room}ground/", words=FULL_LINE, about=FULL_LINE[:60])
    acts(ana, room, "request", words=FULL_LINE)
    acts(ana, room, "thanks", words=FULL_LINE)
    acts(ana, room, "done", choice="keep")
    yield from as_both_see_it("talk-room, one is done", room, ana, ben)
    acts(ben, room, "answer", choice="other", words=FULL_LINE)
    yield from as_both_see_it("talk-room, an offer instead", room, ana, ben)
    acts(ben, room, "done", choice="keep")
    yield from as_both_see_it("talk-room, closed", room, ana, ben)
    for name, address in (("talk-words", f"{room}words/"), ("talk-mine", f"{room}mine/"), ("talk, closed", "/talk/")):
        ana.go(address)
        yield Stop(name, ana.page)
    ana.go(f"{room}mine/")
    sends_wrongly(ana.page, note="")
    yield Stop("talk-mine, in error", ana.page)
    sends_wrongly(ana.page, note=FULL_LINE, heard="40")
    yield Stop("talk-mine, kept", ana.page)
    ana.go("/talk/notes/")
    yield Stop("talk-notes", ana.page)
    for link in ("Change it", "Erase it"):
        ana.go("/talk/notes/")
        ana.follow(link)
        yield Stop(f"talk-note, {link.lower()}", ana.page)


def letters_and_one_phone(house: House) -> Iterator[Stop]:
    """The same steps in writing; and a phone that goes from hand to hand."""
    ana, ben = two(house)
    room = asks_for_a_talk(ana, "/talk/letters/", way="letters")
    acts(ben, room, "ready")
    for who in (ana, ben):
        calms(who, room, "30")
    yield from as_both_see_it("talk-room, by letter", room, ana, ben)
    acts(ana, room, "say", free=FULL_LINE)
    yield from as_both_see_it("talk-room, a letter has come", room, ana, ben)
    room = asks_for_a_talk(ana, way="one")
    ana.go(room)
    yield Stop("talk-room, on one phone", ana.page)
    ana.go(f"{room}here/")
    yield Stop("talk-here, not handed over yet", ana.page)
    sends_in(ana, room, f"{room}hand/")
    for name, deed, words in (
        ("asked", "ready", {}),
        ("the quiet minute", "", {}),
        ("to listen", "say", {"free": FULL_LINE}),
        ("said back", "back", {"words": FULL_LINE}),
        ("a break", "pause", {"until": "20"}),
        ("closing", "close", {}),
    ):
        if deed in ("ready", "back"):
            acts(ana, f"{room}here/", deed, **words)
        elif deed:
            acts(ana, room, deed, **words)
        ana.go(f"{room}here/")
        yield Stop(f"talk-here, {name}", ana.page)
        ana.go(f"{room}here/?few=1")
        yield Stop(f"talk-here, {name}, few words", ana.page)
    sends_in(ana, room, f"{room}ground/", words=FULL_LINE)
    ana.go(f"{room}sign/")
    yield Stop("talk-sign", ana.page)
    sends_wrongly(ana.page, passphrase="not the words at all")
    yield Stop("talk-sign, in error", ana.page)


def prepares(who: Walker) -> Iterator[Stop]:
    who.go("/talk/prepare/?as=letter")
    yield Stop("talk-prepare, a letter", who.page)
    who.go("/talk/prepare/")
    sends_wrongly(who.page, "main form", free="")
    yield Stop("talk-prepare, in error", who.page)
    sends(who, "/talk/prepare/", free=FULL_LINE)
    who.go("/talk/prepare/")
    yield Stop("talk-prepare", who.page)
    href = who.page.locator("main a[href^='/talk/prepare/']:not([href*='?'])").first.get_attribute("href")
    who.go(href or "")
    yield Stop("talk-prepared", who.page)


def asks_for_a_talk(who: Walker, at: str = "/talk/new/", *, way: str) -> str:
    """The address of its room."""
    made = str(uuid4())
    sends_in(who, at, at, talk=made, topic=FULL_LINE[:60], hope=FULL_LINE, way=way)
    return f"/talk/{made}/"


def acts(who: Walker, room: str, deed: str, **words: str) -> None:
    """As the form of this deed on the page would send it."""
    html = who.page.request.get(room).text()
    form = next((each for each in re.findall(r"<form.*?</form>", html, re.DOTALL) if f'value="{deed}"' in each), "")
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', form) for name in ("act", "about", "stretch")}
    told = {name: found[1] for name, found in hidden.items() if found}
    sends_in(who, room, f"{room}act/", **{"act": str(uuid4()), **told, "deed": deed, **words})


def calms(who: Walker, room: str, stirred: str, **more: str) -> None:
    sends_in(who, room, f"{room}calm/", go="minute", stirred=stirred, **more)
    who.go(room)


def sends_in(who: Walker, page: str, address: str, **fields: str) -> None:
    """A form to an address beside its page."""
    token = who.page.request.get(page).text().partition(TOKEN)[2].partition('"')[0]
    answer = who.page.request.post(address, form={"csrfmiddlewaretoken": token, **fields})
    assert answer.ok, f"{address} answered {answer.status} to {fields}"


def as_both_see_it(name: str, room: str, *both: Walker) -> Iterator[Stop]:
    for who in both:
        who.go(room)
        yield Stop(f"{name}, as {who.called.split()[0][:8]}", who.page)


def account(house: House) -> Iterator[Stop]:
    who = house.newcomer()
    page = who.page
    chooses_a_pin(who)
    for name, address in (
        ("account", "/account/"),
        ("passphrase", "/account/passphrase/"),
        ("mail", "/account/mail/"),
        ("reminders", "/account/reminders/"),
        ("codes", "/account/codes/"),
        ("passkeys", "/account/passkeys/"),
        ("pin-change", "/pin/change/"),
        ("someone may have got in", "/account/someone/"),
        ("take", "/account/take/"),
        ("take-in", "/account/take/in/"),
        ("erase everything", "/account/erase/"),
    ):
        who.go(address)
        yield Stop(name, page)
        if name not in ("account", "take"):
            sends_wrongly(page)
            yield Stop(f"{name}, in error", page)
    who.go("/account/check/")
    yield Stop("is all as you left it", page)
    who.press("Look now")
    yield Stop("all is as you left it", page)
    yield from _a_passkey(who)
    yield from _reminders(who)
    yield from _taken_and_back_in(who)
    yield from _a_sheet(who)
    yield from _codes(who)


def _a_passkey(who: Walker) -> Iterator[Stop]:
    """With a phone's own lock, as the browser plays it."""
    page = who.page
    lock = page.context.new_cdp_session(page)
    lock.send("WebAuthn.enable")
    lock.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_LOCK})
    who.go("/account/passkeys/")
    who.fill("passphrase", who.passphrase)
    who.press("Add a passkey")
    yield Stop("passkey, to make", page)
    who.press("Make it")
    page.get_by_role("heading", name=re.compile("Let it open|Try it once")).wait_for()
    yield Stop("passkey, the next step", page)
    while page.get_by_role("button", name="Use the passkey").count():
        with page.expect_navigation():
            who.press("Use the passkey")
    yield Stop("account, with a passkey", page)
    who.go("/account/passkeys/")
    yield Stop("passkeys, one", page)


def _reminders(who: Walker) -> Iterator[Stop]:
    """Everything set: a mailbox, three times of the day."""
    who.go("/account/reminders/")
    who.page.locator("details summary").first.click()
    who.fill("mail", f"{LONG_WORD[:40]}@example.org")
    who.press("Write there")
    who.page.locator("summary", has_text="Other times").click()
    who.page.locator("summary", has_text="For what").click()
    who.fill("third", "21:45")
    yield Stop("reminders, with everything unfolded", who.page)
    who.press("Keep these times")
    yield Stop("reminders, all set", who.page)


def _taken_and_back_in(who: Walker) -> Iterator[Stop]:
    who.go("/account/take/")
    with who.page.expect_download() as coming:
        who.press("Take the file")
    who.go("/account/take/in/")
    who.page.set_input_files("main input[type=file]", coming.value.path())
    who.press("Take it in")
    who.page.wait_for_url("**/done/")
    yield Stop("taken in", who.page)


def _a_sheet(who: Walker) -> Iterator[Stop]:
    who.go("/new/sheet/")
    who.press("Make my sheet")
    yield Stop("sheet, shown", who.page)
    words = [word.strip() for word in who.page.locator("ol.words li").all_inner_texts()]
    who.fill("first", "wrong")
    who.fill("second", "wrong")
    who.press("They are right")
    yield Stop("sheet, typed wrong", who.page)
    for name in ("first", "second"):
        place = int(who.page.locator(f"label[for=id_{name}]").inner_text().split()[-1])
        who.fill(name, words[place - 1])
    who.press("They are right")
    who.go("/new/sheet/")
    yield Stop("sheet, again", who.page)


def _codes(who: Walker) -> Iterator[Stop]:
    page = who.page
    who.go("/account/codes/")
    who.fill("passphrase", who.passphrase)
    who.press("Turn it on")
    yield Stop("codes, shown", page)
    secret = page.locator(".secret").inner_text().strip()
    who.fill("code", "000")
    who.press("Turn it on")
    yield Stop("codes, in error", page)
    who.fill("code", code_of(secret))
    who.press("Turn it on")
    yield Stop("account, all set", page)
    who.go("/account/codes/")
    yield Stop("codes, on", page)
    page.context.clear_cookies()
    who.signs_in()
    yield Stop("enter-code", page)
    who.fill("code", "000000")
    who.press("Go on")
    yield Stop("enter-code, wrong", page)


def locked(house: House) -> Iterator[Stop]:
    who = house.newcomer()
    page = who.page
    chooses_a_pin(who)
    who.go("/account/")
    who.press("Close my part now")
    who.go("/me/")
    yield Stop("pin, asked", page)
    for _ in range(9):
        if not page.locator("main [name=pin]").count():
            break
        who.fill("pin", "999999")
        who.press("Open")
        if page.locator("main [name=pin]").count() and _ == 0:
            yield Stop("pin, wrong", page)
    yield Stop("pin, gone: the passphrase is asked", page)
    who.fill("passphrase", "not these words")
    page.locator("main form button.wide").click()
    yield Stop("pin, passphrase wrong", page)


def a_form_on_its_way(house: House) -> Iterator[Stop]:
    """Signed out while writing: the words wait through the door."""
    who = house.newcomer()
    page = who.page
    chooses_a_pin(who)
    who.go("/me/check-in/")
    who.fill("line", FULL_LINE)
    page.context.clear_cookies(name=re.compile("gs-(key|session)"))
    who.press("Keep it for me")
    yield Stop("enter, over a kept form", page)
    who.fill("name", who.name)
    who.fill("passphrase", who.passphrase)
    page.route(AGAIN, lambda route: route.abort())
    who.press("Sign in")
    yield Stop("again or the PIN over a kept form", page)


def invited_and_waiting(house: House) -> Iterator[Stop]:
    ana, ben = house.newcomer(LONG_NAME), house.visitor("Ben")
    chooses_a_pin(ana)
    ana.go("/invite/")
    yield Stop("invite, empty", ana.page)
    sends_wrongly(ana.page)
    yield Stop("invite, in error", ana.page)
    link = invites(ana)
    yield Stop("six words", ana.page)
    for name, address in (
        ("invite, waiting", "/invite/"),
        ("us, waiting", "/us/"),
        ("today, waiting", "/"),
        ("part, waiting", "/us/part/"),
        ("pause, waiting", "/us/pause/"),
    ):
        ana.go(address)
        yield Stop(name, ana.page)
    ben.go(link)
    yield Stop("join, from the link", ben.page)
    ben.press("Look")
    yield Stop("invited", ben.page)
    ben.press("Try one small thing")
    yield Stop("try, invited", ben.page)
    ben.tries_one_small_thing()
    yield Stop("tried, invited", ben.page)
    ben.press("Keep this and go on")
    yield Stop("new, invited", ben.page)
    ben.page.route(AGAIN, lambda route: route.abort())
    ben.signs_up()
    yield Stop("onward", ben.page)
    if ben.page.get_by_role("button", name="To the invitation").count():
        ben.press("To the invitation")
    yield Stop("yes", ben.page)
    sends_wrongly(ben.page, shown_name="", agree="")
    yield Stop("yes, in error", ben.page)
    ben.fill("shown_name", LONG_WORD[:40])
    ben.tick("agree")
    ben.press("Join")
    yield Stop("joined", ben.page)
    for name, address in (("us, joined and waiting", "/us/"), ("today, joined and waiting", "/")):
        ben.go(address)
        yield Stop(name, ben.page)
    for name, address in (("today, arrived", "/"), ("us, arrived", "/us/"), ("invite, arrived", "/invite/")):
        ana.go(address)
        yield Stop(name, ana.page)
    ana.press("Yes, let them in")
    yield Stop("invite, let in", ana.page)
    ana.go("/us/")
    yield Stop("us, long names", ana.page)


def together(house: House) -> Iterator[Stop]:
    ana, ben = two(house)
    for name, address in (
        ("us, nothing shown", "/us/"),
        ("today, together", "/"),
        ("invite, together", "/invite/"),
        ("compare", "/us/words/"),
        ("pause", "/us/pause/"),
        ("part", "/us/part/"),
        ("beside", "/invite/beside/"),
    ):
        ana.go(address)
        yield Stop(name, ana.page)
    sends_wrongly(ana.page)
    yield Stop("beside, in error", ana.page)
    ana.go("/us/words/")
    ana.press("Show the eight words")
    yield Stop("compare, shown", ana.page)
    checks_in(ana, FULL_LINE)
    ana.go(newest(ana))
    yield Stop("one, together", ana.page)
    ana.page.locator("main details summary", has_text="Choose what to show").click()
    sends_wrongly(ana.page, "form[action$='/show/']")
    yield Stop("show, nothing chosen", ana.page)
    for box in ana.page.locator("main [name=parts]").all():
        box.check()
    ana.press("Look at it first")
    yield Stop("preview", ana.page)
    ana.press(re.compile("^Show it to"))
    yield Stop("one, shown", ana.page)
    for who, name in ((ana, "us, I showed"), (ben, "us, they showed")):
        who.go("/us/")
        yield Stop(name, who.page)
    ana.go("/join/")
    ana.fill("words", "one two three four five six")
    ana.press("Look")
    yield Stop("join, seated already", ana.page)


def resting_and_leaving(house: House) -> Iterator[Stop]:
    ana, ben = two(house)
    checks_in(ana, FULL_LINE)
    shows(ana)
    ana.go("/us/pause/")
    ana.press("Pause now")
    yield Stop("resting, after the press", ana.page)
    for who, side in ((ana, "mine"), (ben, "theirs")):
        for name, address in (("pause", "/us/pause/"), ("us", "/us/"), ("today", "/")):
            who.go(address)
            yield Stop(f"{name}, resting, {side}", who.page)
    ana.go(newest(ana))
    yield Stop("one, resting", ana.page)
    ana.go("/us/part/")
    yield Stop("part, resting", ana.page)
    sends_wrongly(ana.page, farewell="x" * 9000)
    yield Stop("part, a word too long", ana.page)
    ana.go("/us/part/")
    ana.fill("farewell", FULL_LINE)
    ana.press("Leave with a word")
    yield Stop("part, left", ana.page)
    ana.go("/us/")
    yield Stop("us, I left", ana.page)
    for name, address in (("us", "/us/"), ("today", "/"), ("pause", "/us/pause/"), ("part", "/us/part/")):
        ben.go(address)
        yield Stop(f"{name}, partner left", ben.page)


def times_for_two(house: House) -> Iterator[Stop]:
    """Suggested, moved, agreed, called off, resting; and the calendar's address."""
    ana, ben = two(house, LONG_NAME)
    ana.go("/us/times/")
    yield Stop("times, none", ana.page)
    ana.go("/us/times/new/")
    yield Stop("time, to suggest", ana.page)
    sends_wrongly(ana.page, at="2020-01-01T20:00", what=LONG_WORD * 3)
    yield Stop("time, in error", ana.page)
    address = suggests(ana, f"{LONG_WORD[:60]} and so on")
    yield Stop("time, mine", ana.page)
    for who, name, place in ((ben, "us, a time suggested", "/us/"), (ben, "today, a time suggested", "/")):
        who.go(place)
        yield Stop(name, who.page)
    ben.go(address)
    yield Stop("time, theirs", ben.page)
    ben.follow("Rather another time")
    yield Stop("time, rather", ben.page)
    ben.press(re.compile("^Suggest it to"))
    yield Stop("time, another one suggested", ben.page)
    other = ben.page.url
    ana.go(address)
    yield Stop("time, not at that hour", ana.page)
    ana.go(other)
    ana.press("Yes, that suits me")
    yield Stop("time, agreed", ana.page)
    ana.follow("Rather another time")
    yield Stop("time, agreed and rather another", ana.page)
    suggests(ben)
    for name, place in (("times, some", "/us/times/"), ("us, times", "/us/"), ("today, times", "/")):
        ana.go(place)
        yield Stop(name, ana.page)
    ana.go("/account/calendar/")
    yield Stop("calendar, none", ana.page)
    ana.press("Make my address")
    yield Stop("calendar, its address", ana.page)
    ana.go("/account/calendar/")
    yield Stop("calendar, on", ana.page)
    ben.go("/us/pause/")
    ben.press("Pause now")
    for name, place in (
        ("times, resting", "/us/times/"),
        ("time, resting", other),
        ("suggest, resting", "/us/times/new/"),
    ):
        ana.go(place)
        yield Stop(name, ana.page)
    for who in (ana, ben):
        who.go(other)
        who.page.locator("main details summary", has_text="It doesn’t work out").click()
    ben.press("Call it off")
    yield Stop("time, called off", ben.page)
    ana.press("Call it off")
    yield Stop("time, changed meanwhile", ana.page)


def suggests(who: Walker, what: str = "") -> str:
    """Tomorrow at eight, as the form begins; returns the address."""
    who.go("/us/times/new/")
    if what:
        who.page.locator("main details summary", has_text="What for").click()
        who.fill("what", what)
    who.press(re.compile("^Suggest it to"))
    who.page.wait_for_url(re.compile("/us/times/[0-9a-f-]{36}/$"))
    return who.page.url


def a_new_account_beside(house: House) -> Iterator[Stop]:
    ana, ben = two(house)
    ben.go("/invite/beside/")
    ben.tick("sure")
    ben.press("Make six words")
    link = ben.page.locator("#link").inner_text().strip()
    yield Stop("six words, beside", ben.page)
    visitor = house.visitor()
    visitor.go(link)
    visitor.press("Look")
    yield Stop("invited, beside", visitor.page)
    again = house.newcomer()
    joins(again, link)
    ben.go("/us/")
    yield Stop("us, arrived beside", ben.page)
    ben.go("/invite/")
    yield Stop("invite, arrived beside", ben.page)
    ana.go("/us/")
    yield Stop("us, at the other's door", ana.page)
    ben.press("Yes, let them in")
    yield Stop("invite, let in beside", ben.page)
    again.go("/us/")
    yield Stop("us, in the new account", again.page)


def eight_weeks_in(house: House) -> Iterator[Stop]:
    """Lists and plots with many in them."""
    ana = house.of_the_demo("ana")
    for name, address in (
        ("me, full", "/me/"),
        ("me, older", "/me/?page=2"),
        ("us, full", "/us/"),
        ("today, full", "/"),
        ("own slider, named", "/me/own/"),
        ("check-in, own slider", "/me/check-in/"),
        ("erase everything, full", "/account/erase/"),
    ):
        ana.go(address)
        yield Stop(name, ana.page)
    ana.go(newest(ana))
    yield Stop("one, full", ana.page)
    stranger = house.visitor(at=house.demo)
    stranger.go("/new/")
    yield Stop("new, by invitation only", stranger.page)


def what_went_wrong(house: House) -> Iterator[Stop]:
    who = house.newcomer()
    page = who.page
    chooses_a_pin(who)
    who.go("/me/check-in/")
    who.fill("line", "a line of words to copy")
    page.context.clear_cookies(name=re.compile("gs-csrf"))
    who.press("Keep it for me")
    yield Stop("403, a form grown old", page)
    who.go("/me/check-in/")
    sends_wrongly(page, line="much " * 300_000)
    yield Stop("413", page)
    # These can't be brought about from outside, so they are drawn here and served in the house's frame.
    for name, template in (
        ("500", "site/went_wrong.html"),
        ("503", "site/not_saved.html"),
        ("400", "400.html"),
        ("403", "403.html"),
        ("409, something was changed", "people/changed.html"),
    ):
        html = render_to_string(template, {"kept": ["a line of words to copy"]})
        page.route("**/drawn-here/", _answers(html))
        who.go("/drawn-here/")
        page.unroute("**/drawn-here/")
        yield Stop(name, page)


def _answers(html: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=html, content_type="text/html")


# Addresses that end on another page, or on none.
NO_PAGE = {
    "away": ("/exit/", "/enter/out/"),
    "a press, then on": (
        "/invite/cancel/",
        "/invite/let-in/",
        "/invite/send-away/",
        "/us/part/back/",
        "/pin/close/",
        "/pin/stay/",
        "/account/devices/others/end/",
        "/account/devices/<device>/end/",
        "/account/passkeys/<passkey>/remove/",
        "/me/shown/<slice_id>/back/",
        "/me/line/<shown_id>/back/",
        "/me/look/<name>/words/",
        "/us/core/look/",
        "/us/core/back/",
        "/us/wants/look/",
        "/us/wants/back/",
        "/us/period/end/",
        "/me/road/undo/",
        "/us/road/days/",
        "/us/words/<statement_id>/sign/",
        "/us/words/<statement_id>/unsign/",
        "/us/words/<statement_id>/end/",
        "/us/words/<statement_id>/erase/",
        "/us/map/look/",
        "/us/map/back/",
        "/us/cycle/look/",
        "/us/cycle/back/",
        "/us/story/look/",
        "/us/story/back/",
        "/talk/<talk_id>/act/",
        "/talk/<talk_id>/calm/",
        "/talk/<talk_id>/offer/",
        "/talk/<talk_id>/draft/",
        "/talk/<talk_id>/ground/",
        "/talk/<talk_id>/words/take-back/",
        "/talk/<talk_id>/hand/",
        "/talk/<talk_id>/here/act/",
        "/account/reminders/kinds/",
        "/account/reminders/browser/",
        "/account/reminders/<place>/away/",
        "/account/reminders/try/",
        "/account/reminders/off/",
    ),
    "a file to take along": ("/me/questions/kept/<row_id>/file/",),
    "for calendars": ("/calendar/<token>.ics", "/us/times/<time_id>/notes.ics"),
    "for programs": (
        "/live/",
        "/livez",
        "/readyz",
        "/sw.js",
        "/manifest.webmanifest",
        "/enter/passkey/options/",
        "/enter/passkey/",
    ),
}
SAME_BUT_FOR_THE_THING = {
    "/talk/prepare/<row_id>/": '"talk-prepared"',
    "/talk/notes/<note_id>/": '"talk-note, {link',
    "/talk/notes/<note_id>/erase/": '"Erase it"',
    "/talk/<talk_id>/": '"talk-room, asked for"',
    "/talk/<talk_id>/mine/": '"talk-mine"',
    "/talk/<talk_id>/words/": '"talk-words"',
    "/talk/<talk_id>/here/": '"talk-here, {name}"',
    "/talk/<talk_id>/sign/": '"talk-sign"',
    "/me/questions/<paper_id>/": '"questions, a first page"',
    "/me/questions/kept/<row_id>/": '"questions, told back"',
    "/me/questions/kept/<row_id>/erase/": '"questions, erase"',
    "/me/check-in/<check_in_id>/": "(newest(",
    "/me/check-in/<check_in_id>/change/": '"change/"',
    "/me/check-in/<check_in_id>/erase/": '"erase/"',
    "/me/check-in/<check_in_id>/show/": "chooses_what_to_show(",
    "/me/look/<name>/": '"/me/look/one/"',
    "/me/look/<name>/told/": '"look, told, wishes"',
    "/me/look/<name>/erase/": '"look, to erase"',
    "/me/ways/<slug>/": '"way {each}"',
    "/me/road/step/<step>/": '"road, a step"',
    "/me/road/step/<step>/choose/": '"Leave it out"',
    "/us/road/step/<step>/": '"what two do, a step"',
    "/us/road/step/<step>/choose/": '"We did it"',
    "/us/road/undo/<mark_id>/": '"what two do, one done"',
    "/me/line/<moment_id>/": '"moment, kept"',
    "/me/line/<moment_id>/change/": '"moment, to change"',
    "/me/line/<moment_id>/erase/": '"moment, to erase"',
    "/me/line/<moment_id>/show/": '"words to show"',
    "/us/core/give/": "gives_apart(",
    "/us/core/shape/": '"core, to shape"',
    "/us/core/<number>/out/": '"core, to take out"',
    "/us/wants/give/": "gives_apart(",
    "/us/wants/shape/": '"wants, to say"',
    "/us/wants/<number>/out/": '"wants, to take out"',
    "/us/words/<statement_id>/": '"words, both wrote"',
    "/us/words/<statement_id>/write/": '"words, to write"',
    "/us/words/<statement_id>/remark/": '"words, asked too long"',
    "/us/map/<number>/": '"/us/map/1/"',
    "/us/map/<number>/remove/": '"/us/map/1/remove/"',
    "/us/story/give/": "gives_apart(",
    "/us/story/<number>/out/": '"story, to take out"',
    "/us/cycle/give/": "gives(",
    "/us/cycle/<number>/out/": '"loop, to take out"',
    "/us/outside/mine/<plan_id>/": '"own plan"',
    "/us/outside/mine/<plan_id>/bring/": '"own plan, to bring"',
    "/us/outside/mine/<plan_id>/erase/": '"own plan, to erase"',
    "/enter/code/": '"enter-code"',
    "/join/yes/": '"yes"',
    "/pin/": '"pin, asked"',
    "/account/take/in/done/": '"taken in"',
    "/us/times/<time_id>/": '"time, theirs"',
    "/us/times/<time_id>/rather/": '"time, rather"',
    "/us/times/<time_id>/answer/": '"time, changed meanwhile"',
    "/account/reminders/mail/": '"Write there"',
    "/account/reminders/times/": '"Keep these times"',
}


SCENES: tuple[Scene, ...] = (
    signed_out,
    help_now,
    alone,
    four_looks,
    questions_by_others,
    three_ways,
    a_road,
    own_insights,
    insights_of_two,
    a_line,
    a_map,
    a_loop,
    a_story,
    one_sentence_and_a_time_to_try,
    words_for_two,
    against_one_stress,
    a_talk,
    letters_and_one_phone,
    account,
    locked,
    a_form_on_its_way,
    invited_and_waiting,
    together,
    resting_and_leaving,
    times_for_two,
    a_new_account_beside,
    eight_weeks_in,
    what_went_wrong,
)


def stops(house: House, scenes: tuple[Scene, ...] = SCENES) -> Iterator[Stop]:
    for scene in scenes:
        yield from scene(house)
        house.leave()

"""Two people in a talk, each at a phone of their own: what they do, and where each page then stands."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from goldseam.dialogue import wording
from tests.command_line import serving
from tests.journeys.walker import PIN, Walker

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


@dataclass
class House:
    """A server of our own that can be ended, begun again at the same address, and put forward in time."""

    folder: Path
    running: ExitStack = field(default_factory=ExitStack)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def clock(self) -> Path:
        return self.folder.with_suffix(".clock")

    def begin(self) -> None:
        again = ("--port", str(self.port)) if self.port else ()  # the later one counts
        settings = {"GOLDSEAM_SIGN_UP": "open", "CLOCK_PUT_FORWARD": str(self.clock)}
        started = serving(self.folder, "serve", *again, module="tests.journeys.later", **settings)
        server = self.running.enter_context(started)
        self.port = self.port or server.port

    def end(self) -> None:
        self.running.close()

    def put_forward(self, seconds: int) -> None:
        self.clock.write_text(str(int(self.clock.read_text()) + seconds))


@dataclass
class Talker:
    """One of the two. `partner` is how the other is called on this phone."""

    walker: Walker
    partner: str
    by_letter: bool = False

    @property
    def page(self) -> Page:
        return self.walker.page

    def sees(self, step: str) -> None:
        """The page stands at this step, by itself or since it was sent there."""
        title = wording.step(step, self.partner, by_letter=self.by_letter).title
        self.page.get_by_role("heading", level=1, name=title, exact=True).wait_for()

    def marks(self) -> None:
        self.page.evaluate("() => { window.untouched = true; }")

    def is_untouched(self) -> bool:
        return bool(self.page.evaluate("window.untouched === true"))

    def reads(self, part: str = "#said") -> str:
        return self.page.inner_text(part).strip()

    def reloads(self) -> None:
        self.page.reload()

    def opens(self, summary: str | re.Pattern[str]) -> None:
        """A fold, if it isn't open."""
        fold = self.page.locator("main summary:visible").filter(has_text=summary).first
        fold.wait_for()
        if not fold.evaluate("(one) => one.parentElement.open"):
            fold.click()

    def button(self, name: str | re.Pattern[str], form: str = "main") -> Locator:
        return self.page.locator(form).get_by_role("button", name=name, exact=isinstance(name, str)).first

    def presses(self, name: str | re.Pattern[str], form: str = "main") -> None:
        self.button(name, form).click()

    def field(self, name: str) -> Locator:
        return self.page.locator(
            f"main textarea[name={name}]:visible, main input[type=text][name={name}]:visible"
        ).first

    def writes(self, **words: str) -> None:
        for name, told in words.items():
            self.field(name).fill(told)

    def finds_again(self, name: str) -> None:
        """What was typed saves itself and is there after a reload, behind the PIN if that has closed."""
        typed = self.field(name).input_value()
        self.page.locator("[data-draft-said]").get_by_text("Saved", exact=True).wait_for()
        self.reloads()
        line = self.page.locator("[data-begun] a")
        if line.count():
            line.click()
            self.walker.fill("pin", PIN)
            self.walker.press("Open")
            self.page.wait_for_url(re.compile("/talk/"))
        assert self.page.locator(f"main textarea[name={name}]").first.input_value() == typed

    # -- whole deeds --------------------------------------------------------------------------------------------------

    def asks(self, topic: str, *, by_letter: bool = False) -> str:
        self.walker.go("/talk/letters/" if by_letter else "/talk/new/")
        self.walker.fill("topic", topic)
        self.presses(f"Ask {self.partner}" if by_letter else f"Ask {self.partner}: now?")
        self.page.wait_for_url(re.compile(r"/talk/[0-9a-f-]{36}/$"))
        return self.page.url

    def finds_the_asking(self) -> None:
        self.walker.go("/talk/")
        self.walker.follow(re.compile("^Look at it"))


@dataclass
class Two:
    """Both, and what is true of both pages after each deed."""

    ana: Talker
    ben: Talker

    @property
    def both(self) -> tuple[Talker, Talker]:
        return self.ana, self.ben

    def stand(self, ana: str, ben: str) -> None:
        """Each page came here by itself, and a reload finds the same place."""
        for who, step in zip(self.both, (ana, ben), strict=True):
            who.sees(step)
            assert who.is_untouched(), f"{who.walker.called}’s page was left for {step}"
        said = [who.reads() for who in self.both]
        self.look_again()
        for who, step, words in zip(self.both, (ana, ben), said, strict=True):
            who.sees(step)
            assert who.reads() == words

    def look_again(self) -> None:
        for who in self.both:
            who.reloads()
            who.marks()

    def begin(self, topic: str, *, by_letter: bool = False) -> None:
        """Asked, agreed, and the quiet minute behind both: Ana has the floor."""
        for who in self.both:
            who.by_letter = by_letter
        self.ana.asks(topic, by_letter=by_letter)
        self.ana.marks()
        self.ben.finds_the_asking()
        self.ben.marks()
        self.stand("asked", "agree-answer")
        assert topic in self.ben.reads("#step")
        self.ben.presses("Yes, let’s write" if by_letter else "I’m ready")
        self.stand("calm", "calm")
        for who in self.both:
            who.presses("Go on")
        self.stand("speak", "listen")


def until(page: Page, true: Callable[[], object], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it didn't come"
        page.wait_for_timeout(50)

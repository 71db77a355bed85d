"""A person at a phone: what they press and type, counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PIN = "314159"


@dataclass
class Walker:
    """One person's browser. `taps` counts presses and filled fields; typed addresses aren't counted."""

    name: str
    called: str
    page: Page
    passphrase: str = "seven slow rivers meet"
    taps: int = 0
    sheet: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        self.page.goto(address)

    def press(self, name: str | re.Pattern[str]) -> None:
        self.taps += 1
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.taps += 1
        self.page.get_by_role("link", name=name).first.click()

    def fill(self, name: str, words: str) -> None:
        self.taps += 1
        self.page.locator(f"main [name={name}]").first.fill(words)

    def slide(self, name: str, value: int) -> None:
        self.taps += 1
        self.page.locator(f"main [name={name}]").first.fill(str(value))

    def tick(self, name: str) -> None:
        self.taps += 1
        self.page.locator(f"main [name={name}]").first.check()

    def shown(self) -> str:
        """The whole page, also where it is just being left: a page between two addresses is read once it stands."""
        from playwright.sync_api import Error

        for _ in range(50):
            try:
                return self.page.content()
            except Error:
                self.page.wait_for_timeout(50)
        return self.page.content()

    def reads(self) -> str:
        return self.page.inner_text("main")

    # -- whole deeds ----------------------------------------------------------------------------------------------

    def tries_one_small_thing(self) -> None:
        self.slide("closeness", 35)
        self.slide("tension", 70)
        self.press("Show me")

    def signs_up(self) -> None:
        """On the sign-up page already."""
        self.fill("name", self.name)
        self.fill("passphrase", self.passphrase)
        self.tick("adult")
        self.press("Begin")

    def signs_in(self) -> None:
        self.go("/enter/")
        self.fill("name", self.name)
        self.fill("passphrase", self.passphrase)
        self.press(re.compile("^Sign in|^Come in|^Enter"))

    def chooses_a_pin(self) -> None:
        self.go("/me/")
        self.fill("pin", PIN)
        self.press("Keep this PIN")

    def checks_in(self, line: str) -> None:
        self.go("/me/check-in/")
        self.slide("closeness", 40)
        self.slide("tension", 65)
        self.fill("line", line)
        self.press("Keep it for me")

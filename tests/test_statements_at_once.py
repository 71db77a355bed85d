"""Two people write, ask, sign and take off at the very same moment, on the real server.

However it comes out, it comes out for both alike: no word is lost, no form is written twice, and at the end one
version stands under both names.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.served import TOKEN, Browser, Served, five_people_served

pytestmark = [pytest.mark.slow, pytest.mark.on_both]
ROUNDS = 50 if os.environ.get("GOLDSEAM_PROVE") else 8
SEED = 20_261_122
WRITES_EACH = 13
"""Of one person about one statement in a day there is an end: three statements hold them."""
PAGES = {"/us/core/": "sentence", "/us/wants/": "words", "/us/period/": "try"}
VERSION = re.compile(r'name="version" value="([0-9a-f-]{36})"')
FROM = re.compile(r'name="from" value="([0-9a-f-]{36})"')


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with five_people_served(tmp_path_factory.mktemp("words-at-once")) as running:
        yield running


@dataclass
class Phone:
    """One person's phone: what it last saw, and what it has sent."""

    browser: Browser
    token: str = ""
    seen: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    writes: int = 0


@dataclass
class Statement:
    """One statement, with every word that anybody sent to it."""

    address: str
    part: str
    words: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)

    def look(self, phone: Phone) -> str:
        page = phone.browser.get(self.address).text
        form = phone.browser.get(f"{self.address}write/").text
        phone.token = page.partition(TOKEN)[2].partition('"')[0]
        phone.seen = sorted(set(VERSION.findall(page)))
        phone.drawn = FROM.findall(form)
        return page

    def form(self, chance: Random, phone: Phone, number: int) -> tuple[str, dict[str, object]]:
        ways = ["sign", "sign", "unsign", "remark"] if phone.seen else []
        way = chance.choice([*ways, *(["write"] * 2 if phone.writes < WRITES_EACH or not ways else [])])
        if way == "write":
            phone.writes += 1
            words = f"walnut{number}n{chance.randrange(10**6)}"
            self.words.add(words)
            told: dict[str, object] = {self.part: words, "from": phone.drawn}
            if self.part == "try":
                told["review"] = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
            return way, told
        about: dict[str, object] = {"version": chance.choice(phone.seen)}
        if way == "remark":
            words = f"hazel{number}n{chance.randrange(10**6)}"
            self.asked.add(words)
            about["remark"] = words
        return way, about


def press(statement: Statement, phone: Phone, way: str, told: dict[str, object], times: int) -> list[int]:
    """The press alone, once or twice: the page was fetched before."""
    sent = {"csrfmiddlewaretoken": phone.token, **told}
    return [phone.browser.client.post(f"{statement.address}{way}/", data=sent).status_code for _ in range(times)]


def statements_of(browser: Browser) -> list[Statement]:
    found = []
    for page, part in PAGES.items():
        address = re.search(r"/us/words/[0-9a-f-]{36}/", browser.get(page).text)
        assert address, page
        found.append(Statement(address[0], part))
    return found


def sign_newest(statement: Statement, phones: list[Phone]) -> None:
    """One writes from all that is open, and both sign that."""
    statement.look(phones[0])
    last = f"walnutlast{statement.part}"
    told: dict[str, object] = {statement.part: last, "from": phones[0].drawn}
    told["review"] = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    assert press(statement, phones[0], "write", told, 1) == [302]
    for phone in phones:
        statement.look(phone)
        assert len(phone.drawn) == 1
        assert press(statement, phone, "sign", {"version": phone.drawn[0]}, 1) == [302]


def test_whatever_two_phones_send_at_once_both_read_the_same_and_nothing_is_lost(
    served: Served, tmp_path: Path
) -> None:
    chance, told = Random(SEED), Counter[str]()
    phones = [Phone(served.browsers["ana"]), Phone(served.browsers["ben"])]
    statements = statements_of(phones[0].browser)
    for statement in statements:
        for phone in phones:
            phone.writes = 0
            statement.look(phone)
        for number in range(ROUNDS):
            for phone in phones:
                if chance.random() < 0.6:  # else it goes on from what it saw before
                    statement.look(phone)
            forms = [statement.form(chance, phone, number) for phone in phones]
            often = [chance.choice((1, 1, 2)) for _ in phones]
            with ThreadPoolExecutor(2) as pool:
                codes = list(pool.map(press, [statement] * 2, phones, *zip(*forms, strict=True), often))
            for (way, _), got in zip(forms, codes, strict=True):
                told[way] += len(got)
                assert set(got) <= {302}, (way, got)
        pages = [statement.look(phone) for phone in phones]
        for page in pages:
            assert statement.words <= set(re.findall(r"walnut\d+n\d+", page))
            assert statement.asked <= set(re.findall(r"hazel\d+n\d+", page))
        sign_newest(statement, phones)
        for phone in phones:
            page = statement.look(phone)
            assert "You have both signed this" in page and page.count('class="vow both"') == 1
    print(f"{len(statements) * ROUNDS} moments from seed {SEED}, both at once: {dict(told)}; no word lost")

"""A demo as it is served: Ana can sign in, and no page that is only read waits for somebody who writes."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from goldseam.site import demo_talks
from goldseam.site.backups import LEFT_OUT
from tests.command_line import Serving, goldseam, serving

pytestmark = pytest.mark.about_the_file("the example pair always lives in a file of its own")

OPEN = {"vault_invite": "joiner_id IS NULL"}  # a used invitation stays: its two people still need it
READ = ("/", "/talk/", "/talk/on-paper/", "/us/", "/me/", "/help/", "/try/", "/enter/", "/new/", "/account/")


@dataclass
class DemoHouse:
    running: Serving
    accounts: list[dict[str, str]]
    data: Path

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://localhost:{self.running.port}", follow_redirects=True, timeout=6)

    def signed_in(self, name: str) -> httpx.Client:
        account = next(one for one in self.accounts if one["name"] == name)
        browser = self.browser()
        send(browser, "/enter/", name=name, passphrase=account["passphrase"])
        return browser


def send(browser: httpx.Client, address: str, **fields: str) -> httpx.Response:
    page = browser.get(address).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, f"no form at {address}"
    return browser.post(address, data={"csrfmiddlewaretoken": token[1], **fields})


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    data = tmp_path_factory.mktemp("demo") / "data"
    with serving(data, "demo", "--json") as running:
        yield DemoHouse(running, json.loads(running.said.splitlines()[0]), data)


def test_it_names_both_accounts_and_stores_no_passphrase(house: DemoHouse) -> None:
    assert [account["name"] for account in house.accounts] == ["ana", "ben"]
    assert all(set(account) == {"name", "passphrase", "pin", "role"} for account in house.accounts)
    stored = b"".join(file.read_bytes() for file in house.data.rglob("*") if file.is_file())
    assert [one["name"] for one in house.accounts if one["passphrase"].encode() in stored] == []
    assert b"ana" in stored, "the search looks at the right files"


def test_both_can_sign_in_and_see_what_the_other_showed(house: DemoHouse) -> None:
    for name, other in (("ana", "Ben"), ("ben", "Ana")):
        with closing(house.signed_in(name)) as browser:
            page = browser.get("/us/")
            assert page.status_code == 200
            assert other in page.text


def test_they_have_talked_and_a_letter_waits_for_ben(house: DemoHouse) -> None:
    with closing(house.signed_in("ben")) as browser:
        place = browser.get("/talk/").text
        talks = sorted(set(re.findall(r"/talk/[0-9a-f-]{36}/", place)))
        assert demo_talks.ANA_ASKS in place and demo_talks.LETTER_ABOUT.topic in place
        rooms = [browser.get(address).text for address in talks]
        assert len(rooms) == 2 and sum(demo_talks.BOTH_SEE in room for room in rooms) == 1
        assert not any(demo_talks.ANA_SAYS["when"] in room for room in rooms), "they let those words go"
        assert not any(demo_talks.PREPARED.about in room for room in [place, *rooms])


def test_another_passphrase_does_not_sign_in(house: DemoHouse) -> None:
    with closing(house.browser()) as browser:
        answer = send(browser, "/enter/", name="ana", passphrase="not the right words at all")
        assert "passphrase" in answer.text
        assert not browser.cookies.get("gs-key")


def test_pages_that_are_read_never_wait_for_a_writer(house: DemoHouse) -> None:
    """Somebody else holds the write lock. Every page comes at once; a sign-in, which writes, has to wait."""
    with closing(house.signed_in("ana")) as browser, closing(house.browser()) as another:
        another.get("/enter/")
        writer = sqlite3.connect(house.data / "goldseam.sqlite3", isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        try:
            for address in READ:
                begun = time.monotonic()
                assert browser.get(address).status_code == 200, address
                assert time.monotonic() - begun < 5, address
            print(f"{len(READ)} pages read beside a writer")
            with pytest.raises(httpx.ReadTimeout):
                account = house.accounts[1]
                send(another, "/enter/", name="ben", passphrase=account["passphrase"])
        finally:
            writer.execute("ROLLBACK")
            writer.close()


def test_its_records_hold_and_a_planted_change_is_found(house: DemoHouse, tmp_path: Path) -> None:
    kept = tmp_path / "kept.goldseam"
    assert goldseam("backup", kept, "--data", house.data).returncode == 0
    well = restored(kept, tmp_path / "well")
    told = re.search(r"(\d+) records with (\d+) links were checked; 0 did not hold", well.stdout)
    assert told, well.stdout + well.stderr
    assert int(told[1]) >= 1
    assert int(told[2]) > 10
    with closing(sqlite3.connect(kept)) as opened:
        opened.execute("UPDATE vault_link SET version = version + 1 WHERE number = 5")
        opened.commit()
    ill = restored(kept, tmp_path / "ill")
    assert ill.returncode == 1
    assert "LOOK" in ill.stdout


def restored(kept: Path, place: Path) -> subprocess.CompletedProcess[str]:
    """Restores into a new folder, then verifies there."""
    assert goldseam("restore", kept, "--data", place).returncode == 0
    return goldseam("verify", "--data", place)


def test_a_backup_of_a_house_in_use_lets_nobody_in(house: DemoHouse, tmp_path: Path) -> None:
    """The tables that let somebody in are empty in the backup and were not in the house."""
    with closing(house.signed_in("ana")):
        goldseam("invite", "--data", house.data)
        goldseam("backup", tmp_path / "kept.goldseam", "--data", house.data)
        counted = {}
        for name, file in (("house", house.data / "goldseam.sqlite3"), ("backup", tmp_path / "kept.goldseam")):
            with closing(sqlite3.connect(file)) as opened:
                counted[name] = {
                    table: opened.execute(f'SELECT count(*) FROM "{table}" WHERE {OPEN.get(table, "1")}').fetchone()[0]
                    for table in LEFT_OUT
                }
    assert set(counted["backup"].values()) == {0}
    assert counted["house"]["vault_session"] > 0
    assert counted["house"]["people_session"] > 0
    assert counted["house"]["people_doorcode"] > 0

"""One takes a suggestion back at the very moment at which the other accepts it, on the real server.

Either way is fine; what may not be is two truths, a fault, or a bell for what is off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.served import TOKEN, Browser, Served, five_people_served

pytestmark = [pytest.mark.slow, pytest.mark.on_both]
ROUNDS_EACH = 5
"""Each may suggest six times a day, and has done so once."""
STANDS = re.compile(r'<p class="eyebrow">([^<]+)</p>\s*<h1>')


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with five_people_served(tmp_path_factory.mktemp("at-once")) as running:
        yield running


def press(browser: Browser, address: str, token: str, deed: str) -> int:
    """The press alone: the page was fetched before."""
    told = {"csrfmiddlewaretoken": token, "deed": deed}
    return browser.client.post(f"{address}answer/", data=told).status_code


def token_on(browser: Browser, address: str) -> str:
    return browser.get(address).text.partition(TOKEN)[2].partition('"')[0]


def stands(browser: Browser, address: str) -> str:
    found = STANDS.search(browser.get(address).text)
    assert found, address
    return found[1].strip()


def both_at_once(one: Browser, other: Browser, at: datetime) -> tuple[list[int], set[str]]:
    """`one` suggests and takes back while `other` accepts: both answers, and how it stands for each."""
    sent = one.send("/us/times/new/", at=at.strftime("%Y-%m-%dT%H:%M"))
    address = sent.headers["Location"]
    presses = [
        (one, address, token_on(one, address), "take-back"),
        (other, address, token_on(other, address), "accept"),
    ]
    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(lambda told: press(*told), presses))
    found = {stands(browser, address) for browser in (one, other)}
    if found == {"Agreed"}:
        one.send(f"{address}answer/", on=address, deed="call-off")
    return codes, found


def test_taking_back_and_accepting_at_once_has_one_outcome_for_both(served: Served, tmp_path: Path) -> None:
    ana, ben = (served.browsers[name] for name in ("ana", "ben"))
    outcomes = []
    for number in range(2 * ROUNDS_EACH):
        one, other = (ana, ben) if number % 2 else (ben, ana)
        codes, found = both_at_once(one, other, datetime.now(UTC) + timedelta(days=10 + number))
        assert sorted(codes) == [302, 400], codes
        assert found in ({"Agreed"}, {"Taken back"})
        assert (found == {"Agreed"}) == (codes[1] == 302)
        outcomes.append(found.pop())
    print(f"{len(outcomes)} rounds: {outcomes.count('Agreed')} agreed, {outcomes.count('Taken back')} taken back")

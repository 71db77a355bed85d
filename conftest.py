"""The cast, always the same: Ana and Ben are a pair, Cleo is a stranger."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from goldseam.people import actions
from goldseam.people.me import Me
from goldseam.people.rules import RULE_VERSION
from goldseam.people.signing_in import BACKEND, SESSION_KEY
from goldseam.vault import invites, sessions, standing
from goldseam.vault.keyring import Keyring
from tests import databases
from tests.chromium import QUIET, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

PIN = "271828"

# Tests play everybody in one thread, and look at what lies there. Requests begin as nobody's, as when it is served.
standing.lay_ground(standing.KEEPER)


@dataclass
class Cast:
    """One signed-in member of the cast, with what only they know."""

    me: Me
    passphrase: str
    sheet: list[str]
    cookie: str

    @property
    def keyring(self) -> Keyring:
        return self.me.keyring

    def closed(self) -> Me:
        """The same person with the private half closed."""
        return self.me.with_keyring(replace(self.keyring, back=None, memo={}))

    def anew(self) -> Me:
        """The same person in a later request: only what the cookie opens, no remembered keys."""
        assert self.keyring.session_id is not None
        return self.me.with_keyring(sessions.keyring_of(self.keyring.session_id, self.cookie))


def arrive(name: str) -> Cast:
    """A new person, signed up, signed in on one device, with a PIN."""
    passphrase = f"{name} walks by the slow river"
    me, sheet = actions.sign_up(name, passphrase)
    keyring, cookie = sessions.begin(me.keyring, stay=False, label="phone")
    sessions.set_pin(keyring, cookie, PIN)
    return Cast(me.with_keyring(keyring), passphrase, sheet, cookie)


def bring_together(one: Cast, other: Cast) -> None:
    """`one` invites, `other` joins, `one` lets them in; both then hold the keys of a later request."""
    words = actions.invite(one.me, own_name=one.me.person.username.title())
    actions.join(
        other.me,
        invites.keys_of(" ".join(words)),
        own_name=other.me.person.username.title(),
        agreed_to=RULE_VERSION,
    )
    one.me = one.anew()
    actions.let_in(one.me)
    one.me, other.me = one.anew(), other.anew()


def cookies_into(client: Client, who: Cast) -> Client:
    """The same client with both cookies of this person's sign-in: its private half is as open as it is."""
    client.force_login(who.me.person, backend=BACKEND)
    session = client.session
    session[SESSION_KEY] = who.keyring.require_session().hex
    session.save()
    client.cookies[settings.KEY_COOKIE_NAME] = who.cookie
    return client


def browser_of(who: Cast, *, private: bool = True) -> Client:
    """This person's browser: front is open by the cookie; the private half by the PIN, or closed."""
    if private:
        sessions.open_with_pin(who.keyring, who.cookie, PIN)
    else:
        sessions.close_back(who.keyring)
    return cookies_into(Client(), who)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about SQLite's one file isn't asked of PostgreSQL; the report names each, with the reason. What asks no
    database at all was answered by the run before."""
    if databases.ON:
        config.hook.pytest_deselected(items=[item for item in items if databases.is_not_asked(item)])
        items[:] = [item for item in items if not databases.is_not_asked(item)]
    for item in items:
        about_the_file = item.get_closest_marker("about_the_file")
        if databases.ON and about_the_file:
            item.add_marker(pytest.mark.skip(reason=f"about SQLite's file: {about_the_file.args[0]}"))
    long = _files_of_long_proofs(items)
    items.sort(key=lambda item: item.path not in long)


def _files_of_long_proofs(items: list[pytest.Item]) -> set[Path]:
    """They come first, so that at the end no core waits for the other. Not those that leave something to whoever comes
    after: a browser its loop, a transactional test its empty tables."""
    leaves = {item.path for item in items if item.get_closest_marker("browser") or _empties_tables(item)}
    return {item.path for item in items if item.get_closest_marker("slow")} - leaves


def _empties_tables(item: pytest.Item) -> bool:
    asks = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & {"transactional_db", "live_server"} or (asks and asks.kwargs.get("transaction")))


def pytest_collection_finish() -> None:
    """What was imported stays to the end: no look for garbage needs to go through it, and one second in eighteen went
    there."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """All tests come from one address, and what is limited by address begins anew with each."""
    cache.clear()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all tests of a process: a second one beside it refuses to start. Its loop stays on the tests' own thread,
    also for tests that come after, so none of them may run a loop there."""
    if not chromium():
        pytest.skip("no Chromium here; install one, or name it in GOLDSEAM_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as running:
            yield running


@pytest.fixture(scope="session")
def browser_of_all(playwright: Playwright) -> Iterator[Browser]:
    found = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
    yield found
    found.close()


@pytest.fixture
def browser(browser_of_all: Browser) -> Iterator[Browser]:
    """What a test opened in it goes with the test, and with it the lines to the test's server."""
    yield browser_of_all
    for context in browser_of_all.contexts:
        context.close()


@pytest.fixture
def ana(db: None) -> Cast:
    return arrive("ana")


@pytest.fixture
def ben(db: None) -> Cast:
    return arrive("ben")


@pytest.fixture
def cleo(db: None) -> Cast:
    return arrive("cleo")


@pytest.fixture
def pair(ana: Cast, ben: Cast) -> tuple[Cast, Cast]:
    """Ana and Ben, together."""
    bring_together(ana, ben)
    return ana, ben

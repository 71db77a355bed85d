"""The cast, always the same: Ana and Ben are a pair, Cleo is a stranger."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from goldseam.people import actions
from goldseam.people.me import Me
from goldseam.people.rules import RULE_VERSION
from goldseam.vault import invites, sessions
from goldseam.vault.keyring import Keyring

PIN = "271828"


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
        return self.me.with_keyring(self.keyring.without_back())

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

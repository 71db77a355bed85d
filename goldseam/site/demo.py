"""Fills a house with Ana and Ben, eight weeks in, through the same verbs that their pages call.

Their passphrases and PINs are drawn from the system's randomness and stored nowhere; all keys are made as anybody's.
The seed below moves words, numbers and dates only.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import account_actions, actions, rules
from goldseam.people.me import Me
from goldseam.site import demo_mending, demo_words
from goldseam.site.demo_words import Course
from goldseam.vault import invites, seam, sessions, words

SEED = 8
PASSPHRASE_WORDS = 5


@dataclass(frozen=True)
class Account:
    """What somebody needs in order to be Ana or Ben for a while."""

    name: str
    passphrase: str
    pin: str
    role: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    def in_words(self) -> str:
        return f"{self.name.title()}: sign-in name {self.name}, passphrase “{self.passphrase}”, PIN {self.pin}"


def fill() -> list[Account]:
    """Both accounts, ready to sign in."""
    chance = random.Random(SEED)
    begun = seam.now() - timedelta(weeks=demo_words.WEEKS)
    ana, ben = (_new_account(name) for name in ("ana", "ben"))
    tell("Making the accounts of Ana and Ben")
    with seam.pretend_it_is(begun):
        ana_me = _sign_up(ana)
        six_words = actions.invite(ana_me, own_name="Ana")
    with seam.pretend_it_is(begun + timedelta(days=1)):
        _print_sheet(ana_me)
    with seam.pretend_it_is(begun + timedelta(days=2)):
        ben_me = _sign_up(ben)
        keys = invites.keys_of(" ".join(six_words))
        actions.join(ben_me, keys, own_name="Ben", agreed_to=rules.RULE_VERSION)
    with seam.pretend_it_is(begun + timedelta(days=2, hours=3)):
        actions.let_in(ana_me)
    tell("Writing eight weeks of check-ins")
    _live(chance, begun, ana_me, ben_me)
    tell("Looking, telling and signing")
    demo_mending.live(begun, ana_me, ben_me)
    return [ana, ben]


def _new_account(name: str) -> Account:
    pin = f"{seam.below(10**6):06}"
    while not _is_good_pin(pin):
        pin = f"{seam.below(10**6):06}"
    return Account(name, " ".join(words.drawn(PASSPHRASE_WORDS)), pin, "partner")


def _is_good_pin(pin: str) -> bool:
    try:
        rules.require_good_pin(pin)
    except rules.Refused:
        return False
    return True


def _sign_up(account: Account) -> Me:
    """Signed up, with a PIN set as at the first private entry, on a device that is not signed in any more."""
    me, _sheet = actions.sign_up(account.name, account.passphrase)
    keyring, cookie = sessions.begin(me.keyring, stay=False, label="")
    account_actions.choose_pin(me.with_keyring(keyring), cookie, account.pin)
    sessions.end(keyring.require_session())
    return me


def _print_sheet(me: Me) -> None:
    """Ana has long written her ten words down; Ben hasn't yet, so that his Today shows how it asks."""
    sheet = account_actions.make_sheet(me)
    first, second = sheet.places
    account_actions.confirm_sheet(me, sheet.check, (sheet.words[first - 1], sheet.words[second - 1]))


@dataclass(frozen=True)
class Evening:
    """One person's evening with a check-in. `how_far` runs from 0 to 1 over the eight weeks."""

    at: datetime
    me: Me
    line: str
    how_far: float


def _live(chance: random.Random, begun: datetime, ana: Me, ben: Me) -> None:
    """Both people's evenings, one after the other as they came."""
    with seam.pretend_it_is(begun + timedelta(days=3)):
        growth.name_own_slider(ana, demo_words.ANAS_OWN_SLIDER)
        growth.name_own_slider(ben, demo_words.BENS_OWN_SLIDER)
    evenings = [*_evenings(chance, begun, ana, demo_words.ANA), *_evenings(chance, begun, ben, demo_words.BEN)]
    for evening in sorted(evenings, key=lambda one: one.at):
        with seam.pretend_it_is(evening.at):
            _check_in(chance, evening)


def _evenings(chance: random.Random, begun: datetime, me: Me, lines: Sequence[str]) -> list[Evening]:
    """Most evenings, not all; a free line on some of them, in the order in which they were lived."""
    length = demo_words.WEEKS * 7
    days = [day for day in range(4, length) if chance.random() < 0.7]
    step = len(days) / len(lines)
    written = {days[int(place * step)]: line for place, line in enumerate(lines)}
    return [
        Evening(begun + timedelta(days=day, minutes=-chance.randrange(20, 200)), me, written.get(day, ""), day / length)
        for day in days
    ]


def _check_in(chance: random.Random, evening: Evening) -> None:
    """Keeps it; on most evenings shows the partner some of it."""
    values = {part: _value(chance, course, evening.how_far) for part, course in demo_words.COURSES.items()}
    kept = growth.keep_check_in(evening.me, Answers(values=values, line=evening.line))
    if chance.random() < 0.75:
        growth.show_to_partner(evening.me, kept, ("closeness", "heard"))


def _value(chance: random.Random, course: Course, how_far: float) -> int:
    straight = course.start + (course.end - course.start) * how_far
    return max(0, min(100, round(straight + chance.uniform(-course.swing, course.swing))))


def tell(step: str) -> None:
    print(step, file=sys.stderr, flush=True)

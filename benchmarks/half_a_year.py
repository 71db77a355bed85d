"""Ana and Ben, half a year in: each answered on 180 days and showed the other closeness and being heard on each."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

DAYS = 180
SEED = 180


def fill() -> Any:
    """Both in a fresh house; returns Ana's account, ready to sign in."""
    from goldseam.people import access
    from goldseam.site import demo

    ana, ben = demo.fill()
    for account in (ana, ben):
        person = access.person_named(account.name)
        assert person is not None
        _live(account, person)
    return ana


def _live(account: Any, person: Any) -> None:
    """The days that the demo's evenings left out are answered too, and what isn't shown yet is shown."""
    from goldseam.growth import access as growth
    from goldseam.growth import actions
    from goldseam.growth.rules import Answers
    from goldseam.people.me import Me
    from goldseam.vault import holders, seam

    def anew() -> Me:
        return Me(person, holders.open_by_pass_key(person.holder, pass_key))

    pass_key = holders.pass_key_of(person.holder, account.passphrase)
    chance, now = random.Random(SEED), seam.now()
    there = {(now - check_in.at).days for check_in in growth.own_of(anew()).check_ins}
    for ago in sorted(set(range(DAYS)) - there, reverse=True):
        level = 40 + 25 * (DAYS - ago) / DAYS
        values = {part: _answer(level, chance) for part in ("closeness", "tension", "heard", "stress", "own")}
        with seam.pretend_it_is(now - timedelta(days=ago, hours=1)):
            actions.keep_check_in(anew(), Answers(values))
    own = growth.own_of(anew())
    unshown = [(check_in, ("closeness", "heard")) for check_in in own.check_ins if check_in.shown is None]
    actions.show_many_to_partner(anew(), own, unshown)


def _answer(level: float, chance: random.Random) -> int:
    return round(min(max(level + chance.gauss(0, 12), 0), 100))

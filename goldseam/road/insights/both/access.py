"""The only door to what the pair's page is worked out from: what each showed the other, and what both know took place.

Nothing private comes through here, whether a private half is open or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from goldseam.growth import access as growth
from goldseam.people.access import Togetherness, togetherness_of
from goldseam.people.me import Me, gathered_once
from goldseam.practice import practices
from goldseam.road.insights.both.rules import Marked, Shown
from goldseam.road.insights.both.trying import LABEL
from goldseam.road.plan.access import pair_now
from goldseam.road.plan.days import day_now
from goldseam.road.plan.rules import Pair
from goldseam.statements import access as statements
from goldseam.statements.access import Version

WINDOW = timedelta(days=3 * 365)
"""As far back as the page looks."""


@gathered_once
def shown(me: Me) -> Sequence[Shown]:
    """From oldest to newest, each with the side it is of. Empty unless both are here and nobody rests.

    Days that only a file could have made up, long ago or to come, are left out: everything in between would be drawn.

    Front is enough. Raises Tampered.
    """
    together = togetherness_of(me)
    if together is None or pair_now(me) is not Pair.TOGETHER:
        return ()
    mine_first, today = _mine_comes_first(together), day_now()
    return [
        Shown("first" if each.by_me is mine_first else "second", each.day, each.answers.values)
        for each in reversed(growth.shown_to(me).slices)
        if today - WINDOW <= each.day <= today
    ]


def shown_lies(me: Me) -> bytes | None:
    """One sum over all that `shown` would tell, without opening it; None where that can't be told. Raises Tampered."""
    together = togetherness_of(me)
    lie = growth.shown_lies(me, together.circle) if together else None
    if together is None or lie is None:
        return None
    sides = sorted(f"{member.holder_id} {member.side}" for member in together.members)
    return lie + f"{_mine_comes_first(together)} {sides}".encode()


def _mine_comes_first(together: Togetherness) -> bool:
    """Of the two sides, the one with the lowest seat: the same for whoever asks, and it says nothing about them."""
    return min(together.members, key=lambda member: member.seat.pk).side == "me"


def happened(me: Me) -> list[Marked]:
    """What both know took place between them, as all practices tell it. Front is enough. Raises Tampered."""
    return [
        Marked(
            each.id,
            str(each.name),
            frozenset(day.toordinal() for day in each.days),
            each.since.toordinal() if each.since else None,
        )
        for practice in practices()
        for each in practice.happened(me)
        if each.days
    ]


def trying(me: Me) -> Version | None:
    """What both signed to try on days by chance, while both are here and nobody rests. Raises Tampered."""
    return statements.standing(me, LABEL) if pair_now(me) is Pair.TOGETHER else None

"""Gathers what Today shows. What can't be opened is named, and the rest is shown all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.utils import timezone

from goldseam.people import access
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.practice import Card, practices
from goldseam.road import people_cards, rules
from goldseam.road.bowl import bowl_for
from goldseam.road.rules import Arranged, PairState, Standing
from goldseam.ui.bowl import Bowl
from goldseam.vault import invites, seam
from goldseam.vault.errors import StrangeKey, Tampered

T = TypeVar("T")


@dataclass(frozen=True)
class Day:
    """One day as one person sees it. `changed` names what no longer fits its seal: "ours", "key" or "mine"."""

    moment: datetime
    shown: Arranged
    bowl: Bowl
    changed: tuple[str, ...]


def day_for(me: Me) -> Day:
    changed: list[str] = []
    cards = _pair_cards(me, changed)
    for practice in practices():
        cards += _unless_changed(partial(practice.today, me), [], changed)
    bowl = _unless_changed(partial(bowl_for, me), Bowl(), changed)
    return Day(timezone.localtime(seam.now()), rules.arrange(cards), bowl, tuple(dict.fromkeys(changed)))


def pair_state(me: Me, together: Togetherness | None) -> PairState:
    if together is None:
        return PairState.ALONE
    invited = not together.partner_seat and bool(invites.open_ones(me.keyring, together.circle))
    return rules.state_of(
        Standing(
            has_seat=True,
            invited=invited,
            arrived=together.arrival is not None,
            has_partner=together.has_partner,
            paused=together.is_paused,
            partner_left=together.partner_left,
        )
    )


def _pair_cards(me: Me, changed: list[str]) -> list[Card]:
    try:
        together = access.togetherness_of(me)
    except StrangeKey:
        changed.append("key")
        return []
    except Tampered:
        changed.append("ours")
        return []
    return people_cards.pair_cards(pair_state(me, together), together)


def _unless_changed(ask: Callable[[], T], otherwise: T, changed: list[str]) -> T:
    try:
        return ask()
    except StrangeKey:
        changed.append("key")
        return otherwise
    except Tampered:
        changed.append("mine")
        return otherwise


def may_share(me: Me) -> bool:
    """Whether there is a partner to whom something can be shown now."""
    try:
        together = access.togetherness_of(me)
    except Tampered:
        return False
    return together is not None and together.has_partner and together.may_write

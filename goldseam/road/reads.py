"""Gathers what Today shows. What can't be opened is named, and the rest is shown all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.utils import timezone

from goldseam.growth.reads import ShownPage, shown_for
from goldseam.live import bell
from goldseam.people import access, account_actions, texts
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.people.texts import Text
from goldseam.practice import Card, practices
from goldseam.road import people_cards, rules
from goldseam.road.bowl import bowl_for
from goldseam.road.rules import Arranged, PairState, Standing
from goldseam.times.reads import Page as Times
from goldseam.times.reads import page_for as times_for
from goldseam.ui.bowl import Bowl
from goldseam.vault import invites, mine, seam
from goldseam.vault.errors import Missing, StrangeKey, Tampered

T = TypeVar("T")


@dataclass(frozen=True)
class Day:
    """One day as one person sees it. `changed` names what no longer fits its seal: "ours", "key" or "mine"."""

    moment: datetime
    shown: Arranged
    bowl: Bowl
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Ways:
    """Ways in to what the two share: the first few in full, the others in a list, so that it is no wall."""

    first: tuple[Card, ...] = ()
    further: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Us:
    """The pair place, as one of the two sees it. `at_the_door` is the name of who came, as they gave it."""

    state: PairState
    own_name: str = ""
    partner: str = ""
    paused_by_me: bool = False
    last_word: str = ""
    at_the_door: str = ""
    not_in_yet: bool = False
    invited_until: datetime | None = None
    left: int = 0
    together: Togetherness | None = None
    shown: ShownPage | None = None
    times: Times | None = None
    ways: Ways = Ways()
    changed: tuple[str, ...] = ()
    at: int = 0  # how far the pair's bells were before this page was read

    @property
    def bowl(self) -> Bowl:
        """Whole and plain, for the states in which there is little else to see."""
        return Bowl()

    @property
    def rule(self) -> Text:
        """What both agreed to when they came together."""
        return texts.rule()


def us_for(me: Me) -> Us:
    """What no longer fits its seal is named in `changed`, and nothing of the pair is shown then."""
    changed: list[str] = []
    us = _unless_changed(me, partial(_us, me), Us(PairState.ALONE), changed)
    seat = access.seat_of(me) if changed else None
    return replace(us, changed=tuple(changed), paused_by_me=seat.paused if seat else us.paused_by_me)


def _us(me: Me) -> Us:
    counts = bell.counts(me)
    together = access.togetherness_of(me)
    state = pair_state(me, together)
    if together is None:
        return Us(state, left=len(access.left_seats(me)))
    waiting = invites.open_ones(me.keyring, together.circle) if state is PairState.WAITING else []
    return Us(
        state,
        together=together,
        own_name=together.own_name,
        partner=together.partner_name or "",
        paused_by_me=together.state.paused,
        last_word=together.last_word or "",
        at_the_door=(access.name_at_the_door(me, together.arrival) or "") if together.arrival else "",
        not_in_yet=invites.stands_at_the_door(me.keyring, together.circle),
        invited_until=max((invite.end for invite in waiting), default=None),
        at=counts.get(together.circle.pk, 0),
        shown=shown_for(me) if together.has_partner else None,
        times=times_for(me) if together.has_partner and not together.partner_left else None,
        ways=ways_for(me) if together.has_partner else Ways(),
    )


def ways_for(me: Me) -> Ways:
    """What lies open comes first, as the practices weigh it; equal weights go by id. Raises Tampered."""
    cards = rules.in_order(card for practice in practices() for card in practice.us(me))
    return Ways(cards[: rules.WAYS_MOST], cards[rules.WAYS_MOST :])


def day_for(me: Me) -> Day:
    changed: list[str] = []
    cards: list[Card] = _unless_changed(me, partial(_pair_cards, me), [], changed)
    cards += _unless_changed(me, partial(_sheet_cards, me), [], changed)
    for practice in practices():
        cards += _unless_changed(me, partial(practice.today, me), [], changed)
    bowl = _unless_changed(me, partial(bowl_for, me), Bowl(), changed)
    return Day(
        timezone.localtime(seam.now()),
        rules.arrange(cards, stays=people_cards.SHEET),
        bowl,
        tuple(dict.fromkeys(changed)),
    )


def pair_state(me: Me, together: Togetherness | None) -> PairState:
    if together is None:
        return PairState.ALONE
    invited = not together.partner_seat and bool(invites.open_ones(me.keyring, together.circle))
    return rules.state_of(
        Standing(
            has_seat=True,
            invited=invited,
            arrived=together.arrival is not None,
            waits_on_partner=together.waits_on_partner,
            has_partner=together.has_partner,
            paused=together.is_paused,
            partner_left=together.partner_left,
        )
    )


def _pair_cards(me: Me) -> list[Card]:
    together = access.togetherness_of(me)
    return people_cards.pair_cards(pair_state(me, together), together)


def _sheet_cards(me: Me) -> list[Card]:
    return [] if account_actions.sheet_is_done(me) else [people_cards.sheet_card()]


def _unless_changed(me: Me, ask: Callable[[], T], otherwise: T, changed: list[str]) -> T:
    """The answer; or `otherwise`, with a name for what was changed on the server."""
    try:
        return ask()
    except StrangeKey:
        changed.append("key")
    except (Tampered, Missing):
        changed.append(what_changed(me))
    return otherwise


def what_changed(me: Me) -> str:
    """Which of the two it was: one's own rows, if they don't fit; otherwise what is shared."""
    try:
        if me.is_private_open:
            mine.everything(me.keyring)
    except Tampered:
        return "mine"
    return "ours"


def may_share(me: Me) -> bool:
    """Whether there is a partner to whom something can be shown now."""
    try:
        together = access.togetherness_of(me)
    except Tampered:
        return False
    return together is not None and together.has_partner and together.may_write

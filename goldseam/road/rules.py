"""What Today shows first. Plain Python: no Django, no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from goldseam.practice import Card

FURTHER_MOST = 2
WAYS_MOST = 3


@dataclass(frozen=True)
class Arranged:
    """One thing, and at most two more. The rest waits for another day, uncounted."""

    first: Card | None
    further: tuple[Card, ...]


def arrange(cards: Iterable[Card], stays: str = "") -> Arranged:
    """The heaviest card is the one thing; equal weights go by id, so that the same day always looks the same.

    The card with the id `stays` is one of those shown, however light it is.
    """
    found = in_order(cards)
    shown, waits = found[: 1 + FURTHER_MOST], found[1 + FURTHER_MOST :]
    kept = tuple(card for card in waits if card.id == stays)
    shown = (*shown[: len(shown) - len(kept)], *kept)
    return Arranged(shown[0] if shown else None, shown[1:])


def in_order(cards: Iterable[Card]) -> tuple[Card, ...]:
    """The heaviest first, each id once."""
    return tuple(sorted({card.id: card for card in cards}.values(), key=lambda card: (-card.weight, card.id)))


class PairState(StrEnum):
    """How two people stand, in the eyes of one of them. Quietly left looks like resting to the other."""

    ALONE = "alone"
    NOBODY_YET = "nobody-yet"
    WAITING = "waiting"
    ARRIVED = "arrived"
    OTHERS_DOOR = "others-door"
    TOGETHER = "together"
    RESTING = "resting"
    PARTNER_LEFT = "partner-left"


@dataclass(frozen=True)
class Standing:
    """The few facts that decide between the states."""

    has_seat: bool = False
    invited: bool = False
    arrived: bool = False
    waits_on_partner: bool = False
    has_partner: bool = False
    paused: bool = False
    partner_left: bool = False


def state_of(standing: Standing) -> PairState:
    """The one state that is told. An arrival comes before a pause: somebody stands at the door."""
    told: Sequence[tuple[bool, PairState]] = (
        (not standing.has_seat, PairState.ALONE),
        (standing.arrived, PairState.ARRIVED),
        (standing.waits_on_partner, PairState.OTHERS_DOOR),
        (standing.partner_left, PairState.PARTNER_LEFT),
        (standing.has_partner and standing.paused, PairState.RESTING),
        (standing.has_partner, PairState.TOGETHER),
        (standing.invited, PairState.WAITING),
    )
    return next((state for is_so, state in told if is_so), PairState.NOBODY_YET)

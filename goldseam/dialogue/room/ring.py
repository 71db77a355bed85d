"""The ring of time: two arcs that begin at the top and meet at the bottom, one for each. Calm: nothing turns red."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, pi, sin

from django.utils.translation import gettext as _

from goldseam.dialogue.access import Talk
from goldseam.dialogue.rules.acts import SIDES, Side, Way
from goldseam.dialogue.rules.clock import Shares

MIDDLE, RADIUS = 50, 41
GAP = 0.22
"""Radians that stay free at the top and the bottom, so that the two tips never lie on each other."""
NUMBER = "NUMBER"
"""Stands in the words where the script puts the minutes that are left."""


@dataclass(frozen=True)
class Arc:
    """One side's half of the ring: how far it has come, and its tip. `spent` and `share` are seconds."""

    side: Side
    path: str
    x: str
    y: str
    spent: int
    share: int


@dataclass(frozen=True)
class Ring:
    """`words` beside the ring, now; `left` and `full` are what the script changes them to. `runs`: whose time goes on,
    and for how many seconds more if nothing is done."""

    arcs: tuple[Arc, Arc]
    words: str
    left: str
    full: str
    over: str
    runs: str
    runs_for: int


def ring_of(talk: Talk, shares: Shares, speaker: Side) -> Ring:
    """The ring as this reader sees it; on one phone both are called by their names."""
    share = shares.of / len(SIDES)
    spent: dict[Side, float] = {"me": shares.me, "you": shares.you}
    minutes = ceil(share / 60)
    by_name = talk.offer.way is Way.ONE or speaker == "you"
    told = {"name": talk.names[speaker], "other": talk.names["you" if speaker == "me" else "me"], "all": minutes}
    left = (
        _("About NUMBER of %(name)s’s %(all)s minutes are left.")
        if by_name
        else _("About NUMBER of your %(all)s minutes are left.")
    ) % told
    full = (_("%(name)s’s half of the time is full.") if by_name else _("Your half of the time is full.")) % told
    full += " " + (
        _("Your time is kept for you.")
        if speaker == "you" and talk.offer.way is not Way.ONE
        else _("Come to the end of the thought. Then %(other)s speaks.") % told
    )
    over = _("The time you chose together is over. You can go on, or come to an end.")
    return Ring(
        arcs=(arc("me", spent["me"], share), arc("you", spent["you"], share)),
        words=_words(spent[speaker], share, sum(spent.values()) >= shares.of, left, full, over),
        left=left,
        full=full,
        over=over,
        runs=shares.running or "",
        runs_for=round(shares.runs_for),
    )


def _words(spent: float, share: float, is_over: bool, left: str, full: str, over: str) -> str:
    if is_over:
        return over
    return full if spent >= share else left.replace(NUMBER, str(ceil((share - spent) / 60)))


def arc(side: Side, spent: float, share: float) -> Arc:
    """From the top down the reader's side of the ring, or the other's; full at the bottom.

    >>> arc("you", 450, 900).path
    'M41.05 9.99A41 41 0 0 0 9 50'
    """
    begun, (x, y) = _at(side, 0.0), _at(side, min(spent / share, 1.0))
    path = f"M{begun[0]} {begun[1]}A{RADIUS} {RADIUS} 0 0 {int(side == 'me')} {x} {y}"
    return Arc(side, path, x, y, round(spent), round(share))


def _at(side: Side, fraction: float) -> tuple[str, str]:
    angle = GAP + (pi - 2 * GAP) * fraction
    way = 1 if side == "me" else -1
    return _told(MIDDLE + way * RADIUS * sin(angle)), _told(MIDDLE - RADIUS * cos(angle))


def _told(place: float) -> str:
    return f"{place:.2f}".rstrip("0").rstrip(".")

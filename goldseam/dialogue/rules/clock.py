"""How long each has had the floor: what the ring shows to both. Plain Python: no Django, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, pairwise

from goldseam.dialogue.rules.acts import Act, Offer, Phase, Side, State, Way
from goldseam.dialogue.rules.flow import states_of

SILENCE_MOST = timedelta(minutes=5)
"""So much of a time without any act counts as somebody's: whoever leaves for a week uses up nobody's time."""


@dataclass(frozen=True)
class Shares:
    """Seconds of the floor for each side, `of` those that both agreed on together; they may be more than that.

    `running` is whose time goes on now, and `runs_for` how many seconds more if nothing is done; 0 when nobody's does.
    """

    me: float
    you: float
    of: float
    running: Side | None
    runs_for: float = 0.0


def spoken(offer: Offer, acts: Sequence[Act], state: State, now: datetime) -> Shares | None:
    """How long each has had the floor until `now`: agreeing, breaks and closing don't count. None for letters.

    `state` is what follows from the acts.
    """
    if offer.way is Way.LETTERS:
        return None
    seconds: dict[Side, float] = {"me": 0.0, "you": 0.0}
    for side, lasted in _stretches(offer, acts, now):
        seconds[side] += min(max(lasted, timedelta()), SILENCE_MOST).total_seconds()
    left = _left(acts, state, now)
    running = state.speaker if left else None
    return Shares(seconds["me"], seconds["you"], offer.minutes * 60.0, running, left.total_seconds())


def _stretches(offer: Offer, acts: Sequence[Act], now: datetime) -> Iterator[tuple[Side, timedelta]]:
    """From each act to the next, while somebody has the floor: who has it, and how long that was."""
    moments = [*(act.at for act in acts), now]
    for state, (begun, ended) in zip(islice(states_of(offer, acts), 1, None), pairwise(moments), strict=True):
        if state.phase is Phase.TALKING:
            yield state.speaker, ended - begun


def _left(acts: Sequence[Act], state: State, now: datetime) -> timedelta:
    if state.phase is not Phase.TALKING:
        return timedelta()
    return min(max(acts[-1].at + SILENCE_MOST - now, timedelta()), SILENCE_MOST)

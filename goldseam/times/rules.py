"""What may be done with a time for two, and which moments can be meant. Plain Python: no Django, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

OPEN_MOST = 3
"""Suggestions of one person that may wait at once."""
A_DAY_MOST = 6
"""Suggestions of one person in a day, also when they take some back in between: nobody is flooded."""
A_DAY = timedelta(days=1)
SHOWN_AFTER = timedelta(minutes=30)
"""So long an agreed time stands in a calendar after it has begun."""
NEWS_LAST = timedelta(days=2)
"""So long something counts as new."""
AHEAD_MOST = timedelta(days=366)
WHAT_MOST = 80
MINUTES = (10, 20, 30, 45, 60, 90)
MINUTES_USUAL = 20
ERASED_AFTER = timedelta(days=30)
"""So long after its time, a suggestion and its answers are erased: they are no book of who called off what."""


_STEP = re.compile(r"[a-z][a-z0-9.-]{0,59}\Z")


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class State(StrEnum):
    """Where a time stands. That it is over isn't a state: nobody decided it."""

    SUGGESTED = "suggested"
    AGREED = "agreed"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"
    CALLED_OFF = "called-off"


class Deed(StrEnum):
    """What somebody signed about a time."""

    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take-back"
    CALL_OFF = "call-off"


@dataclass(frozen=True)
class Signed:
    """One deed, and whether the side that suggested the time did it."""

    deed: Deed
    by_who_suggested: bool


# -- which moments can be meant -----------------------------------------------------------------------------------


def moment_of(local: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment that a clock's day and time mean. An hour that comes twice is the first one that is still to come.

    Raises Refused("past", "too-far", "no-such-time").
    """
    naive, now_naive = local.replace(tzinfo=None, fold=0), now.astimezone(UTC).replace(tzinfo=None)
    if naive - now_naive > AHEAD_MOST + A_DAY:  # before any zone: the last year of all has no tomorrow
        raise Refused("too-far")
    if now_naive - naive > A_DAY:
        raise Refused("past")
    passes = [naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    if passes[0].astimezone(zone).replace(tzinfo=None, fold=0) != naive:
        raise Refused("no-such-time")
    to_come = [at for at in passes if at > now]
    if not to_come:
        raise Refused("past")
    if to_come[0] - now > AHEAD_MOST:
        raise Refused("too-far")
    return to_come[0]


def pass_of(at: datetime, zone: ZoneInfo) -> Literal["", "first", "second"]:
    """Which of the two it is, when this clock shows the hour twice in that night."""
    local = at.astimezone(zone)
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return "second" if local.fold else "first"


def plain_what(typed: str) -> str:
    """Short words of one's own, in one line, without signs that can't be seen. Raises Refused("what-long")."""
    shown = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in typed)
    plain = " ".join(shown.split())
    if len(plain) > WHAT_MOST:
        raise Refused("what-long")
    return plain


def require_minutes(minutes: int) -> int:
    if minutes not in MINUTES:
        raise Refused("minutes")
    return minutes


def require_step(step: str) -> str:
    """The id of a practice's step, or none. Raises Refused("step") for what none can be called."""
    if step and not _STEP.match(step):
        raise Refused("step")
    return step


# -- how a time stands --------------------------------------------------------------------------------------------


def is_theirs_to_do(signed: Signed) -> bool:
    """Only the other answers a suggestion, and only who made it takes it back; an agreed time either calls off."""
    if signed.deed in (Deed.ACCEPT, Deed.DECLINE):
        return not signed.by_who_suggested
    return signed.deed is Deed.CALL_OFF or signed.by_who_suggested


def state_of(signed: Iterable[Signed]) -> State:
    """The same for every order in which the deeds are read; whatever ends a time comes before what agrees to it."""
    deeds = {each.deed for each in signed}
    told = (
        (Deed.CALL_OFF, State.CALLED_OFF),
        (Deed.TAKE_BACK, State.TAKEN_BACK),
        (Deed.DECLINE, State.DECLINED),
        (Deed.ACCEPT, State.AGREED),
    )
    return next((state for deed, state in told if deed in deeds), State.SUGGESTED)


def may_do(state: State, *, is_mine: bool, begun: bool, rests: bool) -> frozenset[Deed]:
    """What this side may do now. While things rest, one take back what one gave, and give nothing, not even a no."""
    if begun:
        return frozenset()
    if state is State.AGREED:
        return frozenset({Deed.CALL_OFF})
    if state is not State.SUGGESTED:
        return frozenset()
    if is_mine:
        return frozenset({Deed.TAKE_BACK})
    return frozenset() if rests else frozenset({Deed.ACCEPT, Deed.DECLINE})


def require_may(deed: Deed, state: State, *, is_mine: bool, begun: bool, rests: bool) -> None:
    """Raises Refused: "paused" when only the rest stands in the way, else "changed"."""
    if deed in may_do(state, is_mine=is_mine, begun=begun, rests=rests):
        return
    raise Refused("paused" if deed in may_do(state, is_mine=is_mine, begun=begun, rests=False) else "changed")


def may_change(state: State, *, begun: bool, rests: bool) -> bool:
    """May another time be suggested instead of this one?"""
    return not (begun or rests) and state in (State.SUGGESTED, State.AGREED)


def require_room(waiting: int, made: Iterable[datetime], now: datetime) -> None:
    """Raises Refused("many-open", "enough-today")."""
    if waiting >= OPEN_MOST:
        raise Refused("many-open")
    if sum(at > now - A_DAY for at in made) >= A_DAY_MOST:
        raise Refused("enough-today")

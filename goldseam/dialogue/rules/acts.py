"""How a talk goes: who speaks, what was heard, when it rests, how it ends. Plain Python: no Django, no clock.

Everything follows from the acts in the order of the record, so that both phones say the same, whatever was pressed at
once. Nothing blocks: `may` is wide, `offered` is only what comes next if somebody wants to be led.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

Side = Literal["me", "you"]
SIDES: tuple[Side, Side] = ("me", "you")

READY_LASTS = timedelta(minutes=30)
"""Somebody who was ready and put the phone away is not in a talk that begins without them."""
NOT_NOW_LASTS = timedelta(days=1)
"""So long nobody asks again after a "not now", but who said it."""
PAUSE_LEAST, PAUSE_MOST = timedelta(minutes=20), timedelta(days=1)
QUIET_LASTS, LETTER_QUIET_LASTS = timedelta(hours=1), timedelta(days=3)
"""A floor on which nothing was said for so long may be taken by the other. A letter takes its time."""
CHOICE_LASTS = timedelta(days=1)
"""So long, after one is done, the words wait for what the other chooses."""
ACTS_MOST = 400
"""Of both together: each has half of them."""
REPAIRS_MOST = 40
NOTHING = UUID(int=0)
"""What an act answers that answers none."""


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Way(StrEnum):
    """Where it takes place."""

    TWO = "two"
    ONE = "one"
    LETTERS = "letters"


class Shape(StrEnum):
    """What kind of talk it is."""

    FULL = "full"
    WEEKLY = "weekly"
    DAILY = "daily"


class Phase(StrEnum):
    AGREEING = "agreeing"
    TALKING = "talking"
    PAUSED = "paused"
    CLOSING = "closing"
    CLOSED = "closed"


class Deed(StrEnum):
    """What somebody did in a talk."""

    ASK = "ask"
    READY = "ready"
    NOT_NOW = "not-now"
    SAY = "say"
    BACK = "back"
    HEARING = "hearing"
    SENSE = "sense"
    PASS = "pass"
    TAKE = "take"
    REPAIR = "repair"
    PAUSE = "pause"
    GO_ON = "go-on"
    CLOSE = "close"
    TALK_ON = "talk-on"
    REQUEST = "request"
    ANSWER = "answer"
    REPLY = "reply"
    THANKS = "thanks"
    DONE = "done"


HEARD, NEARLY, NOT_YET = "heard", "nearly", "not-yet"
HEARINGS = (HEARD, NEARLY, NOT_YET)
YES, NO, OTHER = "yes", "no", "other"
ANSWERS = (YES, NO, OTHER)
KEEP, LET_GO = "keep", "let-go"
STAYS = frozenset({Deed.REQUEST, Deed.ANSWER, Deed.REPLY})
"""What a closed talk keeps, also when the words go."""
OWN_WORDS = frozenset({Deed.ASK, Deed.READY, Deed.SAY, Deed.BACK, Deed.HEARING, Deed.SENSE, Deed.THANKS})
"""What somebody said in a talk, and can take back from what was kept."""


@dataclass(frozen=True)
class Offer:
    """What was asked for: by whom, what kind of talk, where, how many minutes it was to last, who begins."""

    by: Side
    way: Way = Way.TWO
    shape: Shape = Shape.FULL
    minutes: int = 30
    first: Side = "me"
    asked_at: datetime | None = None
    """When its asker was ready themselves; None when it is for another time."""
    is_closed: bool = False
    """A talk whose words are gone: its requests can still be answered."""


@dataclass(frozen=True)
class Act:
    """One thing that was done. `side` is whose voice it is, also on a phone that was handed over (`here`).

    `about` names the act it answers, `stretch` the turn of the floor that its page showed, `choice` one of a few.
    """

    id: UUID
    side: Side
    deed: Deed
    at: datetime
    about: UUID | None = None
    choice: str = ""
    stretch: int = 0
    until: datetime | None = None
    here: bool = False
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def of(self) -> UUID:
        return self.about or NOTHING

    @property
    def doer(self) -> Side:
        """Whose sign-in it was done with."""
        return other(self.side) if self.here else self.side


@dataclass(frozen=True)
class Request:
    """A small wish of one side, and how the other answered it last."""

    id: UUID
    answer: str = ""
    answer_id: UUID | None = None
    reply: str = ""

    @property
    def is_agreed(self) -> bool:
        return self.answer == YES or (self.answer == OTHER and self.reply == YES)


@dataclass(frozen=True)
class State:
    """What follows from all acts. `speaker` has the floor; `stretch` counts how often it has passed.

    `statement` is the newest that the speaker said on this floor, `said_back` the newest say-back of it, `hearing` what
    the speaker answered to that, `has_sense` whether the listener said what makes sense about it.
    """

    phase: Phase = Phase.AGREEING
    has_clock: bool = True
    """Letters have none: a yes to them doesn't grow old."""
    ready: Mapping[Side, datetime] = field(default_factory=dict)
    not_now: tuple[Side, datetime] | None = None
    started: datetime | None = None
    speaker: Side = "me"
    stretch: int = 0
    since: datetime | None = None
    """When something was last said on this floor, or when it passed."""
    statement: UUID | None = None
    said_back: UUID | None = None
    hearing: str = ""
    has_sense: bool = False
    until: datetime | None = None
    going_on: frozenset[Side] = frozenset()
    rested: Phase = Phase.TALKING
    """Where it goes on after a pause."""
    talking_on: frozenset[Side] = frozenset()
    """Who would rather go on talking than close."""
    requests: Mapping[Side, Request] = field(default_factory=dict)
    thanks: frozenset[Side] = frozenset()
    done: Mapping[Side, str] = field(default_factory=dict)
    done_at: datetime | None = None
    """When the first of them was done."""
    spoke: frozenset[Side] = frozenset()
    statements: Mapping[UUID, Side] = field(default_factory=dict)
    say_backs: Mapping[UUID, Side] = field(default_factory=dict)

    @property
    def listener(self) -> Side:
        return other(self.speaker)

    @property
    def keeps(self) -> bool:
        """Do the words stay? Only if both chose so."""
        return all(self.done.get(side) == KEEP for side in SIDES)

    def is_ready(self, side: Side, now: datetime) -> bool:
        return side in self.ready and (not self.has_clock or now - self.ready[side] <= READY_LASTS)

    def is_over(self, now: datetime) -> bool:
        """Are the words over: closed by both, or by one a day ago? A break doesn't hold them back."""
        if self.phase is Phase.CLOSED:
            return True
        return self.done_at is not None and now - self.done_at > CHOICE_LASTS


def other(side: Side) -> Side:
    return "you" if side == "me" else "me"

"""Gathers what a page shows of times. Nothing here tells who has looked, or who hasn't answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.practice import steps
from goldseam.times import access, actions, rules, wording, zones
from goldseam.times.access import Time, Times
from goldseam.times.rules import Deed, State
from goldseam.vault import seam

ON_US_MOST = 3


@dataclass(frozen=True)
class Shown:
    """One time, on the reader's own clock. Nobody's clock is told to the other: it would say where they are."""

    time: Time
    what: str
    when: str
    local: datetime
    twice: str
    is_to_come: bool
    may: frozenset[Deed]
    may_change: bool
    is_near: bool
    instead_of: str = ""

    @property
    def id(self) -> UUID:
        return self.time.id

    @property
    def state(self) -> State:
        return self.time.state

    @property
    def may_accept(self) -> bool:
        return Deed.ACCEPT in self.may

    @property
    def may_take_back(self) -> bool:
        return Deed.TAKE_BACK in self.may

    @property
    def may_call_off(self) -> bool:
        return Deed.CALL_OFF in self.may

    @property
    def waits(self) -> bool:
        return self.state is State.SUGGESTED and self.is_to_come

    @property
    def is_agreed(self) -> bool:
        return self.state is State.AGREED


@dataclass(frozen=True)
class Page:
    """All that is to come, in three groups. What is over isn't listed: nobody keeps a book."""

    partner: str
    may_write: bool
    rests: bool
    agreed: Sequence[Shown] = ()
    theirs: Sequence[Shown] = ()
    mine: Sequence[Shown] = ()
    declined: Sequence[Shown] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.agreed or self.theirs or self.mine or self.declined)

    @property
    def next_agreed(self) -> Sequence[Shown]:
        return self.agreed[:ON_US_MOST]


@dataclass(frozen=True)
class Live:
    """Whose bell a page hears, and how far it was when the page was gathered."""

    room: UUID
    at: int


@dataclass(frozen=True)
class Calendar:
    """The page of the calendar address. `address` is there once, right after it was made."""

    has_pair: bool
    is_on: bool
    address: str = ""


def live_for(me: Me) -> Live | None:
    """Asked before anything else of the page, so that no ring is missed in between."""
    counts = bell.counts(me)
    together = access.times_of(me).together
    return Live(together.circle.pk, counts.get(together.circle.pk, 0)) if together else None


def page_for(me: Me) -> Page:
    """Raises Tampered."""
    times = access.times_of(me)
    to_come = [_shown(me, times, time) for time in times.times if _is_to_come(time)]
    open_ones = [each for each in to_come if each.waits]
    return Page(
        partner=times.partner,
        may_write=times.may_write,
        rests=times.together is not None and times.together.is_paused,
        agreed=[each for each in to_come if each.is_agreed],
        theirs=[each for each in open_ones if not each.time.is_mine],
        mine=[each for each in open_ones if each.time.is_mine],
        declined=[each for each in to_come if each.time.is_mine and each.state is State.DECLINED],
    )


def one(me: Me, time_id: UUID) -> tuple[Shown, Times]:
    """One time and what stands around it. Raises Http404, Tampered."""
    time = access.time_for(me, time_id)
    times = access.times_of(me)
    return _shown(me, times, time), times


def today_of(me: Me) -> date:
    return zones.on_the_clock(seam.now(), zones.zone_of(me)).date()


def usual_start(me: Me) -> datetime:
    """Tomorrow evening at eight, on the reader's clock: something to change, not to answer."""
    tomorrow = today_of(me) + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, 20)


def for_step(step_id: str) -> dict[str, Any]:
    """How the form begins when a step for two asks for a time: what it is called, and room enough for it."""
    step = steps().get(step_id)
    if step is None or step.who == "alone":
        return {}
    told = step.exercise()
    enough = (minutes for minutes in rules.MINUTES if minutes >= told.minutes)
    return {"what": told.title[: rules.WHAT_MOST], "minutes": next(enough, rules.MINUTES[-1]), "step": step.id}


def calendar_for(me: Me, address: str = "") -> Calendar:
    seat = people.seat_of(me)
    return Calendar(seat is not None, bool(seat and access.feed_of(seat)), address)


def _shown(me: Me, times: Times, time: Time) -> Shown:
    zone, today, begun = zones.zone_of(me), today_of(me), actions.has_begun(time)
    local = zones.on_the_clock(time.at, zone)
    before = times.one(time.instead_of)
    rests = not times.may_write
    return Shown(
        time=time,
        what="" if time.state is State.TAKEN_BACK and not time.is_mine else time.what or wording.usual_what(),
        when=wording.moment(local, today),
        local=local,
        twice=rules.pass_of(time.at, zone),
        is_to_come=_is_to_come(time),
        may=rules.may_do(time.state, is_mine=time.is_mine, begun=begun, rests=rests),
        may_change=rules.may_change(time.state, begun=begun, rests=rests),
        is_near=(local.date() - today).days in (0, 1),
        instead_of=wording.moment(zones.on_the_clock(before.at, zone), today) if before else "",
    )


def _is_to_come(time: Time) -> bool:
    """What is agreed is there until its end; what is open only until it would begin."""
    if time.state is State.AGREED:
        return time.at + timedelta(minutes=time.minutes) > seam.now()
    return not actions.has_begun(time)

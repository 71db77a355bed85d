"""Gathers what the room of a talk shows to one of the two. Nothing here tells who is reading, typing or late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from goldseam.dialogue import access, content, wording
from goldseam.dialogue import words as read
from goldseam.dialogue.access import Mark, Talk
from goldseam.dialogue.alone import drafts
from goldseam.dialogue.alone.prepared import Kept, for_room
from goldseam.dialogue.closing.reads import Closing, closing_for
from goldseam.dialogue.room import forms, said, slips
from goldseam.dialogue.room.forms import Slip
from goldseam.dialogue.room.laid_out import LaidOut
from goldseam.dialogue.room.ring import Ring, ring_of
from goldseam.dialogue.room.said import Floor, Said, Stretch, stretches
from goldseam.dialogue.rules import clock, leading, steps
from goldseam.dialogue.rules.acts import Deed, Phase, Shape, State, Way
from goldseam.dialogue.words import Band, Round, StepWords
from goldseam.live import bell
from goldseam.people.me import Me
from goldseam.times import zones
from goldseam.vault import seam

A_WHILE = 300
"""Seconds by which a longer break must be longer."""


@dataclass(frozen=True)
class Live:
    """Whose bell a page hears, and how far it was before the page was gathered."""

    room: UUID
    at: int


@dataclass(frozen=True)
class Room:
    """A talk as one page shows it, always from the reader's side. `here`: on a phone that was handed over.

    `talk` is turned already when `here`. `forms` has one slip for each deed that carries words and can be done now;
    `kept` are typed words that have no form on this page any more. Template `room.html` draws title and text of `step`.
    """

    talk: Talk
    now: datetime
    phase: Phase
    step: StepWords
    offered: tuple[Deed, ...]
    may: frozenset[Deed]
    floors: Sequence[Floor]
    mark: Mark
    few: bool
    here: bool
    forms: Mapping[Deed, Slip]
    laid_out: LaidOut
    act_url: str
    room_url: str
    refused: str = ""
    kept: Sequence[str] = ()
    rests: bool = False
    live: Live | None = None
    ring: Ring | None = None
    closing: Closing | None = None
    prepared: Sequence[Kept] = ()
    private_is_open: bool = False
    until: str = ""
    breaks: Sequence[wording.Break] = field(default_factory=tuple)
    lies_begun: bool = False

    def new_id(self) -> UUID:
        """The id of an act that a form without words would do."""
        return seam.uuid()

    @property
    def state(self) -> State:
        return self.talk.state

    @property
    def by_letter(self) -> bool:
        return self.talk.offer.way is Way.LETTERS

    @property
    def is_on_one_phone(self) -> bool:
        return self.talk.offer.way is Way.ONE

    @property
    def asked_by_me(self) -> bool:
        return self.talk.offer.by == "me"

    @property
    def speaks(self) -> bool:
        return self.state.speaker == "me"

    @property
    def says_back(self) -> bool:
        return self.talk.offer.shape is Shape.FULL

    @property
    def both_spoke(self) -> bool:
        return len(self.state.spoke) == 2

    @cached_property
    def shape(self) -> read.Shape:
        return content.shape(self.talk.offer.shape)

    @property
    def round(self) -> Round:
        """Where a lighter talk has come to: both speak in each of its rounds."""
        return self.shape.rounds[min(self.state.stretch // 2, len(self.shape.rounds) - 1)]

    @property
    def said(self) -> tuple[Said, ...]:
        """What was said on the floor that is going on; at the end of a talk, what each liked about it."""
        last = self.floors[-1].said if self.floors else ()
        if self.phase is not Phase.CLOSING:
            return last
        return tuple(one for one in last if one.deed is Deed.THANKS)

    @property
    def stretches(self) -> list[Stretch]:
        return stretches(self.said, self.state.statement)

    @property
    def earlier(self) -> Sequence[Floor]:
        """The floors before it on which something was said."""
        done = self.floors if self.phase is Phase.CLOSING else self.floors[:-1]
        rest = [replace(floor, said=tuple(one for one in floor.said if one not in self.said)) for floor in done]
        return [floor for floor in rest if floor.said]

    @property
    def band(self) -> Band | None:
        """What the private slider says back, for the one who moved it."""
        if self.here or self.mark.stirred is None:
            return None
        return content.stirred().said_to(self.mark.stirred)

    @property
    def is_stirred(self) -> bool:
        return self.step.id == "stirred"

    @property
    def is_calm_due(self) -> bool:
        return self.step.id in ("calm", "stirred")

    @property
    def may_end_now(self) -> bool:
        """Both have spoken: then coming to an end stands beside what comes next, and not behind a fold."""
        return Deed.CLOSE in self.may and self.both_spoke and self.step.id in ("speak", "pass", "listen-on", "listen")

    @property
    def pass_kind(self) -> str:
        return "large" if self.offered[:1] == (Deed.PASS,) else "quiet"

    @property
    def take_kind(self) -> str:
        return "large" if self.step.id == "listen-on" else "quiet"

    @property
    def pass_is_aside(self) -> bool:
        return Deed.PASS in self.may and Deed.PASS not in self.offered

    @property
    def take_is_aside(self) -> bool:
        return Deed.TAKE in self.may and Deed.TAKE not in self.offered

    @property
    def says(self) -> Band | None:
        """The same on the floor, until this reader did anything there. Who was very stirred up has read it already."""
        begun = any(act.side == "me" and act.deed not in (Deed.ASK, Deed.READY) for act in self.talk.acts)
        return None if begun or _is_stirred(self.mark) else self.band

    @property
    def aside_is_begun(self) -> bool:
        """Do typed words stand in a form that isn't the foremost one?"""
        foremost = {"speak": Deed.SAY, "pass": Deed.SAY, "say-back": Deed.BACK, "sense": Deed.SENSE}.get(self.step.id)
        return any(self.forms[each].is_begun for each in _ON_THE_FLOOR if each in self.forms and each is not foremost)

    @property
    def over_in(self) -> int:
        """Seconds until a break is over; 0 when it is."""
        left = (self.state.until - self.now).total_seconds() if self.state.until else 0
        return max(round(left), 0)

    @property
    def later_breaks(self) -> Sequence[wording.Break]:
        """Breaks that end after the one that goes on: nobody is called back sooner than they were promised."""
        return [each for each in self.breaks if each.minutes * 60 > self.over_in + A_WHILE]

    @property
    def may_pause(self) -> bool:
        return Deed.PAUSE in self.may and self.phase in (Phase.TALKING, Phase.CLOSING)


_ON_THE_FLOOR = (Deed.SAY, Deed.BACK, Deed.SENSE)


def live_for(me: Me, talk_id: UUID) -> Live | None:
    """Asked before the talk is read, so that no ring is missed in between."""
    counts = bell.counts(me)
    together = access.pair_of(me)
    return Live(talk_id, counts.get(together.circle.pk, 0)) if together else None


def room_for(
    me: Me,
    talk: Talk,
    *,
    here: bool = False,
    few: bool | None = None,
    typed: QueryDict | None = None,
    refused: str = "",
    live: Live | None = None,
    take: str = "",
) -> Room:
    """The room of a talk. With `here` the talk must be turned already: it is the other who reads.

    `typed` is a form that was refused: its words stand in the page again. `take` is the id of something prepared that
    its writer wants to begin with. Raises Tampered.
    """
    now, zone = seam.now(), zones.zone_of(me)
    mark = Mark(calmed=True) if here else access.mark_of(me, talk)
    rests = not access.may_write(me, talk.together)
    phase = Phase.CLOSED if talk.state.is_over(now) else talk.state.phase
    may = frozenset[Deed]() if rests else steps.may(talk.state, "me", now)
    says_back = talk.offer.shape is Shape.FULL
    prepared = _prepared(me, talk, here=here)
    found = slips.with_prepared(slips.slips_for(me, talk, may, here=here), prepared, take)
    found, kept = slips.with_typed(found, typed)
    unread = not (here or me.is_private_open)
    begun = drafts.lie_begun(me, talk, slips.made_of_words(found)) if unread else frozenset[Deed]()
    return Room(
        talk=talk,
        now=now,
        phase=phase,
        step=_at_rest(talk) if rests and phase is not Phase.CLOSED else _step(talk, mark, says_back=says_back, now=now),
        offered=() if rests else steps.offered(talk.state, "me", says_back=says_back, now=now),
        may=may,
        floors=[] if talk.closed_at is None and phase is Phase.CLOSED else said.floors(talk, own_voice=not here),
        mark=mark,
        few=mark.few_words if few is None else few,
        here=here,
        forms=slips.with_unread(found, begun),
        laid_out=LaidOut(talk, zones.on_the_clock(now, zone), found[Deed.SAY].picked if Deed.SAY in found else ()),
        act_url=reverse("talk-here-act" if here else "talk-act", args=[talk.id]),
        room_url=reverse("talk-here" if here else "talk-room", args=[talk.id]),
        refused=refused,
        kept=kept,
        rests=rests,
        live=live,
        ring=_ring(talk, now),
        closing=closing_for(me, talk, phase, here=here, typed=typed),
        until=wording.when(talk.state.until, now, zone) if talk.state.until else "",
        breaks=wording.breaks(now, zone, by_letter=talk.offer.way is Way.LETTERS),
        prepared=prepared,
        private_is_open=me.is_private_open and not here,
        lies_begun=bool(begun),
    )


def _prepared(me: Me, talk: Talk, *, here: bool) -> list[Kept]:
    """To begin with on a floor on which its speaker has said nothing yet."""
    if here or talk.state.phase is not Phase.TALKING or talk.state.speaker != "me" or talk.state.statement:
        return []
    return for_room(me)


def _step(talk: Talk, mark: Mark, *, says_back: bool, now: datetime) -> StepWords:
    name = leading.step_of(talk.state, "me", asked_by=talk.offer.by, calmed=mark.calmed, says_back=says_back, now=now)
    if name == "calm" and _is_stirred(mark):
        name = "stirred"
    return wording.step(name, talk.partner, by_letter=talk.offer.way is Way.LETTERS)


def _at_rest(talk: Talk) -> StepWords:
    """No question meets whoever can't answer it now."""
    return wording.step("rests", talk.partner, by_letter=talk.offer.way is Way.LETTERS)


def _is_stirred(mark: Mark) -> bool:
    return mark.stirred is not None and mark.stirred >= forms.FEW_FROM


def _ring(talk: Talk, now: datetime) -> Ring | None:
    if talk.state.phase is not Phase.TALKING:
        return None
    shares = clock.spoken(talk.offer, talk.acts, talk.state, now)
    return ring_of(talk, shares, talk.state.speaker) if shares else None

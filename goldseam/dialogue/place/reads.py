"""Gathers what the place Talk shows to one person. Nothing tells how long the other has not answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from goldseam.dialogue import access, content, wording
from goldseam.dialogue.access import Frame, Talk
from goldseam.dialogue.closing import reads as reads_closing
from goldseam.dialogue.closing.reads import Asked
from goldseam.dialogue.rules import leading
from goldseam.dialogue.rules.acts import Shape, Way
from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.vault import seam

CLOSED_MOST = 12
"""So many closed talks are listed; everything else is in the file that one takes along."""


class Between(StrEnum):
    """How the two stand, as far as talks need to know."""

    ALONE = "alone"
    TOGETHER = "together"
    RESTS = "rests"
    LEFT = "left"


@dataclass(frozen=True)
class Open:
    """A talk that isn't over: what it is about, where it is held, and what is next for the reader."""

    id: UUID
    title: str
    way: str
    next: str
    is_asked: bool
    """The other asks, and the reader hasn't said anything to it."""


@dataclass(frozen=True)
class Closed:
    """A talk that is over. `topic` is empty where its words are gone."""

    id: UUID
    title: str
    topic: str
    day: date | None


@dataclass(frozen=True)
class Live:
    """Whose bell the page hears, and how far it was when the page was gathered."""

    room: UUID
    at: int


@dataclass(frozen=True)
class Place:
    """What both agreed on in small, `asked`: what the reader could still say something to, and the talks."""

    between: Between = Between.ALONE
    partner: str = ""
    open: Sequence[Open] = ()
    closed: Sequence[Closed] = ()
    agreed: Sequence[Asked] = ()
    asked: Sequence[Asked] = ()
    live: Live | None = None

    @property
    def may_ask(self) -> bool:
        return self.between is Between.TOGETHER


def place_for(me: Me) -> Place:
    """Front is enough. Raises Tampered."""
    counts = bell.counts(me)
    together = access.pair_of(me)
    if together is None:
        return Place()
    known = access.talks_among(me, _listed(access.frames_of(me)))
    put_away = [talk for talk in known if talk.closed_at]
    open_ones = [talk for talk in known if not talk.closed_at]
    over = [talk for talk in open_ones if talk.state.is_over(seam.now())]
    return Place(
        between=_between(together),
        partner=together.partner_name or "",
        open=[_open(talk, rests=not together.may_write) for talk in open_ones if talk not in over],
        closed=[_closed(talk) for talk in [*over, *put_away]],
        agreed=reads_closing.standing_requests(me, known),
        asked=[each for each in reads_closing.asked_of(me, put_away + over) if together.may_write],
        live=Live(together.circle.pk, counts.get(together.circle.pk, 0)),
    )


def _listed(frames: Iterable[Frame]) -> list[UUID]:
    """All that are open, and the last few that were closed."""
    told = list(frames)
    return [each.id for each in told if not each.closed_at] + [each.id for each in told if each.closed_at][:CLOSED_MOST]


def standing_for(me: Me) -> tuple[Between, str]:
    """How the two stand and how the other is called, for pages that list no talk. Raises Tampered."""
    together = access.pair_of(me)
    return (_between(together), together.partner_name or "") if together else (Between.ALONE, "")


def _between(together: people.Togetherness) -> Between:
    if together.partner_left:
        return Between.LEFT
    if not together.has_partner:
        return Between.ALONE
    return Between.TOGETHER if together.may_write else Between.RESTS


def _open(talk: Talk, *, rests: bool) -> Open:
    """What is next in the talk itself, as long as it doesn't rest."""
    step = "rests" if rests else _step_of(talk)
    told = wording.step(step, talk.partner, by_letter=talk.offer.way is Way.LETTERS)
    return Open(talk.id, _title(talk), content.way(talk.offer.way).title, told.title, step == "agree-answer")


def _step_of(talk: Talk) -> str:
    """The quiet minute before it is met in the room."""
    return leading.step_of(
        talk.state,
        "me",
        asked_by=talk.offer.by,
        calmed=True,
        says_back=talk.offer.shape is Shape.FULL,
        now=seam.now(),
    )


def _title(talk: Talk) -> str:
    return talk.topic or content.shape(talk.offer.shape).title


def _closed(talk: Talk) -> Closed:
    """Of one that is over and not put away yet, no word is shown either, unless both chose to keep them."""
    topic = talk.topic if talk.closed_at or talk.state.keeps else ""
    day = timezone.localdate(talk.closed_at) if talk.closed_at else None
    title = content.way(Way.LETTERS).title if talk.offer.way is Way.LETTERS else content.shape(talk.offer.shape).title
    return Closed(talk.id, title, topic, day)

"""Gathers what the end of a talk shows, and what stays of it. Nothing tells who is done, or who chose what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from goldseam.dialogue import access, content, wording
from goldseam.dialogue.access import Talk
from goldseam.dialogue.alone import afterwards
from goldseam.dialogue.alone.afterwards import Note
from goldseam.dialogue.closing import ground
from goldseam.dialogue.room import said
from goldseam.dialogue.room.said import Said
from goldseam.dialogue.rules import closing as rules
from goldseam.dialogue.rules.acts import OTHER, SIDES, Act, Deed, Phase, Request, Side, Way
from goldseam.dialogue.words import Rests, StepWords
from goldseam.people.me import Me
from goldseam.statements.access import Statement

STANDING_MOST = 6
"""So many small things that were agreed on are shown at once: the last ones."""


@dataclass(frozen=True)
class Asked:
    """A small request, as one of the two reads it. `offer` is what was offered instead of it. `here` names what of it
    was done on a phone that was handed over: "request", "answer", "reply"."""

    talk: UUID
    request: Request
    by: Side
    words: str
    offer: str
    day: date
    is_mine_to_take: bool = True
    """Not on a phone that was handed over: there nobody takes anything back."""
    here: frozenset[Deed] = frozenset()

    @property
    def is_mine(self) -> bool:
        return self.by == "me"

    @property
    def waits(self) -> bool:
        """Has the other not said anything to it yet?"""
        return not self.request.answer

    @property
    def is_offered(self) -> bool:
        return self.request.answer == OTHER

    @property
    def waits_for_reply(self) -> bool:
        return self.is_offered and not self.request.reply

    @property
    def agreed(self) -> str:
        """What both said yes to: the request, or what was offered in its place. Empty while nothing is."""
        if not self.request.is_agreed:
            return ""
        return self.offer if self.is_offered else self.words

    @property
    def other_answers(self) -> tuple[str, ...]:
        return rules.other_answers(self.request)

    @property
    def other_replies(self) -> tuple[str, ...]:
        return rules.other_replies(self.request)


@dataclass(frozen=True)
class Closing:
    """The end of a talk as its reader sees it.

    `parts` are offered one after the other; `foremost` is the first that this reader hasn't done. `typed` are words for
    both that were refused and stand in their form again.
    """

    parts: tuple[str, ...]
    foremost: str
    words: Rests
    steps: Mapping[str, StepWords]
    statement: Statement
    mine: Asked | None = None
    theirs: Asked | None = None
    has_thanked: bool = False
    is_done: bool = False
    choice: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    has_kept: bool = False

    @property
    def has_unsigned(self) -> bool:
        """Words for both lie there that not both have signed."""
        return any(not head.is_standing for head in self.statement.heads)

    @property
    def has_ground(self) -> bool:
        return rules.GROUND in self.parts

    @property
    def has_requests(self) -> bool:
        return rules.REQUEST in self.parts

    @property
    def is_empty(self) -> bool:
        """Nothing is left of it but that it took place."""
        return not (self.mine or self.theirs or self.statement.is_begun or self.has_kept)


def closing_for(
    me: Me, talk: Talk, phase: Phase, *, here: bool = False, typed: QueryDict | None = None
) -> Closing | None:
    """None while a talk goes on. With `here` the talk is turned already. Raises Tampered."""
    if phase not in (Phase.CLOSING, Phase.CLOSED):
        return None
    statement = ground.of_talk(me, talk.id)
    mine, theirs = _asked(talk, "me", here=here), _asked(talk, "you", here=here)
    parts = rules.PARTS[talk.offer.shape]
    has_thanked = "me" in talk.state.thanks
    begun = {rules.GROUND: statement.is_begun, rules.REQUEST: mine is not None, rules.THANKS: has_thanked}
    return Closing(
        parts=parts,
        foremost=next((part for part in parts if not begun[part]), ""),
        words=content.rests(),
        steps=_steps(talk),
        statement=statement,
        mine=mine,
        theirs=theirs,
        has_thanked=has_thanked,
        is_done="me" in talk.state.done,
        choice=talk.state.done.get("me", ""),
        typed=_typed(talk, typed),
        day=timezone.localdate(talk.closed_at) if talk.closed_at else None,
        has_kept=kept_for(talk) is not None,
    )


_STEPS = ("ground", "request", "answer", "reply", "thanks", "mine", "done")


def _steps(talk: Talk) -> dict[str, StepWords]:
    by_letter = talk.offer.way is Way.LETTERS
    return {name: wording.step(f"close-{name}", talk.partner, by_letter=by_letter) for name in _STEPS}


def _typed(talk: Talk, sent: QueryDict | None) -> dict[str, str]:
    """What the form of words for both begins with."""
    if sent is not None and ground.ABOUT in sent:
        return {name: sent.get(name, "") for name in (ground.WORDS, ground.ABOUT)}
    return {ground.WORDS: "", ground.ABOUT: talk.topic}


# -- small requests -----------------------------------------------------------------------------------------------


def _asked(talk: Talk, by: Side, *, here: bool = False) -> Asked | None:
    request = talk.state.requests.get(by)
    act = talk.act(request.id) if request else None
    if request is None or act is None:
        return None
    answer = talk.act(request.answer_id)
    return Asked(
        talk=talk.id,
        request=request,
        by=by,
        words=act.words.get("words", ""),
        offer=answer.words.get("words", "") if answer and request.answer == OTHER else "",
        day=timezone.localdate(talk.closed_at or act.at),
        is_mine_to_take=not here,
        here=_done_here(talk, request),
    )


def _done_here(talk: Talk, request: Request) -> frozenset[Deed]:
    replies = [act for act in talk.acts if act.deed is Deed.REPLY and act.about == request.answer_id]
    counting = (talk.act(request.id), talk.act(request.answer_id), *replies[-1:])
    return frozenset(act.deed for act in counting if act and act.here)


def requests_in(talks: Iterable[Talk]) -> list[Asked]:
    """Every small request of these talks, in their order."""
    return [asked for talk in talks for by in SIDES if (asked := _asked(talk, by))]


def standing_requests(me: Me, talks: Sequence[Talk] | None = None) -> list[Asked]:
    """What both said yes to in a talk that has come to its end, the last ones first. Raises Tampered."""
    found = requests_in(access.talks_of(me) if talks is None else talks)
    return [asked for asked in found if asked.agreed][:STANDING_MOST]


def asked_of(me: Me, talks: Sequence[Talk] | None = None) -> list[Asked]:
    """What this reader could still say something to: a request of the other's, or what was offered instead of one's
    own. Nothing about what the other hasn't said. Raises Tampered."""
    found = requests_in(access.talks_of(me) if talks is None else talks)
    return [asked for asked in found if (asked.waits_for_reply if asked.is_mine else asked.waits)]


# -- kept words ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Framing:
    """What a kept talk was to be about, or what somebody hoped for; both can be taken back by who said it."""

    id: UUID
    who: Side
    name: str
    topic: str
    hope: str


@dataclass(frozen=True)
class Kept:
    """All that both kept of a talk, in its order; what somebody took back isn't there, and leaves no gap."""

    framing: tuple[Framing, ...]
    said: tuple[Said, ...]
    day: date


def kept_for(talk: Talk) -> Kept | None:
    """None where nothing is kept."""
    if talk.closed_at is None or not talk.kept:
        return None
    framing = tuple(_framing(talk, act) for act in talk.acts if act.deed in (Deed.ASK, Deed.READY) and act.words)
    found = tuple(one for floor in said.floors(talk) for one in floor.said)
    return Kept(framing, found, timezone.localdate(talk.closed_at)) if framing or found else None


def _framing(talk: Talk, act: Act) -> Framing:
    return Framing(act.id, act.side, talk.names[act.side], act.words.get("topic", ""), act.words.get("hope", ""))


# -- notes to oneself ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Noted:
    """A note with the day of its talk; its own day where the talk isn't there any more."""

    note: Note
    day: date
    is_there: bool


def notes_of(me: Me) -> list[Noted]:
    """The newest first. Raises BackClosed, Tampered."""
    days = {frame.id: timezone.localdate(frame.closed_at or frame.asked_at) for frame in access.frames_of(me)}
    return [
        Noted(note, days.get(note.talk, timezone.localdate(note.at)), note.talk in days)
        for note in afterwards.all_of(me)
    ]

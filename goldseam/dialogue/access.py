"""The only door to talks. Foreign and missing look alike: 404."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.http import Http404

from goldseam.dialogue import models as rows
from goldseam.dialogue.rules import flow, written
from goldseam.dialogue.rules.acts import Act, Deed, Offer, Refused, Shape, Side, State, Way, other
from goldseam.library.moments import moment_told
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me, gathered_once
from goldseam.reminders import asking
from goldseam.vault import invites, ours, own, seam, wraps
from goldseam.vault.errors import Tampered
from goldseam.vault.models import Circle, SealedRow
from goldseam.vault.often import Often
from goldseam.vault.ours import Opened

ASIDE_PLACE = "dialogue.aside"
WORDS_MOST = 20_000
"""Of one field, whoever's program sealed it."""
Row = TypeVar("Row", bound=SealedRow)


@dataclass(frozen=True)
class Talk:
    """A talk as one of the two sees it: what was asked for, what was done, and how it stands.

    `topic` and `hopes` (what each hopes that both understand) are empty once the words are gone. `kept` says that both
    chose to keep them.
    """

    id: UUID
    offer: Offer
    asked_at: datetime
    acts: tuple[Act, ...]
    state: State
    together: Togetherness
    names: Mapping[Side, str]
    closed_at: datetime | None = None
    kept: bool = False
    both_spoke: bool = False

    @property
    def circle(self) -> Circle:
        return self.together.circle

    @property
    def topic(self) -> str:
        return next((act.words.get("topic", "") for act in self.acts if act.deed is Deed.ASK), "")

    @property
    def hopes(self) -> dict[Side, str]:
        told = (act for act in self.acts if act.deed in (Deed.ASK, Deed.READY) and act.words.get("hope"))
        return {act.side: act.words["hope"] for act in told}

    @property
    def partner(self) -> str:
        """Whoever isn't reading."""
        return self.names["you"]

    def act(self, act_id: UUID | None) -> Act | None:
        return next((act for act in self.acts if act.id == act_id), None)


@dataclass(frozen=True)
class Frame:
    """What is known of a talk without opening an act of it."""

    id: UUID
    way: Way
    shape: Shape
    asked_at: datetime
    closed_at: datetime | None
    both_spoke: bool


# -- with keys ----------------------------------------------------------------------------------------------------


def pair_of(me: Me) -> Togetherness | None:
    """The pair whose talks this person can read now. None for somebody alone, and while somebody waits at a door."""
    together = people.togetherness_of(me)
    return together if together is not None and together.members else None


def may_write(me: Me, together: Togetherness) -> bool:
    """Not while things rest, not before one was let in, and not without a partner."""
    if not together.partner_accounts or not together.may_write:
        return False
    return not invites.stands_at_the_door(me.keyring, together.circle)


def talk_for(me: Me, talk_id: UUID) -> Talk:
    """Front is enough. Raises Http404, Tampered."""
    together = pair_of(me)
    if together is None:
        raise Http404
    return talk_in(me, together, talk_id)


def talk_in(me: Me, together: Togetherness, talk_id: UUID) -> Talk:
    """The same where the pair is known already, as behind its lock. Raises Http404, Tampered."""
    asked = _opened(me, together.circle, lambda: _TALK(together.circle.pk, talk_id))
    if not asked:
        raise Http404
    acts = _opened(me, together.circle, lambda: _ACTS(together.circle.pk, talk_id))
    return _talk(together, asked[0], acts)


def talks_of(me: Me) -> tuple[Talk, ...]:
    """Every talk of the pair, the one asked for last first. Raises Tampered."""
    together = pair_of(me)
    return talks_in(me, together) if together else ()


def talks_in(me: Me, together: Togetherness) -> tuple[Talk, ...]:
    """Raises Tampered."""
    return _talks(me, together, lambda: _TALKS(together.circle.pk))


def talks_among(me: Me, wanted: Collection[UUID]) -> tuple[Talk, ...]:
    """Those of the pair's talks, the one asked for last first; opens no other. Raises Tampered."""
    together = pair_of(me)
    if together is None or not wanted:
        return ()
    return _talks(me, together, lambda: rows.Talk.objects.filter(circle=together.circle, pk__in=wanted))


def _talks(me: Me, together: Togetherness, ask: Callable[[], Iterable[rows.Talk]]) -> tuple[Talk, ...]:
    """The acts of all of them are asked for at once."""
    asked = _opened(me, together.circle, ask)
    wanted, acts = [each.row.pk for each in asked], defaultdict[UUID, list[Opened[rows.Act]]](list)
    for act in _opened(me, together.circle, lambda: rows.Act.objects.filter(circle=together.circle, talk__in=wanted)):
        assert isinstance(act.row, rows.Act)
        acts[act.row.talk_id].append(act)
    talks = [_talk(together, each, acts[each.row.pk]) for each in asked]
    return tuple(sorted(talks, key=lambda talk: (talk.asked_at, talk.id), reverse=True))


@gathered_once
def frames_of(me: Me) -> tuple[Frame, ...]:
    """Every talk of the pair, the one asked for last first, for pages that need no words of them. Raises Tampered."""
    together = pair_of(me)
    if together is None:
        return ()
    found = [_frame(each) for each in _opened(me, together.circle, lambda: _TALKS(together.circle.pk))]
    return tuple(sorted(found, key=lambda frame: (frame.asked_at, frame.id), reverse=True))


def _frame(asked: Opened[rows.Talk]) -> Frame:
    told = _read_talk(asked.content.body)
    asked_at = told.asked_at or asked.content.at
    return Frame(asked.row.pk, told.way, told.shape, asked_at, told.closed_at, told.both_spoke)


def is_here(me: Me, talk_id: UUID) -> bool:
    """Is there such a talk in this person's pair? One question; opens no act."""
    together = pair_of(me)
    return together is not None and bool(_TALK(together.circle.pk, talk_id))


def ids_of(me: Me) -> list[UUID]:
    """Every talk of this person's pair, by its id. One question; opens none."""
    together = pair_of(me)
    return [talk.pk for talk in _TALKS(together.circle.pk)] if together else []


@gathered_once
def has_some(me: Me) -> bool:
    """Is there any talk in this person's pair? One question for a page that mostly has none to show."""
    together = people.togetherness_of(me)
    return together is not None and bool(_ANY(together.pair.circle_id))


def is_an_act(act_id: UUID) -> bool:
    """Is this the id of an act already, in whatever talk?"""
    return bool(_ACT(act_id))


def was_taken_back(me: Me, circle: Circle, table: type[SealedRow], row_id: UUID) -> bool:
    """Was this erased already? A form that comes once more brings nothing back. The circle is open. Raises Tampered."""
    return ours.is_gone(me.keyring, circle, table._meta.label_lower, row_id)


_TALK = Often(lambda circle, talk: rows.Talk.objects.filter(circle=circle, pk=talk), UUID, UUID)
_TALKS = Often(lambda circle: rows.Talk.objects.filter(circle=circle), UUID)
_ANY = Often(lambda circle: rows.Talk.objects.filter(circle=circle).values_list("pk")[:1], UUID)
_ACT = Often(lambda act: rows.Act.objects.filter(pk=act).values_list("pk")[:1], UUID)
_ACTS = Often(lambda circle, talk: rows.Act.objects.filter(circle=circle, talk=talk), UUID, UUID)


def _talk(together: Togetherness, asked: Opened[rows.Talk], acts_found: Iterable[Opened[rows.Act]]) -> Talk:
    told = _read_talk(asked.content.body)
    side = together.side_of(asked.content.author) or "you"
    offer = Offer(
        by=side,
        way=told.way,
        shape=told.shape,
        minutes=told.minutes,
        first=side if told.asker_first else other(side),
        asked_at=asked.content.at if told.asks_now else None,
        is_closed=told.closed_at is not None,
    )
    acts = _acts(together, told, asked.row.pk, acts_found)
    return Talk(
        id=asked.row.pk,
        offer=offer,
        asked_at=told.asked_at or asked.content.at,
        acts=acts,
        state=flow.state_of(offer, acts),
        together=together,
        names={"me": together.own_name, "you": together.partner_name or ""},
        closed_at=told.closed_at,
        kept=told.kept,
        both_spoke=told.both_spoke,
    )


def _acts(together: Togetherness, told: _TalkTold, talk_id: UUID, found: Iterable[Opened[rows.Act]]) -> tuple[Act, ...]:
    """In the order of the record. Raises Tampered for one that was put here from another talk."""
    acts = []
    for row, content, _ in sorted(found, key=lambda each: each.number):
        side = together.side_of(content.author)
        if side is None:
            continue
        about_talk, act = read_act(content.body, row.pk, side, content.at)
        if about_talk != talk_id:
            raise Tampered("an act of another talk")
        if act.here and told.way is not Way.ONE:
            raise Tampered("a voice of another on a phone that wasn't handed over")
        acts.append(act)
    return tuple(acts)


def _opened(me: Me, circle: Circle, ask: Callable[[], Iterable[Row]]) -> list[Opened[Row]]:
    return ours.opened_with_places(me.keyring, circle, ask)


def with_acts(talk: Talk, acts: tuple[Act, ...]) -> Talk:
    """The same talk after these acts."""
    return replace(talk, acts=acts, state=flow.state_of(talk.offer, acts))


def turned(talk: Talk) -> Talk:
    """The same talk as the other reads it: for a phone that was handed over."""
    offer = replace(talk.offer, by=other(talk.offer.by), first=other(talk.offer.first))
    acts = tuple(replace(act, side=other(act.side)) for act in talk.acts)
    names: dict[Side, str] = {"me": talk.names["you"], "you": talk.names["me"]}
    return with_acts(replace(talk, offer=offer, names=names), acts)


# -- reading what was sealed --------------------------------------------------------------------------------------


class _TalkTold(NamedTuple):
    way: Way
    shape: Shape
    minutes: int
    asker_first: bool
    asks_now: bool
    asked_at: datetime | None
    closed_at: datetime | None
    kept: bool
    both_spoke: bool


def _read_talk(body: Any) -> _TalkTold:
    """Raises Tampered: another member's program may have sealed something else."""
    try:
        return _TalkTold(
            way=Way(body["way"]),
            shape=Shape(body["shape"]),
            minutes=written.require_minutes(body["minutes"]),
            asker_first=bool(body["asker_first"]),
            asks_now=bool(body["asks_now"]),
            asked_at=_moment(body.get("asked_at")),
            closed_at=_moment(body.get("closed_at")),
            kept=bool(body.get("kept", False)),
            both_spoke=bool(body.get("both_spoke", False)),
        )
    except (KeyError, TypeError, ValueError, AttributeError, Refused) as error:
        raise Tampered("a talk that none is") from error


def read_act(body: Any, act_id: UUID, author: Side, at: datetime) -> tuple[UUID, Act]:
    """Which talk an act belongs to, and the act. Raises Tampered."""
    try:
        here = bool(body["here"])
        act = Act(
            id=act_id,
            side=other(author) if here else author,
            deed=Deed(body["deed"]),
            at=at,
            about=UUID(body["about"]) if body["about"] else None,
            choice=str(body["choice"]),
            stretch=int(body["stretch"]),
            until=_moment(body["until"]),
            here=here,
            words=_words(body["words"]),
        )
        return UUID(body["talk"]), act
    except (KeyError, TypeError, ValueError, AttributeError, Refused) as error:
        raise Tampered("an act that none is") from error


def _words(told: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): written.require_words(str(words), WORDS_MOST) for name, words in told.items()}


def _moment(told: Any) -> datetime | None:
    return moment_told(told) if told else None


# -- one's own marks ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """What one person marked for themselves in a talk. `calmed`: the calm minute is behind them."""

    calmed: bool = False
    stirred: int | None = None
    few_words: bool = False


def mark_of(me: Me, talk: Talk) -> Mark:
    """Front is enough. Raises Tampered."""
    row = _ASIDE.one(talk.id, me.keyring.holder_id)
    if row is None:
        return Mark()
    told = own.unseal(me.keyring, ASIDE_PLACE, row.pk, bytes(row.note))
    try:
        assert isinstance(told, dict)
        stirred = told["stirred"]
        return Mark(bool(told["calmed"]), None if stirred is None else int(stirred), bool(told["few_words"]))
    except (KeyError, TypeError, ValueError, AssertionError) as error:
        raise Tampered("a mark that none is") from error


_ASIDE = Often(lambda talk, holder: rows.Aside.objects.filter(talk=talk, holder=holder), UUID, UUID)


# -- rows for the verbs -------------------------------------------------------------------------------------------


def talk_row(talk: Talk) -> rows.Talk:
    """Raises Http404 when it was erased a moment ago."""
    return _there(rows.Talk.objects.filter(pk=talk.id).select_related("circle").first())


def act_row(act: Act) -> rows.Act:
    """Raises Http404 when it was erased a moment ago."""
    return _there(rows.Act.objects.filter(pk=act.id).select_related("circle").first())


def _there(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


def own_acts(me: Me) -> list[rows.Act]:
    """Everything that this person did in a talk, in any pair."""
    return list(rows.Act.objects.filter(author_id=me.keyring.holder_id).select_related("circle"))


def own_talks(me: Me) -> list[rows.Talk]:
    """Every talk that this person asked for or closed, in any pair."""
    return list(rows.Talk.objects.filter(author_id=me.keyring.holder_id).select_related("circle"))


def remove_unrecorded(row: SealedRow) -> None:
    """A row and its key, where its record can't be continued any more."""
    wraps.remove(row.circle, ours.table_of(row), row.pk)
    type(row)._default_manager.filter(pk=row.pk).delete()


# -- without keys -------------------------------------------------------------------------------------------------


def circle_of(talk_id: UUID) -> UUID | None:
    """Whose pair a talk is. None once it is gone: then nobody is called."""
    return rows.Talk.objects.filter(pk=talk_id).values_list("circle_id", flat=True).first()


def is_still_news(person_id: UUID, talk_id: UUID) -> bool:
    """Asked right before a reminder goes, without keys."""
    return not asking.rests(person_id, circle_of(talk_id))


def is_still_resting(person_id: UUID, talk_id: UUID) -> bool:
    """Is the break still the one that is over now? By the clear column alone."""
    over = rows.Return.objects.filter(talk=talk_id, seat__person_id=person_id, at__lte=seam.now())
    return over.exists() and is_still_news(person_id, talk_id)

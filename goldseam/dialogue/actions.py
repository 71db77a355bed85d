"""What two people do in a talk. One deed, one transaction, one record.

Each begins by locking the circle, so that of two who press at once the second sees what the first did. A form brings
the id of its act: sent twice, it is done once.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from goldseam.dialogue import access
from goldseam.dialogue import models as rows
from goldseam.dialogue.access import Mark, Talk
from goldseam.dialogue.alone import drafts
from goldseam.dialogue.closing import ground
from goldseam.dialogue.rules import flow, steps, written
from goldseam.dialogue.rules.acts import SIDES, Act, Deed, Phase, Refused, Shape, Way
from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.people.models import Seat
from goldseam.reminders import actions as reminders
from goldseam.vault import circles, ours, own, seam
from goldseam.vault.errors import VaultError
from goldseam.vault.models import Circle

NEWS, BACK = "dialogue", "dialogue-back"
"""The two kinds of reminder: something was asked or written; a break is over."""


@dataclass(frozen=True)
class Asking:
    """What somebody asks for: about what, in the hope of what, how, how long, who begins, and whether now."""

    topic: str
    hope: str = ""
    way: Way = Way.TWO
    shape: Shape = Shape.FULL
    minutes: int = 30
    asker_first: bool = True
    now: bool = True


@dataclass(frozen=True)
class Wish:
    """What somebody does next. `id` names the act before it is written, so that the same form twice is one act."""

    id: UUID
    deed: Deed
    about: UUID | None = None
    choice: str = ""
    stretch: int = 0
    until: datetime | None = None
    words: Mapping[str, str] = field(default_factory=dict)


# -- asking for a talk --------------------------------------------------------------------------------------------


@transaction.atomic
def ask(me: Me, asking: Asking, talk_id: UUID) -> UUID:
    """Asks the other for a talk. The same form twice is one.

    After the other's "not now" no other asking takes its place either. Raises Refused("alone", "paused", "topic",
    "long", "minutes", "not-now", "many-open", "enough-today", "moved").
    """
    together = _require_both_here(me)
    if rows.Talk.objects.filter(pk=talk_id).exists():
        return access.talk_for(me, talk_id).id
    asked, frame = _asked(asking), _frame(asking)
    talks, now = access.talks_in(me, together), seam.now()
    if any(talk.state.phase is Phase.AGREEING and flow.asks_too_soon(talk.state, "me", now) for talk in talks):
        raise Refused("not-now")
    if access.was_taken_back(me, together.circle, rows.Talk, talk_id):
        raise Refused("moved")
    mine = [talk for talk in talks if talk.offer.by == "me"]
    written.require_room(sum(not talk.state.is_over(now) for talk in mine), (talk.asked_at for talk in mine), now)
    ours.write(me.keyring, rows.Talk(id=talk_id, circle=together.circle, author_id=me.keyring.holder_id), frame)
    _write(me, together.circle, talk_id, asked)
    _tell_both(together, talk_id, everywhere=True)
    _tell_later(together, talk_id)
    return talk_id


def _asked(asking: Asking) -> Act:
    words = written.require_said(Deed.ASK, "", {"topic": asking.topic, "hope": asking.hope}, asking.way)
    if "topic" not in words and asking.shape is Shape.FULL:
        raise Refused("topic")
    return Act(seam.uuid(), "me", Deed.ASK, seam.now(), words=words)


def _frame(asking: Asking) -> dict[str, str | int | bool]:
    return {
        "way": asking.way.value,
        "shape": asking.shape.value,
        "minutes": written.require_minutes(asking.minutes),
        "asker_first": asking.asker_first,
        "asks_now": asking.now,
    }


@transaction.atomic
def take_back_offer(me: Me, talk_id: UUID) -> None:
    """Takes back one's own asking while nothing has begun; taken back is taken back already. Nobody is told.

    Not on the day of the other's "not now", which would go with it. Raises Refused("moved", "answered").
    """
    _require_seat(me)
    try:
        talk = access.talk_for(me, talk_id)
    except Http404:
        return
    if talk.offer.by != "me" or talk.state.phase is not Phase.AGREEING:
        raise Refused("moved")
    if flow.asks_too_soon(talk.state, "me", seam.now()):
        raise Refused("answered")
    ground.let_go_unsigned(me, talk.id)
    for act in talk.acts:
        ours.erase(me.keyring, access.act_row(act))
    ours.erase(me.keyring, access.talk_row(talk))


# -- in the talk --------------------------------------------------------------------------------------------------


@transaction.atomic
def do(me: Me, talk_id: UUID, wish: Wish, *, here: bool = False) -> Talk:
    """One act, and the talk as it stands after it. The same act twice is one.

    `here` is the other's voice on a phone that was handed over. Raises Http404, Refused("paused", "moved", "not-now",
    "resting", "long", "empty", "enough", "choice", "own-said").
    """
    talk = access.talk_in(me, _require_both_here(me), talk_id)
    if talk.act(wish.id) or access.was_taken_back(me, talk.circle, rows.Act, wish.id):
        return talk
    act = _act(talk, wish, here=here)
    steps.require_may(talk.state, act)
    written.require_few(talk.acts, act)
    written.require_own_stands(talk.acts, act)
    _write(me, talk.circle, talk.id, act)
    after = access.with_acts(talk, (*talk.acts, act))
    if not here:
        drafts.forget(me, talk.id, drafts.place_for(talk, act.deed))
    _follow(me, talk, after)
    if not _is_only_done(act, after):
        moved = after.state.phase is not talk.state.phase or talk.state.phase is Phase.AGREEING
        _tell_both(talk.together, talk.id, everywhere=moved)
    if written.is_news(act, talk.offer.way):
        _tell_later(talk.together, talk.id)
    return after


def _is_only_done(act: Act, after: Talk) -> bool:
    """Is one done, and the other not? Then no page of the other changes, and nothing rings."""
    return act.deed is Deed.DONE and after.state.phase is Phase.CLOSING


def _act(talk: Talk, wish: Wish, *, here: bool) -> Act:
    if here and talk.offer.way is not Way.ONE:
        raise Refused("moved")
    now = seam.now()
    return Act(
        id=wish.id,
        side="you" if here else "me",
        deed=wish.deed,
        at=now,
        about=wish.about,
        choice=written.require_choice(wish.deed, wish.choice),
        stretch=wish.stretch,
        until=flow.within_pause(wish.until, now) if wish.until else None,
        here=here,
        words=written.require_said(wish.deed, wish.choice, wish.words, talk.offer.way),
    )


def _write(me: Me, circle: Circle, talk_id: UUID, act: Act) -> None:
    if access.is_an_act(act.id):
        raise Refused("moved")  # of another talk
    row = rows.Act(id=act.id, talk_id=talk_id, circle=circle, author_id=me.keyring.holder_id)
    body = {
        "talk": talk_id.hex,
        "deed": act.deed.value,
        "about": act.about.hex if act.about else "",
        "choice": act.choice,
        "stretch": act.stretch,
        "until": act.until.isoformat() if act.until else "",
        "here": act.here,
        "words": dict(act.words),
    }
    ours.write(me.keyring, row, body)


@transaction.atomic
def take_back_words(me: Me, talk_id: UUID, act_id: UUID) -> None:
    """Takes back what one said on this floor, or what was kept of it. Taken back is taken back already; nobody is
    told, and no gap is left. Also while things rest. Raises Http404, Refused("not-yours", "moved").
    """
    _require_seat(me)
    talk = access.talk_for(me, talk_id)
    act = talk.act(act_id)
    if act is None:
        return
    if act.side != "me":
        raise Refused("not-yours")
    if not written.may_take_back(talk.state, talk.acts, act):
        raise Refused("moved")
    ours.erase(me.keyring, access.act_row(act))
    if talk.closed_at is not None:  # with a request goes what was answered to it
        left = access.with_acts(talk, tuple(each for each in talk.acts if each.id != act.id))
        _erase_what_goes(me, left, kept=talk.kept)


# -- what follows -------------------------------------------------------------------------------------------------


def _follow(me: Me, before: Talk, after: Talk) -> None:
    if after.state.until != before.state.until or after.state.phase is not before.state.phase:
        _set_return(after)
    if after.state.phase is not Phase.CLOSED:
        return
    if before.state.phase is not Phase.CLOSED:
        put_away(me, after)
    else:
        _erase_what_goes(me, after, kept=after.kept)


def _set_return(talk: Talk) -> None:
    """When a break is over it rings for both; when there is none any more, it rings for nobody."""
    rows.Return.objects.filter(talk=talk.id).delete()
    for seat in _seats(talk.together):
        assert seat.person_id is not None
        reminders.let_go(BACK, talk.id, person=seat.person_id)
        if talk.state.until:
            rows.Return.objects.create(talk_id=talk.id, seat=seat, at=talk.state.until)
            reminders.agreed(seat.person_id, BACK, talk.id, talk.state.until)


def _seats(together: Togetherness) -> list[Seat]:
    both = [together.seat, together.partner_accounts[-1].seat]
    return sorted(both, key=lambda seat: str(seat.person_id))  # whoever holds both, holds them in this order


def put_away(me: Me, talk: Talk) -> None:
    """Closes a talk for good: its words go, unless both chose to keep them, and so does what not both have signed.

    What both have signed stays, and the requests stay to be answered.
    """
    row = access.talk_row(talk)
    told = {
        "way": talk.offer.way.value,
        "shape": talk.offer.shape.value,
        "minutes": talk.offer.minutes,
        "asker_first": False,
        "asks_now": False,
        "asked_at": talk.asked_at.isoformat(),
        "closed_at": _ended_at(talk).isoformat(),
        "kept": talk.state.keeps,
        "both_spoke": len(talk.state.spoke) == len(SIDES),
    }
    ours.write(me.keyring, row, told)
    _erase_what_goes(me, talk, kept=talk.state.keeps)
    if not talk.state.keeps:
        ground.let_go_unsigned(me, talk.id)
    rows.Aside.objects.filter(talk=talk.id).delete()
    rows.Return.objects.filter(talk=talk.id).delete()
    drafts.forget_all(me, talk)


def _ended_at(talk: Talk) -> datetime:
    """Not when it is put away: that would tell the other on which day somebody came back."""
    return max((act.at for act in talk.acts), default=seam.now())


def _erase_what_goes(me: Me, talk: Talk, *, kept: bool) -> None:
    """Also an answer in whose place another came: what was said before isn't kept."""
    for act in talk.acts:
        if not written.stays(act, kept=kept, state=talk.state):
            ours.erase(me.keyring, access.act_row(act))


@transaction.atomic
def tend(me: Me) -> None:
    """Puts away what one of the two was done with a day ago. It needs keys, so it is done where somebody acts."""
    together = access.pair_of(me)
    if together is None or not access.may_write(me, together):
        return
    circles.locked(together.circle.pk)
    talks = access.talks_in(me, together)
    for talk in talks:
        if talk.closed_at is None and talk.state.is_over(seam.now()):
            put_away(me, talk)
    drafts.forget_those_of(me, (talk.id for talk in talks if talk.state.is_over(seam.now())))


# -- for oneself --------------------------------------------------------------------------------------------------


@transaction.atomic
def mark(me: Me, talk_id: UUID, marked: Mark) -> None:
    """Keeps one's own mark, sealed to oneself. Raises Http404."""
    talk = access.talk_for(me, talk_id)
    if talk.closed_at is not None:
        return  # its marks are gone, and nothing of it is to be marked any more
    row, _ = rows.Aside.objects.get_or_create(talk_id=talk.id, holder_id=me.keyring.holder_id)
    told = {"calmed": marked.calmed, "stirred": marked.stirred, "few_words": marked.few_words}
    sealed = own.seal(me.keyring, access.ASIDE_PLACE, row.pk, told)
    rows.Aside.objects.filter(pk=row.pk).update(note=sealed)  # it may have gone in this very moment


@transaction.atomic
def erase_own(me: Me) -> None:
    """Every act of one's own, one's marks, and each talk in which nothing of the other's lies: its frame has no words.

    Where somebody broke the record, the row goes without it: going must always be possible.
    """
    rows.Aside.objects.filter(holder_id=me.keyring.holder_id).delete()
    rows.Return.objects.filter(seat__person=me.person).delete()
    for act in access.own_acts(me):
        _erase(me, act)
    for talk in access.own_talks(me):
        if not talk.acts.exists():
            _erase(me, talk)


def _erase(me: Me, row: rows.Act | rows.Talk) -> None:
    with suppress(VaultError), transaction.atomic():
        ours.erase(me.keyring, row)
        return
    access.remove_unrecorded(row)


# -- behind the lock ----------------------------------------------------------------------------------------------


def _require_seat(me: Me) -> None:
    """Raises Refused("alone")."""
    seat = people.seat_of(me)
    if seat is None:
        raise Refused("alone")
    circles.locked(seat.pair.circle_id)


def _require_both_here(me: Me) -> Togetherness:
    """Read behind the lock of the circle. Raises Refused("alone", "paused")."""
    _require_seat(me)
    together = access.pair_of(me)
    if together is None or not together.has_partner:
        raise Refused("alone")
    if not access.may_write(me, together):
        raise Refused("paused")
    return together


def _tell_both(together: Togetherness, talk_id: UUID, *, everywhere: bool) -> None:
    bell.ring(together.circle, talk_id)
    if everywhere:
        bell.ring(together.circle, together.circle.pk)


def _tell_later(together: Togetherness, talk_id: UUID) -> None:
    other = together.partner_accounts[-1].seat.person_id
    if other is not None:
        reminders.something_new(other, NEWS, talk_id)

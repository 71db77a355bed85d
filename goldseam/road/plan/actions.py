"""What a person can do about their road, and two about theirs. One deed, one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.practice import steps
from goldseam.reminders import actions as reminders
from goldseam.road.models import JointMark as Row
from goldseam.road.plan import access, choosing, content, reads
from goldseam.road.plan.access import KIND
from goldseam.road.plan.choosing import Deed, JointMark, Mark, Refused, Road
from goldseam.road.plan.days import day_now
from goldseam.road.plan.rules import Frame, Pair
from goldseam.vault import circles, mine, ours, seam

NEWS = "road"
"""The kind of reminder: something new about what the two do together."""


@dataclass(frozen=True)
class Wish:
    """A road as somebody wishes it."""

    start: date
    weeks: int
    sittings: int


# -- one's own ----------------------------------------------------------------------------------------------------


@transaction.atomic
def make(me: Me, wish: Wish) -> UUID:
    """Begins a road, or gives a running one other days. What was chosen about steps stays. Raises Refused."""
    book = content.book()
    frame = choosing.checked_choice(wish.start, wish.weeks, book)
    if wish.sittings not in book.sittings_choices:
        raise Refused("unknown")
    road, now = access.road_of(me), seam.now()
    if road is None or road.ended:
        return _keep(me, Road(now, frame, wish.sittings, now))
    return _keep(me, replace(road, frame=frame, sittings=wish.sittings))


@transaction.atomic
def choose(me: Me, step_id: str, deed: Deed, other: str = "") -> None:
    """Put off, left out, changed, done, or once more. Raises Refused("unknown", "no-road"), BackClosed."""
    road = _running(me)
    known = steps()
    if step_id not in known or known[step_id].who != "alone" or deed not in choosing.OWN_DEEDS:
        raise Refused("unknown")
    if deed is Deed.SWAP and (other not in known or known[other].who != "alone" or other == step_id):
        raise Refused("nothing-chosen")
    day = _later_day(me, road, step_id) if deed is Deed.LATER else None
    mark = Mark(deed, step_id, seam.now(), other if deed is Deed.SWAP else "", day)
    _keep(me, replace(road, marks=(*road.marks, mark)[-choosing.MARKS_MOST :]))


def _later_day(me: Me, road: Road, step_id: str) -> date:
    """A week after it would come; at least a week from today."""
    today = day_now()
    for week in reads.plan_of(_reading(me), road).weeks:
        if any(one.step.id == step_id for sitting in week.own for one in sitting.steps):
            return max(week.first_day, today) + timedelta(days=7)
    return today + timedelta(days=7)


@transaction.atomic
def undo(me: Me) -> None:
    """The last choice is taken back. Raises Refused("no-road"), BackClosed."""
    road = _running(me)
    _keep(me, replace(road, marks=road.marks[:-1]))


@transaction.atomic
def take_in_again(me: Me, step_id: str) -> None:
    """What was left out is there again. Raises Refused("no-road"), BackClosed."""
    road = _running(me)
    kept = tuple(mark for mark in road.marks if not (mark.deed is Deed.LEAVE_OUT and mark.step == step_id))
    _keep(me, replace(road, marks=kept))


@transaction.atomic
def go_on(me: Me, *, smaller: bool = False) -> None:
    """After a while away: from today on, in as many weeks as were left, or with one sitting a week.

    Raises Refused("no-road"), BackClosed.
    """
    road, book, today = _running(me), content.book(), day_now()
    left = max(book.weeks_least, min(road.frame.weeks, (road.frame.end - today).days // 7))
    frame = road.frame if road.frame.start > today else Frame(today, left)
    _keep(me, replace(road, frame=frame, sittings=book.light_sittings if smaller else road.sittings))


@transaction.atomic
def end(me: Me, reasons: Sequence[str] = (), words: str = "") -> None:
    """Ends the road; what was said about why stays with this person. Raises Refused, BackClosed."""
    told = tuple(name for name in choosing.REASONS if name in reasons)
    _keep(
        me,
        replace(
            _running(me), ended=seam.now(), reasons=told, words=choosing.plain_words(words), was_asked=True, queue=()
        ),
    )


@transaction.atomic
def looked_back(me: Me, months: int) -> None:
    """Said that one has looked back, so it isn't offered again. Raises Refused, BackClosed."""
    road = access.road_of(me)
    if road is None or road.ended is None or months not in content.book().months_after:
        raise Refused("unknown")
    done = [each for each in content.book().months_after if each <= months]
    _keep(me, replace(road, looked_back=tuple(sorted({*road.looked_back, *done}))))


def _reading(me: Me) -> Me:
    """To read much before a deed, each thing once, and nothing that was remembered from before it."""
    return me.with_keyring(replace(me.keyring, memo={}, opened_circles={})).while_reading()


def _running(me: Me) -> Road:
    road = access.road_of(me)
    if road is None or road.ended:
        raise Refused("no-road")
    return road


def _keep(me: Me, road: Road) -> UUID:
    """With what comes next written into it, so that Today needs to open nothing else."""
    road = replace(road, at=seam.now()) if road.id else road
    if not road.ended:
        road = replace(road, queue=reads.queue_of(_reading(me), road))
    body = choosing.as_body(road)
    if road.id is None:
        return mine.keep(me.keyring, KIND, body)
    mine.change(me.keyring, road.id, body)
    return road.id


# -- of both ------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_for(me: Me, start: date, weeks: int) -> None:
    """Says from when, and how long. It counts once the other has said the same. Raises Refused."""
    frame = choosing.checked_choice(start, weeks, content.book())
    together, found = _now(me)
    said = [mark for mark in found.marks if mark.deed is Deed.FRAME and mark.side == "me"]
    newest = max(said, key=lambda mark: (mark.at, mark.id), default=None)
    is_same = newest is not None and (newest.day, newest.weeks) == (frame.start, frame.weeks)
    if is_same and found.chosen.asked_by != "you":
        return  # a button that was pressed twice
    _write(me, together, found, choosing.joint_body(Deed.FRAME, day=frame.start, weeks=frame.weeks))


@transaction.atomic
def choose_for_both(me: Me, step_id: str, deed: Deed, other: str = "") -> None:
    """Put off, left out, changed, done, or once more: for both, and either can take it back. Raises Refused."""
    known = steps()
    if step_id not in known or known[step_id].who == "alone" or deed not in choosing.OWN_DEEDS:
        raise Refused("unknown")
    if deed is Deed.SWAP and (other not in known or known[other].who == "alone" or other == step_id):
        raise Refused("nothing-chosen")
    together, found = _now(me)
    day = _later_joint_day(me, step_id) if deed is Deed.LATER else None
    other = other if deed is Deed.SWAP else ""
    newest = found.chosen.newest
    if newest and deed is not Deed.LATER and (newest.deed, newest.step, newest.other) == (deed, step_id, other):
        return
    _write(me, together, found, choosing.joint_body(deed, step_id, other=other, day=day))


def _later_joint_day(me: Me, step_id: str) -> date:
    layer, today = reads.joint_layer(_reading(me)), day_now()
    for week, placed in layer.weeks.items():
        if layer.frame and any(one.step.id == step_id for one in placed):
            return max(layer.frame.first_day(week), today) + timedelta(days=7)
    return today + timedelta(days=7)


@transaction.atomic
def undo_for_both(me: Me, mark_id: UUID) -> None:
    """A choice of either is taken back. Raises Refused("paused"), Http404."""
    if not any(mark.id == mark_id for mark in access.both(me).marks):
        raise Http404
    together, found = _now(me)
    if any(mark.deed is Deed.UNDO and mark.of == mark_id for mark in found.marks):
        return
    _write(me, together, found, choosing.joint_body(Deed.UNDO, of=mark_id))


def _now(me: Me) -> tuple[Togetherness, access.Both]:
    """Read behind the lock of the circle. Raises Refused("alone", "paused")."""
    seat = people.seat_of(me)
    if seat is None:
        raise Refused("alone")
    circles.locked(seat.pair.circle_id)
    found = access.both(me)
    if found.together is None:
        raise Refused("alone")
    if found.pair is not Pair.TOGETHER:
        raise Refused("paused")
    return found.together, found


def _write(me: Me, together: Togetherness, found: access.Both, body: dict[str, Any]) -> None:
    lately = seam.now() - timedelta(days=1)
    if sum(mark.side == "me" and mark.at > lately for mark in found.marks) >= choosing.A_DAY_MOST:
        raise Refused("enough-today")
    _forget_old(me, [mark for mark in found.marks if mark.at <= lately], found)
    row = Row(circle=together.circle, author_id=me.keyring.holder_id)
    ours.write(me.keyring, row, body)
    bell.ring(together.circle, together.circle.pk)
    for member in together.partner_accounts:
        if member.seat.person_id is not None:
            reminders.something_new(member.seat.person_id, NEWS, together.circle.pk)


def _forget_old(me: Me, old: Sequence[JointMark], found: access.Both) -> None:
    """One's own choices that say nothing any more are erased: nobody keeps a book of who put off what.

    Those of the last day stay, because they are counted; wishes for days stay, because what was let go mustn't stand
    again.
    """
    undone = {mark.of for mark in found.marks if mark.deed is Deed.UNDO}
    past = day_now() - timedelta(days=7)
    gone = {
        mark.id
        for mark in old
        if mark.side == "me"
        and mark.deed is not Deed.FRAME
        and (mark.id in undone or (mark.deed is Deed.LATER and mark.day is not None and mark.day < past))
    }
    stays = {mark.id for mark in found.marks} - gone
    gone |= {mark.id for mark in old if mark.side == "me" and mark.deed is Deed.UNDO and mark.of not in stays}
    for mark in old:
        row = access.row_for(mark.id) if mark.id in gone else None
        if row is not None and row.author_id == me.keyring.holder_id:
            ours.erase(me.keyring, row)


# -- all that is one's own ----------------------------------------------------------------------------------------


@transaction.atomic
def erase_own(me: Me) -> None:
    """Every road of one's own, and every choice for both that one made. Raises BackClosed."""
    for road in mine.of_kind(me.keyring, KIND):
        mine.erase(me.keyring, road.id)
    for row in access.own_marks(me):
        access.erase(me, row)

"""The only door to one's own road and to what two chose about theirs. Foreign and missing look alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me, gathered_once
from goldseam.reminders import asking
from goldseam.road.models import JointMark as Row
from goldseam.road.plan import choosing
from goldseam.road.plan.choosing import ChosenByBoth, JointMark, Road, Unreadable
from goldseam.road.plan.rules import Pair
from goldseam.vault import circles, invites, mine, ours, wraps
from goldseam.vault.errors import Tampered, VaultError
from goldseam.vault.models import Circle
from goldseam.vault.often import Often

KIND = "road.plan"


@dataclass(frozen=True)
class Both:
    """The pair as far as steps for both go, and what the two chose. `together` is None for somebody on their own."""

    pair: Pair
    together: Togetherness | None = None
    chosen: ChosenByBoth = field(default_factory=ChosenByBoth)
    marks: tuple[JointMark, ...] = ()


# -- one's own ----------------------------------------------------------------------------------------------------


@gathered_once
def road_of(me: Me) -> Road | None:
    """One's newest road; an ended one too. Opens one row. Raises BackClosed, Tampered."""
    newest = next(mine.newest_first(me.keyring, KIND), None)
    return _road(newest) if newest else None


def roads_of(me: Me) -> list[Road]:
    """All of one's own, oldest first. Raises BackClosed, Tampered."""
    return [_road(row) for row in mine.of_kind(me.keyring, KIND)]


def _road(row: mine.MineEntry) -> Road:
    try:
        return choosing.from_body(row.body, row.id)
    except Unreadable as error:
        raise Tampered("a road that none is") from error


# -- of both ------------------------------------------------------------------------------------------------------


@gathered_once
def both(me: Me) -> Both:
    """What both may know. Front is enough. Raises Tampered."""
    together = people.togetherness_of(me)
    if together is None or not together.has_partner or together.partner_left:
        return Both(Pair.ALONE)
    marks = tuple(marks_in(me, together))
    return Both(pair_of(me, together), together, choosing.chosen_by_both(marks), marks)


def pair_of(me: Me, together: Togetherness | None) -> Pair:
    """Together only when both are here, let in, and nobody rests."""
    if together is None or not together.has_partner or together.partner_left:
        return Pair.ALONE
    if not together.may_write or invites.stands_at_the_door(me.keyring, together.circle):
        return Pair.RESTING
    return Pair.TOGETHER


def marks_in(me: Me, together: Togetherness) -> list[JointMark]:
    """Every choice of this pair whose author sits in it. Raises Tampered."""
    circle = together.circle
    rows = _given(me, circle, _ROWS(circle.pk))
    found = []
    for row, content in zip(rows, ours.opened_all(me.keyring, circle, rows), strict=True):
        side = together.side_of(content.author)
        if side is None:
            continue
        try:
            found.append(choosing.joint_from_body(content.body, row.pk, side, content.at))
        except Unreadable as error:
            raise Tampered("a choice that none is") from error
    return found


_ROWS = Often(lambda circle: Row.objects.filter(circle=circle), UUID)


def _given(me: Me, circle: Circle, found: Iterable[Row]) -> list[Row]:
    """Those rows whose epoch this member was given: who waits at the door sees only the newest."""
    rows = list(found)
    if not rows:
        return []
    for row in rows:
        row.circle = circle
    known = circles.keys(me.keyring, circle)
    there = ours.wraps_of(circle, ours.table_of(rows[0]), [row.pk for row in rows])
    withheld = set(range(1, circle.epoch + 1)) - set(known)
    return [row for row in rows if row.pk not in there or there[row.pk].epoch not in withheld]


def own_marks(me: Me) -> list[Row]:
    """Everything that this person chose here, in any pair."""
    return list(Row.objects.filter(author_id=me.keyring.holder_id).select_related("circle"))


def row_for(mark_id: UUID) -> Row | None:
    return Row.objects.filter(pk=mark_id).select_related("circle").first()


def erase(me: Me, row: Row) -> None:
    """With its record; where somebody broke that, without it: going must always be possible."""
    try:
        with transaction.atomic():
            ours.erase(me.keyring, row)
    except VaultError:
        wraps.remove(row.circle, ours.table_of(row), row.pk)
        Row.objects.filter(pk=row.pk).delete()


def is_still_theirs(person_id: UUID, circle_id: UUID) -> bool:
    """Does this person still sit in the pair, with nobody resting? Asked right before a reminder goes."""
    return not asking.rests(person_id, circle_id)

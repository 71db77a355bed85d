"""The only door to one's own road and to what two chose about theirs. Foreign and missing look alike."""

from __future__ import annotations

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


@gathered_once
def pair_now(me: Me) -> Pair:
    """How the two stand, without opening anything they chose. Raises Tampered."""
    return pair_of(me, people.togetherness_of(me))


def pair_of(me: Me, together: Togetherness | None) -> Pair:
    """Together only when both are here, let in, and nobody rests."""
    if together is None or not together.has_partner or together.partner_left:
        return Pair.ALONE
    if not together.may_write or invites.stands_at_the_door(me.keyring, together.circle):
        return Pair.RESTING
    return Pair.TOGETHER


def marks_in(me: Me, together: Togetherness) -> list[JointMark]:
    """Every choice of this pair whose author sits in it. Raises Tampered."""
    return _opened(me, together, _ROWS(together.pair.circle_id))


def newest_mark(me: Me) -> JointMark | None:
    """The last choice of both, as the record has it. Opens one row, so Today may ask. Raises Tampered."""
    together = people.togetherness_of(me)
    rows = _ROWS(together.pair.circle_id) if together else []
    if together is None or not rows:
        return None
    circles.keys(me.keyring, together.circle)  # the record is whole
    links = ours.standing_links(me.keyring, together.circle, ours.table_of(rows[0]))
    last = next(reversed(links), None)
    return next(iter(_opened(me, together, [row for row in rows if row.pk == last])), None)


def _opened(me: Me, together: Togetherness, rows: list[Row]) -> list[JointMark]:
    """Those rows whose epoch this member was given: who waits at the door sees only the newest."""
    found = []
    for row in rows:
        row.circle = together.circle
    for row, content in ours.opened_as_given(me.keyring, together.circle, rows):
        side = together.side_of(content.author)
        if side is None:
            continue
        try:
            found.append(choosing.joint_from_body(content.body, row.pk, side, content.at))
        except Unreadable as error:
            raise Tampered("a choice that none is") from error
    return found


_ROWS = Often(lambda circle: Row.objects.filter(circle=circle), UUID)


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

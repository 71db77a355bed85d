"""Consent, asked again right before a message goes. It opens nothing: ids, moments and clear columns only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from goldseam.people.models import Seat
from goldseam.reminders import rules
from goldseam.reminders.kinds import kind_called
from goldseam.reminders.models import Reason
from goldseam.reminders.wishes import Chosen


def wanted(reasons: Iterable[Reason], chosen: Chosen, now: datetime) -> list[Reason]:
    """Those for which a message may still go. Called with the person's wishes, and the seats, held."""
    return [reason for reason in reasons if is_wanted(reason, chosen, now)]


def is_wanted(reason: Reason, chosen: Chosen, now: datetime) -> bool:
    kind = kind_called(reason.kind)
    if kind is None or kind.label in chosen.off or rules.is_too_late(reason.at, kind.too_late, now):
        return False
    if kind.circle_of is not None and rests(reason.person_id, kind.circle_of(reason.subject)):
        return False
    return kind.still_wanted(reason.person_id, reason.subject)


def circles_of(reasons: Iterable[Reason]) -> set[UUID]:
    """Whose pairs these are about."""
    found = {
        kind.circle_of(reason.subject)
        for reason in reasons
        if (kind := kind_called(reason.kind)) is not None and kind.circle_of is not None
    }
    return {circle for circle in found if circle is not None}


def hold_seats(circles: Iterable[UUID]) -> None:
    """Nobody pauses, and nobody leaves, between this question and the end of its transaction."""
    list(Seat.objects.select_for_update(no_key=True).filter(pair__circle_id__in=set(circles)).order_by("pk"))


def rests(person_id: UUID, circle_id: UUID | None) -> bool:
    """Does this pair rest for this person: paused by anybody, quietly or openly left, or gone?

    An account that was left for a newer one beside it has left openly, and the pair goes on without it.
    """
    seats = list(Seat.objects.filter(pair__circle_id=circle_id)) if circle_id else []
    own = [seat for seat in seats if seat.person_id == person_id]
    others = [seat for seat in seats if seat.person_id != person_id]
    if not own or any(seat.paused for seat in own):
        return True
    return any(seat.paused and not seat.left_openly for seat in others) or all(seat.left_openly for seat in others)

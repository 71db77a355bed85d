"""It rings once for each of the two on the day for looking back, at a time of day that each chose for themselves.

A repair period is one for a pair, so its bell hangs on the circle. The only clear trace is when a message is due; what
for, the rows of the pair say, sealed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from goldseam.people.access import Togetherness
from goldseam.reminders import actions as reminders
from goldseam.reminders import asking, rules, wishes

REVIEW = "understanding.review"
TOO_LATE = timedelta(days=2)


def hang(together: Togetherness, review: date | None) -> None:
    """In place of whatever hung there. Without a day, nothing rings any more."""
    circle = together.circle.pk
    reminders.let_go(REVIEW, circle)
    for person in _both(together) if review else ():
        assert review is not None
        reminders.agreed(person, REVIEW, circle, moment_for(person, review))


def moment_for(person: UUID, day: date) -> datetime:
    """The first of a person's own times of day, on that day, on their own clock."""
    slots = wishes.chosen_by(person).slots
    before = datetime.combine(day, time.min, ZoneInfo(slots.zone)) - timedelta(seconds=1)
    return rules.next_slot(before, slots)


def is_still_theirs(person_id: UUID, circle_id: UUID) -> bool:
    """Asked right before it rings, without keys: while anybody rests or has left, nothing does."""
    return not asking.rests(person_id, circle_id)


def _both(together: Togetherness) -> Iterable[UUID]:
    """In one order for whoever asks, so that two who sign at once wait for each other, and never both."""
    seats = [together.seat, *(member.seat for member in together.partner_accounts[-1:])]
    return sorted((seat.person_id for seat in seats if seat.person_id is not None), key=str)

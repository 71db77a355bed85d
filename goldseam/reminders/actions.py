"""The verbs: something is due, something is due no more. All inside the caller's transaction, and without any key.

What is due is a row of its own, (person, moment): any number of things in one slot are one message, so that neither
its time nor a count tells anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldseam.people.models import Person
from goldseam.reminders import rules, sending, wishes
from goldseam.reminders.kinds import Kind, kind_called
from goldseam.reminders.models import Channel, Delivery, Due, Reason
from goldseam.vault import seam

REASONS_MOST = 100
"""Reasons of one kind for one message. Each is asked about while seats are held, and one is enough to ring."""


class UnknownKind(LookupError):
    """A practice reminds of something that it never registered."""


@transaction.atomic
def agreed(person: Person | UUID, kind: str, subject: UUID, at: datetime) -> None:
    """Rings at that time, which both agreed to. The same thing told twice rings once."""
    person_id, known = _id_of(person), _registered(kind)
    chosen = wishes.hold(person_id)
    if known.label in chosen.off or rules.is_too_late(at, known.too_late, seam.now()):
        return
    if not Reason.objects.filter(person_id=person_id, kind=kind, subject=subject, at=at).exists():
        add_reason(_still_open(person_id, at), kind, subject)


@transaction.atomic
def something_new(person: Person | UUID, kind: str, subject: UUID) -> None:
    """Waits for the person's next slot. Nothing is written for somebody who wants to hear nothing."""
    person_id, known = _id_of(person), _registered(kind)
    if not Channel.objects.filter(person_id=person_id).exists():
        return
    chosen = wishes.hold(person_id)
    if known.label in chosen.off:
        return
    due = slot_for(person_id, chosen)
    if Reason.objects.filter(due=due, kind=kind).count() < REASONS_MOST:
        add_reason(due, kind, subject)


@transaction.atomic
def let_go(kind: str, subject: UUID, *, person: Person | UUID | None = None) -> None:
    """This rings no more, for anybody or for that person; what else shares its message still does. After the commit
    nothing of it goes."""
    reasons = Reason.objects.filter(kind=kind, subject=subject)
    if person is not None:
        reasons = reasons.filter(person_id=_id_of(person))
    people = sorted(set(reasons.values_list("person_id", flat=True)))
    for person_id in people:
        wishes.hold(person_id)
    let_reasons_go(reasons.filter(person_id__in=people).values_list("pk", flat=True))
    sending.settle(people)


def let_reasons_go(reason_ids: Iterable[UUID]) -> None:
    """Of messages that haven't gone. One without a reason goes as well. Called with the persons' wishes held."""
    reasons = Reason.objects.filter(pk__in=list(reason_ids), due__state__in=[Due.WAITING, Due.CLAIMED])
    dues = sorted(set(reasons.values_list("due_id", flat=True)))
    reasons.delete()
    for due_id in dues:
        if not Reason.objects.filter(due_id=due_id).exists():
            _let_message_go(due_id)


def _let_message_go(due_id: UUID) -> None:
    """One that nobody has begun to send leaves its place free: its slot may still be needed."""
    Due.objects.filter(pk=due_id, state=Due.WAITING, attempts=0).delete()
    Due.objects.filter(pk=due_id, state__in=[Due.WAITING, Due.CLAIMED]).update(state=Due.LET_GO)
    Delivery.objects.filter(due_id=due_id, state=Delivery.WAITING).update(state=Delivery.FAILED)


def slot_for(person_id: UUID, chosen: wishes.Chosen) -> Due:
    """The next slot's message. When a clock was set back, that of a slot that went already isn't sent again."""
    at = rules.next_slot(seam.now(), chosen.slots)
    while (due := _waiting(person_id, at, 0)) is None:
        at = rules.next_slot(at, chosen.slots)
    return due


def _still_open(person_id: UUID, at: datetime) -> Due:
    """The message at an agreed moment; a further one when that has gone."""
    turn = 0
    while (due := _waiting(person_id, at, turn)) is None:
        turn += 1
    return due


def _waiting(person_id: UUID, at: datetime, turn: int) -> Due | None:
    """The message at this place, made if there is none; None when it isn't waiting any more."""
    made = Due(person_id=person_id, at=at, turn=turn, next_try=at)
    Due.objects.bulk_create([made], ignore_conflicts=True)
    places = Due.objects.filter(person_id=person_id, at=at, turn=turn)
    return places.select_for_update().filter(state=Due.WAITING, attempts=0).first()


def add_reason(due: Due, kind: str, subject: UUID) -> None:
    reason = Reason(due=due, person_id=due.person_id, kind=kind, subject=subject, at=due.at)
    Reason.objects.bulk_create([reason], ignore_conflicts=True)


def _id_of(person: Person | UUID) -> UUID:
    return person.pk if isinstance(person, Person) else person


def _registered(kind: str) -> Kind:
    known = kind_called(kind)
    if known is None:
        raise UnknownKind(kind)
    return known

"""What the floor below tells: somebody came or was let in, seats changed, somebody signed in."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goldseam.people.me import Me
from goldseam.people.models import Seat
from goldseam.reminders import actions, sending
from goldseam.reminders.choosing import TRIAL
from goldseam.reminders.kinds import Kind
from goldseam.vault.models import Circle

CAME = "people.came"


def always(_person: UUID, _subject: UUID) -> bool:
    return True


def own_kinds() -> list[Kind]:
    return [
        Kind(CAME, _("Somebody came, or you were let in"), "slot", always, timedelta(hours=10)),
        Kind(TRIAL, "", "then", always, timedelta(minutes=15), circle_of=None),
    ]


def tell_others(me: Me, circle: Circle) -> None:
    """Everybody else at a seat of this pair; the doer gets nothing."""
    others = Seat.objects.filter(pair__circle=circle, person__isnull=False).exclude(person=me.person)
    for person_id in others.order_by("pk").values_list("person_id", flat=True):
        assert person_id is not None
        actions.something_new(person_id, CAME, circle.pk)


def let_out_what_is_going(circle_id: UUID) -> None:
    """Somebody paused or left: what is on its way to any of them is out before the answer is."""
    people = Seat.objects.filter(pair__circle_id=circle_id, person__isnull=False)
    sending.settle(person for person in people.values_list("person_id", flat=True) if person)

"""Ringing, and asking what rang. A ring says *that* something is there and in which room, never what or by whom.

Rung only for what was given to both: shown, accepted, answered, somebody came, somebody was let in. Never for pausing,
leaving, taking back, reading or being here; and a pair that rests rings nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F

from goldseam.live import buses
from goldseam.live.message import AskAgain, Ring
from goldseam.live.models import Belfry, Bell
from goldseam.people import access
from goldseam.people.me import Me
from goldseam.vault.models import Circle
from goldseam.vault.often import Change, Often


@transaction.atomic
def ring(circle: Circle, room: UUID) -> None:
    """To be called last in an act's own transaction: what is rolled back never rang."""
    if access.rests(circle):
        return
    number = _next_number(circle)
    if not _HANG(circle.pk, room, at=number):
        Bell.objects.create(circle=circle, room=room, at=number)
    buses.current().publish(Ring(circle.pk, room, number))


_HANG = Change(lambda circle, room: Bell.objects.filter(circle=circle, room=room), UUID, UUID, like={"at": 1})


def ask_again(of: UUID) -> None:
    """Every stream of this circle or sign-in asks anew who may listen, and goes deaf or ends if it mayn't."""
    buses.current().publish(AskAgain(of))


def at(circle: Circle) -> int:
    return max((int(number) for (number,) in _AT(circle.pk)), default=0)


def since(circle: Circle, number: int) -> list[tuple[UUID, int]]:
    """The rooms that rang after this number, each with its newest; oldest first."""
    rung = Bell.objects.filter(circle=circle, at__gt=number).order_by("at")
    return list(rung.values_list("room", "at"))


def counts(me: Me) -> Mapping[UUID, int]:
    """How far each circle is in which this person has a seat. Asked before a page is read: what rings while it is
    being made is then newer than the page."""
    sat = Belfry.objects.filter(circle__pair__seats__person=me.person)
    return dict(sat.values_list("circle_id", "at"))


def _next_number(circle: Circle) -> int:
    """The row stays locked until the act is committed, so numbers become visible in their order."""
    mine = Belfry.objects.filter(circle=circle)
    if not mine.update(at=F("at") + 1):
        Belfry.objects.get_or_create(circle=circle)  # two may come first at once
        mine.update(at=F("at") + 1)
    ((number,),) = _AT(circle.pk)
    return int(number)


_AT = Often(lambda circle: Belfry.objects.filter(circle=circle).values_list("at"), UUID)

"""Waiting until what is being handed over right now is out: after that, a withdrawn consent holds."""

from __future__ import annotations

import time
from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from goldseam.reminders import rules

LOOK_EVERY = 0.02


def settle(people: Iterable[UUID]) -> None:
    """Once the caller's transaction is through, and before its page answers."""
    waiting = set(people)
    if waiting:
        transaction.on_commit(lambda: wait_for_what_is_going(waiting))


def wait_for_what_is_going(people: Iterable[UUID]) -> None:
    """No longer than a hand-over may take at all: one that seems to last longer died with its worker."""
    from goldseam.reminders.models import Delivery

    if connection.in_atomic_block:
        return  # somebody else's transaction; its own end comes back here
    going = Delivery.objects.filter(state=Delivery.GOING, due__person_id__in=set(people))
    end = time.monotonic() + rules.GOING_SECONDS + 1
    while going.exists() and time.monotonic() < end:
        time.sleep(LOOK_EVERY)

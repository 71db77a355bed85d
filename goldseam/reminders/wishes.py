"""What a person chose, sealed under the server's key file: whoever does something for them must find their next slot
without their keys, and the disk alone tells neither where they live nor when they want to hear.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings

from goldseam.practice import Json
from goldseam.reminders.kinds import kinds
from goldseam.reminders.models import Wishes
from goldseam.reminders.rules import NotAClock, Slots, read_times
from goldseam.vault import server_key
from goldseam.vault.errors import Tampered
from goldseam.vault.often import Often

LABEL = "goldseam reminders wishes/1"
LENGTH = 512


@dataclass(frozen=True)
class Chosen:
    """The slots, and the kinds that are switched off."""

    slots: Slots = field(default_factory=lambda: at_first())
    off: frozenset[str] = frozenset()

    def with_slots(self, slots: Slots) -> Chosen:
        return replace(self, slots=slots)


def at_first() -> Slots:
    """Mornings and evenings, in the server's zone until somebody says where they live."""
    try:
        return Slots(settings.TIME_ZONE)
    except NotAClock:
        return Slots()


def chosen_by(person_id: UUID) -> Chosen:
    """What this person chose, or what stands for everybody at first."""
    return _read(_OF_PERSON.one(person_id), person_id)


_OF_PERSON = Often(lambda person: Wishes.objects.filter(pk=person), UUID)


def hold(person_id: UUID) -> Chosen:
    """As `chosen_by`, and nobody else changes it, or sends by it, until this transaction ends."""
    held = Wishes.objects.select_for_update().filter(pk=person_id)
    if (row := held.first()) is None:
        first = Wishes(person_id=person_id, body=_sealed(person_id, Chosen()))
        Wishes.objects.bulk_create([first], ignore_conflicts=True)
        row = held.get()
    return _read(row, person_id)


def keep(person_id: UUID, chosen: Chosen) -> None:
    """Called with the row held."""
    Wishes.objects.filter(pk=person_id).update(body=_sealed(person_id, chosen))


def as_json(chosen: Chosen) -> dict[str, Json]:
    times: list[Json] = [f"{at:%H:%M}" for at in chosen.slots.times]
    return {"zone": chosen.slots.zone, "times": times, "off": [*sorted(chosen.off)]}


def _sealed(person_id: UUID, chosen: Chosen) -> bytes:
    """One length for all. Whose it is stands inside, so that one person's can't be put in another's place."""
    told = json.dumps({**as_json(chosen), "of": person_id.hex})
    return server_key.seal_text(LABEL, told.ljust(LENGTH)).encode()


def _read(row: Wishes | None, person_id: UUID) -> Chosen:
    """What can't be read any more keeps nobody from anything: nothing rings until its person chooses anew."""
    if row is None:
        return Chosen()
    try:
        told = json.loads(server_key.unseal_text(LABEL, bytes(row.body).decode()))
    except (Tampered, ValueError):
        told = None
    if told is None or told["of"] != person_id.hex:
        return Chosen(off=frozenset(kind.label for kind in kinds() if kind.name))
    try:
        slots = Slots(told["zone"], read_times(told["times"]))
    except NotAClock:  # a zone that this system's clock book doesn't know any more
        slots = Slots(times=read_times(told["times"]))
    return Chosen(slots, frozenset(told["off"]))

"""A person's own choices here: taken along, erased, and taken in again. What is due is the practices' to tell."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from goldseam.people.me import Me
from goldseam.people.rules import Refused
from goldseam.practice import Json
from goldseam.reminders import choosing, reads, wishes
from goldseam.reminders.models import Channel, Due, Wishes
from goldseam.reminders.rules import NotAClock, Slots, read_times

FORMAT = 1


def export(me: Me) -> Json:
    """The times, what is switched off, and where it rings; of a browser, that it does."""
    me.keyring.require_back()
    places: list[Json] = [{"way": each.way, "name": each.name} for each in reads.places_of(me.person.pk)]
    return {"format": FORMAT, "chosen": wishes.as_json(wishes.chosen_by(me.person.pk)), "places": places}


def erase(me: Me) -> None:
    """First nothing rings any more, then nothing is known of it."""
    choosing.all_off(me)
    with transaction.atomic():
        for table in (Due, Channel, Wishes):
            table._default_manager.filter(person=me.person).delete()


def restore(me: Me, data: Json) -> int:
    """The times come back; no place does: it rings only where somebody says so. Raises Refused("file-unreadable")."""
    chosen = _read(data)
    if Wishes.objects.filter(person=me.person).exists():
        return 0
    with transaction.atomic():
        wishes.keep(me.person.pk, replace(wishes.hold(me.person.pk), slots=chosen.slots, off=chosen.off))
    return 1


def _read(data: Json) -> wishes.Chosen:
    told = data.get("chosen") if isinstance(data, dict) and data.get("format") == FORMAT else None
    if not isinstance(told, dict):
        raise Refused("file-unreadable")
    zone, times, off = told.get("zone"), told.get("times"), told.get("off")
    listed = isinstance(times, list) and isinstance(off, list) and all(isinstance(one, str) for one in [*times, *off])
    if not (isinstance(zone, str) and listed):
        raise Refused("file-unreadable")
    try:
        return wishes.Chosen(Slots(zone, read_times(map(str, times))), frozenset(map(str, off[:50])))  # type: ignore[arg-type,index]
    except NotAClock as error:
        raise Refused("file-unreadable") from error

"""Whose clock a page speaks of."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from goldseam.people.me import Me, gathered_once
from goldseam.reminders import choosing, wishes
from goldseam.reminders.rules import known_zones
from goldseam.vault.errors import Tampered


@gathered_once
def zone_of(me: Me) -> ZoneInfo:
    """The clock that this person chose for reminders, else the server's."""
    try:
        return known(wishes.chosen_by(me.person.pk).slots.zone)
    except Tampered:  # what was changed there is said on its own page; a day and an hour are readable all the same
        return known("")


def may_follow_device(me: Me) -> bool:
    """While somebody chose no clock of their own, a form may go by the one of the device it stands on."""
    return zone_of(me).key == wishes.at_first().zone


def follow_device(me: Me, named: str) -> None:
    """Keeps the device's clock as this person's, so that every page speaks of the one they typed by."""
    if named in known_zones() and may_follow_device(me):
        choosing.choose_clock(me, named)


def known(name: str) -> ZoneInfo:
    """A zone by its name; the server's for a name that this machine doesn't know."""
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def on_the_clock(at: datetime, zone: ZoneInfo) -> datetime:
    """Day and time as that clock shows them, without a zone: a template would turn it into the server's again."""
    return at.astimezone(zone).replace(tzinfo=None)


def in_words(zone: ZoneInfo) -> str:
    """ "Berlin" for Europe/Berlin."""
    return zone.key.rpartition("/")[2].replace("_", " ")

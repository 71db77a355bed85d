"""What the page shows: this person's own choices, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from goldseam.people import account_actions
from goldseam.people.me import Me
from goldseam.reminders import channels, neutral, pushing, wishes
from goldseam.reminders.kinds import kinds
from goldseam.reminders.models import Channel
from goldseam.reminders.wishes import Chosen
from goldseam.vault import push, server_key
from goldseam.vault.errors import Tampered


@dataclass(frozen=True)
class Place:
    """One of the places that may ring. `is_old`: it waits for pushes under a key that this server has replaced."""

    id: UUID
    way: str
    name: str
    sleeps: bool = False
    refused: bool = False
    is_here: bool = False
    is_old: bool = False


@dataclass(frozen=True)
class Choices:
    places: list[Place]
    chosen: Chosen
    noted_mail: str
    noted_as_shared: bool
    can_mail: bool
    can_push: bool
    key: str
    key_name: str
    sender: str
    title: str = neutral.TITLE
    text: str = neutral.TEXT

    @property
    def zone(self) -> str:
        return self.chosen.slots.zone.replace("_", " ")

    @property
    def kinds(self) -> int:
        return sum(bool(kind.name) for kind in kinds())

    @property
    def on(self) -> int:
        return sum(bool(kind.name) and kind.label not in self.chosen.off for kind in kinds())

    @property
    def rings_here(self) -> bool:
        return any(place.is_here and not place.sleeps and not place.is_old for place in self.places)

    @property
    def has_mailbox(self) -> bool:
        return any(place.way == Channel.MAIL for place in self.places)


def choices_of(me: Me, cookie: str) -> Choices:
    """Raises Tampered."""
    noted, newest = account_actions.mail_of(me), server_key.newest()
    return Choices(
        places=places_of(me.person.pk, cookie),
        chosen=wishes.chosen_by(me.person.pk),
        noted_mail=noted.address,
        noted_as_shared=noted.mark == "shared",
        can_mail=settings.MAIL_IS_SET,
        can_push=settings.HTTPS,
        key=push.server_public(newest),
        key_name=newest,
        sender=settings.MAIL_FROM,
    )


def places_of(person_id: UUID, cookie: str = "") -> list[Place]:
    """Mailbox first. One whose address can't be read any more is shown without it, so that it can be taken away."""
    here = channels.digest_of_cookie(cookie) if cookie else b""
    found = Channel.objects.filter(person_id=person_id).order_by("way", "pk")
    return [_place(channel, here) for channel in found]


def _place(channel: Channel, here: bytes) -> Place:
    name, is_old = "", False
    try:
        address = channels.address_of(channel)
        if channel.way == Channel.MAIL:
            name = address
        else:
            browser = pushing.browser_in(address)
            name, is_old = browser.word, browser.server_key != server_key.newest()
    except (Tampered, ValueError, KeyError):
        pass
    return Place(
        id=channel.pk,
        way=channel.way,
        name=name,
        sleeps=channel.state == Channel.ASLEEP,
        refused=channel.failures >= channels.REFUSALS_MOST,
        is_here=bool(here) and bytes(channel.browser or b"") == here,
        is_old=is_old,
    )

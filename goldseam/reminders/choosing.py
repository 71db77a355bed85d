"""What a person chooses: where it may ring, when, and for what. What they take back is over when this returns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from goldseam.people.me import Me
from goldseam.people.models import Person
from goldseam.reminders import actions, channels, sending, wishes
from goldseam.reminders.kinds import kinds
from goldseam.reminders.models import Channel, Due, Reason, Wishes
from goldseam.reminders.pushing import Browser
from goldseam.reminders.rules import Slots
from goldseam.vault import seam, sessions
from goldseam.vault.errors import Missing

TRIAL = "reminders.trial"
TRIALS_MOST, TRIALS_IN = 5, timedelta(days=1)
"""An address may be anybody's, and a message that is asked for comes at once: so often, and nobody is flooded."""
PLACES_MOST = 10
"""Places of one person. Each is asked in turn, and others wait meanwhile."""


class TooMany(Exception):
    """So many places, or so many tries, are enough."""


def ring_browser(me: Me, browser: Browser, cookie: str) -> None:
    """This browser rings for this person from now on, and for nobody else any more. Raises TooMany."""
    here, address = channels.digest_of_cookie(cookie), channels.digest_of_browser(browser.endpoint)
    before = Channel.objects.filter(browser=here) | Channel.objects.filter(digest=address)
    others = Channel.objects.filter(person=me.person, way=Channel.PUSH).exclude(pk__in=before.values("pk"))
    if others.count() >= PLACES_MOST:
        raise TooMany
    forget(before.values_list("pk", flat=True))
    channel = Channel(person=me.person, way=Channel.PUSH, digest=address, browser=here)
    channel.address = channels.sealed_address(channel.pk, browser.as_text())
    channel.session_id, channel.until = me.keyring.require_session(), sessions.end_of(me.keyring)
    _put(channel)


def ring_mailbox(me: Me, address: str) -> None:
    """The one mailbox of this person, in place of the one before."""
    digest = channels.digest_of_mailbox(me.person.pk)
    forget(Channel.objects.filter(digest=digest).values_list("pk", flat=True))
    channel = Channel(person=me.person, way=Channel.MAIL, digest=digest)
    channel.address = channels.sealed_address(channel.pk, address)
    _put(channel)


def _put(channel: Channel) -> None:
    """The same form sent twice at once puts one."""
    Channel.objects.bulk_create([channel], ignore_conflicts=True)


def take_away(me: Me, channel_id: UUID) -> None:
    """This place rings no more. Raises Missing for anybody else's."""
    if not Channel.objects.filter(pk=channel_id, person=me.person).exists():
        raise Missing("channel")
    forget([channel_id])


def all_off(me: Me) -> None:
    """Nothing rings any more, anywhere; the times that were chosen stay for another day."""
    with transaction.atomic():
        wishes.hold(me.person.pk)
        waiting = Reason.objects.filter(person=me.person, kind__in=_slot_kinds())
        actions.let_reasons_go(waiting.values_list("pk", flat=True))
    forget(Channel.objects.filter(person=me.person).values_list("pk", flat=True))


@transaction.atomic
def forget_all(person: Person) -> None:
    """Every place of this person, whoever put it there: silent with the caller's transaction, and then gone.

    Wishes that somebody spoiled hold nobody up: they are locked here, not read.
    """
    list(Wishes.objects.select_for_update().filter(pk=person.pk))
    of_person = Channel.objects.filter(person=person)
    places = list(of_person.values_list("pk", flat=True))
    of_person.update(state=Channel.ASLEEP)
    transaction.on_commit(lambda: forget(places), robust=True)


def forget(channel_ids: Iterable[UUID]) -> None:
    """To sleep first, so that nothing begins; then, when what was on its way is out, they go."""
    of_these = Channel.objects.filter(pk__in=list(channel_ids))
    with transaction.atomic():
        people = sorted(set(of_these.values_list("person_id", flat=True)))
        for person_id in people:
            wishes.hold(person_id)
        of_these.update(state=Channel.ASLEEP)
    if people:
        sending.wait_for_what_is_going(people)
        of_these.delete()


@transaction.atomic
def choose_slots(me: Me, slots: Slots) -> None:
    """What waits already moves along."""
    chosen = wishes.hold(me.person.pk).with_slots(slots)
    wishes.keep(me.person.pk, chosen)
    _move(me.person.pk, chosen)


@transaction.atomic
def choose_clock(me: Me, zone: str) -> None:
    """The same times of the day, on another clock."""
    choose_slots(me, replace(wishes.hold(me.person.pk).slots, zone=zone))


@transaction.atomic
def choose_kinds(me: Me, on: Iterable[str]) -> None:
    """All others are off, and what waits because of them is let go."""
    off = frozenset(kind.label for kind in kinds() if kind.name) - frozenset(on)
    wishes.keep(me.person.pk, replace(wishes.hold(me.person.pk), off=off))
    waiting = Reason.objects.filter(person=me.person, kind__in=off)
    actions.let_reasons_go(waiting.values_list("pk", flat=True))
    sending.settle([me.person.pk])


@transaction.atomic
def try_it(me: Me) -> None:
    """The one message, now: so that somebody sees what others may see. Raises TooMany."""
    wishes.hold(me.person.pk)
    if Reason.objects.filter(person=me.person, kind=TRIAL, at__gt=seam.now() - TRIALS_IN).count() >= TRIALS_MOST:
        raise TooMany
    actions.agreed(me.person, TRIAL, seam.uuid(), seam.now())


def _move(person_id: UUID, chosen: wishes.Chosen) -> None:
    of_person = Reason.objects.filter(person_id=person_id, kind__in=_slot_kinds())
    waiting = list(of_person.filter(due__state=Due.WAITING, due__attempts=0))
    if not waiting:
        return
    due = actions.slot_for(person_id, chosen)
    moved = [reason for reason in waiting if reason.due_id != due.pk]
    for reason in moved:
        actions.add_reason(due, reason.kind, reason.subject)
    actions.let_reasons_go(reason.pk for reason in moved)


def _slot_kinds() -> list[str]:
    return [kind.label for kind in kinds() if kind.when == "slot"]

"""That and when somebody wants to be told, and where; never of what. Words have no column here."""

from __future__ import annotations

from django.db import models

from goldseam.people.models import Person
from goldseam.reminders import binding
from goldseam.vault import seam
from goldseam.vault.fields import Sealed
from goldseam.vault.models import Session


class Wishes(models.Model):
    """A person's times of day, their zone, and the kinds they switched off, sealed under the server's key file.

    Whoever sends for this person, or changes what may be sent, holds this row first.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    body = Sealed()


class Channel(models.Model):
    """One place that may ring: a browser's push address, or a mailbox. The address is sealed under the key file.

    A browser rings for one person alone. `session` is the sign-in that it rings for, `until` that sign-in's own end:
    when it is ended before, the browser falls asleep, and wakes when the same person signs in there again.
    """

    PUSH, MAIL = "push", "mail"
    AWAKE, ASLEEP = "awake", "asleep"

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=4)
    address = Sealed()
    digest = models.BinaryField(max_length=32, unique=True)
    browser = models.BinaryField(max_length=32, null=True, unique=True)
    session = models.ForeignKey(Session, null=True, on_delete=binding.fall_asleep, related_name="+")
    until = models.DateTimeField(null=True)
    state = models.CharField(max_length=6, default=AWAKE)
    failures = models.PositiveIntegerField(default=0)


class Due(models.Model):
    """One message to one person at one moment, however many reasons it has. A row, not a hope."""

    WAITING, CLAIMED, SENT, FAILED, LET_GO = "waiting", "claimed", "sent", "failed", "let go"

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=7, default=WAITING)
    next_try = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    worker = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        unique_together = [("person", "at", "turn")]
        indexes = [models.Index(fields=["state", "next_try"], name="reminders_due_next")]


class Reason(models.Model):
    """Why a message is due: a kind and a random id. Several share one message; none of them is in it."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    due = models.ForeignKey(Due, on_delete=models.CASCADE, related_name="reasons")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    subject = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        unique_together = [("person", "kind", "subject", "at")]
        indexes = [models.Index(fields=["kind", "subject"], name="reminders_reason_subject")]


class Delivery(models.Model):
    """One message on its way to one channel, so that a second try repeats only what failed.

    Its id stays the same in every try: a mail that comes again bears the same Message-ID.
    """

    WAITING, GOING, SENT, FAILED = "waiting", "going", "sent", "failed"

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    due = models.ForeignKey(Due, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=7, default=WAITING)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        unique_together = [("due", "channel")]

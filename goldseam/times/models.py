"""A time for two and its answers, sealed in *ours*; and the little that must be clear for bells and calendars."""

from django.db import models

from goldseam.people.models import Seat
from goldseam.vault import seam
from goldseam.vault.models import SealedRow


class Appointment(SealedRow):
    """A time that one of the two suggests: what, when, how long. It is written once, never changed."""

    few = True


class Answer(SealedRow):
    """What somebody signed about an appointment: yes, not this one, taken back, called off."""

    few = True
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="answers")


class AgreedTime(models.Model):
    """That a time is agreed, once for each of the two seats, for as long as it is to come. It goes when it is over."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="agreed")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        unique_together = [("appointment", "seat")]


class CalendarFeed(models.Model):
    """An address that a calendar may ask, for one seat. Only a digest of it is here.

    It counts only with the keys it was made under (`generation`): whoever changes every lock ends it too.
    """

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, primary_key=True, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    generation = models.PositiveIntegerField()

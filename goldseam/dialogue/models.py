"""A talk and what was done in it, sealed in *ours*; one's own marks, sealed to oneself; and when a break is over."""

from __future__ import annotations

from django.db import models

from goldseam.people.models import Seat
from goldseam.vault import seam
from goldseam.vault.fields import Sealed
from goldseam.vault.models import Holder, SealedRow


class Talk(SealedRow):
    """The frame of a talk: what kind, where, how long, and when it was closed. No words: those are in its acts."""

    few = True


class Act(SealedRow):
    """One thing that was done in a talk, the asking first. Written once, never changed."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="acts")


class Aside(models.Model):
    """What one person marks for themselves during a talk: sealed to their own front, gone when the talk is closed."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="asides")
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="+")
    note = Sealed()

    class Meta:
        unique_together = [("talk", "holder")]


class Return(models.Model):
    """When a break is over, once for each of the two seats. It goes with the break."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="returns")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        unique_together = [("talk", "seat")]

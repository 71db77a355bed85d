"""How often it rang, circle by circle and room by room. Counts alone: no words, no dates, no persons."""

from django.db import models

from goldseam.vault.models import Circle


class Belfry(models.Model):
    """One counter for each circle: every ring takes the next number, so that “since” is one number too."""

    circle = models.OneToOneField(Circle, primary_key=True, on_delete=models.CASCADE, related_name="+")
    at = models.BigIntegerField(default=0)


class Bell(models.Model):
    """The newest number of one room."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    room = models.UUIDField()
    at = models.BigIntegerField()

    class Meta:
        unique_together = [("circle", "room")]

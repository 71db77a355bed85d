"""Three small tables, as any such site has them."""

from typing import Any, ClassVar

from django.db import models


class Pair(models.Model):
    objects: ClassVar[models.Manager[Any]] = models.Manager()
    name = models.CharField(max_length=80)


class Promise(models.Model):
    objects: ClassVar[models.Manager[Any]] = models.Manager()
    pair = models.ForeignKey(Pair, models.CASCADE)
    text = models.CharField(max_length=200)
    state = models.SmallIntegerField()
    due = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["pair", "state", "due"])]


class Checkin(models.Model):
    objects: ClassVar[models.Manager[Any]] = models.Manager()
    pair = models.ForeignKey(Pair, models.CASCADE)
    day = models.DateField()
    mood = models.SmallIntegerField()
    note = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["pair", "-day"])]

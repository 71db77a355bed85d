"""Three small tables, as any such site has them."""

from django.db import models


class Pair(models.Model):
    name = models.CharField(max_length=80)


class Promise(models.Model):
    pair = models.ForeignKey(Pair, models.CASCADE)
    text = models.CharField(max_length=200)
    state = models.SmallIntegerField()
    due = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["pair", "state", "due"])]


class Checkin(models.Model):
    pair = models.ForeignKey(Pair, models.CASCADE)
    day = models.DateField()
    mood = models.SmallIntegerField()
    note = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["pair", "-day"])]

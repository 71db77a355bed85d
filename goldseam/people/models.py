"""Persons, pairs and their seats. What people call themselves and what they agreed lies sealed in *ours*."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from goldseam.vault import seam
from goldseam.vault.fields import Sealed
from goldseam.vault.models import Circle, Holder, SealedRow


class Person(AbstractBaseUser):
    """Somebody with a sign-in name. `password` holds the verifier that the passphrase's key gives, nothing else."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    username = models.CharField(max_length=64, unique=True)
    holder = models.OneToOneField(Holder, on_delete=models.CASCADE, related_name="person")
    mail = Sealed(null=True)
    own = Sealed(null=True)  # notes to oneself that need no PIN: whether the recovery sheet was printed
    last_login = None  # nobody is told when somebody was here

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["Person"]()

    def __str__(self) -> str:
        return str(self.pk)


class Pair(models.Model):
    """Two seats around one circle. One of them may still be empty."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="pair")


class Seat(models.Model):
    """One person's place in a pair. `own` is sealed to that person: whether they quietly left.

    A seat without a person is that of somebody who erased themselves: the place stays taken, so that nobody is let in
    to what the two had.
    """

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="seats")
    paused = models.BooleanField(default=False)
    left_openly = models.BooleanField(default=False)
    own = Sealed()

    class Meta:
        unique_together = [("pair", "person")]


class SeatCard(SealedRow):
    """What a person shows at their seat: the name the other reads, and the text of the rule they agreed to."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="card")
    few = True


class Admission(SealedRow):
    """A partner's signed word that this seat is a new account beside a lost one. The old seat stays what it is."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="admission")
    few = True


class LastWord(SealedRow):
    """A word left behind by somebody who left and said so."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="last_word")


class DoorCode(models.Model):
    """A way to sign up on a server that is closed, given by whoever keeps it. Only a digest of its words is here."""

    digest = models.BinaryField(max_length=32, unique=True)
    end = models.DateTimeField()
    used = models.BooleanField(default=False)


class StoredSession(models.Model):
    """A browser session. Its id is stored hashed: a copy of the disk lets nobody in."""

    session_key = models.CharField(max_length=64, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_session"

"""What the vault keeps on the disk: public keys, wraps, ciphertext and signed links. Nothing here opens by itself."""

from typing import ClassVar

from django.db import models

from goldseam.vault import seam
from goldseam.vault.fields import Sealed


class Holder(models.Model):
    """Who holds keys: the vault's own idea of a person. Only public halves are clear."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    generation = models.PositiveIntegerField(default=1)
    front_public = models.BinaryField(max_length=32)
    back_public = models.BinaryField(max_length=32)
    signing_public = models.BinaryField(max_length=32)
    pin = Sealed(null=True)
    mine_sum = Sealed(default=bytes)
    mine_index = Sealed(null=True)
    restored = models.BooleanField(default=False)


class KeyChange(models.Model):
    """One change of a holder's keys: old and new set and where the old ends, signed by the old key and by the new.

    `limits` says for each circle up to which link and epoch the old signing key counts. The old private halves are
    sealed to the new ones, for what isn't sealed anew yet.
    """

    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="key_changes")
    generation = models.PositiveIntegerField()
    old_front_public = models.BinaryField(max_length=32)
    old_back_public = models.BinaryField(max_length=32)
    old_signing_public = models.BinaryField(max_length=32)
    new_front_public = models.BinaryField(max_length=32)
    new_back_public = models.BinaryField(max_length=32)
    new_signing_public = models.BinaryField(max_length=32)
    limits = models.BinaryField()
    signed_by_old = models.BinaryField(max_length=64)
    signed_by_new = models.BinaryField(max_length=64)
    old_front = Sealed()
    old_back = Sealed(null=True)

    class Meta:
        unique_together = [("holder", "generation")]


class Bundle(models.Model):
    """The private halves, wrapped once for each way in: passphrase, passkey with PRF, recovery sheet."""

    PASSPHRASE, PASSKEY, RECOVERY = "passphrase", "passkey", "recovery"

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="bundles")
    way = models.CharField(max_length=10)
    credential = models.CharField(max_length=400, blank=True, default="")
    generation = models.PositiveIntegerField(default=1)
    salt = models.BinaryField(max_length=32)
    memory = models.PositiveIntegerField(default=0)
    passes = models.PositiveIntegerField(default=0)
    lanes = models.PositiveIntegerField(default=0)
    front = Sealed()
    back = Sealed()

    class Meta:
        unique_together = [("holder", "way", "credential")]


class Session(models.Model):
    """One sign-in on one device. Opens only with the value that its cookie carries and nobody stores."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="sessions")
    end = models.DateTimeField()
    front = Sealed()
    label = Sealed()
    pin_salt = models.BinaryField(max_length=32, null=True)
    pin_wrap = Sealed(null=True)
    pin_tries = models.PositiveSmallIntegerField(default=0)
    back = Sealed(null=True)
    back_end = models.DateTimeField(null=True)
    back_seconds = models.PositiveIntegerField(default=120)


class Pending(models.Model):
    """Keys between passphrase and second factor: five minutes at most, under a cookie of that one sign-in."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="pendings")
    end = models.DateTimeField()
    keys = Sealed()


class Circle(models.Model):
    """Who may open together: *ours* of a pair, or *opened* to a therapist. The head of its record is signed."""

    OURS, OPENED = "ours", "opened"

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    kind = models.CharField(max_length=6, default=OURS)
    epoch = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=bytes)
    head_author = models.ForeignKey(Holder, null=True, on_delete=models.SET_NULL, related_name="+")
    head_key = models.BinaryField(max_length=32, default=bytes)
    head_signature = models.BinaryField(max_length=64, default=bytes)
    rotate_due = models.BooleanField(default=False)


class Grant(models.Model):
    """One epoch of a circle's key, sealed to one member and signed by who gave it."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="grants")
    epoch = models.PositiveIntegerField()
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="grants")
    key = Sealed()
    granter = models.ForeignKey(Holder, null=True, on_delete=models.SET_NULL, related_name="+")
    signature = models.BinaryField(max_length=64)

    class Meta:
        unique_together = [("circle", "epoch", "holder")]


class RowWrap(models.Model):
    """A row's key, wrapped for one circle. Sharing is one more of these, withdrawing one fewer."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="wraps")
    epoch = models.PositiveIntegerField()
    table = models.CharField(max_length=60)
    row = models.UUIDField()
    key = Sealed()

    class Meta:
        unique_together = [("circle", "table", "row")]
        indexes = [models.Index(fields=["table", "row"], name="vault_wrap_row")]


class Mine(models.Model):
    """A row of somebody's own. Kind, date and state lie inside the seal; its key opens with the owner's back key."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    owner = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="mine")
    version = models.PositiveIntegerField(default=1)
    key = Sealed()
    body = Sealed()


class SealedRow(models.Model):
    """A row of a circle: its words are in `body`; clear columns beside it stand in the list of reasons."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0)
    body = Sealed(null=True)
    few: ClassVar[bool] = False
    """A handful in a circle, that nearly every page of its members needs: their wraps are read in one look."""

    class Meta:
        abstract = True


class PinnedKeys(SealedRow):
    """The public keys of another member, as this author first confirmed them, signed, in the circle."""

    subject = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="+")
    few = True

    class Meta:
        unique_together = [("circle", "author", "subject")]


class Link(models.Model):
    """One step of a circle's record: which row got which ciphertext, chained and signed by its author."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="links")
    number = models.PositiveIntegerField()
    table = models.CharField(max_length=60)
    row = models.UUIDField()
    version = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    author = models.UUIDField()
    author_key = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        unique_together = [("circle", "number")]
        indexes = [models.Index(fields=["circle", "table", "row", "number"], name="vault_link_row")]


class SeenHead(models.Model):
    """The newest head of a circle that a member has seen, sealed to that member: a roll-back behind it is found."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="+")
    head = Sealed()

    class Meta:
        unique_together = [("circle", "holder")]


class Invite(models.Model):
    """A way into a circle for whoever knows six words, once, until its end."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="invites")
    inviter = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="invites")
    epoch = models.PositiveIntegerField()
    end = models.DateTimeField()
    lookup = models.BinaryField(max_length=32, unique=True)
    key = Sealed()
    secret = Sealed()
    note = Sealed()
    inviter_mac = models.BinaryField(max_length=32)
    joiner = models.ForeignKey(Holder, null=True, on_delete=models.CASCADE, related_name="+")
    joiner_mac = models.BinaryField(max_length=32, default=bytes)


class BetweenKey(SealedRow):
    """One half of a pair's *between* key, in *ours*. The other half is the server's key file."""

    few = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle"], name="vault_one_between_key")]


class BetweenValue(models.Model):
    """What one person gave only to be compared with what the other gives."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20)
    subject = models.UUIDField()
    server_key = models.CharField(max_length=16, default="")
    body = Sealed()

    class Meta:
        unique_together = [("circle", "author", "purpose", "subject")]


class RoundCommitment(models.Model):
    """That somebody has answered a round, and to which answers they are bound. Outside of what *ours* shows."""

    id = models.UUIDField(primary_key=True, default=seam.uuid, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="+")
    round = models.UUIDField()
    commitment = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    own = Sealed()

    class Meta:
        unique_together = [("circle", "author", "round")]


class LedgerNote(models.Model):
    """A line for the ledger file, written in the deed's own transaction; it goes once the file holds it."""

    line = models.TextField()


class Replayed(models.Model):
    """What a restore took back again from the ledger. Its owner's next visit brings sums and records in line."""

    deed = models.CharField(max_length=10)
    holder = models.UUIDField()
    circle = models.UUIDField(null=True)
    table = models.CharField(max_length=60)
    row = models.UUIDField()
    version = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

"""What two people write to agree on one text: its versions, what was asked about them, and who signed which."""

from __future__ import annotations

from django.db import models

from goldseam.vault.models import SealedRow


class Version(SealedRow):
    """One wording of a shared statement. It is written once, never changed; the next wording is another version.

    `mark` finds the versions of one statement; what they are about is sealed, and so is which came of which.
    """

    mark = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["circle", "mark"], name="statements_mark")]


class Remark(SealedRow):
    """What somebody asks to be said otherwise in a version."""

    about = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="remarks")


class Signature(SealedRow):
    """That somebody signed a version, took their name from it, or ended what both had signed.

    What a later deed made needless is erased, so there are a handful to each statement.
    """

    few = True
    about = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signatures")

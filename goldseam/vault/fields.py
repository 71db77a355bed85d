"""The column type of everything sealed. The whole-house test asks for it by class."""

from django.db import models


class Sealed(models.BinaryField):  # type: ignore[type-arg]
    """Ciphertext: a value, a wrap or a sealed key. Only `goldseam.vault` reads or writes it."""

    description = "Sealed bytes"

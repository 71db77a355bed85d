"""Which day it is on a road. The house's own: what is the same for two turns over once."""

from datetime import date

from django.utils import timezone

from goldseam.vault import seam


def day_now() -> date:
    return timezone.localdate(seam.now())

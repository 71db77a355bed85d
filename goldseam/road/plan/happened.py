"""On which days the two marked a step for both as done. Either may mark it, both see it, either takes it back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Happened, steps
from goldseam.road.plan import access, choosing
from goldseam.road.plan.choosing import Deed


def happened(me: Me) -> list[Happened]:
    """Front is enough. Raises Tampered."""
    days: dict[str, set[date]] = defaultdict(set)
    for mark in choosing.standing(access.both(me).marks):
        if mark.deed is Deed.DONE and mark.step in steps():
            days[mark.step].add(timezone.localdate(mark.at))
    return [Happened(step, _name_of(step), tuple(sorted(found))) for step, found in days.items()]


def _name_of(step: str) -> str:
    return gettext("“%(title)s”") % {"title": steps()[step].exercise().title}

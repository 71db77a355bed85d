"""On which days the two had a time for something: agreed by both, called off by nobody, and over."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Happened, steps
from goldseam.times import access
from goldseam.times.access import Time
from goldseam.times.rules import ERASED_AFTER, State
from goldseam.vault import seam

TALK = "times.talk"


def happened(me: Me) -> list[Happened]:
    """Front is enough. Raises Tampered.

    Times are erased a while after their hour, so that far back is all that can be known of them. The days are those of
    the house's clock: on the clocks of two people one hour may lie on two days.
    """
    if not access.has_some(me):
        return []
    now, since = seam.now(), timezone.localdate(seam.now() - ERASED_AFTER)
    days: dict[str, set[date]] = defaultdict(set)
    names: dict[str, str] = {}
    for time in access.times_of(me).times:
        day = timezone.localdate(time.at)
        if time.state is State.AGREED and time.at + timedelta(minutes=time.minutes) <= now and day >= since:
            days[_id_of(time)].add(day)
            names[_id_of(time)] = _name_of(time)
    return [Happened(each, names[each], tuple(sorted(found)), since) for each, found in days.items()]


def _id_of(time: Time) -> str:
    """Times that are for the same step, or were given the same words, are one thing."""
    if time.step:
        return f"times.{time.step}"
    return f"times.words.{time.what.casefold()}" if time.what else TALK


def _name_of(time: Time) -> str:
    known = steps().get(time.step)
    if known is not None:
        return gettext("Time for “%(what)s”") % {"what": known.exercise().title}
    if time.what:
        return gettext("Time for “%(what)s”") % {"what": time.what}
    return gettext("Time for a talk")

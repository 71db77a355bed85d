"""What the places may show of this room. A card never depends on anything that its reader hasn't open."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.understanding.timeline import access
from goldseam.vault import seam

LATELY = timedelta(days=1)


def today(me: Me) -> list[Card]:
    """Something was shown today or yesterday. Whether it was read is nowhere known."""
    day = timezone.localdate(seam.now()) - LATELY
    partner = access.showed_since(me, timezone.make_aware(datetime.combine(day, time.min)))
    if partner is None:
        return []
    return [
        Card(
            id="understanding.shown-moment",
            title=gettext("%(name)s showed you a time you had") % {"name": partner},
            text=gettext("A moment from the past, as it was for them."),
            action=gettext("Look"),
            url=reverse("us-line"),
            circle="ours",
            weight=58,
        )
    ]


def for_me(_me: Me) -> list[Card]:
    return [
        Card(
            id="understanding.line",
            title=gettext("Good times and breaks"),
            text=gettext(
                "One line of your own, with what was good and what broke. You show of it what you like, or nothing."
            ),
            action=gettext("Look at my line"),
            url=reverse("line"),
            circle="mine",
            weight=25,
        )
    ]


def for_us(_me: Me) -> list[Card]:
    """The same for both, whatever was shown."""
    return [
        Card(
            id="understanding.us-line",
            title=gettext("Good times and breaks"),
            text=gettext("What each of you chose to show of the past, on two lines side by side."),
            action=gettext("Look at the two lines"),
            url=reverse("us-line"),
            circle="ours",
            weight=25,
        )
    ]

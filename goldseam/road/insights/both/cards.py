"""What Today and Us may say of the pair's page. The same for both, and nothing of what either showed or didn't."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.road.insights.both import reads
from goldseam.road.plan.access import pair_now
from goldseam.road.plan.rules import Pair

QUIET = 45
"""Below what is asked of somebody, such as a check-in: it is only offered."""


def today(me: Me) -> list[Card]:
    """On days that chance chose, of what both signed. Raises Tampered."""
    what = reads.today_of(me)
    if not what:
        return []
    return [
        Card(
            id="road.fortnight",
            title=what,
            text=gettext("Chance chose today for it. Only if you both like; nobody notes whether you did."),
            action=gettext("Look at it"),
            url=reverse("insights-both"),
            circle="ours",
            weight=QUIET,
        )
    ]


def for_us(me: Me) -> list[Card]:
    """While both are here and nobody rests. Raises Tampered."""
    if pair_now(me) is not Pair.TOGETHER:
        return []
    what = reads.today_of(me)
    text = gettext("What you both chose to show, in a few sentences.")
    return [
        Card(
            id="road.insights-both",
            title=gettext("How it is for you two"),
            text=gettext("Today is one of the days: %(what)s") % {"what": what} if what else text,
            action=gettext("Look at it"),
            url=reverse("insights-both"),
            circle="ours",
            weight=66 if what else 20,
        )
    ]

"""What the places may show of this room: the plan for both. Nothing here tells of plans that one wrote alone."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.practice import Card, Topic
from goldseam.statements import access as statements
from goldseam.understanding.outside.shared import LABEL
from goldseam.vault import seam


def today(me: Me) -> list[Card]:
    """On the day on which both wanted to look again, and after it, until they sign another day or end it."""
    standing = statements.standing(me, LABEL)
    if standing is None or not _is_time(standing.parts.get("again", "")):
        return []
    together = people.togetherness_of(me)
    if together is None or not together.may_write:
        return []
    return [
        Card(
            id="understanding.outside",
            title=gettext("You wanted to look at your plan again"),
            text=gettext("Does it still fit? Keep it, change it, or let it end. All three are fine."),
            action=gettext("Look at it"),
            url=reverse("outside"),
            circle="ours",
            weight=55,
        )
    ]


def for_us(me: Me) -> list[Card]:
    standing = statements.standing(me, LABEL)
    stress = standing.parts.get("stress", "") if standing else ""
    text = (
        gettext("Your plan against: %(stress)s") % {"stress": stress}
        if stress
        else gettext("Work, money, worry: some of it comes from outside. One plan for one thing.")
    )
    return [
        Card(
            id="understanding.outside",
            title=gettext("Us against it"),
            text=text,
            action=gettext("Look at it"),
            url=reverse("outside"),
            circle="ours",
            weight=30,
        )
    ]


def for_me(_me: Me) -> list[Card]:
    return [
        Card(
            id="understanding.outside-mine",
            title=gettext("A plan against one stress"),
            text=gettext("What presses from outside, how you notice it, and what could help."),
            action=gettext("Write it for myself"),
            url=reverse("outside-mine"),
            circle="mine",
            weight=15,
        )
    ]


def gold(me: Me) -> list[Topic]:
    """A stroke for a plan that both have signed, also when it was ended since: gold isn't taken away."""
    return [Topic.OUTSIDE] if LABEL in statements.signed_once(me) else []


def _is_time(again: str) -> bool:
    try:
        return date.fromisoformat(again) <= seam.now().date()
    except ValueError:
        return False

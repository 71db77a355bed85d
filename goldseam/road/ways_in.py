"""What the road says on Today, and its ways in on the places Me and Us. On Us nothing but what both may know."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.road.insights.both import cards as both
from goldseam.road.pace import today as pace
from goldseam.road.plan import access
from goldseam.road.plan.rules import Pair


def for_today(me: Me) -> list[Card]:
    """Raises Tampered."""
    return [*pace.cards(me), *both.today(me)]


def for_me(_me: Me) -> list[Card]:
    """The same whether there is a road or none: it is small, and Me is looked at often."""
    return [
        Card(
            id="road.mine",
            title=gettext("Your road"),
            text=gettext("Small steps, a few minutes each, at your own pace."),
            action=gettext("Look at it"),
            url=reverse("road"),
            circle="mine",
            weight=60,
        ),
        Card(
            id="road.insights",
            title=gettext("What your answers say"),
            text=gettext("Where things lie, whether they moved, and how sure that is."),
            action=gettext("Look at it"),
            url=reverse("insights"),
            circle="mine",
            weight=58,
        ),
    ]


def for_us(me: Me) -> list[Card]:
    """Only while both are here and nobody rests."""
    if access.pair_now(me) is not Pair.TOGETHER:
        return []
    return [
        Card(
            id="road.both",
            title=gettext("What you two do"),
            text=gettext("The steps for both, in one order that you both see and choose."),
            action=gettext("Look at it"),
            url=reverse("road-both"),
            circle="ours",
            weight=65,
        ),
        *both.for_us(me),
    ]

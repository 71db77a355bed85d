"""Two views, one map: what each gives of their looks, seen by both at once."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.apart import access as apart
from goldseam.people.me import Me
from goldseam.practice import Card, Step
from goldseam.understanding import content
from goldseam.understanding.intake import access as intake
from goldseam.understanding.map import reads
from goldseam.understanding.map import subject as subject  # registers what is answered apart
from goldseam.understanding.map.access import LABEL
from goldseam.understanding.part import Part

LOOKS_BEFORE = 2


def us_cards(me: Me) -> list[Card]:
    """The way in. It tells only what both know: whether a map lies open."""
    is_open = reads.last_opened(me) is not None
    return [
        Card(
            id="understanding.map",
            title=gettext("Two views, one map"),
            text=gettext("How each of you sees it, side by side. Strengths come first.")
            if is_open
            else gettext("Each gives their side alone; then you both see both at once."),
            action=gettext("Open the map") if is_open else gettext("See how it works"),
            url=reverse("map"),
            circle="ours",
            weight=60 if is_open else 80,
        )
    ]


def today_cards(me: Me) -> list[Card]:
    """For two, from the second look on until the first side is given: what was looked at alone can become a map."""
    if not me.is_private_open or reads.last_opened(me) is not None or len(intake.done(me)) < LOOKS_BEFORE:
        return []
    if apart.seen(me, LABEL).standing != "unanswered":
        return []
    return [
        Card(
            id="understanding.map",
            title=gettext("Your side of the map"),
            text=gettext("You choose what you give of your looks, and what stays with you. It can wait."),
            action=gettext("Look at it"),
            url=reverse("map"),
            circle="mine",
            weight=57,
        )
    ]


PART = Part(
    label="map",
    deeds={
        "map-give": _("Go on with the map"),
        "map-look": _("Look at the map"),
        "map-back": _("Take back what you gave"),
        "map-remove": _("Take out what you gave"),
    },
    steps=(
        Step(
            id="understanding.map-give",
            who="apart",
            url_name="map-give",
            exercise=content.exercise("map-give", "map"),
            last_done=reads.last_opened,
        ),
        Step(
            id="understanding.map-talk",
            who="together",
            url_name="map-talk",
            exercise=content.exercise("map-talk", "map"),
            after=("understanding.map-give",),
        ),
    ),
    today=today_cards,
    us=us_cards,
    gold=reads.gold,
)

"""Two views, one map: what each gives of their looks, seen by both at once."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.people.me import Me
from goldseam.practice import Card, Step
from goldseam.understanding import content
from goldseam.understanding.map import reads
from goldseam.understanding.map import subject as subject  # registers what is answered apart
from goldseam.understanding.part import Part


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
            weight=60,
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
    us=us_cards,
    gold=reads.gold,
)

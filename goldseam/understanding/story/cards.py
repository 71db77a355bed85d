"""What the places may show of this room. What somebody wrote alone is told only behind the PIN."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.apart import access as apart
from goldseam.people.me import Me
from goldseam.practice import Card, Topic
from goldseam.understanding.story.piece import LABEL


def for_me(_me: Me) -> list[Card]:
    """The same whether or not something was written: the page itself says it, behind the PIN."""
    return [
        Card(
            id="understanding.own-story",
            title=gettext("Your story of it"),
            text=gettext("Where you differ, what lies beneath, what pressed, what keeps happening. For you alone."),
            action=gettext("Write"),
            url=reverse("story-write"),
            circle="mine",
            weight=20,
        )
    ]


def for_us(me: Me) -> list[Card]:
    """Before it lies open: the same for both, whoever has begun."""
    opened = bool(apart.summaries(me).get(LABEL))
    text = (
        gettext("Each of you told it. Both can read both.")
        if opened
        else gettext("Each tells it alone. Then both read both, at once.")
    )
    return [
        Card(
            id="understanding.story",
            title=gettext("The story of it"),
            text=text,
            action=gettext("Read it") if opened else gettext("Look at it"),
            url=reverse("story"),
            circle="ours",
            weight=40,
        )
    ]


def gold(me: Me) -> list[Topic]:
    """A topic for each time that both told it."""
    return [Topic.TALKING for _opened in apart.summaries(me).get(LABEL, [])]

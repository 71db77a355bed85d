"""Ways in. None of them tells what somebody wrote alone, or whether they did."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.apart import access as apart
from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.understanding.cycle.subject import LABEL


def for_us(me: Me) -> list[Card]:
    """What both may know: whether a loop lies open."""
    is_open = bool(apart.summaries(me).get(LABEL))
    text = (
        gettext("Drawn from both halves. It is the two of you against this.")
        if is_open
        else gettext("How it goes wrong, round and round. Each builds a half; together they make one picture.")
    )
    return [
        Card(
            id="understanding.cycle",
            title=gettext("The loop you get into"),
            text=text,
            action=gettext("Look at it"),
            url=reverse("cycle"),
            circle="ours",
            weight=40,
        )
    ]


def for_me(_me: Me) -> list[Card]:
    return [
        Card(
            id="understanding.cycle-half",
            title=gettext("My half of the loop"),
            text=gettext("One sentence: what I do, what comes back, and what it feels like underneath."),
            action=gettext("Build it"),
            url=reverse("cycle-write"),
            circle="mine",
            weight=20,
        )
    ]

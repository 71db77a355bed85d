"""What the places may show of this room. No card depends on an answer that its reader hasn't open."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.understanding.ways import access


def today(me: Me) -> list[Card]:
    """Only while the private half is open, and only until it was answered once: whoever holds a closed phone sees
    the same either way."""
    return [_where(weight=20)] if me.is_private_open and not access.has_said(me) else []


def for_me(_me: Me) -> list[Card]:
    return [_where(weight=30), _ways()]


def _where(weight: int) -> Card:
    return Card(
        id="understanding.where",
        title=gettext("Where do you stand?"),
        text=gettext("One question with four answers, for you alone. Nothing that anybody else sees depends on it."),
        action=gettext("Answer for myself"),
        url=reverse("where"),
        circle="mine",
        weight=weight,
    )


def _ways() -> Card:
    return Card(
        id="understanding.ways",
        title=gettext("Three ways on"),
        text=gettext("Mend it for a set time, find out, or part with care. To read, whenever you like."),
        action=gettext("Look at them"),
        url=reverse("ways"),
        circle="mine",
        weight=10,
    )

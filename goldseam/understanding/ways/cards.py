"""The ways in on the place Me, the same whatever was answered. On Today the road may offer the question."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Card


def for_me(_me: Me) -> list[Card]:
    return [_where(), _ways()]


def _where() -> Card:
    return Card(
        id="understanding.where",
        title=gettext("Where do you stand?"),
        text=gettext("One question with four answers, for you alone. Nothing that anybody else sees depends on it."),
        action=gettext("Answer for myself"),
        url=reverse("where"),
        circle="mine",
        weight=30,
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

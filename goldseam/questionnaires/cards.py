"""The way in on Me: the same for everybody in this house, whether they answered anything or not. Where nothing is
offered any more, whoever answered still finds it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.questionnaires import reads, shelf


def on_me(me: Me) -> list[Card]:
    """Raises BackClosed, Tampered."""
    if not shelf.offers_any() and not reads.papers(me).gone:
        return []
    return [
        Card(
            id="questionnaires.all",
            title=gettext("Questions by others"),
            text=gettext("Questionnaires that this house has. You answer alone, and it stays with you."),
            action=gettext("Look at them"),
            url=reverse("questions"),
            circle="mine",
            weight=10,
        )
    ]

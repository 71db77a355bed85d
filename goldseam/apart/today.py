"""What Today may show: that something which both gave lies open since yesterday. Whether it was read, nobody knows."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.apart import access, subjects
from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.vault import seam

LASTS = timedelta(days=2)


def cards(me: Me) -> list[Card]:
    """The newest alone. While things rest, nothing is said here."""
    found = [(each.at, label) for label, some in access.summaries(me).items() for each in some[:1]]
    lately = sorted((at, label) for at, label in found if seam.now() - at <= LASTS)
    together = people.togetherness_of(me) if lately else None
    if together is None or not together.may_write:
        return []
    subject = subjects.subject(lately[-1][1])
    if subject.went_on(me):
        return []
    return [
        Card(
            id="apart.opened",
            title=gettext("You have both answered"),
            text=gettext("%(what)s: what you each wrote now lies side by side.") % {"what": subject.name},
            action=gettext("Read it"),
            url=reverse(subject.opened_url),
            circle="ours",
            weight=75,
        )
    ]

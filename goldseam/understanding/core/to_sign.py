"""What Today may show: that words for both lie open, under which this person never put their name."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.statements import access as statements
from goldseam.statements import kinds
from goldseam.vault import seam

LASTS = timedelta(days=2)
"""Then they wait on Us, and ask nobody: nobody is pressed to sign."""


def cards(me: Me) -> list[Card]:
    """At most one, for what was written last. While things rest, nothing is said."""
    waiting = statements.unsigned(me)
    lately = sorted((at, label) for label, at in waiting.items() if seam.now() - at <= LASTS)
    together = people.togetherness_of(me) if lately else None
    if together is None or not statements.may_write(me, together):
        return []
    kind = kinds.kind(lately[-1][1])
    return [
        Card(
            id="statements.to-sign",
            title=gettext("Words for both of you"),
            text=gettext(
                "%(what)s: read it, and sign it or say it otherwise. It counts only when you both have signed."
            )
            % {"what": kind.name},
            action=gettext("Read it"),
            url=reverse(kind.opened_url),
            circle="ours",
            weight=76,
        )
    ]

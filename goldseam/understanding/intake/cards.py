"""Ways in. A card never depends on anything that its reader hasn't open."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.understanding.intake import access, reads
from goldseam.understanding.intake.asked import SITTINGS

FIRST, OFFERED = 56, 45
"""Whoever has never looked is led there before anything else of their own."""


def today(me: Me) -> list[Card]:
    """Offered until all four are looked at; knowing that needs the private half open."""
    done = access.done(me) if me.is_private_open else {}
    waiting = [name for name in SITTINGS if name not in done]
    if not waiting:
        return []
    if len(waiting) == len(SITTINGS):
        weight = FIRST if me.is_private_open else OFFERED
        return [_card(gettext("Look at what is"), gettext("Four times three minutes, first only for you."), "", weight)]
    return [_card(gettext("The next three minutes"), reads.sitting(waiting[0]).title, waiting[0], OFFERED)]


def on_me(me: Me) -> list[Card]:
    """On the place Me, which is behind the PIN."""
    text = gettext("What holds, what hurts, what you wish: in your own view, only for you.")
    action = gettext("Open them") if access.done(me) else gettext("Begin")
    return [Card("understanding.look", gettext("Four short looks"), text, action, reverse("look"), "mine", 40)]


def last_done(first: str, second: str, me: Me) -> datetime | None:
    """When both of these sittings were last looked at."""
    done = access.done(me)
    return min(done[first], done[second]) if first in done and second in done else None


def _card(title: str, text: str, sitting: str, weight: int) -> Card:
    url = reverse("look-sitting", args=[sitting]) if sitting else reverse("look")
    return Card("understanding.look", title, text, gettext("Look"), url, "mine", weight)

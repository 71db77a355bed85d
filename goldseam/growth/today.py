"""What Today may show of this practice. A card never depends on anything that its reader hasn't open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from goldseam.growth import access, reads
from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.vault import seam

LATELY = timedelta(days=1)


def cards(me: Me) -> list[Card]:
    today = timezone.localdate(seam.now())
    return [card for card in (_shown_card(me, today), _check_in_card(me, today)) if card]


def _check_in_card(me: Me, today: date) -> Card | None:
    """Offered always, except when it is known that today has one already. Knowing needs the private half open."""
    if me.is_private_open and reads.has_one_on(me, today):
        return None
    return Card(
        id="growth.check-in",
        title=gettext("How are you, really?"),
        text=gettext("Half a minute, first only for you."),
        action=gettext("Check in"),
        url=reverse("checkin"),
        circle="mine",
        weight=50,
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _shown_card(me: Me, today: date) -> Card | None:
    """Something was shown today or yesterday. Whether it was read is nowhere known."""
    partner = access.showed_since(me, _midnight(today - LATELY))
    if partner is None:
        return None
    return Card(
        id="growth.shown",
        title=gettext("%(name)s showed you something") % {"name": partner},
        text=gettext("How it is on the other side, in the parts that were meant for you."),
        action=gettext("Look"),
        url=reverse("us"),
        circle="ours",
        weight=60,
    )

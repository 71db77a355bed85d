"""What Today may say about the account and the pair. Never what the other has not done, never a count of days."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from goldseam.people.access import Togetherness
from goldseam.practice import Card
from goldseam.road.rules import PairState

SHEET = "people.sheet"


def pair_cards(state: PairState, together: Togetherness | None) -> list[Card]:
    """At most one card: how the two stand. While an invitation waits, nothing is said."""
    makers = {
        PairState.ALONE: _alone,
        PairState.ARRIVED: _arrived,
        PairState.RESTING: _resting,
    }
    if state is PairState.PARTNER_LEFT and together is not None:
        return [_partner_left(together)]
    return [makers[state]()] if state in makers else []


def sheet_card() -> Card:
    return Card(
        id=SHEET,
        title=_("Keep a way back in"),
        text=_("Ten words on a sheet of paper open everything again if you forget your passphrase. Nobody else can."),
        action=_("Make the sheet"),
        url=reverse("new-sheet"),
        weight=52,
    )


def _arrived() -> Card:
    return Card(
        id="people.arrived",
        title=_("Somebody came with your words"),
        text=_("Look at who it is, and let them in when you are sure. Until then they see only your name."),
        action=_("Go to the door"),
        url=reverse("invite"),
        circle="ours",
        weight=90,
    )


def _resting() -> Card:
    return Card(
        id="people.resting",
        title=_("Your shared space is resting"),
        text=_("While it rests, nothing new is shared. What is only yours goes on as always."),
        action=_("Look at Us"),
        url=reverse("us"),
        circle="ours",
        weight=10,
    )


def _partner_left(together: Togetherness) -> Card:
    name = together.partner_name
    return Card(
        id="people.left",
        title=_("%(name)s has left your shared space") % {"name": name} if name else _("Your partner has left"),
        text=_("What is yours stays yours. There is nothing you have to do today."),
        action=_("Look at Us"),
        url=reverse("us"),
        circle="ours",
        weight=40,
    )


def _alone() -> Card:
    return Card(
        id="people.alone",
        title=_("Alone is a good way to begin"),
        text=_("All you do here stays yours. You can invite somebody later, or never."),
        action=_("How two people use this"),
        url=reverse("us"),
        weight=1,
    )

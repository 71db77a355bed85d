"""What Today may show of times. Nothing about what the other has not answered."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.times import access, reads, rules
from goldseam.times.reads import Shown
from goldseam.vault import seam

SOON = timedelta(days=1)


def cards(me: Me) -> list[Card]:
    """While things rest, nothing is said here: no bell rings either, and no calendar shows it."""
    if not access.has_some(me):
        return []
    page = reads.page_for(me)
    if not page.may_write:
        return []
    found = [*map(_agreed_card, _soon(me, page)), *map(_suggested_card, _lately(page))]
    return found[:2]


def _soon(me: Me, page: reads.Page) -> list[Shown]:
    """Agreed for today or tomorrow, the next one."""
    today = reads.today_of(me)
    return [each for each in page.agreed if each.local.date() - today <= SOON][:1]


def _lately(page: reads.Page) -> list[Shown]:
    """Suggested to the reader in the last two days. Then it waits on Us, and asks nobody."""
    return [each for each in page.theirs if seam.now() - each.time.suggested_at <= rules.NEWS_LAST][:1]


def _agreed_card(shown: Shown) -> Card:
    told = {"when": shown.when, "what": shown.what, "minutes": shown.time.minutes}
    return Card(
        id="times.agreed",
        title=gettext("%(when)s: %(what)s") % told,
        text=gettext("You have both said yes. About %(minutes)s minutes.") % told,
        action=gettext("Look at it"),
        url=reverse("time", args=[shown.id]),
        circle="ours",
        weight=80,
    )


def _suggested_card(shown: Shown) -> Card:
    """Without the other's words: what they wrote is read where one goes to read it."""
    return Card(
        id="times.suggested",
        title=gettext("A time for you two?"),
        text=gettext("%(when)s. Whether it suits you, only you know.") % {"when": shown.when},
        action=gettext("Look at it"),
        url=reverse("time", args=[shown.id]),
        circle="ours",
        weight=65,
    )

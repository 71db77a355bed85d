"""A repair period: for a set time both work at it. Both sign it, one alone can end it; on its day both look back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.statements import access as statements
from goldseam.statements.kinds import Kind, PartField
from goldseam.times.reads import today_of
from goldseam.understanding.core import bell, rules
from goldseam.understanding.core.rules import Standing
from goldseam.vault.errors import Tampered

LABEL = "understanding.repair"
TRY, LEAVE, REVIEW = "try", "leave", "review"
ASKED_FOR = timedelta(weeks=2)


@dataclass(frozen=True)
class Period:
    """What both have signed, as far as it goes now."""

    standing: Standing
    review: date | None = None
    weeks: int = 0


def day_of(parts: Mapping[str, str]) -> date:
    """Raises Tampered: another program may have sealed something else."""
    try:
        return date.fromisoformat(parts[REVIEW])
    except (KeyError, ValueError) as error:
        raise Tampered("a day that none is") from error


def when_it_stands(together: Togetherness, parts: Mapping[str, str] | None) -> None:
    """Signed by both: it will ring for both. Ended, or another in its place: what hung there is let go."""
    bell.hang(together, day_of(parts) if parts else None)


KIND = Kind(
    label=LABEL,
    name=_("A time to try"),
    parts=(
        PartField(
            TRY,
            _("What we both try in this time"),
            help=_("A line or two. Small enough that a tired evening can’t break it."),
            most=rules.TRY_MOST,
        ),
        PartField(
            LEAVE,
            _("What we leave alone until then"),
            help=_("What would be too much now. It isn’t forgotten, it only waits."),
            most=rules.LEAVE_MOST,
            required=False,
        ),
        PartField(
            REVIEW,
            _("The day on which we look back"),
            help=_("From two weeks to half a year ahead."),
            kind="date",
            soonest=rules.LEAST,
            latest=rules.MOST,
        ),
    ),
    may_end=True,
    opened_url="period",
    when_it_stands=when_it_stands,
)


def period_of(me: Me) -> Period:
    """Where the two are in it. Cheap; front is enough. Raises Tampered."""
    found = statements.standing(me, LABEL)
    if found is None:
        return Period(Standing.NONE)
    review, today = day_of(found.parts), today_of(me)
    return Period(rules.standing_of(review, today), review, rules.weeks_between(today, review))


def us_card(me: Me) -> Card:
    found = period_of(me)
    if found.standing is Standing.LOOK_BACK:
        text, action = gettext("The day has come on which you wanted to look back together."), gettext("Look back")
    elif found.review is not None:
        text = gettext("You both try it until %(day)s.") % {"day": date_format(found.review, "l, j F")}
        action = gettext("Look at it")
    else:
        text = gettext("For a set time you both work at it. Either of you can end it, at once.")
        action = gettext("How it works")
    return Card(
        id="understanding.repair",
        title=gettext("A time to try"),
        text=text,
        action=action,
        url=reverse("period"),
        circle="ours",
        weight=50,
    )


def today_cards(me: Me) -> list[Card]:
    """On the day for looking back and two weeks on; then it waits on Us, and asks nobody. At rest, nothing is said."""
    found = period_of(me)
    if found.standing is not Standing.LOOK_BACK or found.review is None or today_of(me) - found.review > ASKED_FOR:
        return []
    together = people.togetherness_of(me)
    if together is None or not together.may_write:
        return []
    return [
        Card(
            id="understanding.review",
            title=gettext("The day to look back"),
            text=gettext("You two chose it to see how it went. There are three ways on, and each can be right."),
            action=gettext("Look back"),
            url=reverse("period"),
            circle="ours",
            weight=75,
        )
    ]

"""Us against it: a plan for one outside stress."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from goldseam.people.me import Me
from goldseam.practice import Step, Topic
from goldseam.statements import access as statements
from goldseam.understanding.content import exercise
from goldseam.understanding.outside import access, cards, rules
from goldseam.understanding.outside.shared import LABEL
from goldseam.understanding.part import Part, Unreadable


def _checked(body: Any) -> dict[str, Any]:
    try:
        return rules.as_body(rules.from_body(body))
    except rules.Refused as refused:
        raise Unreadable(refused.code) from refused


def _signed_at(me: Me) -> datetime | None:
    standing = statements.standing(me, LABEL)
    return standing.at if standing else None


PART = Part(
    label="outside",
    kinds={access.PLAN: _checked},
    deeds={
        "outside-write": _("Put words there for both of you"),
        "outside-new": _("Keep a plan for yourself"),
        "outside-one": _("Change a plan of your own"),
        "outside-erase": _("Erase a plan of your own"),
        "outside-bring": _("Put words there for both of you"),
    },
    steps=(
        Step(
            id="understanding.outside-alone",
            who="alone",
            url_name="outside-mine",
            exercise=exercise("outside-alone", "outside"),
            helps=frozenset({Topic.OUTSIDE}),
            last_done=access.last_written,
        ),
        Step(
            id="understanding.outside-plan",
            who="together",
            url_name="outside",
            exercise=exercise("outside-plan", "outside"),
            helps=frozenset({Topic.OUTSIDE}),
            last_done=_signed_at,
        ),
    ),
    today=cards.today,
    me=cards.for_me,
    us=cards.for_us,
    gold=cards.gold,
)

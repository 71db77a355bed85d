"""Good times and breaks, one line of one's own; entries shown one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goldseam.people.me import Me
from goldseam.practice import Json, NotShown, Step, Topic
from goldseam.reminders.kinds import Kind
from goldseam.understanding.content import exercise
from goldseam.understanding.part import Part
from goldseam.understanding.timeline import access, actions, cards, rules
from goldseam.understanding.timeline.rules import Sort


def _marked(body: Any) -> dict[str, Any]:
    return rules.as_body(rules.from_body(body)) | {"mark": rules.mark_of(body)}


def share_again(me: Me, data: Json) -> None:
    """Shows the present partner what the file says was shown, of moments that are here. Raises NotShown, BackClosed."""
    rows = data if isinstance(data, list) else []
    told = {row["mark"]: row for row in rows if isinstance(row, dict) and row["kind"] == access.SHOWN}
    here = {row["mark"]: _ids(row) for row in rows if isinstance(row, dict) and row["kind"] == access.MOMENT}
    kept = {one.id: one for one in access.own_of(me).kept}
    wished = {}
    for mark, row in told.items():
        one = next((kept[each] for each in here.get(str(mark), ()) if each in kept), None)
        if one is not None and one.shown is None:
            wished[one.mark] = rules.from_body(row)
    try:
        actions.show_again(me, list(wished.items()))
    except rules.Refused as refusal:
        raise NotShown(refusal.code) from refusal


def _ids(row: dict[str, Any]) -> tuple[UUID, ...]:
    """The row as it was, on the account that it came from, or as it was taken in here."""
    return UUID(row["id"]), UUID(row["here"])


PART = Part(
    label="timeline",
    kinds={access.MOMENT: _marked, access.SHOWN: _marked},
    shown=frozenset({access.SHOWN}),
    deeds={
        "line-new": _("Keep a time of your own"),
        "line-change": _("Change a time of your own"),
        "line-erase": _("Erase a time of your own"),
        "line-show": _("Show a time of your own"),
        "line-back": _("Take back what was shown"),
    },
    steps=(
        Step(
            id="understanding.timeline-good",
            who="alone",
            url_name="line",
            exercise=exercise("timeline-good", "timeline"),
            helps=frozenset({Topic.GOOD}),
            last_done=lambda me: access.newest_of(me, Sort.GOOD, Sort.BOTH),
        ),
        Step(
            id="understanding.timeline-breaks",
            who="alone",
            url_name="line",
            exercise=exercise("timeline-breaks", "timeline"),
            helps=frozenset({Topic.TRUST, Topic.QUARRELS}),
            after=("understanding.timeline-good",),
            last_done=lambda me: access.newest_of(me, Sort.BREAK, Sort.BOTH),
        ),
    ),
    today=cards.today,
    me=cards.for_me,
    us=cards.for_us,
    share_again=share_again,
    rings=(
        Kind(
            label=access.SHOWN,
            name=_("Something of the past was shown to you"),
            when="slot",
            still_wanted=access.is_still_shown,
            too_late=timedelta(hours=10),
            circle_of=access.circle_shown_to,
        ),
    ),
)

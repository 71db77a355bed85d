"""Intake: four short looks, each alone."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from goldseam.practice import Step
from goldseam.understanding import content
from goldseam.understanding.intake import access, cards, rules
from goldseam.understanding.part import Part, Unreadable


def _row_of_a_file(sitting: str, body: Any) -> dict[str, Any]:
    try:
        row = rules.from_body(body)
    except rules.NoLook as error:
        raise Unreadable("look") from error
    if row.sitting != sitting:
        raise Unreadable("look")
    return rules.as_body(row)


STEPS = (
    Step(
        id="understanding.look-first",
        who="alone",
        url_name="look",
        exercise=content.exercise("look-first", "intake"),
        last_done=partial(cards.last_done, "one", "two"),
    ),
    Step(
        id="understanding.look-second",
        who="alone",
        url_name="look",
        exercise=content.exercise("look-second", "intake"),
        after=("understanding.look-first",),
        last_done=partial(cards.last_done, "three", "four"),
    ),
)

PART = Part(
    label="intake",
    kinds={kind: partial(_row_of_a_file, sitting) for sitting, kind in access.KINDS.items()},
    deeds={
        "look-sitting": _("Keep a look"),
        "look-words": _("Choose between your words"),
        "look-erase": _("Erase a look"),
    },
    steps=STEPS,
    today=cards.today,
    me=cards.on_me,
)

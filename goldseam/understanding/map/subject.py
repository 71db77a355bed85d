"""What this room tells the service that keeps answers apart until both lie open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from goldseam.apart.subjects import Subject, register
from goldseam.practice import Json
from goldseam.understanding.map import rules
from goldseam.understanding.map.access import LABEL

VERSION = "1"
"""Of the lines of the looks as a whole: it moves when an item asks something else."""


def checked(answers: Any) -> dict[str, Any]:
    """Answers in their plain form, also the other's before a page shows them. Raises ValueError."""
    return rules.as_answers(rules.read(answers))


def summary(answers: Mapping[str, Any]) -> Json:
    """How heavy each cause is in what both gave, for the road: the heavier of the two."""
    return {"causes": dict(rules.shared_weights(rules.read(each) for each in answers.values()))}


SUBJECT = Subject(
    label=LABEL,
    version=VERSION,
    name=_("Two views, one map"),
    checked=checked,
    summary=summary,
    opened_url="map",
)
register(SUBJECT)

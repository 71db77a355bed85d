"""Differences, feelings beneath, stress, pattern: each writes, both read."""

from __future__ import annotations

from datetime import datetime

from goldseam.apart import access as apart
from goldseam.apart import flow
from goldseam.people.me import Me
from goldseam.practice import Step, Topic
from goldseam.understanding.content import exercise
from goldseam.understanding.part import Part
from goldseam.understanding.story import cards
from goldseam.understanding.story.piece import LABEL, PIECE


def _wrote_at(me: Me) -> datetime | None:
    """When one last wrote, whether it was given since or not."""
    newest = [next(rows, None) for rows in (apart.drafted_rows(me, LABEL), apart.given_rows(me, LABEL))]
    return max((row.at for row in newest if row), default=None)


def _opened_at(me: Me) -> datetime | None:
    opened = apart.summaries(me).get(LABEL, [])
    return opened[0].at if opened else None


STEPS = (
    Step(
        id="understanding.own-story",
        who="alone",
        url_name="story-write",
        exercise=exercise("own-story", "story"),
        helps=frozenset({Topic.TALKING, Topic.QUARRELS, Topic.OUTSIDE}),
        last_done=_wrote_at,
    ),
    Step(
        id="understanding.story",
        who="apart",
        url_name="story",
        exercise=exercise("story", "story"),
        helps=frozenset({Topic.TALKING, Topic.QUARRELS, Topic.OUTSIDE}),
        after=("understanding.own-story",),
        last_done=_opened_at,
    ),
)

PART = Part(label="story", deeds=flow.deeds(PIECE), steps=STEPS, me=cards.for_me, us=cards.for_us, gold=cards.gold)

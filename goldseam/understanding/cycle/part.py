"""The loop that both are caught in, drawn from two halves."""

from __future__ import annotations

from datetime import datetime

from goldseam.apart import access as apart
from goldseam.apart import flow
from goldseam.people.me import Me
from goldseam.practice import Step, Topic
from goldseam.statements import access as statements
from goldseam.understanding.content import exercise
from goldseam.understanding.cycle import cards
from goldseam.understanding.cycle.piece import PIECE
from goldseam.understanding.cycle.subject import LABEL, NAME_LABEL
from goldseam.understanding.part import Part

HELPS = frozenset({Topic.TALKING, Topic.QUARRELS})


def _wrote_half_at(me: Me) -> datetime | None:
    """When one last wrote, gave, or saw one's half open: of one's own only, and of what lies open to both. With nothing
    private open, only the last."""
    if not me.is_private_open:
        return max((each.at for each in apart.summaries(me).get(LABEL, [])), default=None)
    draft, given = apart.draft_of(me, LABEL), apart.given(me, LABEL)
    opened = apart.summaries(me).get(LABEL, [])[:1]
    return max((each.at for each in (draft, given, *opened) if each), default=None)


def _named_at(me: Me) -> datetime | None:
    named = statements.standing(me, NAME_LABEL)
    return named.at if named else None


def gold(me: Me) -> list[Topic]:
    """A stroke for each loop that both drew; it stays when words are taken out of it."""
    return [Topic.QUARRELS for _each in apart.summaries(me).get(LABEL, [])]


PART = Part(
    label="cycle",
    deeds=flow.deeds(PIECE),
    steps=(
        Step(
            id="understanding.cycle-half",
            who="apart",
            url_name="cycle-write",
            exercise=exercise("cycle-half", "cycle"),
            helps=HELPS,
            last_done=_wrote_half_at,
        ),
        Step(
            id="understanding.cycle-talk",
            who="together",
            url_name="cycle",
            exercise=exercise("cycle-talk", "cycle"),
            helps=HELPS,
            after=("understanding.cycle-half",),
            last_done=_named_at,
        ),
    ),
    me=cards.for_me,
    us=cards.for_us,
    gold=gold,
)

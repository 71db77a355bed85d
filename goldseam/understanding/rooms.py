"""The rooms of this practice, in the order in which one walks through them."""

from __future__ import annotations

from collections.abc import Callable

from goldseam.people.me import Me
from goldseam.practice import Card, Step, Topic
from goldseam.understanding.core.part import PART as CORE
from goldseam.understanding.cycle.part import PART as CYCLE
from goldseam.understanding.intake.part import PART as INTAKE
from goldseam.understanding.map.part import PART as MAP
from goldseam.understanding.outside.part import PART as OUTSIDE
from goldseam.understanding.part import Check, Part
from goldseam.understanding.story.part import PART as STORY
from goldseam.understanding.timeline.part import PART as TIMELINE
from goldseam.understanding.ways.part import PART as WAYS

ROOMS: tuple[Part, ...] = (INTAKE, WAYS, TIMELINE, MAP, CORE, CYCLE, STORY, OUTSIDE)


def kinds() -> dict[str, Check]:
    """Every kind of own row that is kept here."""
    return {kind: check for room in ROOMS for kind, check in room.kinds.items()}


def shown() -> frozenset[str]:
    """Kinds whose rows a file never brings by itself."""
    return frozenset().union(*(room.shown for room in ROOMS))


def steps() -> tuple[Step, ...]:
    return tuple(step for room in ROOMS for step in room.steps)


def today(me: Me) -> list[Card]:
    return _cards(me, lambda room: room.today)


def me_cards(me: Me) -> list[Card]:
    return _cards(me, lambda room: room.me)


def us_cards(me: Me) -> list[Card]:
    return _cards(me, lambda room: room.us)


def gold(me: Me) -> list[Topic]:
    return [topic for room in ROOMS for topic in room.gold(me)]


def _cards(me: Me, ask: Callable[[Part], Callable[[Me], list[Card]]]) -> list[Card]:
    return [card for room in ROOMS for card in ask(room)(me)]

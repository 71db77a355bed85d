"""The bowl as this reader may see it.

Whole and plain before causes are named. A pair's cracks are the causes that their open maps told, its gold what both
have done, the same for both. Before there is a map, each sees the causes that they named alone, and only while their
private half is open: with it closed nobody holding the phone learns that there is anything. So it is with the line of
lacquer, the work of one's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.practice import CAUSES, Topic, practices
from goldseam.road.gold import laid
from goldseam.ui.bowl import Bowl, Crack
from goldseam.understanding import content
from goldseam.understanding.intake import access as intake
from goldseam.understanding.intake.rules import Heaviness, heaviness
from goldseam.understanding.map import reads as map_reads

MENDED = Bowl([Crack("", 1.0), Crack("", 1.0), Crack("", 1.0), Crack("", 1.0), Crack("", 1.0)])
"""The picture on the welcome page: a mended bowl, nobody's."""


def bowl_for(me: Me) -> Bowl:
    """Raises Tampered when a practice finds its rows changed."""
    lacquer = me.is_private_open and any(practice.lacquer(me) for practice in practices())
    together = people.togetherness_of(me)
    shared = map_reads.named_causes(me) if together and together.has_partner else []
    if shared:
        acts = [topic for practice in practices() for topic in practice.gold(me)]
        return Bowl(_cracks(shared, acts), lacquer)
    own = _own_causes(me) if me.is_private_open else []
    return Bowl(_cracks(own, []), lacquer, only_mine=bool(own))


def _own_causes(me: Me) -> list[Topic]:
    """What somebody said to be more than light in their own looks. Raises BackClosed."""
    if not intake.done(me):
        return []
    weights = heaviness(intake.intake_of(me).values)
    return [topic for topic in CAUSES if weights.get(topic, Heaviness.LIGHT) != Heaviness.LIGHT]


def _cracks(causes: Sequence[Topic], acts: Sequence[Topic]) -> list[Crack]:
    words = content.words_of("intake-topics")
    return [Crack(words[cause]["title"], gold) for cause, gold in laid(causes, acts).items()]

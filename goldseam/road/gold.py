"""How far gold has run along each crack. Plain Python: no Django, no clock, no database.

Each act that both have done lays a long stroke into the crack it was about, and a short one into every crack: mending
one thing holds the whole bowl a little better. So gold only ever grows: a cause that is named later begins with what
all acts before have laid, and takes nothing from another.
"""

from __future__ import annotations

from collections.abc import Sequence

from goldseam.practice import Topic

LONG_STROKE, SHORT_STROKE = 0.14, 0.04


def laid(causes: Sequence[Topic], acts: Sequence[Topic]) -> dict[Topic, float]:
    """For each named cause how far gold runs along its crack, from 0 (none) to 1 (whole). `acts` are topics of joint
    acts; one about something that isn't among the causes lays its short strokes only.
    """
    short = SHORT_STROKE * len(acts)
    return {cause: min(1.0, short + LONG_STROKE * sum(act == cause for act in acts)) for cause in causes}

"""The bowl as this reader may see it.

Whole and plain: no cause can be named yet and nothing is done together yet, so there is neither crack nor gold. Work
of one's own shows as a line of lacquer, for its doer only, and only while their private half is open: with it closed
nobody holding the phone learns that there is anything.
"""

from __future__ import annotations

from goldseam.people.me import Me
from goldseam.practice import practices
from goldseam.ui.bowl import Bowl, Crack

MENDED = Bowl([Crack("", 1.0), Crack("", 1.0), Crack("", 1.0), Crack("", 1.0), Crack("", 1.0)])
"""The picture on the welcome page: a mended bowl, nobody's."""


def bowl_for(me: Me) -> Bowl:
    """Raises Tampered when a practice finds its rows changed."""
    return Bowl(lacquer=me.is_private_open and any(practice.lacquer(me) for practice in practices()))

"""Something small for two, on days that chance suggests: words for two, of this kind, and the days that follow.

Nothing is kept besides the words that both signed. The days follow from the version's id, so both phones show the same,
and there is no row, no reminder and no question that would tell who followed a suggestion.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goldseam.road.insights.both.rules import Frame, frame_from
from goldseam.statements import kinds
from goldseam.statements.access import Version
from goldseam.statements.kinds import Kind, PartField

LABEL = "road.fortnight"
USUALLY = timedelta(days=28)
"""Two fortnights: the fewest from which anything can be told."""

KIND = Kind(
    label=LABEL,
    name=_("Something small, on days by chance"),
    parts=(
        PartField(
            "what",
            _("What could it be?"),
            _("Small, kind, and liked by both: a walk, ten minutes with tea, a question about the day."),
            most=80,
            kind="line",
        ),
        PartField("start", _("From which day?"), kind="date", latest=timedelta(days=30)),
        PartField(
            "until",
            _("Until which day?"),
            _("Whole fortnights count. One shows how it feels; two are the fewest from which anything can be told."),
            kind="date",
            soonest=timedelta(days=13),
            latest=timedelta(days=120),
        ),
    ),
    may_end=True,
    opened_url="insights-both",
)
kinds.register(KIND)


def frame_of(version: Version) -> Frame | None:
    return frame_from(version.parts["start"], version.parts["until"])


def suggested(version: Version) -> list[tuple[date, tuple[int, ...]]]:
    """For each of its fortnights the first day, and the suggested ones as ordinal numbers."""
    frame = frame_of(version)
    starts = frame.fortnights if frame else []
    return [(start, _drawn(version.id, start)) for start in starts]


def is_suggested(version: Version, day: date) -> bool:
    frame = frame_of(version)
    if frame is None or not frame.is_running(day):
        return False
    return any(day.toordinal() in days for _start, days in suggested(version))


@lru_cache(maxsize=256)
def _drawn(version: UUID, start: date) -> tuple[int, ...]:
    """The same for both and at every look. A version's id is random, so nobody chooses the days."""
    from numpy.random import default_rng

    from goldseam.engines.measures.fortnight import suggested_days

    told = b"goldseam days by chance/1 " + version.bytes + start.isoformat().encode()
    return suggested_days(default_rng(int.from_bytes(sha256(told).digest())), start.toordinal())

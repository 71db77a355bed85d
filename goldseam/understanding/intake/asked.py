"""What the four looks ask: each item's place and meaning. Its words are data. No Django, no clock, no database.

An id never changes. An item that asks something else gets a new version beside its words, and its old answers are
no longer held against new ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from goldseam.practice import Topic

Heavy = Literal["high", "low"] | None
SITTINGS = ("one", "two", "three", "four")
"""What still holds · between you · trust, and what presses from outside · what you wish. Addresses tell no more."""


@dataclass(frozen=True)
class Asked:
    """One item. `heavy` is the end of its slider that weighs; `scale` names its five words.

    A `ticked` item has a slider only for somebody who says that it is there: nobody has to have children, a faith or
    a job.
    """

    id: str
    sitting: str
    topic: Topic
    scale: str
    heavy: Heavy = None
    ticked: bool = False


def _all(sitting: str, topic: Topic, heavy: Heavy, scale: str, *ids: str, ticked: bool = False) -> list[Asked]:
    return [Asked(f"{topic}-{name}", sitting, topic, scale, heavy, ticked) for name in ids]


_GOOD, _TALKING, _QUARRELS = Topic.GOOD, Topic.TALKING, Topic.QUARRELS
_TRUST, _OUTSIDE, _WISHES = Topic.TRUST, Topic.OUTSIDE, Topic.WISHES
_SUBJECTS = ("work-at-home", "money", "children", "relatives", "closeness", "plans", "free-time", "beliefs")
_STRESSES = (
    "work", "money", "health", "family", "children", "far-from-home", "living-apart", "loss", "home", "unfair", "other"
)  # fmt: skip

ASKED: tuple[Asked, ...] = (
    *_all("one", _GOOD, None, "often", "laugh"),
    *_all("one", _GOOD, None, "easy", "ease"),
    *_all("one", _GOOD, None, "much", "care"),
    *_all("one", _GOOD, None, "well", "team"),
    *_all("one", _GOOD, None, "much", "respect"),
    *_all("one", _GOOD, None, "often", "kind"),
    *_all("one", _GOOD, None, "much", "warmth"),
    *_all("one", _GOOD, None, "often", "mend"),
    *_all("one", _GOOD, None, "much", "best-times"),
    *_all("two", _TALKING, "low", "much", "heard"),
    *_all("two", _TALKING, "high", "often", "only-tasks", "sharp-start", "silence", "needs", "warm-words"),
    *_all("two", _QUARRELS, "high", "often", "again"),
    *_all("two", _QUARRELS, "high", "weight", *_SUBJECTS, ticked=True),
    *_all("three", _TRUST, "low", "often", "promises"),
    *_all("three", _TRUST, "low", "much", "rely"),
    *_all("three", _TRUST, "high", "much", "secrets", "third", "money", "watched"),
    *_all("three", _OUTSIDE, "high", "weight", *_STRESSES, ticked=True),
    *_all("four", _WISHES, None, "more", "two", "talk", "touch", "self", "share", "new", "thanks", "calm"),
    *_all("four", _WISHES, None, "pace", "pace"),
)
BY_ID: dict[str, Asked] = {asked.id: asked for asked in ASKED}


def of_sitting(sitting: str) -> tuple[Asked, ...]:
    return tuple(asked for asked in ASKED if asked.sitting == sitting)


def topics_of(sitting: str) -> tuple[Topic, ...]:
    """The topics of a sitting, in the order of its page. Each has one line of own words."""
    return tuple(dict.fromkeys(asked.topic for asked in of_sitting(sitting)))


def sitting_of(topic: Topic) -> str:
    return next(asked.sitting for asked in ASKED if asked.topic == topic)

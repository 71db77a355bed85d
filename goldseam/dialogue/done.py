"""What was done here, as both may know it: gold, the road's steps, and the days on which the two talked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goldseam.dialogue import access, content
from goldseam.dialogue.access import Frame
from goldseam.dialogue.alone import prepared
from goldseam.dialogue.rules.acts import Shape, Way
from goldseam.people.me import Me, gathered_once
from goldseam.practice import Happened, Step, Topic

NAMES: dict[Shape, Promise | str] = {
    Shape.FULL: _("A talk by turns"),
    Shape.WEEKLY: _("The meeting of the week"),
    Shape.DAILY: _("Ten minutes of the day"),
}


@gathered_once
def talked(me: Me) -> tuple[Frame, ...]:
    """The closed talks in which both spoke, the newest first. Front is enough. Raises Tampered."""
    if not access.has_some(me):
        return ()
    return tuple(frame for frame in access.frames_of(me) if frame.closed_at and frame.both_spoke)


def gold(me: Me) -> list[Topic]:
    return [Topic.TALKING for _each in talked(me)]


def happened(me: Me) -> list[Happened]:
    """On which days of the house's clock a talk came to its end. Letters have no day: they are written over many.

    Every frame stays, so these are all. Front is enough. Raises Tampered.
    """
    days: dict[Shape, set[date]] = {}
    for frame in talked(me):
        if frame.way is not Way.LETTERS and frame.closed_at:
            days.setdefault(frame.shape, set()).add(timezone.localdate(frame.closed_at))
    return [
        Happened(f"dialogue.{shape.value}", str(NAMES[shape]), tuple(sorted(found))) for shape, found in days.items()
    ]


def _last(fits: Callable[[Frame], bool]) -> Callable[[Me], datetime | None]:
    def last_done(me: Me) -> datetime | None:
        return next((frame.closed_at for frame in talked(me) if fits(frame)), None)

    return last_done


def _live(shape: Shape) -> Callable[[Frame], bool]:
    return lambda frame: frame.shape is shape and frame.way is not Way.LETTERS


STEPS = (
    Step(
        id="dialogue.prepare",
        who="alone",
        url_name="talk-prepare",
        exercise=lambda: content.exercise("prepare"),
        helps=frozenset({Topic.TALKING, Topic.QUARRELS}),
        again=True,
        last_done=prepared.last_at,
    ),
    Step(
        id="dialogue.talk",
        who="together",
        url_name="talk-new",
        exercise=lambda: content.exercise("talk"),
        helps=frozenset({Topic.TALKING, Topic.QUARRELS}),
        again=True,
        last_done=_last(_live(Shape.FULL)),
    ),
    Step(
        id="dialogue.letters",
        who="together",
        url_name="talk-letters",
        exercise=lambda: content.exercise("letters"),
        helps=frozenset({Topic.QUARRELS}),
        last_done=_last(lambda frame: frame.way is Way.LETTERS),
    ),
    Step(
        id="dialogue.weekly",
        who="together",
        url_name="talk-weekly",
        exercise=lambda: content.exercise("weekly"),
        helps=frozenset({Topic.TALKING, Topic.OUTSIDE}),
        again=True,
        last_done=_last(_live(Shape.WEEKLY)),
    ),
    Step(
        id="dialogue.daily",
        who="together",
        url_name="talk-daily",
        exercise=lambda: content.exercise("daily"),
        helps=frozenset({Topic.GOOD, Topic.OUTSIDE}),
        again=True,
        last_done=_last(_live(Shape.DAILY)),
    ),
)

"""What somebody chose about steps, and what follows from it; and a road as it is kept. Plain Python: no clock."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from goldseam.library.moments import YEARS, day_told, moment_told
from goldseam.library.typed import plain_text
from goldseam.road.plan.rules import Frame, Marks, Rulebook

PADDED_TO = 2048
"""A road of one's own is as long as any other on the disk, whatever was chosen."""
JOINT_PADDED_TO = 192
MARKS_MOST = 40
"""Of one person. Older ones say nothing any more: their days have gone by."""
A_DAY_MOST = 24
WORDS_MOST = 800
QUEUE_MOST = 8
_STEP = re.compile(r"[a-z][a-z0-9.-]{0,59}\Z")
REASONS = ("time", "hard", "enough", "elsewhere", "apart", "other")


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreadable(ValueError):
    """A road that none of ours is. Nothing of it was kept."""


class Deed(StrEnum):
    """What can be chosen about a step."""

    LATER = "later"
    LEAVE_OUT = "leave-out"
    SWAP = "swap"
    AGAIN = "again"
    DONE = "done"
    FRAME = "frame"
    UNDO = "undo"


OWN_DEEDS = (Deed.LATER, Deed.LEAVE_OUT, Deed.SWAP, Deed.AGAIN, Deed.DONE)
"""The other two are for both: from when and how long, and taking something back that either of them chose."""


@dataclass(frozen=True)
class Mark:
    """One choice. `day`: not before it, or the first day of a road for two; `other` changes places with `step`."""

    deed: Deed
    step: str
    at: datetime
    other: str = ""
    day: date | None = None


@dataclass(frozen=True)
class JointMark:
    """One choice for both. Who of them made it isn't told on any page."""

    id: UUID
    deed: Deed
    step: str
    at: datetime
    side: Literal["me", "you"]
    other: str = ""
    day: date | None = None
    weeks: int = 0
    of: UUID | None = None


@dataclass(frozen=True)
class Chosen:
    """What follows from all choices: for the rules, what was said to be done, and which can be taken back."""

    marks: Marks = field(default_factory=Marks)
    done: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class ChosenByBoth(Chosen):
    """The same for both; `frame` once both said yes to the same one, `asked` what waits for a yes, and from whom."""

    frame: Frame | None = None
    asked: Frame | None = None
    asked_by: Literal["", "me", "you"] = ""
    newest: JointMark | None = None


@dataclass(frozen=True)
class Road:
    """One person's road, as they keep it. `queue`: what comes next, written down so that Today opens nothing else."""

    begun: datetime
    frame: Frame
    sittings: int
    at: datetime
    marks: tuple[Mark, ...] = ()
    queue: tuple[str, ...] = ()
    ended: datetime | None = None
    reasons: tuple[str, ...] = ()
    words: str = ""
    was_asked: bool = False
    looked_back: tuple[int, ...] = ()
    id: UUID | None = None


def chosen(marks: Iterable[Mark]) -> Chosen:
    """The newest word about a step counts; changing places adds up."""
    left_out, again = set[str](), set[str]()
    not_before: dict[str, date] = {}
    done: dict[str, datetime] = {}
    swaps: list[tuple[str, str]] = []
    for mark in marks:
        if mark.deed is Deed.SWAP:
            swaps.append((mark.step, mark.other))
            continue
        for kept in (left_out, again):
            kept.discard(mark.step)
        if mark.deed is Deed.LATER and mark.day:
            not_before[mark.step] = mark.day
        elif mark.deed is Deed.LEAVE_OUT:
            left_out.add(mark.step)
        elif mark.deed is Deed.AGAIN:
            again.add(mark.step)
            not_before.pop(mark.step, None)
        elif mark.deed is Deed.DONE:
            done[mark.step] = mark.at
            not_before.pop(mark.step, None)
    return Chosen(Marks(frozenset(left_out), not_before, tuple(swaps), frozenset(again)), done)


def chosen_by_both(marks: Sequence[JointMark]) -> ChosenByBoth:
    """The same, whichever of the two asks and in whatever order their rows were read."""
    in_order, undone = _in_order(marks), _undone(marks)
    stand = standing(marks)
    plain = [Mark(m.deed, m.step, m.at, m.other, m.day) for m in stand if m.deed is not Deed.FRAME]
    found = chosen(plain)
    frame, last = _agreed([mark for mark in in_order if mark.deed is Deed.FRAME], undone)
    asked = Frame(last.day, last.weeks) if last and last.day else None
    waits = asked is not None and asked != frame and last is not None
    return ChosenByBoth(
        found.marks,
        found.done,
        frame,
        asked if waits else None,
        last.side if waits and last else "",
        stand[-1] if stand else None,
    )


def standing(marks: Sequence[JointMark]) -> list[JointMark]:
    """Every choice that neither took back, in the order of their making."""
    undone = _undone(marks)
    return [mark for mark in _in_order(marks) if mark.id not in undone and mark.deed is not Deed.UNDO]


def _in_order(marks: Sequence[JointMark]) -> list[JointMark]:
    return sorted(marks, key=lambda mark: (mark.at, mark.id))


def _undone(marks: Iterable[JointMark]) -> set[UUID | None]:
    return {mark.of for mark in marks if mark.deed is Deed.UNDO}


def _agreed(frames: Sequence[JointMark], undone: Collection[UUID | None]) -> tuple[Frame | None, JointMark | None]:
    """The last one to which both said yes, and the last that anybody asks for.

    A wish that was taken back leaves nothing said: an older one, let go long ago, doesn't become a yes by it.
    """
    said: dict[str, JointMark] = {}
    agreed = None
    for mark in frames:
        if mark.id in undone:
            said.pop(mark.side, None)
        elif mark.day:
            said[mark.side] = mark
            if len({(each.day, each.weeks) for each in said.values()}) == 1 and len(said) == 2:
                agreed = Frame(mark.day, mark.weeks)
    return agreed, max(said.values(), key=lambda mark: (mark.at, mark.id), default=None)


def done_since(found: Mapping[str, datetime], told: Mapping[str, datetime | None]) -> dict[str, datetime]:
    """When each step was last done: as its practice knows, or as was said; the later of the two."""
    result = dict(found)
    for name, at in told.items():
        if at is not None and (name not in result or at > result[name]):
            result[name] = at
    return result


def still_again(marks: Iterable[Mark | JointMark], done: Mapping[str, datetime]) -> frozenset[str]:
    """What was asked for once more, and wasn't done since."""
    asked = {mark.step: mark.at for mark in marks if mark.deed is Deed.AGAIN}
    return frozenset(name for name, at in asked.items() if name not in done or done[name] <= at)


def checked_choice(start: date, weeks: int, book: Rulebook) -> Frame:
    """Raises Refused for what no form of ours sends."""
    if not book.weeks_least <= weeks <= book.weeks_most or start.year not in YEARS:
        raise Refused("unknown")
    return Frame(start, weeks)


def plain_words(typed: str) -> str:
    """Raises Refused when there are too many."""
    words = plain_text(typed)
    if len(words) > WORDS_MOST:
        raise Refused("words-long")
    return words


# -- as it is kept ------------------------------------------------------------------------------------------------


def as_body(road: Road) -> dict[str, Any]:
    body: dict[str, Any] = {
        "begun": road.begun.isoformat(),
        "start": road.frame.start.isoformat(),
        "weeks": road.frame.weeks,
        "sittings": road.sittings,
        "at": road.at.isoformat(),
        "marks": [_mark_body(mark) for mark in road.marks[-MARKS_MOST:]],
        "next": list(road.queue[:QUEUE_MOST]),
        "ended": road.ended.isoformat() if road.ended else "",
        "reasons": list(road.reasons),
        "words": road.words,
        "asked": road.was_asked,
        "looked_back": list(road.looked_back),
    }
    return padded(body, PADDED_TO)


def padded(body: dict[str, Any], to: int) -> dict[str, Any]:
    """As long as others of its kind, in steps."""
    whole = body | {"room": ""}
    length = len(json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    return whole | {"room": " " * (-length % to)}


def _mark_body(mark: Mark) -> dict[str, str]:
    told = {"deed": mark.deed.value, "step": mark.step, "at": mark.at.isoformat()}
    return told | {
        name: value for name, value in (("other", mark.other), ("day", mark.day and mark.day.isoformat())) if value
    }


def from_body(body: Any, row_id: UUID | None = None) -> Road:
    """A road as it was kept, or as a file brings it. Raises Unreadable."""
    try:
        return Road(
            begun=moment_told(body["begun"]),
            frame=Frame(day_told(body["start"]), _whole(body["weeks"], 1, 60)),
            sittings=_whole(body["sittings"], 1, 7),
            at=moment_told(body["at"]),
            marks=tuple(_mark(told) for told in body["marks"])[-MARKS_MOST:],
            queue=tuple(_step(name) for name in body["next"])[:QUEUE_MOST],
            ended=moment_told(body["ended"]) if body["ended"] else None,
            reasons=tuple(name for name in REASONS if name in body["reasons"]),
            words=plain_words(body["words"]),
            was_asked=body["asked"] is True,
            looked_back=tuple(sorted({_whole(months, 1, 60) for months in body["looked_back"]})),
            id=row_id,
        )
    except (KeyError, TypeError, AttributeError, ValueError, Refused) as error:
        raise Unreadable("road") from error


def _mark(told: Mapping[str, str]) -> Mark:
    deed = Deed(told["deed"])
    if deed not in OWN_DEEDS:
        raise ValueError("not a choice of one’s own")
    other, day = told.get("other", ""), told.get("day", "")
    return Mark(
        deed,
        _step(told["step"]),
        moment_told(told["at"]),
        _step(other) if other else "",
        day_told(day) if day else None,
    )


def _step(name: Any) -> str:
    if not isinstance(name, str) or not _STEP.match(name):
        raise ValueError("not a step")
    return name


def _whole(told: Any, least: int, most: int) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or not least <= told <= most:
        raise ValueError("not such a number")
    return told


def joint_body(
    deed: Deed, step: str = "", *, other: str = "", day: date | None = None, weeks: int = 0, of: UUID | None = None
) -> dict[str, Any]:
    told = {
        "deed": deed.value,
        "step": step,
        "other": other,
        "day": day.isoformat() if day else "",
        "weeks": weeks,
        "of": of.hex if of else "",
    }
    return padded(told, JOINT_PADDED_TO)


def joint_from_body(body: Any, row_id: UUID, side: Literal["me", "you"], at: datetime) -> JointMark:
    """Raises Unreadable: another member's program may have sealed something else."""
    try:
        deed, step, other = Deed(body["deed"]), body["step"], body["other"]
        return JointMark(
            id=row_id,
            deed=deed,
            step=_step(step) if step else "",
            at=at,
            side=side,
            other=_step(other) if other else "",
            day=day_told(body["day"]) if body["day"] else None,
            weeks=_whole(body["weeks"], 1, 60) if deed is Deed.FRAME else 0,
            of=UUID(hex=body["of"]) if body["of"] else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable("choice") from error

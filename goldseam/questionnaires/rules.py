"""What answers to a questionnaire are, how two devices' answers come together, and how they are kept. No Django."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from goldseam.library.moments import moment_told

PAGE_MOST = 5
"""Questions on one page: a screen or two of a phone, and then a rest."""
PAD_TO = 1000
SAID_MOST, SAID_LENGTH = 400, 400
"""More than the longest questionnaire that is taken has, and as long as one of its answers in words may be."""
WHOLE_LENGTH = SAID_MOST * SAID_LENGTH
"""Of all answers: where many choices may be ticked, one answer is longer than words may be."""

Said = Mapping[int, str]
"""Answers by the place of their question in the questionnaire. What was left out isn't there."""


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreadable(ValueError):
    """A file to take in that isn't one of ours, or is broken. Nothing of it was kept."""


@dataclass(frozen=True)
class Answered:
    """One person's answers to one questionnaire in one version. `done_at` is None while it is being answered."""

    id: UUID
    paper: UUID
    begun: datetime
    said: Said = field(default_factory=dict)
    done_at: datetime | None = None
    is_about_safety: bool = False
    """Kept with the answers: it holds also when the questions are gone."""
    version: int = field(default=0, compare=False)
    """Of the row that it was read from."""

    @property
    def at(self) -> datetime:
        return self.done_at or self.begun


def brought_together(stands: Said, was: Said, now: Said) -> Said:
    """What stands, with what a page says beside what it had shown: a page that was drawn earlier undoes nothing."""
    moved = {place for place in {*was, *now} if was.get(place) != now.get(place)}
    said = {place: answer for place, answer in stands.items() if place not in moved}
    return said | {place: now[place] for place in moved if place in now}


def pages(needs: Sequence[Iterable[int]], most: int | None = PAGE_MOST) -> list[list[int]]:
    """The places of questions, page by page. `needs` says of each question on which others it depends.

    A question never stands on one page with another that decides whether it is asked: without a script the page
    couldn't know. `most` None: as few pages as that allows.
    """
    found: list[list[int]] = []
    for place, on in enumerate(needs):
        page = found[-1] if found else []
        if not page or len(page) == most or set(on) & set(page):
            found.append([])
        found[-1].append(place)
    return found


def require_room(said: Said) -> None:
    """Raises Refused for more than could be read again."""
    if sum(map(len, said.values())) > WHOLE_LENGTH:
        raise Refused("too-much")


def finished(answered: Answered, now: datetime) -> Answered:
    """Raises Refused when nothing at all is answered."""
    if not answered.said:
        raise Refused("nothing-answered")
    return answered if answered.done_at else replace(answered, done_at=now)


# -- as it is kept ------------------------------------------------------------------------------------------------


def as_body(answered: Answered) -> dict[str, Any]:
    """As it is sealed, as long whether much or little was answered and to whichever questions, in steps of a thousand
    bytes: whoever knows this house's questionnaires can't tell from the disk which one it was."""
    body: dict[str, Any] = {
        "paper": answered.paper.hex,
        "begun": answered.begun.isoformat(),
        "done": answered.done_at.isoformat() if answered.done_at else None,
        "safety": answered.is_about_safety,
        "said": {str(place): answer for place, answer in sorted(answered.said.items())},
        "pad": "",
    }
    length = len(json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    return body | {"pad": " " * (-length % PAD_TO)}


def from_body(row_id: UUID, body: Any, version: int = 0) -> Answered:
    """As it was sealed, or as a file brings it. Raises Unreadable."""
    try:
        done = moment_told(body["done"]) if body["done"] is not None else None
        said = {int(place): _answer(answer) for place, answer in body["said"].items()}
        if len(said) > SAID_MOST or not all(0 <= place < SAID_MOST for place in said):
            raise ValueError("too many answers")
        require_room(said)
        is_about_safety = body.get("safety", False) is True
        return Answered(row_id, UUID(body["paper"]), moment_told(body["begun"]), said, done, is_about_safety, version)
    except (ValueError, KeyError, TypeError, AttributeError, Refused) as error:
        raise Unreadable("answers") from error


def _answer(told: object) -> str:
    """Raises ValueError, for half a sign too: nothing could seal or show it."""
    if not isinstance(told, str) or not told.encode():
        raise ValueError("not an answer")
    return told

"""What may be said, wished and agreed here. Plain Python: no Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from goldseam.library.typed import plain_text

SENTENCE, WHY = "sentence", "why"
SENTENCE_MOST = 240
JOINED_MOST = 500
"""Both sentences fit, so that a page which begins with both loses none."""
WHY_MOST = 600
PROMPTS = ("day", "hard", "again", "bring")
WANT_MOST = 800
SHARED_MOST = 1200
TRY_MOST = LEAVE_MOST = 400
USUAL = timedelta(weeks=8)
LEAST = timedelta(weeks=2)
MOST = timedelta(days=183)


class Refused(ValueError):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Start(StrEnum):
    """With which words a joint page begins."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    NEW = "new"


class Standing(StrEnum):
    """Where a repair period is."""

    NONE = "none"
    GOES_ON = "goes-on"
    LOOK_BACK = "look-back"


# -- what each writes apart ---------------------------------------------------------------------------------------


def core_answers(raw: Any) -> dict[str, Any]:
    """One's own sentence, and if one likes why this one. Raises Refused."""
    told = _as_texts(raw)
    sentence, why = one_line(told.get(SENTENCE, "")), plain_text(told.get(WHY, ""))
    if not sentence:
        raise Refused("no-sentence")
    if len(sentence) > SENTENCE_MOST:
        raise Refused("sentence-long")
    if len(why) > WHY_MOST:
        raise Refused("why-long")
    return {SENTENCE: sentence, WHY: why}


def wants_answers(raw: Any) -> dict[str, Any]:
    """What one wishes: any of the prompts, and at least one. Raises Refused."""
    told = _as_texts(raw)
    wishes = {prompt: plain_text(told.get(prompt, "")) for prompt in PROMPTS}
    if not any(wishes.values()):
        raise Refused("no-wish")
    if any(len(wish) > WANT_MOST for wish in wishes.values()):
        raise Refused("wish-long")
    return wishes


def _as_texts(raw: Any) -> Mapping[str, str]:
    """From a form, from a file, or from the other's side, whose program may send anything."""
    if not isinstance(raw, Mapping) or not all(isinstance(each, str) for each in raw.values()):
        raise Refused("unreadable")
    return raw


def one_line(typed: str) -> str:
    return " ".join(plain_text(typed).split())


# -- the first words of what both make ----------------------------------------------------------------------------


def begun_with(start: Start, mine: str, theirs: str) -> str:
    """The words that a joint page begins with. Words that were taken out leave nothing behind."""
    words = {Start.MINE: [mine], Start.THEIRS: [theirs], Start.BOTH: [mine, theirs], Start.NEW: []}[start]
    return "\n".join(each for each in words if each)


# -- a repair period ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bounds:
    """From when to when the day for looking back may be, and what a form begins with."""

    first: date
    last: date
    usual: date


def bounds(today: date) -> Bounds:
    return Bounds(today + LEAST, today + MOST, today + USUAL)


def standing_of(review: date | None, today: date) -> Standing:
    if review is None:
        return Standing.NONE
    return Standing.LOOK_BACK if review <= today else Standing.GOES_ON


def weeks_between(today: date, review: date) -> int:
    """Whole weeks until then, rounded to the nearest: a word for a page, not a countdown."""
    return max(round((review - today).days / 7), 0)

"""What a check-in may hold, what it says back, and what of it may be shown. No Django, no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from goldseam.library.typed import id_of_sent, plain_text

OWN = "own"
SLIDERS = ("closeness", "tension", "heard", "stress", OWN)
NEEDS = ("heard", "calm", "say", "unsure")
PARTS = (*SLIDERS, "need", "line")
LOWEST, HIGHEST = 0, 100
LINE_MOST = 280
NAME_MOST = 40

LOW_BELOW, HIGH_ABOVE = 36, 64
LAST_FEW = 5
JITTER = 5
"""A finger on a slider doesn't stop to the point: less than this is the same."""


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreadable(ValueError):
    """A file to take in that isn't one of ours, or is broken. Nothing of it was kept."""


@dataclass(frozen=True)
class Answers:
    """One check-in's answers. What was left out isn't there: no zero, no middle in its place."""

    values: Mapping[str, int] = field(default_factory=dict)
    own_name: str = ""
    need: str = ""
    line: str = ""

    @property
    def parts(self) -> list[str]:
        """What was answered, in the order of the page."""
        return [part for part in PARTS if self.has(part)]

    def has(self, part: str) -> bool:
        return part in self.values or bool(part in ("need", "line") and getattr(self, part))


def checked(answers: Answers) -> Answers:
    """The same answers in their plain form. Raises Refused for nothing at all, or for what no form of ours sends."""
    own_name = plain_name(answers.own_name)
    line = plain_text(answers.line)
    if unknown := set(answers.values) - set(SLIDERS):
        raise Refused(f"unknown-{min(unknown)}")
    if not all(_is_value(value) for value in answers.values.values()):
        raise Refused("out-of-reach")
    if answers.need and answers.need not in NEEDS:
        raise Refused("unknown-need")
    if len(line) > LINE_MOST:
        raise Refused("line-long")
    plain = Answers(dict(answers.values), own_name if OWN in answers.values else "", answers.need, line)
    if not plain.parts:
        raise Refused("nothing-answered")
    return plain


def plain_name(typed: str) -> str:
    """A slider's own name on one line. Raises Refused when it is too long."""
    name = " ".join(plain_text(typed).split())
    if len(name) > NAME_MOST:
        raise Refused("name-long")
    return name


def _is_value(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST


# -- as it is kept ------------------------------------------------------------------------------------------------


def as_body(answers: Answers) -> dict[str, Any]:
    """The answers as they are sealed: only what is there."""
    told: dict[str, Any] = {"values": dict(answers.values)}
    told |= {name: text for name in ("own_name", "need", "line") if (text := getattr(answers, name))}
    return told


def from_body(body: Mapping[str, Any]) -> Answers:
    """Answers as they were sealed, or as a file brings them. Raises Unreadable."""
    values = body.get("values", {})
    texts = {name: body.get(name, "") for name in ("own_name", "need", "line")}
    if not isinstance(values, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise Unreadable("answers")
    try:
        return checked(Answers(values, **texts))
    except Refused as refusal:
        raise Unreadable(refusal.code) from refusal


def row_id_of(form_id: UUID, answers: Answers) -> UUID:
    """The same form sent twice is one row; the same form with other answers is another, so that nothing is lost."""
    return id_of_sent(form_id, as_body(answers))


# -- what may be shown --------------------------------------------------------------------------------------------


def lacks_own_name(answers: Answers) -> bool:
    """Was the own slider moved while nothing private was open, which alone tells what it is called?"""
    return OWN in answers.values and not answers.own_name


def shown_slice(answers: Answers, parts: Sequence[str]) -> Answers:
    """Just the chosen parts. Raises Refused when none was chosen or one wasn't answered."""
    chosen = [part for part in PARTS if part in parts]
    if not chosen:
        raise Refused("nothing-chosen")
    if set(parts) - set(answers.parts):
        raise Refused("not-answered")
    return Answers(
        {part: value for part, value in answers.values.items() if part in chosen},
        answers.own_name if OWN in chosen else "",
        answers.need if "need" in chosen else "",
        answers.line if "line" in chosen else "",
    )


# -- what it says back --------------------------------------------------------------------------------------------


class Level(StrEnum):
    """A third of a slider, in words only."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


def level(value: int) -> Level:
    if value < LOW_BELOW:
        return Level.LOW
    return Level.HIGH if value > HIGH_ABOVE else Level.MIDDLE


def sentences(answers: Answers) -> list[str]:
    """The ids of one or two sentences that these answers alone can carry."""
    said = [_between(answers), _of_oneself(answers)]
    return [found for found in said if found] or ["kept"]


def _between(answers: Answers) -> str:
    """How it is between the two, as far as it was answered."""
    told = [f"{part}-{level(answers.values[part])}" for part in ("closeness", "tension") if part in answers.values]
    return ".".join(told)


def _of_oneself(answers: Answers) -> str:
    """The one further thing that most wants an answer: a wish, a hard thing, an easy thing, then one's own words."""
    if answers.need:
        return f"need-{answers.need}"
    levels = {part: level(value) for part, value in answers.values.items()}
    for part, wanted in (("heard", Level.LOW), ("stress", Level.HIGH), ("heard", Level.HIGH), ("stress", Level.LOW)):
        if levels.get(part) is wanted:
            return f"{part}-{wanted}"
    if answers.line:
        return "line"
    others = [part for part in ("heard", "stress", OWN) if part in levels]
    return f"{others[0]}-middle" if others and others[0] != OWN else "own" if others else ""


# -- beside the last few ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NotEnough:
    """Too little to compare with: so many more answers, and there is an answer."""

    more: int


@dataclass(frozen=True)
class Beside:
    """How one slider stands beside each of its last few answers. It describes; it explains nothing."""

    part: str
    how: str


def beside_last_few(answers: Answers, earlier: Sequence[Answers]) -> Beside | NotEnough | None:
    """The first slider that stands above or below all of its last five answers; None when there is no slider.

    `earlier` runs from oldest to newest. "More" means more than every one of the last five, by more than a finger's
    width; anything else is "much as".
    """
    compared = [
        _one_beside(part, answers.values[part], [each.values[part] for each in earlier if part in each.values])
        for part in SLIDERS
        if part in answers.values and part != OWN
    ]
    if not compared:
        return None
    found = [one for one in compared if isinstance(one, Beside)]
    if not found:
        return min((one for one in compared if isinstance(one, NotEnough)), key=lambda one: one.more)
    return next((one for one in found if one.how != "as-before"), found[0])


def _one_beside(part: str, value: int, earlier: Sequence[int]) -> Beside | NotEnough:
    if len(earlier) < LAST_FEW:
        return NotEnough(LAST_FEW - len(earlier))
    last = earlier[-LAST_FEW:]
    if value > max(last) + JITTER:
        return Beside(part, "more")
    return Beside(part, "less" if value < min(last) - JITTER else "as-before")

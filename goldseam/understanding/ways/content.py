"""The words of this room, as its pages need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldseam.library.exercises import Exercise
from goldseam.understanding import content
from goldseam.understanding.ways.rules import Standing

EXERCISE_OF = {"1": "mend-for-a-time", "2": "unsure", "3": "part-well"}
SLUGS = tuple(EXERCISE_OF)


@dataclass(frozen=True)
class Answer:
    """One of the four answers: how it is offered, what is said back, and which way it leads to, if any."""

    label: str
    hint: str
    said: str
    onward: str
    way: str


@dataclass(frozen=True)
class Way:
    """One way on, as everybody may read it."""

    slug: str
    title: str
    short: str
    lead: str
    sections: list[Mapping[str, Any]]


def answer(standing: Standing) -> Answer:
    told = content.words_of("ways-answers")[standing.value]
    return Answer(**{name: told[name] for name in ("label", "hint", "said", "onward", "way")})


def way(slug: str) -> Way:
    told = content.words_of("ways-texts")[slug]
    return Way(slug, told["title"], told["short"], told["lead"], told["sections"])


def ways() -> list[Way]:
    return [way(slug) for slug in SLUGS]


def piece(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = content.words_of("ways-pieces")[name]
    return found


def sections() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = content.words_of("ways-list")
    return found


def exercise(name: str) -> Exercise:
    return content.exercise(name, "ways")()

"""The words of this practice: data in `content/<language>/`, each with an id that never changes and a version."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import get_language

from goldseam.dialogue.words import (
    Answer,
    Band,
    Builder,
    Calming,
    Group,
    Line,
    Paper,
    Part,
    Quiet,
    Rests,
    Round,
    Section,
    Shape,
    StepWords,
    Stirred,
    Text,
    Way,
)
from goldseam.library import exercises, texts
from goldseam.library.exercises import Exercise

FOLDER = Path(__file__).parent / "content"
NO_NAME = "{partner}"
Read = TypeVar("Read")


def words_of(name: str) -> Any:
    return texts.words_of(FOLDER, name)


def _once_a_language(read: Callable[[], Read]) -> Callable[[], Read]:
    """What a page of a talk asks for many times is made of its file once; nobody changes it."""
    made: dict[str | None, Read] = {}

    @wraps(read)
    def told() -> Read:
        language = get_language()
        if language not in made:
            made[language] = read()
        return made[language]

    return told


@_once_a_language
def feelings() -> list[Group]:
    """Families of feeling words that fit “I feel …”, painful ones first."""
    return _grouped("feelings", "families", "family", "label")


@_once_a_language
def needs() -> list[Group]:
    """Families of needs that fit “because I need …”."""
    return _grouped("needs", "families", "family", "label")


@_once_a_language
def repairs() -> list[Group]:
    """Phrases that help a talk back, in the order in which they are offered."""
    return _grouped("repairs", "groups", "group", "text")


def repair(name: str) -> str:
    """One repair phrase. Raises KeyError."""
    return str(words_of("repairs")["repairs"][name]["text"])


def quiet() -> list[Quiet]:
    """What one can do alone in a pause; what needs the least comes first."""
    return [Quiet(id=name, **told) for name, told in words_of("quiet").items()]


def calming() -> Calming:
    """The quiet minute; the seconds of its lines add up to sixty."""
    told = words_of("calming")["minute"]
    plain = {each: told[each] for each in ("version", "title", "lead", "instead", "limit")}
    return Calming(**plain, lines=tuple(Line(**line) for line in told["lines"]))


def stirred() -> Stirred:
    """The words of the private slider “how stirred up am I”."""
    told = words_of("calming")["stirred"]
    plain = {each: told[each] for each in ("version", "question", "low", "high")}
    bands = tuple(Band(band["id"], band["from"], band["to"], band["text"]) for band in told["bands"])
    return Stirred(**plain, bands=bands)


def shapes() -> list[Shape]:
    """The kinds of talk, the full one first."""
    return [shape(name) for name in words_of("shapes")]


def shape(name: str) -> Shape:
    """One kind of talk: full, weekly or daily. Raises KeyError."""
    told = words_of("shapes")[name]
    listed = {each: tuple(told[each]) for each in ("minutes", "topic_hint", "intention_hint")}
    rounds = tuple(Round(**each) for each in told["rounds"])
    return Shape(name, told["version"], told["title"], told["lead"], rounds=rounds, **listed)


def ways() -> list[Way]:
    """Two phones, one phone, letters."""
    return [way(name) for name in words_of("ways")]


def way(name: str) -> Way:
    """One way to hold a talk: two, one or letters. Raises KeyError."""
    return Way(id=name, **words_of("ways")[name])


def step(name: str, *, partner: str = NO_NAME, by_letter: bool = False) -> StepWords:
    """What the room says at a step, with the partner's name; letters have words of their own where they differ.

    Without a name its place stays open, for `str.format`. Raises KeyError.
    """
    every = words_of("steps")
    told = every.get(f"letter-{name}", every[name]) if by_letter else every[name]
    said = {part: told[part].format(partner=partner) for part in ("title", "text", "few")}
    return StepWords(name, told["version"], **said)


@_once_a_language
def builder() -> Builder:
    """The words with which somebody builds, says back, makes sense and answers."""
    told = words_of("builder")
    return Builder(
        parts=tuple(Part(id=name, **part) for name, part in told["parts"].items()),
        lines=_texts(told["lines"]),
        say_back=_texts(told["say-back"]),
        sense=_texts(told["sense"]),
        answers=tuple(Answer(id=name, **answer) for name, answer in told["answers"].items()),
    )


def rests() -> Rests:
    """Endings of a talk, and openings for what both sign, ask and thank for."""
    told = words_of("rests")
    return Rests(**{name: _texts(told[name]) for name in ("ends", "ground", "request", "thanks")})


def exercise(name: str) -> Exercise:
    """What one of the exercises rests on: talk, letters, weekly, daily or prepare. Raises KeyError."""
    return exercises.exercise(FOLDER, name)


def paper() -> Paper:
    """The talk on paper."""
    [(name, told)] = words_of("paper").items()
    plain = {each: told[each] for each in ("version", "minutes", "title", "lead", "evidence", "rests_on", "limit")}
    sections = tuple(_section(told[each]) for each in ("begin", "turns", "stop", "back"))
    alone = told["alone"]
    return Paper(
        id=name,
        **plain,
        sections=sections,
        alone=_section(alone),
        alone_lead=alone["lead"],
        alone_rests_on=alone["rests_on"],
    )


def _section(told: dict[str, Any]) -> Section:
    return Section(told["title"], tuple(told["steps"]))


def _texts(told: dict[str, Any]) -> tuple[Text, ...]:
    return tuple(Text(name, each["version"], each["text"]) for name, each in told.items())


def _grouped(file: str, headings: str, under: str, part: str) -> list[Group]:
    told = words_of(file)
    ordered: Iterable[tuple[str, Any]] = sorted(told[headings].items(), key=lambda pair: pair[1]["order"])
    return [
        Group(
            name,
            heading["version"],
            heading["label"],
            tuple(Text(key, each["version"], each[part]) for key, each in told[file].items() if each[under] == name),
        )
        for name, heading in ordered
    ]

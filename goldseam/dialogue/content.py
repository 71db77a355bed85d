"""The words of this practice: data in `content/<language>/`, each with an id that never changes and a version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldseam.library import exercises, texts
from goldseam.library.exercises import Exercise

FOLDER = Path(__file__).parent / "content"
NO_NAME = "{partner}"


@dataclass(frozen=True)
class Text:
    """One text with its id: a word to pick, a phrase, an opening of a sentence, an ending."""

    id: str
    version: int
    text: str


@dataclass(frozen=True)
class Group:
    """What is offered under one heading: a family of feelings or of needs, a group of repair phrases."""

    id: str
    version: int
    label: str
    texts: tuple[Text, ...]


Family = Group
RepairGroup = Group


@dataclass(frozen=True)
class Quiet:
    """Something to do alone in a pause. `in_bed`: lying down, without noise or a bright light."""

    id: str
    version: int
    title: str
    text: str
    minutes: int
    needs_body: bool
    in_bed: bool


@dataclass(frozen=True)
class Line:
    """One line of the quiet minute, and for how long it stays."""

    text: str
    seconds: int


@dataclass(frozen=True)
class Calming:
    """The quiet minute, the same for both; `instead` is for whom breathing does no good."""

    version: int
    title: str
    lead: str
    lines: tuple[Line, ...]
    instead: str
    limit: str


@dataclass(frozen=True)
class Band:
    """What is said back to one stretch of the slider, both ends included."""

    id: str
    low: int
    high: int
    text: str


@dataclass(frozen=True)
class Stirred:
    """The private slider from 0 to 10: its words, and a sentence for each stretch."""

    version: int
    question: str
    low: str
    high: str
    bands: tuple[Band, ...]

    def said_to(self, value: int) -> Band:
        """The band of a value. Raises ValueError outside 0 to 10."""
        for band in self.bands:
            if band.low <= value <= band.high:
                return band
        raise ValueError(value)


@dataclass(frozen=True)
class Round:
    """One round of a talk: what is asked of who speaks and of who listens."""

    id: str
    title: str
    speak: str
    listen: str


@dataclass(frozen=True)
class Shape:
    """A kind of talk. The first of `minutes` is the usual one."""

    id: str
    version: int
    title: str
    lead: str
    minutes: tuple[int, ...]
    rounds: tuple[Round, ...]
    topic_hint: tuple[str, ...]
    intention_hint: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """How two people hold a talk: two phones, one, or letters; its limit, and who reads what is typed there."""

    id: str
    version: int
    title: str
    text: str
    limit: str
    privacy: str


@dataclass(frozen=True)
class StepWords:
    """What the room says at one step. `few` stands alone, in large words, while it is hot."""

    id: str
    version: int
    title: str
    text: str
    few: str


@dataclass(frozen=True)
class Part:
    """One part of what somebody wants to say, with an example."""

    id: str
    version: int
    label: str
    hint: str
    example: str


@dataclass(frozen=True)
class Answer:
    """How a speaker answers a say-back: what the button says, and what the other then reads."""

    id: str
    version: int
    label: str
    told: str


@dataclass(frozen=True)
class Builder:
    """The words round building a sentence, saying it back, making sense of it and answering."""

    parts: tuple[Part, ...]
    lines: tuple[Text, ...]
    say_back: tuple[Text, ...]
    sense: tuple[Text, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Rests:
    """How a talk ends well: whole endings, and openings for a shared line, a request and a thank-you."""

    ends: tuple[Text, ...]
    ground: tuple[Text, ...]
    request: tuple[Text, ...]
    thanks: tuple[Text, ...]


@dataclass(frozen=True)
class Section:
    """One part of the guide on paper: a heading and what to do, in order."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """The talk on paper, for when every phone is put away; and what one can do who is alone with it."""

    id: str
    version: int
    minutes: int
    title: str
    lead: str
    evidence: str
    rests_on: str
    limit: str
    sections: tuple[Section, ...]
    alone: Section
    alone_lead: str
    alone_rests_on: str


def words_of(name: str) -> Any:
    return texts.words_of(FOLDER, name)


def feelings() -> list[Family]:
    """Families of feeling words that fit “I feel …”, painful ones first."""
    return _grouped("feelings", "families", "family", "label")


def needs() -> list[Family]:
    """Families of needs that fit “because I need …”."""
    return _grouped("needs", "families", "family", "label")


def repairs() -> list[RepairGroup]:
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

"""The forms in which the words of this practice are read from their files."""

from __future__ import annotations

from dataclasses import dataclass


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

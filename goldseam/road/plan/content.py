"""The rules in words and numbers: one file, which the engine and the page both read."""

from __future__ import annotations

import string
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldseam.library import texts
from goldseam.practice import Topic, steps
from goldseam.road.plan.rules import Rulebook, rulebook

FOLDER = Path(__file__).parent.parent / "content"


@dataclass(frozen=True)
class Rule:
    """One rule as a person reads it: its number, its words with the engine's own numbers in them, and why."""

    number: int
    id: str
    title: str
    says: str
    why: str


@dataclass(frozen=True)
class Rules:
    """The whole file, to read."""

    version: int
    title: str
    lead: str
    rules: tuple[Rule, ...]


def book() -> Rulebook:
    """What the engine reads. A language may have other words, and never other numbers: a test holds that."""
    return rulebook(texts.words_of(FOLDER, "rules")["rules"])


def told() -> Rules:
    """The same file in words."""
    file = texts.words_of(FOLDER, "rules")
    rules = tuple(
        Rule(number, name, rule["title"], filled(rule["says"], rule["data"]), rule["why"])
        for number, (name, rule) in enumerate(file["rules"].items(), start=1)
    )
    return Rules(file["version"], file["title"], file["lead"], rules)


def filled(says: str, data: dict[str, Any]) -> str:
    """A rule's words with its own data; steps by their titles."""
    names = [name for _, name, _, _ in string.Formatter().parse(says) if name]
    return says.format(**{name: _in_words(data[name]) for name in names})


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    return _title_of(value) if isinstance(value, str) else str(value)


def _title_of(name: str) -> str:
    step = steps().get(name)
    return f"“{step.exercise().title}”" if step else f"“{name}”"


def words(name: str) -> str:
    """One sentence of the road, by its id."""
    return str(texts.words_of(FOLDER, "road")[name]["text"])


def topic(found: Topic) -> str:
    return words(f"topic-{found.value}")

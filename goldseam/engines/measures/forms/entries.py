"""What a questionnaire is made of: groups, questions, choices, and when each is shown. The wording is its owner's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["choice", "integer", "decimal", "boolean", "string", "text", "date", "display"]
Operator: TypeAlias = Literal["exists", "=", "!=", ">", "<", ">=", "<="]
Translations: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OwnWords:
    """An answer in somebody's own words where a question has choices and allows others."""

    words: str


One: TypeAlias = bool | int | float | str | OwnWords
Value: TypeAlias = One | tuple[str | OwnWords, ...]


@dataclass(frozen=True)
class Coding:
    """A term of a system of codes, as FHIR says it."""

    code: str
    system: str = ""
    display: str = ""


@dataclass(frozen=True)
class Choice:
    """One possible answer. `weight` is what it counts for, where the file says so; `code` is what is kept as an answer.

    A question of kind integer or string may have choices too: then `code` is the number or the text itself.
    """

    code: str
    text: str
    weight: float | None = None
    system: str = ""
    translations: Translations = ()

    @property
    def shown(self) -> str:
        return self.text or self.code


@dataclass(frozen=True)
class When:
    """Shown when another question is answered so. For a question with choices `answer` is the code of one of them."""

    question: str
    operator: Operator
    answer: bool | int | float | str


@dataclass(frozen=True)
class Item:
    """A question, or with kind "display" words between questions. `items` hang on it: shown once it has an answer."""

    link_id: str
    kind: Kind
    text: str = ""
    prefix: str = ""
    note: str = ""
    choices: tuple[Choice, ...] = ()
    own_words: bool = False
    low: int | float | str | None = None
    high: int | float | str | None = None
    most_letters: int | None = None
    ends: tuple[str, ...] = ()
    control: str = ""
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    when: tuple[When, ...] = ()
    when_any: bool = False
    codes: tuple[Coding, ...] = ()
    translations: Translations = ()
    items: Entries = ()


@dataclass(frozen=True)
class Group:
    """Questions under one heading; with control "table" they share their choices and stand in a table."""

    link_id: str
    text: str = ""
    prefix: str = ""
    items: Entries = ()
    control: str = ""
    required: bool = False
    when: tuple[When, ...] = ()
    when_any: bool = False
    codes: tuple[Coding, ...] = ()
    translations: Translations = ()


Entries: TypeAlias = tuple[Group | Item, ...]


def walked(items: Entries, above: Entries = ()) -> Iterator[tuple[Group | Item, Entries]]:
    """Every group and item in order, with what it stands in, outermost first."""
    for entry in items:
        yield entry, above
        yield from walked(entry.items, (*above, entry))

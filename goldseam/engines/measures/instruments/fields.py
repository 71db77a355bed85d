"""Reading one field of a rule file after another; what is wrong is said with the field's place in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

LARGEST_NUMBER = 1e6
"""No questionnaire needs more, and what is beyond it, like a number that is none, is refused."""


class BadRule(ValueError):
    """A rule file that can't be meant so: `file`, `field` in it, and what contradicts what."""

    def __init__(self, file: str, field: str, contradicts: str) -> None:
        super().__init__(f"{file}, {field or 'the whole file'}: {contradicts}")
        self.file = file
        self.field = field
        self.contradicts = contradicts


@dataclass(frozen=True)
class Fields:
    """One object of a rule file and its place there; a name that nobody reads is refused: it may be a misspelling."""

    file: str
    place: str
    content: dict[str, Any]

    def at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name

    def bad(self, name: str, contradicts: str) -> BadRule:
        return BadRule(self.file, self.at(name) if name else self.place, contradicts)

    def only(self, names: Collection[str]) -> None:
        for name in self.content:
            if name not in names:
                raise self.bad(name, f"is not a field here; fields are {', '.join(names)}.")

    def has(self, name: str) -> bool:
        return name in self.content

    def text(self, name: str) -> str:
        value = self._needed(name)
        if not isinstance(value, str) or not value.strip():
            raise self.bad(name, f"needs to be a text, not {_short(value)}.")
        return value

    def one_of(self, name: str, choices: Collection[str]) -> str:
        value = self.text(name)
        if value not in choices:
            raise self.bad(name, f"{value!r} is none of {', '.join(sorted(choices))}.")
        return value

    def number(self, name: str) -> float:
        value = self._needed(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST_NUMBER:
            raise self.bad(name, f"needs to be a number, not {_short(value)}.")
        return value

    def perhaps_number(self, name: str) -> float | None:
        return self.number(name) if self.has(name) else None

    def perhaps_count(self, name: str) -> int | None:
        value = self.perhaps_number(name)
        if value is None:
            return None
        if value != int(value) or value < 1:
            raise self.bad(name, f"needs to be a whole number from 1 on, not {value}.")
        return int(value)

    def yes_or_no(self, name: str, otherwise: bool) -> bool:
        value = self.content.get(name, otherwise)
        if not isinstance(value, bool):
            raise self.bad(name, f"needs to be true or false, not {_short(value)}.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._needed(name)
        if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
            raise self.bad(name, f"needs to be a list of texts, not {_short(value)}.")
        return tuple(value)

    def objects(self, name: str) -> Iterator[Fields]:
        """The objects of a list, which may be missing as a whole."""
        value = self.content.get(name, [])
        if not isinstance(value, list):
            raise self.bad(name, f"needs to be a list, not {_short(value)}.")
        for index, part in enumerate(value):
            yield self._object(f"{name}[{index}]", part)

    def named(self, name: str) -> Iterator[tuple[str, Fields]]:
        """The objects of an object, by name."""
        for key, part in self._object(name, self._needed(name)).content.items():
            yield key, self._object(f"{name}.{key}", part)

    def _object(self, name: str, value: object) -> Fields:
        if not isinstance(value, dict):
            raise self.bad(name, f"needs to be an object, not {_short(value)}.")
        return Fields(self.file, self.at(name), value)

    def _needed(self, name: str) -> Any:
        if name not in self.content:
            raise self.bad(name, "is missing.")
        return self.content[name]


def _short(value: object) -> str:
    told = repr(value)
    return told if len(told) <= 40 else told[:40] + "…"

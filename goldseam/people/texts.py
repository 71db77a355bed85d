"""Texts that people read before they say yes. A text never changes under its version: a new one gets a new file.

`content/<language>/<id>-<version>.toml`; a language without a text falls back to English.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.utils.translation import get_language

from goldseam.people.rules import RULE_VERSION

FOLDER = Path(__file__).parent / "content"
FALLBACK = "en"


@dataclass(frozen=True)
class Part:
    """A heading (it may be empty) and its points, one sentence or two each."""

    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """One text in one language, with a digest of its very words."""

    id: str
    version: str
    language: str
    title: str
    parts: tuple[Part, ...]

    @property
    def digest(self) -> str:
        """Goes into the card that each signs, so that neither can say later that it was another text."""
        words = [self.id, self.version, self.language, self.title]
        for part in self.parts:
            words += [part.heading, *part.points]
        return sha256("\x1f".join(words).encode()).hexdigest()


def rule() -> Text:
    """The rule for shared things and for leaving, that both agree to. One language per house: the same for both."""
    return _read(FALLBACK, f"rule-{RULE_VERSION}")


def what_it_is() -> Text:
    return _in_my_language("what-it-is-1")


def what_the_inviter_sees() -> Text:
    return _in_my_language("what-the-inviter-sees-1")


def _in_my_language(name: str) -> Text:
    language = (get_language() or FALLBACK).split("-")[0]
    known = (FOLDER / language / f"{name}.toml").is_file()
    return _read(language if known else FALLBACK, name)


@cache
def _read(language: str, name: str) -> Text:
    found = tomllib.loads((FOLDER / language / f"{name}.toml").read_text(encoding="utf-8"))
    parts = tuple(Part(part.get("heading", ""), tuple(part["points"])) for part in found["parts"])
    return Text(found["id"], found["version"], language, found["title"], parts)

"""What may be done when, with answers given apart. No Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

Standing = Literal["alone", "resting", "door", "unanswered", "answered", "taken-back"]
"""How one person stands to a subject. "answered" is the same whether or not the other has."""

DRAFTS_MOST = 12
"""Versions of one draft that lie beside each other. Beyond it the oldest goes: whoever saves is never refused."""


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreadable(ValueError):
    """A part of a file that no export of ours is. Nothing of it was kept."""


def name_of(label: str, turn: int, people: Iterable[str]) -> str:
    """One round: of what, the how-many-th time, between which two accounts.

    An account that is let in beside a lost one begins anew: what the lost one gave never opens for another.
    """
    return "/".join([label, str(turn), *sorted(people)])


def text_of(label: str, version: str) -> str:
    """What somebody answered to; it is bound by their commitment."""
    return f"{label} {version}"


def label_in(text: str) -> str:
    return text.partition(" ")[0]


def version_in(text: str) -> str:
    return text.partition(" ")[2]


def turn_after(openings: Iterable[frozenset[str]], people: Iterable[str]) -> int:
    """Which time it is for these two accounts."""
    return 1 + sum(each == frozenset(people) for each in openings)


def is_empty(answers: Mapping[str, Any]) -> bool:
    """Nothing was said: no words, no values, at any depth."""

    def said(value: Any) -> bool:
        if isinstance(value, Mapping):
            return any(said(part) for part in value.values())
        if isinstance(value, list):
            return any(said(part) for part in value)
        return value is not None and value is not False and value != ""

    return not said(answers)

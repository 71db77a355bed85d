"""What an exercise rests on, its known limit and its time: told wherever somebody is asked to do it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from goldseam.library import texts

EVIDENCE = ("trial", "mechanism", "clinical tradition")


@dataclass(frozen=True)
class Exercise:
    """One thing to do. `text` says in a sentence or two what one does there; `minutes` is its usual length."""

    id: str
    version: int
    title: str
    text: str
    minutes: int
    evidence: str
    rests_on: str
    limit: str


def exercise(folder: Path, name: str, file: str = "exercises") -> Exercise:
    """One entry of a content folder's file of exercises. Raises KeyError."""
    told = texts.words_of(folder, file)[name]
    plain = {each: told[each] for each in ("version", "title", "minutes", "evidence", "rests_on", "limit")}
    return Exercise(id=name, text=told.get("text", ""), **plain)

"""The words of this floor: data in `content/<language>/`, each with an id that never changes and a version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Section:
    """One part of a guide: a heading and what to do, in order."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Guide:
    """A guide on paper: what it is, its time, what it rests on and its known limit."""

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


@cache
def talk(language: str = "en") -> Guide:
    told = json.loads((FOLDER / language / "talk.json").read_text(encoding="utf-8"))
    sections = tuple(_section(told[name]) for name in ("begin", "turns", "stop", "back"))
    alone = told["alone"]
    plain = {
        name: told[name] for name in ("id", "version", "minutes", "title", "lead", "evidence", "rests_on", "limit")
    }
    return Guide(
        **plain,
        sections=sections,
        alone=_section(alone),
        alone_lead=alone["lead"],
        alone_rests_on=alone["rests_on"],
    )


def _section(told: dict[str, object]) -> Section:
    steps = told["steps"]
    assert isinstance(steps, list)
    return Section(str(told["title"]), tuple(steps))

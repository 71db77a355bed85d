"""Every text of this practice as it stands in its files, for the tests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from goldseam.dialogue import content

LANGUAGES = sorted(path.name for path in content.FOLDER.iterdir() if path.is_dir())
FILES = sorted(path.stem for path in Path(content.FOLDER, "en").glob("*.json"))
NO_PROSE = ("id", "version", "family", "group", "evidence", "intensity", "authors", "sources", "licence", "reviewed_by")


def file(language: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(content.FOLDER, language, f"{name}.json").read_text(encoding="utf-8"))
    return found


def entries(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each entry with its id; some files keep their entries under headings."""
    for name, entry in told.items():
        if "version" in entry:
            yield name, entry
        else:
            yield from ((f"{name}/{inner}", each) for inner, each in entry.items())


def prose(told: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text that somebody reads, by where it stands."""
    if isinstance(told, str):
        yield place, told
    elif isinstance(told, dict):
        for key, each in told.items():
            if key not in NO_PROSE:
                yield from prose(each, f"{place} {key}")
    elif isinstance(told, list):
        for number, each in enumerate(told):
            yield from prose(each, f"{place} {number}")


def everything(language: str = "en") -> dict[str, str]:
    return {place: text for name in FILES for place, text in prose(file(language, name), name)}


def said() -> dict[str, str]:
    """As it is read on a page, with a name."""
    return {place: text.replace("{partner}", "Ben") for place, text in everything().items()}


def sentences(text: str) -> int:
    return max(1, len(re.findall(r"[.?!]+(?=\s|$|”)", text)))

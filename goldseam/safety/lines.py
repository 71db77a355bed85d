"""Crisis lines and emergency numbers: reading, checking, ageing. Plain Python, so that a release check can use it.

A wrong number is the worst fault this house can have. So every entry carries where and when it was seen, an entry
that could not be confirmed stays in the file but never reaches a page, and old entries are named by `stale`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "content" / "en" / "lines.json"
PURPOSES = ("emergency", "suicide", "violence", "own", "children")
_FIELDS = {
    "id", "country", "purposes", "name", "number", "text", "whatsapp", "chat", "hours", "languages", "note",
    "source", "also_seen", "page_date", "seen", "confirmed",
}  # fmt: skip
_NUMBER = re.compile(r"(\+?[0-9]|#|\([0-9]+\) ?[0-9])[0-9 \-]*")
_MONTH_OR_DAY = re.compile(r"20[0-9]{2}-[0-1][0-9](-[0-3][0-9])?")
_ADDRESS = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class BadLines(ValueError):
    """The file cannot be trusted as it is; the message names every fault."""


@dataclass(frozen=True)
class Text:
    """Where a text message goes, and the word it must begin with, if any."""

    to: str
    say: str = ""

    @property
    def href(self) -> str:
        return f"sms:{_dialled(self.to)}"


@dataclass(frozen=True)
class Line:
    """One service, as a person in need reads it, and where we saw it."""

    id: str
    country: str
    purposes: tuple[str, ...]
    name: str
    source: str
    seen: date
    confirmed: bool
    number: str = ""
    text: Text | None = None
    whatsapp: str = ""
    chat: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    note: str = ""
    also_seen: tuple[str, ...] = ()
    page_date: str = ""

    @property
    def href(self) -> str:
        return f"tel:{_dialled(self.number)}" if self.number else ""


@dataclass(frozen=True)
class Country:
    code: str
    name: str
    lines: tuple[Line, ...] = field(default=())

    def of(self, purpose: str) -> list[Line]:
        return [line for line in self.lines if purpose in line.purposes]


def _dialled(number: str) -> str:
    """What a telephone wants: digits, a leading plus; `#` written so that an address keeps it."""
    return re.sub(r"[^0-9+#]", "", number).replace("#", "%23")


def load(path: Path = FILE) -> list[Line]:
    """Every entry of the file, confirmed or not. Raises BadLines with all faults at once."""
    document = json.loads(path.read_text(encoding="utf-8"))
    found = faults(document)
    if found:
        raise BadLines("\n".join(found))
    return [_line(entry) for entry in document["lines"]]


def countries(path: Path = FILE) -> list[Country]:
    """What may be shown: the countries by name, each with its confirmed lines only."""
    confirmed = [line for line in load(path) if line.confirmed]
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["countries"]
    return [
        Country(code, name, tuple(line for line in confirmed if line.country == code))
        for code, name in sorted(names.items(), key=lambda pair: pair[1])
    ]


def stale(lines: Iterable[Line], today: date, days: int = 180) -> list[Line]:
    """Entries that nobody has looked at for more than `days` days, oldest first."""
    old = [line for line in lines if (today - line.seen).days > days]
    return sorted(old, key=lambda line: (line.seen, line.id))


def _line(entry: dict[str, Any]) -> Line:
    text = entry.get("text")
    return Line(
        id=entry["id"],
        country=entry["country"],
        purposes=tuple(entry["purposes"]),
        name=entry["name"],
        source=entry["source"],
        seen=date.fromisoformat(entry["seen"]),
        confirmed=entry["confirmed"],
        number=entry.get("number", ""),
        text=Text(text["to"], text.get("say") or "") if text else None,
        whatsapp=entry.get("whatsapp", ""),
        chat=entry.get("chat", ""),
        hours=entry.get("hours", ""),
        languages=tuple(entry.get("languages", ())),
        note=entry.get("note", ""),
        also_seen=tuple(entry.get("also_seen", ())),
        page_date=entry.get("page_date", ""),
    )


# ── The check ───────────────────────────────────────────────────────────────────────────────────────────────────────
def faults(document: Any) -> list[str]:
    """Everything that is wrong with the file, in sentences. Nothing is repaired silently."""
    if not isinstance(document, dict) or not isinstance(document.get("lines"), list):
        return ["The file is not a list of lines."]
    names = document.get("countries")
    if not isinstance(names, dict) or not names:
        return ["The file names no countries."]
    found = [fault for entry in document["lines"] for fault in _faults_of(entry, names)]
    ids = [entry.get("id") for entry in document["lines"] if isinstance(entry, dict)]
    return found + [f"{one}: there are two of it." for one in sorted({str(i) for i in ids if ids.count(i) > 1})]


def _faults_of(entry: Any, names: dict[str, str]) -> list[str]:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        return [f"An entry has no id: {str(entry)[:60]}"]
    who = entry["id"]
    found = [f"{who}: unknown field {name}." for name in sorted(set(entry) - _FIELDS)]
    found += [f"{who}: {name} is missing." for name in ("name", "source", "seen") if not entry.get(name)]
    if entry.get("country") not in names:
        found.append(f"{who}: unknown country.")
    purposes = entry.get("purposes")
    if not isinstance(purposes, list) or not purposes or not set(purposes) <= set(PURPOSES):
        found.append(f"{who}: unknown purpose.")
    if not isinstance(entry.get("confirmed"), bool):
        found.append(f"{who}: it must say whether it is confirmed.")
    return found + _faults_of_ways(who, entry) + _faults_of_origin(who, entry)


def _faults_of_ways(who: str, entry: dict[str, Any]) -> list[str]:
    text = entry.get("text")
    found = []
    if not any(entry.get(way) for way in ("number", "text", "chat", "whatsapp")):
        found.append(f"{who}: there is no way to reach it.")
    if text is not None and not (isinstance(text, dict) and isinstance(text.get("to"), str)):
        return [*found, f"{who}: text needs a number to go to."]
    for number in (entry.get("number"), text["to"] if text else None, entry.get("whatsapp")):
        if number is not None and not _NUMBER.fullmatch(number):
            found.append(f"{who}: “{number}” is not a number that can be called.")
    if entry.get("chat") and not _ADDRESS.fullmatch(entry["chat"]):
        found.append(f"{who}: “{entry['chat']}” is not an address to type.")
    return found


def _faults_of_origin(who: str, entry: dict[str, Any]) -> list[str]:
    found = []
    for address in (entry.get("source", ""), *entry.get("also_seen", ())):
        if not str(address).startswith(("https://", "http://")):
            found.append(f"{who}: “{address}” is not the address of a page.")
    if not _is_day(entry.get("seen")):
        found.append(f"{who}: seen is not a day like 2026-11-22.")
    if not _MONTH_OR_DAY.fullmatch(entry.get("page_date", "2026-11")):
        found.append(f"{who}: page_date is not a month or a day like 2026-11-22.")
    return found


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True

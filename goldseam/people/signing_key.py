"""The key that signs browser sessions and the marks on forms. It opens nothing that anybody wrote.

Its file holds a line for each key, the newest first. The older ones go on being accepted until every sign-in that began
under them is over. Each process looks at the file's date before it signs or checks, so that a new key needs no restart,
and no process signs with a key that another one doesn't know.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

NOTE = " # "


@dataclass(frozen=True)
class SigningKey:
    """One line: the key and, once it was rotated in, since when."""

    text: str
    since: datetime | None = None


def parsed(text: str) -> list[SigningKey]:
    """The keys, newest first."""
    return [_line(line) for line in text.splitlines() if line.strip()]


def _line(line: str) -> SigningKey:
    key, _, since = line.rpartition(NOTE)
    try:
        return SigningKey(key.strip(), datetime.fromisoformat(since.strip()))
    except ValueError:  # a key that was never rotated; it may look like anything
        return SigningKey(line.strip())


def written(keys: Sequence[SigningKey]) -> str:
    lines = [f"{key.text}{NOTE}{key.since.isoformat(timespec='seconds')}" if key.since else key.text for key in keys]
    return "\n".join([*lines, ""])


_seen: tuple[object, ...] = ()


def notice() -> None:
    """Takes over a key that was rotated since this process looked last. A file that can't be read changes nothing."""
    global _seen
    file = settings.SECRET_KEY_FILE
    if not file:
        return
    try:
        found = os.stat(file)
        mark = (str(file), found.st_ino, found.st_mtime_ns, found.st_size)
        if mark == _seen:
            return
        keys = [key.text for key in parsed(Path(file).read_text())]
    except (OSError, ValueError):
        return
    if keys:
        # What is accepted comes first: a thread in between then accepts more than it signs, never less.
        settings.SECRET_KEY_FALLBACKS = [*keys, settings.SECRET_KEY] if settings.SECRET_KEY not in keys else keys
        settings.SECRET_KEY = keys[0]
        settings.SECRET_KEY_FALLBACKS = keys[1:]
        _seen = mark


def accepted() -> list[str]:
    """Every key whose signature counts now, newest first."""
    notice()
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]

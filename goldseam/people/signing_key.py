"""The key that signs browser sessions and the marks on forms. It opens nothing that anybody wrote.

Its file holds a line for each key, the newest first. The older ones go on being accepted until every sign-in that began
under them is over. Each process looks at the file's date before it signs or checks, so that a new key needs no restart,
and no process signs with a key that another one doesn't know.
"""

from __future__ import annotations

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


@dataclass(frozen=True)
class _Seen:
    """What the file held, with its mark then."""

    mark: tuple[object, ...]
    keys: list[str]

    @property
    def is_in_place(self) -> bool:
        """Django's settings keep a copy of what was asked for, which a thread beside may have filled a moment late."""
        return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS] == self.keys


_seen: _Seen | None = None


def notice() -> None:
    """Takes over a key that was rotated since this process looked last. A file that can't be read changes nothing."""
    global _seen
    if not settings.SECRET_KEY_FILE:
        return
    try:
        seen = _look(Path(settings.SECRET_KEY_FILE), _seen)
    except (OSError, ValueError):
        return
    if seen.keys and not seen.is_in_place:
        # What is accepted comes first: a thread in between then accepts more than it signs, never less.
        settings.SECRET_KEY_FALLBACKS = list(dict.fromkeys([*seen.keys, settings.SECRET_KEY]))
        settings.SECRET_KEY = seen.keys[0]
        settings.SECRET_KEY_FALLBACKS = seen.keys[1:]
    _seen = seen


def _look(file: Path, before: _Seen | None) -> _Seen:
    found = file.stat()
    mark = (str(file), found.st_ino, found.st_mtime_ns, found.st_size)
    if before is not None and before.mark == mark:
        return before
    return _Seen(mark, [key.text for key in parsed(file.read_text())])


def accepted() -> list[str]:
    """Every key whose signature counts now, newest first."""
    notice()
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]

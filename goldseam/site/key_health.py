"""What `goldseam doctor` says about the server's keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from goldseam.site.health import Finding


def look() -> Iterator[Finding]:
    """How old the newest is, who still needs an older one, and whether one is missing."""
    from django.db import DatabaseError

    from goldseam.vault import server_key, server_values, standing
    from goldseam.vault.server_key_file import BadKeyFile

    try:
        yield _age()
        with standing.keeper():
            needed = server_values.still_needed()
    except (OSError, BadKeyFile):
        yield Finding(False, f"{server_key.file()} cannot be read as a key: put your copy of it back")
        return
    except DatabaseError:  # its own line says what is the matter with the database
        return
    newest, *older = server_key.names()
    for name in older:
        yield Finding(True, f"An older server key {_why(needed.get(name, Counter()))}")
    lost = sum((needed[name] for name in needed if name not in (newest, *older)), Counter[str]())
    if lost:
        yield Finding(False, f"A server key is missing from the file ({_told(lost)}): put your copy of it back")


def _age() -> Finding:
    from goldseam.vault import seam, server_key

    made = server_key.newest_key().made or datetime.fromtimestamp(server_key.file().stat().st_mtime, UTC)
    days = max((seam.now() - made).days, 0)
    return Finding(True, f"The server's key is {days} days old")


def _why(things: Counter[str]) -> str:
    if not things:
        return "is not needed any more: goldseam rotate-keys --forget-old"
    return f"is still needed ({_told(things)})"


def _told(things: Counter[str]) -> str:
    return ", ".join(f"{count} {words}" for words, count in sorted(things.items()))

"""New keys for the server, and the end of old ones, while people go on. What it says is for who runs the server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldseam.people.signing_key import SigningKey

ACCEPTED_FOR = timedelta(days=15)
"""Longer than any sign-in lasts: by then no browser shows anything that an older key has signed."""


def rotate(only: str | None) -> Iterator[str]:
    """New keys on top of the files, and what can be is put under them at once. Raises OSError, BadKeyFile."""
    if only != "signing":
        yield from _new_server_key()
    if only != "server":
        yield _new_signing_key()


def forget(only: str | None) -> Iterator[str]:
    """Old keys go when nothing needs them. Raises OSError, BadKeyFile."""
    if only != "signing":
        yield from _forget_server_keys()
    if only != "server":
        yield _forget_signing_keys()


# -- the server's key ----------------------------------------------------------------------------------------------


def _new_server_key() -> Iterator[str]:
    from goldseam.vault import server_values

    server_values.new_key()
    yield "The server has a new key. The one before stays in the file until nothing needs it."
    yield from _seal_anew()
    for words, count in _waiting().items():
        yield f"{count} {words}: theirs follow at their next visits."


def _seal_anew() -> Iterator[str]:
    from goldseam.vault import server_values

    done = server_values.seal_anew()
    yield f"{done.anew} values were sealed anew under it."
    if done.spoiled:
        yield f"{done.spoiled} values open with no key of the file, and were left as they are: goldseam doctor"


def _waiting() -> dict[str, int]:
    """What only visits bring under the newest key."""
    from goldseam.vault import server_key, server_values

    waiting: dict[str, int] = {}
    for name, things in server_values.still_needed().items():
        for words, count in things.items():
            if name != server_key.newest():
                waiting[words] = waiting.get(words, 0) + count
    return waiting


def _forget_server_keys() -> Iterator[str]:
    from goldseam.vault import seam, server_values

    yield from _seal_anew()
    told = server_values.forget_old(seam.now())
    yield f"{told.gone} old server keys were taken out of the file."
    for words, count in told.waits_for.items():
        yield f"An old key stays: {count} {words} need it until their next visit."
    if told.too_young:
        yield "A key that was replaced within the last hour stays: a page may still be writing under it."


# -- the key that signs sessions -----------------------------------------------------------------------------------


def _new_signing_key() -> str:
    from django.conf import settings
    from django.core.management.utils import get_random_secret_key

    from goldseam.people import signing_key
    from goldseam.vault import seam, server_key_file

    if not settings.SECRET_KEY_FILE:
        return (
            "GOLDSEAM_SECRET_KEY gives the key that signs sessions, so it wasn't changed here. To change it, put a new "
            "key on a line above the old one there, and start every server again."
        )
    file, now = Path(settings.SECRET_KEY_FILE), seam.now()
    with server_key_file.alone(file):
        before = _still_accepted(signing_key.parsed(file.read_text()), now)
        fresh = signing_key.SigningKey(get_random_secret_key().replace("#", "-"), now)
        server_key_file.put(file, signing_key.written([fresh, *before]).encode())
    return f"Sessions are signed with a new key; older ones are accepted for {ACCEPTED_FOR.days} days."


def _forget_signing_keys() -> str:
    from django.conf import settings

    from goldseam.people import signing_key
    from goldseam.vault import seam, server_key_file

    if not settings.SECRET_KEY_FILE:
        return "GOLDSEAM_SECRET_KEY gives the key that signs sessions; nothing was changed there."
    file = Path(settings.SECRET_KEY_FILE)
    with server_key_file.alone(file):
        before = signing_key.parsed(file.read_text())
        kept = _still_accepted(before, seam.now())
        if kept != before:
            server_key_file.put(file, signing_key.written(kept).encode())
    return f"{len(before) - len(kept)} old keys that signed sessions were taken out of the file."


def _still_accepted(keys: list[SigningKey], now: datetime) -> list[SigningKey]:
    """The newest, and each whose successor isn't long enough in place."""
    return keys[:1] + [old for newer, old in pairwise(keys) if not newer.since or now - newer.since < ACCEPTED_FOR]

"""Finding the rows of one thing without saying which: a mark is the same for the same words, under a circle's key.

A clear column may hold it. Who has the disk sees that rows belong together, and can't try out words to learn what they
are about. Each epoch has marks of its own, so rows are looked for under every epoch that a member was given.
"""

from __future__ import annotations

from goldseam.vault import circles, labels, primitives
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle
from goldseam.vault.primitives import encode


def mark_of(keyring: Keyring, circle: Circle, words: str) -> bytes:
    """For a row that is written now. Called with the circle locked. Raises Missing for a stranger, Tampered."""
    _, key = circles.current_key(keyring, circle)
    return _mark(key, words)


def marks_of(keyring: Keyring, circle: Circle, words: str) -> list[bytes]:
    """Every mark that these words have had. Raises Missing for a stranger, Tampered."""
    return [_mark(key, words) for key in circles.keys(keyring, circle).values()]


def _mark(key: bytes, words: str) -> bytes:
    return primitives.mac(primitives.derive(key, labels.ROW_MARK), encode(words.encode()))

"""The one seam for clocks, ids and randomness.

Everything a twin world must be able to repeat comes through here. The system is the source; only settings that say
so may seed it (tests in one process), and `goldseam serve` refuses such settings.
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings

_pretended: ContextVar[datetime | None] = ContextVar("pretended_moment", default=None)
_seeded: random.Random | None = None
_seeded_start: datetime | None = None
_seeded_ticks = 0


class SeamIsSealed(Exception):
    """Somebody tried to seed randomness where settings don't allow it."""


def now() -> datetime:
    """The moment, aware, in UTC."""
    pretended = _pretended.get()
    if pretended is not None:
        return pretended
    if _seeded_start is not None:
        return _next_seeded_moment(_seeded_start)
    return datetime.now(UTC)


def _next_seeded_moment(start: datetime) -> datetime:
    global _seeded_ticks
    _seeded_ticks += 1
    return start + timedelta(milliseconds=_seeded_ticks)


def random_bytes(count: int) -> bytes:
    """`count` bytes from the system, or from the seed of a test."""
    return _seeded.randbytes(count) if _seeded is not None else os.urandom(count)


def uuid() -> UUID:
    """A random UUID (version 4): no counter and no clock inside."""
    return UUID(bytes=random_bytes(16), version=4)


def below(limit: int) -> int:
    """A uniform integer in [0, limit), by rejection."""
    size = (limit.bit_length() + 7) // 8
    ceiling = (256**size // limit) * limit
    while True:
        drawn = int.from_bytes(random_bytes(size), "big")
        if drawn < ceiling:
            return drawn % limit


@contextmanager
def pretend_it_is(moment: datetime) -> Iterator[None]:
    """Dates only, never randomness: the demo pair's eight weeks are written this way."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)


@contextmanager
def seeded(seed: int, start: datetime) -> Iterator[None]:
    """Repeatable ids, clocks and nonces, for tests in one process.

    Raises SeamIsSealed unless settings.VAULT_SEAM_MAY_BE_SEEDED.
    """
    global _seeded, _seeded_start, _seeded_ticks
    if not getattr(settings, "VAULT_SEAM_MAY_BE_SEEDED", False):
        raise SeamIsSealed("Only test settings may seed the vault's randomness.")
    before = _seeded, _seeded_start, _seeded_ticks
    _seeded, _seeded_start, _seeded_ticks = random.Random(seed), start, 0
    try:
        yield
    finally:
        _seeded, _seeded_start, _seeded_ticks = before

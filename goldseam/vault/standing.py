"""For whom a database connection stands: nobody, one holder, or a keeper who must see every row.

On PostgreSQL the second wall goes by it (`wall.py`), and so does the one line in which the acts of a pair stand
(`postgresql/base.py`). On SQLite there is one file, one writer and no such wall: standing does nothing there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Standing:
    holder: UUID | None = None
    keeper: bool = False


NOBODY = Standing()
KEEPER = Standing(keeper=True)
_ground = NOBODY


def ground() -> Standing:
    """How a connection stands while nobody is known: as nobody. Only tests, which play everybody, lay another."""
    return _ground


def lay_ground(standing: Standing) -> None:
    global _ground
    _ground = standing


def stand_for(holder_id: UUID) -> None:
    """From here on, until the request ends, this connection is that holder's: their keys were just opened on it."""
    if connection.vendor == "postgresql" and not _standing().keeper:
        connection.standing = Standing(holder_id)  # type: ignore[attr-defined]


def stand_for_nobody(**_: Any) -> None:
    """At both ends of a request: connections live on in their threads, whose next visitor is somebody else."""
    if connection.vendor == "postgresql":
        connection.standing = NOBODY  # type: ignore[attr-defined]
        connection.also_locked = ()  # type: ignore[attr-defined]


def back_to_the_ground(**_: Any) -> None:
    if connection.vendor == "postgresql":
        connection.standing = None  # type: ignore[attr-defined]


@contextmanager
def keeper() -> Iterator[None]:
    """Sees every row, and opens none: for commands that check, restore, move or migrate. Never in a request.

    Its callers are one list, with reasons, in the tests of the wall.
    """
    with _connection_has("standing", KEEPER):
        yield


@contextmanager
def before_anybody_is_known() -> Iterator[None]:
    """For the one or two looks that find out who comes, at tables that carry no wall: what the thread's last visitor
    left on the connection isn't told anew for them, which saves a query on every page."""
    with _connection_has("is_asking_who", True):
        yield


@contextmanager
def also_locking(*circles: UUID) -> Iterator[None]:
    """The next transaction begins by standing in line for these circles too: for who is about to join one."""
    with _connection_has("also_locked", circles):
        yield


@contextmanager
def _connection_has(name: str, value: object) -> Iterator[None]:
    """On PostgreSQL the connection carries it for as long as this lasts; then it is as before."""
    if connection.vendor != "postgresql":
        yield
        return
    before = getattr(connection, name)
    setattr(connection, name, value)
    try:
        yield
    finally:
        setattr(connection, name, before)


def _standing() -> Standing:
    found: Standing | None = connection.standing  # type: ignore[attr-defined]
    return found if found is not None else ground()

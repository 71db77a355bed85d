"""Three ways from the act to the streams, behind one small interface; what they carry is the same few bytes.

Memory while one process does everything; PostgreSQL's NOTIFY when that is the database; Redis when it is set. Streams
need a line that is up: while it isn't, `is_hearing` is false, streams are refused, and browsers poll instead.
"""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from goldseam.live.hub import HUB, Hub
from goldseam.live.message import Message, packed, unpacked

if TYPE_CHECKING:
    import redis

CHANNEL = "goldseam_live"
STILL_THERE = 20  # seconds
AGAIN_AFTER = (0.5, 1, 2, 5, 10)  # seconds between two tries to get the line up
_log = logging.getLogger(__name__)


class Bus(Protocol):
    @property
    def is_hearing(self) -> bool:
        """Does what is published anywhere reach this process?"""

    def publish(self, message: Message) -> None:
        """Inside the act's transaction; it goes out when that is committed, and never before."""

    async def carry(self, hub: Hub) -> None:
        """Brings what is published to the hub, for as long as the process lives."""


class Memory:
    is_hearing = True

    def publish(self, message: Message) -> None:
        transaction.on_commit(lambda: HUB.hear_soon(message), robust=True)

    async def carry(self, hub: Hub) -> None:
        return


class _Line(ABC):
    """A line that may break: it is taken up again, and then every stream asks what it missed."""

    def __init__(self) -> None:
        self.is_hearing = False

    async def carry(self, hub: Hub) -> None:
        tries = 0
        while True:
            try:
                await self._listen(hub)
            except asyncio.CancelledError:
                self.is_hearing = False
                raise
            except Exception as error:
                if self.is_hearing or tries == 0:
                    _log.warning("The line of the doorbell broke (%s); it is tried again.", type(error).__name__)
            tries = 0 if self.is_hearing else tries + 1
            self.is_hearing = False
            hub.all_ask_again()
            await asyncio.sleep(AGAIN_AFTER[min(tries, len(AGAIN_AFTER) - 1)])

    @abstractmethod
    async def _listen(self, hub: Hub) -> None:
        """Hears until the line breaks, which raises whatever the line raises."""

    def _up(self, hub: Hub) -> None:
        self.is_hearing = True
        hub.all_ask_again()

    @staticmethod
    def _pass_on(hub: Hub, text: str) -> None:
        with suppress(ValueError):  # somebody else's words on our channel
            hub.hear(unpacked(text))


class Postgres(_Line):
    """NOTIFY belongs to the transaction: it is delivered at the commit, by the database, to every process."""

    def publish(self, message: Message) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, packed(message)])

    async def _listen(self, hub: Hub) -> None:
        import psycopg

        told: dict[str, Any] = {"connect_timeout": 5, **connection.get_connection_params()}
        where = {name: value for name, value in told.items() if name not in _DJANGOS}
        async with await psycopg.AsyncConnection.connect(**where, autocommit=True) as line:
            await line.execute(f"LISTEN {CHANNEL}")
            self._up(hub)
            while True:
                async for said in line.notifies(timeout=STILL_THERE):
                    self._pass_on(hub, said.payload)
                await line.execute("SELECT 1")  # a line that died in silence would be waited on for ever


_DJANGOS = frozenset({"cursor_factory", "context", "prepare_threshold", "client_encoding"})


class Redis(_Line):
    """A ring that Redis doesn't take is lost to open streams only: what rang is in the database, and is asked for."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._out: redis.Redis | None = None

    def publish(self, message: Message) -> None:
        transaction.on_commit(lambda: self._send(packed(message)), robust=True)

    def _send(self, text: str) -> None:
        import redis

        if self._out is None:
            self._out = redis.Redis.from_url(self._url, socket_timeout=2, socket_connect_timeout=2)
        try:
            self._out.publish(CHANNEL, text)
        except redis.RedisError as error:
            _log.warning("Redis took no ring (%s).", type(error).__name__)

    def close(self) -> None:
        if self._out is not None:
            self._out.close()

    async def _listen(self, hub: Hub) -> None:
        from redis import asyncio as redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        # Redis' own way of taking a broken line up again would not tell that something was missed.
        client = redis.Redis.from_url(
            self._url, socket_connect_timeout=5, decode_responses=True, retry=Retry(NoBackoff(), 0)
        )
        async with client, client.pubsub(ignore_subscribe_messages=True) as line:
            await line.subscribe(CHANNEL)
            self._up(hub)
            asked = time.monotonic()
            while True:
                said = await line.get_message(timeout=STILL_THERE)  # nothing also stands for an answer to a ping
                if said is not None and said["type"] == "message":
                    self._pass_on(hub, said["data"])
                elif time.monotonic() - asked >= STILL_THERE:
                    asked = time.monotonic()
                    await line.ping()


@cache
def _redis(url: str) -> Redis:
    return Redis(url)


@cache
def _by_engine(engine: str) -> Bus:
    return Postgres() if "postgresql" in engine else Memory()


def current() -> Bus:
    """The one that the settings choose: one object for the whole process.

    Asked of the settings, not of a connection: on the loop each stream would make one of its own by asking.
    """
    url: Any = getattr(settings, "REDIS_URL", "")
    return _redis(url) if url else _by_engine(connections.settings[DEFAULT_DB_ALIAS]["ENGINE"])

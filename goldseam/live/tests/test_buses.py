"""The lines between processes, each against the real thing: PostgreSQL when it is the database, Redis where it is."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from goldseam.live import buses
from goldseam.live.hub import HUB, Hub
from goldseam.live.message import AskAgain, Message, Ring
from goldseam.vault import seam
from tests import asgi_client


class Listener:
    """Notes what one process hears."""

    def __init__(self, hub: Hub, to: Any) -> None:
        self.heard: list[Message] = []
        self.asked_again = 0
        hub.listen(self, [to], hub.mark)

    def hear(self, message: Message) -> None:
        self.heard.append(message)

    def ask_again(self) -> None:
        self.asked_again += 1


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


Deed = Callable[[], None]


async def do(deed: Deed) -> None:
    """As a page does it: in a thread of its own."""
    await asyncio.to_thread(_done, deed)


def _done(deed: Deed) -> None:
    try:
        deed()
    finally:
        connection.close()


async def two_processes(
    bus_here: buses.Bus, bus_there: buses.Bus, test: Callable[..., Coroutine[Any, Any, None]]
) -> None:
    """Two hubs, each with a line of its own, as two servers have them."""
    hubs = Hub(), Hub()
    circle = seam.uuid()
    listeners = [Listener(hub, circle) for hub in hubs]
    lines = [asyncio.create_task(bus.carry(hub)) for bus, hub in zip((bus_here, bus_there), hubs, strict=True)]
    try:
        await until(lambda: bus_here.is_hearing and bus_there.is_hearing)
        await test(circle, listeners)
    finally:
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)


def publishes(bus: buses.Bus, *messages: Message, fails: bool = False) -> Deed:
    def deed() -> None:
        try:
            with transaction.atomic():
                for message in messages:
                    bus.publish(message)
                if fails:
                    raise InterruptedError
        except InterruptedError:
            return

    return deed


# -- memory -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_memory_tells_after_the_commit_and_nothing_of_what_was_rolled_back(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Message] = []
    monkeypatch.setattr(HUB, "hear_soon", told.append)
    bus, ring = buses.Memory(), Ring(seam.uuid(), seam.uuid(), 1)
    publishes(bus, ring, fails=True)()
    assert told == []
    with transaction.atomic():
        bus.publish(ring)
        assert told == []
    assert told == [ring]


def test_the_settings_choose(settings: Any) -> None:
    settings.REDIS_URL = ""
    expected = buses.Postgres if connection.vendor == "postgresql" else buses.Memory
    assert isinstance(buses.current(), expected)
    assert buses.current() is buses.current()
    settings.REDIS_URL = "redis://localhost:1/0"
    assert isinstance(buses.current(), buses.Redis)
    assert buses.current() is buses.current()


# -- both that go between processes -------------------------------------------------------------------------------


async def what_a_line_owes(bus: buses.Bus, circle: Any, listeners: list[Listener]) -> None:
    """Heard everywhere, in order, after the commit; never what was rolled back; never another circle's."""
    room = seam.uuid()
    await do(publishes(bus, Ring(circle, room, 1), fails=True))
    await do(publishes(bus, Ring(seam.uuid(), room, 2)))
    await do(publishes(bus, Ring(circle, room, 3), Ring(circle, room, 4)))
    await do(publishes(bus, AskAgain(circle)))
    expected = [Ring(circle, room, 3), Ring(circle, room, 4), AskAgain(circle)]
    await until(lambda: all(len(one.heard) >= 3 for one in listeners))
    assert [one.heard for one in listeners] == [expected, expected]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the database here is SQLite")
def test_postgres_carries_it_between_processes() -> None:
    here, there = buses.Postgres(), buses.Postgres()

    async def test(circle: Any, listeners: list[Listener]) -> None:
        await what_a_line_owes(here, circle, listeners)

    asgi_client.run(two_processes(here, there, test))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the database here is SQLite")
def test_a_line_that_postgres_drops_is_taken_up_again_and_everybody_asks() -> None:
    bus, other = buses.Postgres(), buses.Postgres()

    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN %' OR query = 'SELECT 1'"
            )

    async def test(circle: Any, listeners: list[Listener]) -> None:
        before = listeners[0].asked_again
        await do(cut)
        await until(lambda: listeners[0].asked_again >= before + 2 and bus.is_hearing)
        await do(publishes(bus, Ring(circle, circle, 9)))
        await until(lambda: Ring(circle, circle, 9) in listeners[0].heard)

    asgi_client.run(two_processes(bus, other, test))


# -- Redis --------------------------------------------------------------------------------------------------------


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """A Redis of this test's own, behind a socket in its folder; it can be ended and started again."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server here")
    pytest.importorskip("redis")
    running: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        options = ["--port", "0", "--unixsocket", str(tmp_path / "r"), "--save", "", "--dir", str(tmp_path)]
        running.append(subprocess.Popen([program, *options], stdout=subprocess.DEVNULL))
        return running[-1]

    start()
    yield start
    for one in running:
        one.terminate()
        one.wait(10)


@pytest.mark.django_db(transaction=True)
def test_redis_carries_it_between_processes(redis_server: object, tmp_path: Path) -> None:
    here, there = buses.Redis(f"unix://{tmp_path / 'r'}"), buses.Redis(f"unix://{tmp_path / 'r'}")

    async def test(circle: Any, listeners: list[Listener]) -> None:
        await what_a_line_owes(here, circle, listeners)

    asgi_client.run(two_processes(here, there, test))
    here.close()


@pytest.mark.django_db(transaction=True)
def test_a_redis_that_ends_stops_no_act_and_is_taken_up_again(
    redis_server: Callable[[], subprocess.Popen[bytes]], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bus, other = buses.Redis(f"unix://{tmp_path / 'r'}"), buses.Redis(f"unix://{tmp_path / 'r'}")

    def shut_down() -> None:
        import redis

        with redis.Redis.from_url(f"unix://{tmp_path / 'r'}") as client:
            client.shutdown(nosave=True)

    async def test(circle: Any, listeners: list[Listener]) -> None:
        await do(shut_down)
        await until(lambda: not bus.is_hearing and listeners[0].asked_again >= 2)
        await do(publishes(bus, Ring(circle, circle, 8)))  # lost to streams; nobody is shown a fault
        redis_server()
        await until(lambda: bus.is_hearing and other.is_hearing, 20)
        await do(publishes(bus, Ring(circle, circle, 9)))
        await until(lambda: all(Ring(circle, circle, 9) in one.heard for one in listeners))

    asgi_client.run(two_processes(bus, other, test))
    bus.close()
    assert str(tmp_path) not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_what_redis_is_given_is_ids_and_numbers(redis_server: object, tmp_path: Path) -> None:
    import redis

    bus, circle = buses.Redis(f"unix://{tmp_path / 'r'}"), seam.uuid()

    async def listening() -> None:
        hub = Hub()
        line = asyncio.create_task(bus.carry(hub))
        await until(lambda: bus.is_hearing)
        line.cancel()
        await asyncio.gather(line, return_exceptions=True)

    asgi_client.run(listening())
    with redis.Redis.from_url(f"unix://{tmp_path / 'r'}") as client, client.pubsub() as line:
        line.subscribe(buses.CHANNEL)
        line.get_message(timeout=5)
        publishes(bus, Ring(circle, circle, 4))()
        said: Any = line.get_message(timeout=5)
        assert json.loads(said["data"]) == {"to": circle.hex, "room": circle.hex, "at": 4}
        assert client.keys() == []
    bus.close()

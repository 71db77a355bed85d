"""Bodies in memory: how much, how slowly, and that nobody who fills the room keeps others from their pages."""

from __future__ import annotations

import asyncio
import resource
import tracemalloc
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import override_settings

from goldseam.site import bodies, serving
from goldseam.site.bodies import FREE, TAKES_A_FILE
from goldseam.site.one_hop import OneHop
from goldseam.site.stock import Stock
from tests.asgi_client import Answer, exchange, run, scope_of

MB = 1024 * 1024
BOTH = pytest.mark.parametrize("way", [OneHop, Stock])


@pytest.fixture(autouse=True)
def house() -> Iterator[None]:
    with override_settings(
        ROOT_URLCONF="tests.one_hop_pages",
        MIDDLEWARE=["goldseam.site.middleware.TroubleMiddleware"],
        MAX_BODY=MB,
    ):
        yield


def sending(handler: Any, *pieces: bytes, address: str = "/plain/", **how: Any) -> Answer:
    return run(exchange(handler, scope_of(address, "POST"), pieces, **how))


class Held:
    """A sender that stops in the middle of its body, until it is let go."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces, self.stopped, self.go = list(pieces), asyncio.Event(), asyncio.Event()
        self.answer, self.is_over = Answer(), False

    async def receive(self) -> dict[str, Any]:
        if self.pieces:
            return {"type": "http.request", "body": self.pieces.pop(0), "more_body": True}
        self.stopped.set()
        await self.go.wait()
        if self.is_over:
            await asyncio.Event().wait()
        self.is_over = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: dict[str, Any]) -> None:
        self.answer.messages.append(message)

    async def through(self, handler: Any) -> Answer:
        await handler(scope_of("/plain/", "POST"), self.receive, self.send)
        return self.answer


async def attacked(handler: Any, attackers: int, size: int) -> tuple[list[Answer], Answer, Answer, int]:
    """Many slow large bodies; beside them an ordinary form and a page. And how much memory it all took."""
    tracemalloc.start()
    held = [Held(*[b"x" * 32 * 1024] * (size // (32 * 1024))) for _ in range(attackers)]
    waiting = [asyncio.create_task(one.through(handler)) for one in held]
    await asyncio.gather(*(one.stopped.wait() for one in held))
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    form = await asyncio.wait_for(exchange(handler, scope_of("/sent/", "POST"), (b"x" * 20_000,)), 10)
    page = await asyncio.wait_for(exchange(handler, scope_of("/plain/")), 10)
    for one in held:
        one.go.set()
    return await asyncio.gather(*waiting), form, page, taken


@BOTH
def test_many_slow_large_bodies_fill_no_more_than_their_room_and_others_get_their_pages(way: type[Any]) -> None:
    handler = way()
    answers, form, page, taken = run(attacked(handler, 60, 900 * 1024))
    assert (form.status, page.status) == (200, 200)
    found = sorted(answer.status for answer in answers)
    assert found.count(200) == 2 * MB // (900 * 1024 - FREE), "as many as the room holds"
    assert set(found) == {200, 503}
    print(f"60 × 900 kB sent slowly: {taken / MB:.1f} MB held, {found.count(503)} refused")
    assert taken < 2 * MB + 60 * FREE + 3 * MB
    assert handler.room.left == 2 * MB, "all room is given back"
    handler.close()


def test_without_a_room_the_same_bodies_would_be_held_whole() -> None:
    handler = OneHop()
    handler.room.left = 10**9
    _, _, _, taken = run(attacked(handler, 60, 900 * 1024))
    assert taken > 45 * MB
    handler.close()


@BOTH
def test_a_body_that_comes_too_slowly_is_let_go(way: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.2)
    handler = way()
    answer = sending(handler, *[b"x"] * 50, pause=0.02)
    assert answer.status == 503 and b"still there" in answer.body
    assert answer.header("connection") == [b"close"]
    assert handler.room.left == 2 * MB
    handler.close()


def test_a_slow_line_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone at the edge of its net sends 16 kB in a second, and a large file may take its minutes."""
    monkeypatch.setattr(bodies, "PATIENCE", 0.1)
    monkeypatch.setattr(bodies, "SLOWEST", 1000)
    handler = OneHop()
    assert sending(handler, *[b"x" * 100] * 12, pause=0.04).status == 200
    handler.close()


def test_a_refused_body_leaves_no_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    handler = OneHop()
    handler.room.left = 0
    assert sending(handler, b"x" * (FREE + 1)).status == 503
    assert sending(handler, b"x" * (2 * MB)).status == 413
    assert caplog.records == []
    handler.close()


def test_a_body_that_breaks_off_gives_its_room_back() -> None:
    handler = OneHop()
    assert sending(handler, b"x" * 500_000, b"y", breaks_off=True).messages == []
    assert handler.room.left == 2 * MB
    handler.close()


def test_a_whole_file_comes_in_at_one_address_only() -> None:
    with override_settings(MAX_BODY=3 * MB, DATA_UPLOAD_MAX_MEMORY_SIZE=MB):
        handler = OneHop()
        assert sending(handler, b"x" * 2 * MB).status == 413
        assert sending(handler, b"x" * 2 * MB, address=TAKES_A_FILE).status == 404, "taken in, and no such page here"
        handler.close()


# -- connections ----------------------------------------------------------------------------------------------------


def test_there_may_be_many_connections_and_as_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (1024, 4096))
    monkeypatch.setattr(resource, "setrlimit", lambda _what, limits: raised.append(limits))
    assert serving.connections_most(6000) == 4096 - serving.FILES_KEPT_FREE
    assert serving.connections_most(500) == 500
    assert raised == [(4096, 4096)] * 2


def test_who_opens_a_connection_and_asks_nothing_is_sent_away() -> None:
    class Line:
        def __init__(self, *, answered: bool | None) -> None:
            self.cycle = None if answered is None else SimpleNamespace(response_complete=answered)
            self.closed, self.transport = False, SimpleNamespace(close=self.close)

        def close(self) -> None:
            self.closed = True

    silent, half_a_next_one, in_the_middle, asks_again = (
        Line(answered=None),
        Line(answered=True),
        Line(answered=False),
        Line(answered=True),
    )
    server: Any = serving.Announcing.__new__(serving.Announcing)
    server._waited = {}
    server.server_state = SimpleNamespace(connections={silent, half_a_next_one, in_the_middle, asks_again})
    server.end_who_asks_nothing()
    asks_again.cycle = SimpleNamespace(response_complete=True)
    server.end_who_asks_nothing()
    assert (silent.closed, half_a_next_one.closed) == (True, True)
    assert (in_the_middle.closed, asks_again.closed) == (False, False), "an open stream, and a browser that reads on"


def test_no_limit_on_files_is_no_limit_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert serving.connections_most(6000) == 6000

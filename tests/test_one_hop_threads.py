"""What a pooled thread keeps from page to page, its database connection, and what it must not keep: all else.

Each contract is also shown to a way in that breaks it, so that we know the test looks.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core import signals
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import override_settings
from django.urls import path

from goldseam.site.bodies import Scope
from goldseam.site.one_hop import WORKERS, Answer, OneHop, Pieces
from goldseam.site.stock import Stock
from tests import one_hop_pages as pages
from tests.asgi_client import exchange, run, scope_of

pytestmark = pytest.mark.django_db(transaction=True)
MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware", "goldseam.site.middleware.TroubleMiddleware"]


def which_connection(_request: HttpRequest) -> HttpResponse:
    connection.ensure_connection()
    return HttpResponse(f"{id(connection.connection)} {threading.current_thread().name}")


def breaks_its_connection(_request: HttpRequest) -> HttpResponse:
    """As when the database was restarted: Django knows that there was an error, and the line is dead."""
    connection.ensure_connection()
    connection.connection.close()
    connection.errors_occurred = True
    return HttpResponse("broken")


gate = threading.Event()


def slow(_request: HttpRequest) -> HttpResponse:
    gate.wait(10)
    return HttpResponse(threading.current_thread().name)


def slow_stream(request: HttpRequest) -> HttpResponseBase:
    gate.wait(10)
    return pages.without_end(request)


def fails_while_closing(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse("made")
    response.headers["Odd"] = "plain"
    response._resource_closers.append(lambda: 1 / 0)  # type: ignore[attr-defined]
    return response


urlpatterns = [
    *pages.urlpatterns,
    path("which/", which_connection),
    path("breaks/", breaks_its_connection),
    path("slow/", slow),
    path("slow-stream/", slow_stream),
    path("fails-closing/", fails_while_closing),
]
handler500 = pages.handler500
handler404 = pages.handler404


@pytest.fixture(autouse=True)
def house() -> Iterator[None]:
    pages.closed.clear()
    gate.clear()
    with override_settings(
        ROOT_URLCONF=__name__, MIDDLEWARE=MIDDLEWARE, ALLOWED_HOSTS=["*"], LANGUAGES=[("en", "E"), ("de", "D")]
    ):
        yield


@pytest.fixture
def ours() -> Iterator[OneHop]:
    handler = OneHop()
    yield handler
    handler.close()


def text(handler: Any, address: str, **more: Any) -> str:
    return run(exchange(handler, {**scope_of(address), **more})).body.decode()


# -- nothing is left for the next ---------------------------------------------------------------------------------


class Leaking(OneHop):
    """Runs the page in the thread's own context instead of one of its own."""

    async def hop(self, context: contextvars.Context, work: Callable[..., Any], *given: object) -> Any:
        lane = await self.free.get()
        try:
            return lane, await asyncio.wrap_future(lane.submit(work, *given))
        finally:
            self.free.put_nowait(lane)


def leaks(handler: Any) -> bool:
    clean = text(handler, "/looks/")
    assert "de Asia/Tokyo of Ana" in text(handler, "/leaves/", root_path="/under")
    return text(handler, "/looks/") != clean


def test_no_language_time_zone_word_or_prefix_reaches_the_next_page(ours: OneHop) -> None:
    assert not leaks(ours)
    assert not leaks(Stock())


def test_a_way_in_that_leaks_is_noticed() -> None:
    handler = Leaking()
    assert leaks(handler)
    handler.close()


# -- signals and closing --------------------------------------------------------------------------------------------


class Forgetting(OneHop):
    """Makes the page and leaves it open."""

    def page(self, scope: Scope, body: BytesIO) -> Answer:
        response = self.answer(scope, body)
        return response.status_code, [], response.getvalue()  # type: ignore[attr-defined]


class Twice(OneHop):
    def closed_answer(self, scope: Scope) -> HttpResponseBase:
        response = super().closed_answer(scope)
        response.close()
        return response

    def page(self, scope: Scope, body: BytesIO) -> Answer:
        response = self.answer(scope, body)
        response.close()
        response.close()
        return response.status_code, [], b""


def finished(handler: Any, address: str) -> int:
    heard: list[str] = []

    def hear(**_: object) -> None:
        heard.append(threading.current_thread().name)

    signals.request_finished.connect(hear)
    try:
        run(exchange(handler, scope_of(address)))
    finally:
        signals.request_finished.disconnect(hear)
    assert all(name.startswith("page-") for name in heard)
    return len(heard)


def test_the_end_of_a_page_is_told_once_and_in_its_thread(ours: OneHop) -> None:
    for address in ("/plain/", "/file/", "/streamed/", "/broken/", "/nowhere/", "/fails-closing/"):
        assert finished(ours, address) == 1, address


@pytest.mark.parametrize(("way", "count"), [(Forgetting, 0), (Twice, 2)])
def test_a_way_in_that_forgets_or_repeats_it_is_noticed(way: type[OneHop], count: int) -> None:
    handler = way()
    assert finished(handler, "/file/") == count
    handler.close()


class Careless(OneHop):
    """Leaves open what was made for somebody who gave up meanwhile."""

    async def hop(self, context: contextvars.Context, work: Callable[..., Any], *given: object) -> Any:
        lane = self.lanes[0]
        return lane, await asyncio.wrap_future(lane.submit(context.run, work, *given))


async def give_up(handler: OneHop) -> list[str]:
    """The server stops, or whoever asked goes, while the page is still being made. What was closed then?"""
    asking = asyncio.create_task(exchange(handler, scope_of("/slow-stream/")))
    await asyncio.sleep(0.05)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    gate.set()
    for lane in handler.lanes * 2:
        await asyncio.wrap_future(lane.submit(int))
    return pages.closed


def test_an_answer_that_nobody_waits_for_any_more_is_closed_too(ours: OneHop) -> None:
    assert run(give_up(ours)) == ["endless"]


def test_a_way_in_that_leaves_it_open_is_noticed() -> None:
    handler = Careless()
    assert run(give_up(handler)) == []
    handler.close()


def test_a_lane_is_free_again_after_everything(ours: OneHop) -> None:
    async def much() -> int:
        for address in ("/plain/", "/broken/", "/streamed/", "/file/?size=200000", "/awaited/"):
            await exchange(ours, scope_of(address))
        await exchange(ours, scope_of("/without-end/"), gone_after=2)
        asking = asyncio.create_task(exchange(ours, scope_of("/slow/")))
        await asyncio.sleep(0.05)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        gate.set()
        await asyncio.sleep(0.1)
        return ours.free.qsize()

    assert run(much()) == WORKERS


def test_one_slow_page_holds_nobody_up(ours: OneHop) -> None:
    async def beside() -> int:
        slow_ones = [asyncio.create_task(exchange(ours, scope_of("/slow/"))) for _ in range(WORKERS - 1)]
        await asyncio.sleep(0.05)
        status = (await asyncio.wait_for(exchange(ours, scope_of("/plain/")), 5)).status
        gate.set()
        assert len({answer.body for answer in await asyncio.gather(*slow_ones)}) == WORKERS - 1
        return status

    assert run(beside()) == 200


def test_a_slow_reader_holds_no_thread(ours: OneHop) -> None:
    """More readers than threads, each stopped in the middle of its answer; pages are made beside them."""

    async def beside() -> list[int]:
        reading = asyncio.Event()

        async def stuck(message: Any) -> None:
            if message["type"] == "http.response.body":
                await reading.wait()

        async def never() -> Any:
            await asyncio.sleep(3600)

        async def start() -> Any:
            return {"type": "http.request", "body": b""}

        async def read_slowly() -> None:
            parts = iter([start])
            await ours(scope_of("/file/?size=500000"), lambda: next(parts, never)(), stuck)

        readers = [asyncio.create_task(read_slowly()) for _ in range(WORKERS * 3)]
        await asyncio.sleep(0.2)
        answers = [await asyncio.wait_for(exchange(ours, scope_of("/plain/")), 5) for _ in range(3)]
        reading.set()
        await asyncio.gather(*readers)
        return [answer.status for answer in answers]

    assert run(beside()) == [200] * 3
    assert pages.closed == ["file"] * WORKERS * 3


# -- the database connection --------------------------------------------------------------------------------------


class ConnectingAnew(OneHop):
    """A new connection for every page, as Django's own handler makes it."""

    def page(self, scope: Scope, body: BytesIO) -> Answer:
        connections.close_all()
        return super().page(scope, body)


class Silent(OneHop):
    """Tells nobody that a page begins, so that nobody looks whether the connection still lives."""

    def answer(self, scope: Scope, body: BytesIO) -> HttpResponseBase:
        request, _ = self.create_request(scope, body)
        response: HttpResponseBase = self.get_response(request)
        response.close = lambda: None  # type: ignore[method-assign]
        return response


def lives(self: Any) -> bool:
    try:
        self.connection.execute("SELECT 1")
    except Exception:
        return False
    return True


@pytest.fixture
def kept_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections live on, as they do when the house is served; SQLite's may be closed and may be found dead."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", None)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(type(connections["default"]), "is_in_memory_db", lambda _self: False)
        monkeypatch.setattr(type(connections["default"]), "is_usable", lives)


@pytest.mark.usefixtures("kept_open")
def test_a_thread_uses_its_connection_again(ours: OneHop) -> None:
    assert len({text(ours, "/which/") for _ in range(5)}) == 1


@pytest.mark.usefixtures("kept_open")
def test_a_way_in_that_connects_anew_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    handler, made = ConnectingAnew(), _connects(monkeypatch)
    for _ in range(5):
        text(handler, "/which/")
    assert len(made) == 5
    handler.close()


@pytest.mark.usefixtures("kept_open")
def test_a_dead_connection_is_dropped_and_made_anew(ours: OneHop, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _connects(monkeypatch)
    text(ours, "/which/")
    assert text(ours, "/breaks/") == "broken"
    assert run(exchange(ours, scope_of("/which/"))).status == 200
    assert len(made) == 2


@pytest.mark.usefixtures("kept_open")
def test_a_way_in_that_keeps_a_dead_connection_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    handler, made = Silent(), _connects(monkeypatch)
    text(handler, "/which/")
    text(handler, "/breaks/")
    text(handler, "/which/")
    assert len(made) == 1
    handler.close()


def _connects(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    made: list[int] = []
    wrapper = type(connections["default"])
    honest = wrapper.connect

    def counted(self: Any) -> None:
        made.append(id(self))
        honest(self)

    monkeypatch.setattr(wrapper, "connect", counted)
    return made


@pytest.mark.usefixtures("kept_open")
def test_every_connection_is_closed_when_the_server_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    handler, made, ended = OneHop(), _connects(monkeypatch), []
    wrapper = type(connections["default"])
    honest = wrapper.close

    def counted(self: Any) -> None:
        ended.append(threading.current_thread().name)
        honest(self)

    monkeypatch.setattr(wrapper, "close", counted)

    async def all_lanes() -> None:
        gate.set()
        await asyncio.gather(*(exchange(handler, scope_of("/which/")) for _ in range(WORKERS * 3)))

    run(all_lanes())
    before = len(ended)
    handler.close()
    assert made and len(set(ended[before:])) >= len(set(made))
    assert all(not lane._threads or not any(one.is_alive() for one in lane._threads) for lane in handler.lanes)


def test_an_answer_in_pieces_is_what_these_tests_take_it_for(ours: OneHop) -> None:
    lane, answer = run(ours.hop(contextvars.copy_context(), ours.page, scope_of("/without-end/"), BytesIO()))
    assert isinstance(answer[2], Pieces)
    lane.submit(answer[2].response.close).result()

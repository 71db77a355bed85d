"""What stands at the door: pages, by one setting the other way; the stream beside them; a warm start, a clean end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from goldseam.site import health_pages, serving
from goldseam.site.asgi import Front, way_in
from goldseam.site.one_hop import OneHop
from goldseam.site.stock import Stock
from tests.asgi_client import exchange, run, scope_of
from tests.command_line import goldseam
from tests.command_line import serving as served


@pytest.fixture
def front() -> Iterator[Front]:
    app = Front()
    yield app
    app.pages.close()


def test_stock_is_one_setting_away() -> None:
    ours = way_in("one-hop")
    assert isinstance(ours, OneHop) and isinstance(way_in("stock"), Stock)
    ours.close()


def test_the_stream_goes_to_its_own_place_and_all_else_to_the_pages(front: Front) -> None:
    asked: list[str] = []

    async def stream(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"stream"})

    front.stream = stream  # type: ignore[assignment]
    assert run(exchange(front, scope_of("/live/stream/"))).body == b"stream"
    for address in ("/live/stream", "/live/stream/x/", "//live/stream/", "/help/"):
        assert run(exchange(front, scope_of(address))).body != b"stream"
    assert asked == ["/live/stream/"]


def test_nothing_but_pages_is_served(front: Front) -> None:
    with pytest.raises(ValueError, match="websocket"):
        run(exchange(front, {"type": "websocket", "path": "/live/stream/"}))


@pytest.mark.django_db(transaction=True)
def test_it_is_warm_after_the_start_and_empty_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """As any ASGI server would tell it; and the streams end before the pages do."""
    front, order, told = Front(), [], []
    monkeypatch.setattr(front.stream, "stop", lambda: order.append("streams"))
    honest = front.pages.close
    monkeypatch.setattr(front.pages, "close", lambda: (order.append("pages"), honest()))
    health_pages.warm.clear()

    async def life() -> None:
        events = ["lifespan.startup", "lifespan.shutdown"]

        async def receive() -> dict[str, str]:
            if events[0] == "lifespan.shutdown":
                await front.is_warm()
                assert health_pages.warm.is_set()
            return {"type": events.pop(0)}

        async def send(message: dict[str, str]) -> None:
            told.append(message["type"])

        await front({"type": "lifespan"}, receive, send)

    run(life())
    assert told == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert order == ["streams", "pages"]
    assert all(lane._shutdown for lane in front.pages.lanes)  # type: ignore[union-attr]
    connections.close_all()


def test_open_streams_end_before_the_server_waits_for_its_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """uvicorn would wait for them until it loses patience."""
    order: list[str] = []

    class Told:
        def stop(self) -> None:
            order.append("streams")

    async def waits(*_: object, **__: object) -> None:
        order.append("server")

    monkeypatch.setattr(serving.uvicorn.Server, "shutdown", waits)
    server: Any = serving.Announcing.__new__(serving.Announcing)
    server.front = type("Front", (), {"stream": Told()})()
    run(server.shutdown())
    assert order == ["streams", "server"]


@pytest.mark.slow
def test_the_house_is_served_through_djangos_own_handler_too(tmp_path: Path) -> None:
    with served(tmp_path / "data", GOLDSEAM_REQUEST_PATH="stock") as running:
        for address, status in (("/", 200), ("/help/", 200), ("/nowhere/", 404), ("/livez", 200), ("/me/", 200)):
            assert running.get(address)[0] == status, address
        assert goldseam("healthcheck", "--port", running.port).returncode == 0


def test_another_word_for_the_way_in_is_refused(tmp_path: Path) -> None:
    result = goldseam("doctor", "--data", tmp_path / "data", GOLDSEAM_REQUEST_PATH="both")
    assert result.returncode == 1 and "one-hop or stock" in result.stderr

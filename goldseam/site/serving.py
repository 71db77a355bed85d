"""Serving, for `serve` and `demo` alike."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import uvicorn

from goldseam.site import start_up

SECONDS_TO_FINISH = 5  # an open connection may not hold up the stop for ever
CONNECTIONS_MOST = 200  # each may hold a body in memory; more than a few households ever need at once


class Announcing(uvicorn.Server):
    """Prints the address once pages can really be had."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        from django.conf import settings

        print(f"Goldseam is ready: {settings.SITE_URL}", flush=True)


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(text)
    return int(text)


def open_folder(data: str | None, host: str, port: int) -> tuple[Path, socket.socket, object]:
    """All that may refuse, before anything is changed: settings, folder, second process, port."""
    place = start_up.enter(data, url=f"http://localhost:{port}")
    start_up.refuse_unsafe()
    lock = start_up.take_for_serving(place)
    return place, start_up.listen(host, port), lock


def config() -> uvicorn.Config:
    return uvicorn.Config(
        "goldseam.site.asgi:application",
        interface="asgi3",
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        date_header=True,
        log_config=None,
        proxy_headers=True,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        limit_concurrency=CONNECTIONS_MOST,
    )


def serve(place: Path, door: socket.socket) -> None:
    from goldseam.site import tidying

    start_up.gather_static(place)
    stop = threading.Event()
    tidying.start(stop)
    try:
        Announcing(config()).run(sockets=[door])
    finally:
        stop.set()

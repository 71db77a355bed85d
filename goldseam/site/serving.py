"""Serving, for `serve` and `demo` alike."""

from __future__ import annotations

import gc
import resource
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from goldseam.site import start_up

if TYPE_CHECKING:
    from goldseam.site.asgi import Front

SECONDS_TO_FINISH = 5  # an open connection may not hold up the stop for ever
LOOKS = 100  # ticks of a tenth of a second
FILES_KEPT_FREE = 100  # of the files that may be open: databases, static files, the log


class Announcing(uvicorn.Server):
    """Prints the address once pages can really be had, and ends the live streams before it waits for connections."""

    def __init__(self, front: Front) -> None:
        super().__init__(config(front))
        self.front = front
        self._waited: dict[Any, Any] = {}

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        await self.front.is_warm()
        gc.freeze()  # nor is it looked through while pages are made
        gc.enable()
        from django.conf import settings

        print(f"Goldseam is ready: {settings.SITE_URL}", flush=True)

    async def on_tick(self, counter: int) -> bool:
        if counter % LOOKS == 0:
            self.end_who_asks_nothing()
        return await super().on_tick(counter)

    def end_who_asks_nothing(self) -> None:
        """A connection that at two looks waited for one and the same request is holding a place, not asking a page.

        The server itself ends those that were silent after an answer; a few letters of a next request would do.
        """
        waiting: dict[Any, Any] = {}
        lines: list[Any] = list(self.server_state.connections)
        for connection in lines:
            cycle = connection.cycle
            if cycle is not None and not cycle.response_complete:
                continue
            if connection in self._waited and self._waited[connection] is cycle:
                connection.transport.close()
            else:
                waiting[connection] = cycle
        self._waited = waiting

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.front.stream.stop()
        await super().shutdown(sockets=sockets)


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(text)
    return int(text)


def open_folder(data: str | None, host: str, port: int) -> tuple[Path, socket.socket, object]:
    """All that may refuse, before anything is changed: settings, folder, second process, port."""
    gc.disable()  # what a start brings in is there to stay: looking through it for garbage would only take time
    place = start_up.enter(data, url=f"http://localhost:{port}")
    start_up.refuse_unsafe()
    lock = start_up.take_for_serving(place)
    return place, start_up.listen(host, port), lock


def config(front: Front) -> uvicorn.Config:
    from django.conf import settings

    return uvicorn.Config(
        front,
        interface="asgi3",
        http="h11",
        ws="none",
        lifespan="on",
        access_log=False,
        server_header=False,
        date_header=True,
        log_config=None,
        proxy_headers=True,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        limit_concurrency=connections_most(settings.CONNECTIONS_MOST),
    )


def connections_most(wanted: int) -> int:
    """As many as wanted, so far as the system lets one process hold them open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return min(wanted, hard - FILES_KEPT_FREE) if hard != resource.RLIM_INFINITY else wanted


def serve(place: Path, door: socket.socket) -> None:
    from django.conf import settings

    from goldseam.reminders import worker
    from goldseam.site import logs, tidying

    logs.hear_what_nobody_catches()
    start_up.gather_static(place)
    from goldseam.site.asgi import application

    stop = threading.Event()
    tidying.start(stop)
    if not settings.REMINDERS_ELSEWHERE:
        worker.start(stop)
    try:
        Announcing(application).run(sockets=[door])
    finally:
        stop.set()

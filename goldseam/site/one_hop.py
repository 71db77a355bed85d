"""The way in: the whole of a page in one hop to a worker thread.

Django's own entry hops between threads for every middleware and spools large bodies to the disk. Here one pooled
thread, whose database connection lives on, does the page from the first middleware to the last byte, and a body stays
in memory, bounded (docs/decisions/0003-one-hop.md).
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

TAKES_A_FILE = "/account/take/in/"
WORKERS = 4  # one slow page must not hold up the rest; more threads only wait for one another
DRAIN = 8  # how many times the limit of a body is read and thrown away, so that a browser gets to see the answer


class OneHop(ASGIHandler):
    def __init__(self) -> None:
        super(ASGIHandler, self).__init__()
        self.load_middleware(is_async=False)
        self.pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            body = await read_bounded(receive, most_for(scope["path"]))
        except RequestAborted:
            return
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        status, headers, content = await loop.run_in_executor(self.pool, context.run, self.page, scope, body)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def page(self, scope: Scope, body: BytesIO | None) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """One request, whole, in one thread. `body` is None when it was too large: TroubleMiddleware says so."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        scope = {**scope, "goldseam.too_large": body is None}
        request, refused = self.create_request(scope, body or BytesIO())
        response = refused if request is None else self.get_response(request)
        assert response is not None
        try:
            return response.status_code, header_lines(response), b"".join(response)
        finally:
            response.close()  # sends request_finished, once


def most_for(path: str) -> int:
    """A whole file comes in at one address only; anywhere else it would be memory that anybody can fill."""
    whole: int = settings.MAX_BODY
    return whole if path == TAKES_A_FILE else min(whole, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


async def read_bounded(receive: Receive, limit: int) -> BytesIO | None:
    """The body, or None when it is longer than `limit`. Never on the disk."""
    body, length = BytesIO(), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect" or length > limit * DRAIN:
            raise RequestAborted
        piece = message.get("body", b"")
        length += len(piece)
        if length <= limit:
            body.write(piece)
        if not message.get("more_body", False):
            break
    body.seek(0)
    return body if length <= limit else None


def header_lines(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    lines = [(name.lower().encode("ascii"), value.encode("latin1")) for name, value in response.items()]
    cookies = [morsel.output(header="").strip().encode("ascii") for morsel in response.cookies.values()]
    return lines + [(b"set-cookie", cookie) for cookie in cookies]

"""The way in: the whole of a page in one hop to a worker thread.

Django's own entry hops between threads for every middleware and spools large bodies to the disk. Here one pooled
thread, whose database connection lives on, does the page from the first middleware to closing it, and a body stays in
memory, bounded (docs/decisions/0003-one-hop.md, 0030-answers-in-pieces.md).
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar, cast

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import connections
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from goldseam.site.bodies import Body, Receive, Scope, Send, most_for, room_for_bodies

WORKERS = 4  # one slow page must not hold up the rest; more threads only wait for one another
PIECE = 64 * 1024

Headers = list[tuple[bytes, bytes]]
T = TypeVar("T")


class Lane(ThreadPoolExecutor):
    """One thread, with a database connection of its own that outlives the page."""

    def __init__(self, number: int) -> None:
        super().__init__(1, thread_name_prefix=f"page-{number}")


@dataclass
class Pieces:
    """A large file, or what coroutines make. Who holds it must close it, in the lane that made it."""

    response: StreamingHttpResponse
    first: bytes = b""
    rest: Iterator[bytes] | None = None  # None: made by coroutines


Content = bytes | Pieces
Answer = tuple[int, Headers, Content]


class OneHop(ASGIHandler):
    def __init__(self) -> None:
        super(ASGIHandler, self).__init__()
        self.load_middleware(is_async=False)
        self.room = room_for_bodies()
        self.lanes = [Lane(number) for number in range(WORKERS)]
        # The last one used comes first: its connection and caches are warm, and lanes that nobody needs never start.
        self.free: asyncio.LifoQueue[Lane] = asyncio.LifoQueue()
        for lane in reversed(self.lanes):
            self.free.put_nowait(lane)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"Only pages are served here, not {scope['type']}.")
        body, context = Body(self.room, most_for(scope["path"])), contextvars.copy_context()
        try:
            await body.read(receive)
            lane, (status, headers, content) = await self.hop(context, self.page, body.told(scope), body.file)
        except RequestAborted:
            return
        finally:
            body.let_go()
        start = {"type": "http.response.start", "status": status, "headers": headers}
        if isinstance(content, Pieces):
            await Sending(lane, context, content).all(start, receive, send)
        else:
            await send(start)
            await send({"type": "http.response.body", "body": content})

    async def ask(self, scope: Scope) -> HttpResponseBase:
        """One ordinary request without a body, through every middleware; the answer is closed already.

        For what stands beside Django and must not decide anew who may see what.
        """
        _, response = await self.hop(contextvars.copy_context(), self.closed_answer, scope)
        return response

    async def hop(self, context: contextvars.Context, work: Callable[..., T], *given: object) -> tuple[Lane, T]:
        """Does the work in a free lane, which is free again when the work is over, also when nobody waits any more."""
        loop, lane = asyncio.get_running_loop(), await self.free.get()
        future = lane.submit(context.run, work, *given)
        future.add_done_callback(lambda _: give_back(loop, self.free, lane))
        try:
            return lane, await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            future.add_done_callback(lambda done: close_unread(done, lane, context))
            raise

    def page(self, scope: Scope, body: BytesIO) -> Answer:
        """One request in one thread: whole, but for an answer too large to hold or made while it is sent."""
        response = self.answer(scope, body)
        try:
            content = content_of(response, scope["method"] == "HEAD")
            answer = response.status_code, header_lines(response), content
        except BaseException:
            response.close()
            raise
        if isinstance(content, bytes):
            response.close()  # sends request_finished, once
        return answer

    def closed_answer(self, scope: Scope) -> HttpResponseBase:
        response = self.answer(scope, BytesIO())
        response.close()
        return response

    def answer(self, scope: Scope, body: BytesIO) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, refused = self.create_request(scope, body)
        response = refused if request is None else self.get_response(request)
        assert response is not None
        response._handler_class = type(self)  # type: ignore[attr-defined]
        return response

    def close(self) -> None:
        """Ends the threads, and each closes its database connection before."""
        for lane in self.lanes:
            lane.submit(connections.close_all)
            lane.shutdown()


def give_back(loop: asyncio.AbstractEventLoop, free: asyncio.LifoQueue[Lane], lane: Lane) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has ended, and so has the need
        loop.call_soon_threadsafe(free.put_nowait, lane)


def close_unread(done: Future[Any], lane: Lane, context: contextvars.Context) -> None:
    """Whoever asked has gone away while the page was made: what it holds open is let go all the same."""
    if done.cancelled() or done.exception():
        return
    result = done.result()
    if not isinstance(result, tuple) or not isinstance(result[2], Pieces):
        return
    close = result[2].response.close
    try:
        lane.submit(context.run, close)
    except RuntimeError:  # the server has stopped meanwhile, and this is the lane's own last breath
        context.run(close)


def content_of(response: HttpResponseBase, nothing_wanted: bool) -> Content:
    if not response.streaming:
        return cast(bytes, response.content)  # type: ignore[attr-defined]
    assert isinstance(response, StreamingHttpResponse)
    if nothing_wanted:
        return b""
    if response.is_async:
        return Pieces(response)
    if isinstance(response, FileResponse) and response.file_to_stream is not None:
        return _file(response)
    # Any other iterator may read from this thread's database connection, perhaps inside a transaction, and the next
    # page on this lane would use the same: it is drawn to its end first, as Django's own handler does.
    return b"".join(response)


def _file(response: FileResponse) -> Content:
    """A small file goes out in the same hop; of a large one never more than two pieces are held."""
    response.block_size = PIECE
    rest = iter(response)
    first = next(rest, b"")
    if len(first) < PIECE and (second := next(rest, None)) is not None:
        return Pieces(response, first + second, rest)
    return first if len(first) < PIECE else Pieces(response, first, rest)


class Sending:
    """Sends an answer piece by piece, for as long as somebody listens, and closes it in the lane that made it."""

    def __init__(self, lane: Lane, context: contextvars.Context, content: Pieces) -> None:
        self.lane, self.context, self.content = lane, context, content

    async def all(self, start: Mapping[str, Any], receive: Receive, send: Send) -> None:
        sending = asyncio.create_task(self._send(start, send))
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            gone.cancel()
            await asyncio.gather(sending, gone, return_exceptions=True)
            await asyncio.shield(self._in_lane(self.content.response.close))
        if not sending.cancelled():
            sending.result()

    async def _send(self, start: Mapping[str, Any], send: Send) -> None:
        await send(start)
        async with aclosing(self._drawn() if self.content.rest else self._awaited()) as pieces:
            async for piece in pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _drawn(self) -> AsyncGenerator[bytes, None]:
        """Files are read in the lane too, between its pages: a slow reader holds no thread."""
        if self.content.first:
            yield self.content.first
        while (piece := await self._in_lane(next, self.content.rest, None)) is not None:
            yield piece

    async def _awaited(self) -> AsyncGenerator[bytes, None]:
        """Made by coroutines, which find language and time zone as the page has left them."""
        as_left = sync_to_async(take_over, thread_sensitive=False, executor=self.lane)
        await as_left(self.context)
        async with ThreadSensitiveContext():  # a thread and a connection of their own, not those of the lane's pages
            pieces = cast(AsyncGenerator[bytes, None], aiter(self.content.response))
            try:
                async with aclosing(pieces):
                    async for piece in pieces:
                        yield piece
            finally:
                await sync_to_async(connections.close_all)()

    def _in_lane(self, work: Callable[..., T], *given: object) -> asyncio.Future[T]:
        return asyncio.wrap_future(self.lane.submit(self.context.run, work, *given))


def take_over(context: contextvars.Context) -> None:
    for variable, value in context.items():
        variable.set(value)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        """What else comes after the body says nothing."""


def header_lines(response: HttpResponseBase) -> Headers:
    lines = [(name.lower().encode("ascii"), value.encode("latin1")) for name, value in response.items()]
    cookies = [morsel.output(header="").strip().encode("ascii") for morsel in response.cookies.values()]
    return lines + [(b"set-cookie", cookie) for cookie in cookies]

"""The stream: plain ASGI beside Django. It carries ids and numbers, holds no thread and no connection to a database.

Who may listen is asked of the ordinary page `/live/`, through the ordinary way in: when a stream opens, when something
about the pair or the sign-in changes, and every quarter of an hour. A stream whose person may hear nothing any more
stays open and is deaf: on the wire, pausing looks the same as a quiet afternoon.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.http.response import HttpResponseBase

from goldseam.live import buses
from goldseam.live.access import Listening
from goldseam.live.hub import HUB, Hub
from goldseam.live.message import Message, Ring
from goldseam.live.views import RungAnswer
from goldseam.vault import seam

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Ask = Callable[[Scope], Awaitable[HttpResponseBase]]

BEAT = 25  # seconds: proxies end what is silent for a minute
LASTS, LASTS_LONGER = 13 * 60, 4 * 60  # seconds, and by chance up to so many more: not all come back at once
PENDING_MOST = 200  # rooms; a reader that is so far behind comes back and asks
OVERLAP = 8  # numbers told once more after a break: two acts may be published in each other's place
OF_ONE_MOST = 50  # streams of one person, in this process: a browser needs one; more would be others' places
LINE_PATIENCE = 3.0  # seconds to wait for a bus that is just coming up
_log = logging.getLogger(__name__)


class Stream:
    def __init__(self, ask: Ask, *, hub: Hub = HUB) -> None:
        self._ask, self._hub = ask, hub
        self._open: set[_Open] = set()
        self._of: Counter[UUID] = Counter()  # how many are open of each person
        self._beats: tuple[set[_Open], ...] = tuple(set() for _ in range(BEAT))
        self._next_beat = 0
        self._clock: asyncio.TimerHandle | None = None
        self._line: asyncio.Task[None] | None = None
        self._stopped = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["method"] != "GET":
            await _answer(await self._ask(_inner(scope, 0, method="OPTIONS")), send, allow="GET")
        elif self._stopped or not await self._line_is_up():
            await _refuse(send)
        else:
            await self._open_one(scope, receive, send)

    async def _open_one(self, scope: Scope, receive: Receive, send: Send) -> None:
        mark, since = self._hub.mark, _since(scope)
        answer = await self._ask(_inner(scope, since))
        if not isinstance(answer, RungAnswer):
            await _answer(answer, send)
            return
        if self._of[answer.listening.person] >= OF_ONE_MOST:
            await _refuse(send)
            return
        stream = _Open(self._ask, scope, answer.listening, max(since, answer.rung.at))
        self._begin(stream, mark)
        try:
            await _begun(answer, send)
            del answer  # it holds the request, and that the opened keys: neither may last as long as a stream
            await stream.run(receive, send)
        finally:
            self._end(stream)

    def stop(self) -> None:
        """Ends every stream, and opens none any more. To be called on the loop, before the server waits for them."""
        self._stopped = True
        for stream in tuple(self._open):
            stream.end()
        for task in (self._line, self._clock):
            if task is not None:
                task.cancel()
        self._line = self._clock = None

    async def _line_is_up(self) -> bool:
        """The bus is taken up when the first stream opens; a process that nobody listens to holds no line."""
        bus, loop = buses.current(), asyncio.get_running_loop()
        self._hub.be_on(loop)
        if self._line is None or (self._line.done() and not bus.is_hearing):
            self._line = loop.create_task(bus.carry(self._hub))
        end = loop.time() + LINE_PATIENCE
        while not bus.is_hearing and loop.time() < end:
            await asyncio.sleep(0.05)
        return bus.is_hearing

    def _begin(self, stream: _Open, mark: int) -> None:
        self._open.add(stream)
        self._of[stream.person] += 1
        stream.beats_in = self._beats[self._next_beat]
        stream.beats_in.add(stream)
        self._next_beat = (self._next_beat + 1) % BEAT  # spread, also when many come at once
        stream.listen(self._hub, mark)
        if self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(1, self._tick, 0)

    def _end(self, stream: _Open) -> None:
        stream.forget()
        self._open.discard(stream)
        self._of[stream.person] -= 1
        if not self._of[stream.person]:
            del self._of[stream.person]
        stream.beats_in.discard(stream)

    def _tick(self, second: int) -> None:
        """One clock for all streams: each has its second out of twenty-five."""
        for stream in tuple(self._beats[second]):
            stream.beat()
        if self._open and not self._stopped:
            loop = asyncio.get_running_loop()
            self._clock = loop.call_later(1, self._tick, (second + 1) % BEAT)
        else:
            self._clock = None


class _Open:
    """One open stream. Whoever has something to tell leaves a note and wakes it; it alone writes."""

    __slots__ = (
        "_ask", "_ask_again", "_asking", "_beat", "_ends", "_hub", "_listening", "_over", "_pending", "_scope",
        "_since", "_wake", "beats_in",
    )  # fmt: skip

    def __init__(self, ask: Ask, scope: Scope, listening: Listening, since: int) -> None:
        self._ask, self._scope, self._listening, self._since = ask, scope, listening, since
        self._pending: dict[UUID, int] = {}
        self.beats_in: set[_Open] = set()
        self._ask_again = self._asking = self._beat = self._over = False
        self._wake: asyncio.Future[None] | None = None
        self._ends = asyncio.get_running_loop().time() + _seconds(listening)

    @property
    def person(self) -> UUID:
        return self._listening.person

    # -- told from outside, on the loop -------------------------------------------------------------------------------

    def hear(self, message: Message) -> None:
        if not isinstance(message, Ring):
            self.ask_again()
        elif self._listening.hears or self._asking:
            self._pending[message.room] = max(message.at, self._pending.get(message.room, 0))
            self._over = self._over or len(self._pending) > PENDING_MOST
            self._rouse()

    def ask_again(self) -> None:
        self._ask_again = True
        self._rouse()

    def beat(self) -> None:
        self._beat = True
        self._rouse()

    def end(self, _gone: object = None) -> None:
        self._over = True
        self._rouse()

    def _rouse(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    # -- listening ----------------------------------------------------------------------------------------------------

    def listen(self, hub: Hub, mark: int) -> None:
        self._hub = hub
        hub.listen(self, _topics(self._listening), mark)

    def forget(self) -> None:
        self._hub.forget(self, _topics(self._listening))

    # -- writing ------------------------------------------------------------------------------------------------------

    async def run(self, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        gone = loop.create_task(_until_gone(receive))
        gone.add_done_callback(self.end)
        try:
            while not self._over:
                self._wake = loop.create_future()
                if not (self._ask_again or self._pending):
                    await self._wake
                if self._ask_again:
                    await self._look_again()
                self._over = self._over or loop.time() >= self._ends
                told = b"" if self._over else self._told()
                if told:
                    await send(_piece(told))
                    told = b""
            if not gone.done():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()

    def _told(self) -> bytes:
        """Everything that waits, in one piece; a room that rang twice meanwhile rings once."""
        rung, self._pending = self._pending, {}
        beat, self._beat = self._beat, False
        if not rung:
            return b":\n\n" if beat else b""
        self._since = max(self._since, *rung.values())
        return _rings(rung)

    async def _look_again(self) -> None:
        """Asks once more who may listen. What rings meanwhile waits; it is told only if the answer allows it."""
        self._ask_again, self._asking = False, True
        before, mark = self._listening, self._hub.mark
        answer = await self._asked_again()
        self._asking = False
        if answer is None or not buses.current().is_hearing or answer.listening.session != before.session:
            self._over = True
            return
        now = self._listening = answer.listening
        if now.circle != before.circle:
            self._hub.forget(self, _topics(before))
            self._hub.listen(self, _topics(now), mark)
        self._pending = {**answer.rung.rooms, **self._pending} if now.hears else {}

    async def _asked_again(self) -> RungAnswer | None:
        try:
            answer = await self._ask(_inner(self._scope, max(0, self._since - OVERLAP)))
        except Exception as error:
            _log.error("A stream could not ask again who may listen (%s)", type(error).__name__)
            return None
        return answer if isinstance(answer, RungAnswer) else None


async def _begun(answer: RungAnswer, send: Send) -> None:
    """Head and greeting at once. On its own, so that nothing of it stays in memory for as long as the stream."""
    await send({"type": "http.response.start", "status": 200, "headers": _headers(answer)})
    await send(_piece(_greeting(answer)))


async def _until_gone(receive: Receive) -> None:
    with suppress(asyncio.CancelledError):
        while (await receive())["type"] != "http.disconnect":
            pass


def _topics(listening: Listening) -> tuple[UUID, ...]:
    return (listening.session, listening.circle) if listening.circle else (listening.session,)


def _seconds(listening: Listening) -> float:
    """Never longer than the sign-in itself."""
    left = (listening.ends - seam.now()).total_seconds()
    return min(left, LASTS + seam.below(LASTS_LONGER))


def _since(scope: Scope) -> int:
    """What the browser says it has heard: after a break in a header, at first in the address."""
    heads = dict(scope["headers"])
    again: str = heads.get(b"last-event-id", b"").decode("latin1")
    if again.isascii() and again.isdigit() and len(again) < 18:
        return max(0, int(again) - OVERLAP)
    asked = parse_qs(scope.get("query_string", b"").decode("latin1")).get("since", ["0"])[0]
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else 0


def _inner(scope: Scope, since: int, method: str = "GET") -> Scope:
    path = scope["path"].removesuffix("stream/")
    query = f"since={since}".encode()
    return {**scope, "method": method, "path": path, "raw_path": path.encode(), "query_string": query}


def _greeting(answer: RungAnswer) -> bytes:
    """At once, so that the browser knows that what is sent also arrives."""
    patience = 2000 + seam.below(3000)
    here = _event("here", {"at": answer.rung.at}, answer.rung.at or None)
    return f"retry: {patience}\n\n".encode() + _rings(answer.rung.rooms) + here


def _rings(rooms: Mapping[UUID, int]) -> bytes:
    """The highest number last: it is what the browser remembers."""
    in_order = sorted(rooms.items(), key=lambda rung: rung[1])
    return b"".join(_event("ring", {"room": str(room), "at": number}, number) for room, number in in_order)


def _event(name: str, told: Mapping[str, object], number: int | None) -> bytes:
    place = "" if number is None else f"id: {number}\n"
    return f"{place}event: {name}\ndata: {json.dumps(told)}\n\n".encode()


def _piece(body: bytes) -> Mapping[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": True}


def _headers(answer: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    """As the page's own, discretion and all, but for what says that it is a page."""
    kept = [(name, value) for name, value in _lines(answer) if name not in (b"content-type", b"content-length")]
    return [*kept, (b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no")]


def _lines(answer: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("ascii"), value.encode("latin1")) for name, value in answer.items()]


async def _answer(answer: HttpResponseBase, send: Send, allow: str = "") -> None:
    """The page's own no: to sign-in, not from here, not this verb."""
    lines = [(name, value) for name, value in _lines(answer) if not (allow and name == b"allow")]
    lines += [(b"allow", allow.encode())] if allow else []
    lines += [(b"set-cookie", cookie.output(header="").strip().encode("ascii")) for cookie in answer.cookies.values()]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": lines})
    await send({"type": "http.response.body", "body": bytes(getattr(answer, "content", b""))})


async def _refuse(send: Send) -> None:
    """The browser asks the page itself then, now and again."""
    heads = [(b"content-length", b"0"), (b"cache-control", b"no-store"), (b"retry-after", b"60")]
    await send({"type": "http.response.start", "status": 503, "headers": heads})
    await send({"type": "http.response.body", "body": b""})

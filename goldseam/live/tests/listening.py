"""A browser's end of a stream, without a server: what is sent to it, and what it can do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from goldseam.live.access import Listening, Rung
from goldseam.live.hub import Hub
from goldseam.live.stream import Stream
from goldseam.live.views import RungAnswer
from goldseam.vault import seam


@dataclass
class House:
    """Stands in for everything behind the stream: who may listen, and what rang. `asked` keeps each question."""

    circle: UUID = field(default_factory=seam.uuid)
    session: UUID = field(default_factory=seam.uuid)
    person: UUID = field(default_factory=seam.uuid)
    lasts: float = 3600
    hears: bool = True
    signed_in: bool = True
    at: int = 0
    rooms: dict[UUID, int] = field(default_factory=dict)
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    meanwhile: Callable[[], object] | None = None

    async def ask(self, scope: dict[str, Any]) -> HttpResponseBase:
        self.asked.append(scope)
        since = int(scope["query_string"].decode().partition("=")[2] or 0)
        answer = self._answer(scope["method"], since)
        await asyncio.sleep(0)
        if self.meanwhile:
            self.meanwhile()
        return answer

    def _answer(self, method: str, since: int) -> HttpResponseBase:
        if method != "GET":
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD", "Cache-Control": "no-store"})
        if not self.signed_in:
            return HttpResponseRedirect("/enter/")
        ends = seam.now() + timedelta(seconds=self.lasts)
        listening = Listening(self.session, self.person, ends, self.circle, self.hears)
        newer = {room: number for room, number in self.rooms.items() if number > since}
        answer = RungAnswer(listening, Rung(self.at, newer) if self.hears else Rung(0, {}))
        answer["Cache-Control"] = "no-store"
        return answer


@dataclass
class Tab:
    """One open stream. `reads` holds what is sent until it is full: then sending waits, as on a slow line."""

    task: asyncio.Task[None]
    gone: asyncio.Event
    flowing: asyncio.Event
    sent: list[Mapping[str, Any]]

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent[1:]).decode()

    @property
    def is_over(self) -> bool:
        return bool(self.sent) and self.sent[-1].get("more_body") is False

    @property
    def events(self) -> list[tuple[str, dict[str, Any]]]:
        found = []
        for block in self.text.split("\n\n"):
            lines = dict(line.partition(": ")[::2] for line in block.splitlines() if line[:1] != ":")
            if "event" in lines:
                found.append((lines["event"], json.loads(lines["data"])))
        return found

    @property
    def rings(self) -> list[tuple[str, int]]:
        return [(told["room"], told["at"]) for name, told in self.events if name == "ring"]

    async def leaves(self) -> None:
        self.gone.set()
        await settle()


async def settle() -> None:
    for _ in range(25):
        await asyncio.sleep(0)


@asynccontextmanager
async def opened(
    stream: Stream, *, since: int | None = None, last: str = "", method: str = "GET"
) -> AsyncIterator[Tab]:
    gone, flowing, sent = asyncio.Event(), asyncio.Event(), []
    flowing.set()

    async def receive() -> Mapping[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        await flowing.wait()
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": "/live/stream/",
        "raw_path": b"/live/stream/",
        "query_string": b"" if since is None else f"since={since}".encode(),
        "headers": [(b"cookie", b"a=b"), *([(b"last-event-id", last.encode("latin1"))] if last else [])],
    }
    task = asyncio.create_task(stream(scope, receive, send))
    tab = Tab(task, gone, flowing, sent)
    await settle()
    try:
        yield tab
    finally:
        gone.set()
        flowing.set()
        await asyncio.wait_for(task, 5)


def a_stream(house: House) -> tuple[Stream, Hub]:
    hub = Hub()
    return Stream(house.ask, hub=hub), hub

"""Asks an ASGI application as a server would, and keeps what it sends: for both ways in, ours and Django's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: a browser test before this one may have left its loop on ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@dataclass
class Answer:
    """What came back. Names of headers small and in order, as HTTP sees them."""

    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"]) if self.messages else 0

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        return sorted((name.lower(), value) for name, value in self.messages[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])

    @property
    def whole(self) -> bool:
        return bool(self.messages) and not self.messages[-1].get("more_body", False) and len(self.messages) > 1

    def header(self, name: str) -> list[bytes]:
        return [value for known, value in self.headers if known == name.encode()]


def scope_of(address: str, method: str = "GET", headers: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    path, _, query = address.partition("?")
    named = {"host": "localhost", **{name.lower(): value for name, value in headers}}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode("latin1"),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin1")) for name, value in named.items()],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 5000),
    }


async def exchange(
    app: App,
    scope: dict[str, Any],
    pieces: Iterable[bytes] = (b"",),
    *,
    pause: float = 0,
    gone_after: int | None = None,
    breaks_off: bool = False,
) -> Answer:
    """One request. The client stays until all is sent, or goes after so many messages; or in the middle of its body."""
    answer, gone = Answer(), asyncio.Event()
    left = list(pieces)

    async def receive() -> dict[str, Any]:
        if not left:
            await gone.wait()
            return {"type": "http.disconnect"}
        await asyncio.sleep(pause)
        piece = left.pop(0)
        if breaks_off and not left:
            gone.set()
        return {"type": "http.request", "body": piece, "more_body": bool(left) or breaks_off}

    async def send(message: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        if not gone.is_set():
            answer.messages.append(message)
        if gone_after is not None and len(answer.messages) >= gone_after:
            gone.set()

    await app(scope, receive, send)
    return answer

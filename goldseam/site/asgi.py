"""The application that the server runs: pages go one way in, the live stream stands beside it."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldseam.site.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402

from goldseam.live.stream import Stream  # noqa: E402
from goldseam.site import health_pages, warming  # noqa: E402
from goldseam.site.bodies import Receive, Scope, Send  # noqa: E402
from goldseam.site.one_hop import OneHop  # noqa: E402

if TYPE_CHECKING:
    from goldseam.site.stock import Stock

STREAM = "/live/stream/"


class Front:
    def __init__(self) -> None:
        self.pages = way_in(settings.REQUEST_PATH)
        self.stream = Stream(self.pages.ask)
        self._warming: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"] == STREAM:
            await self.stream(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in health_pages.ADDRESSES:
            await self.pages(health_pages.blind(scope), receive, send)
        else:
            await self.pages(scope, receive, send)

    async def is_warm(self) -> None:
        """Whoever comes earlier is answered, a little more slowly; `/readyz` says no until then."""
        if self._warming is not None:
            await self._warming

    async def _live(self, receive: Receive, send: Send) -> None:
        """From the first warm page to the last closed connection."""
        while True:
            event = (await receive())["type"]
            if event == "lifespan.startup":
                self._warming = asyncio.create_task(warming.warm_up(self.pages.ask))
            else:
                self.stream.stop()
                self.pages.close()
            await send({"type": f"{event}.complete"})
            if event == "lifespan.shutdown":
                return


def way_in(name: str) -> OneHop | Stock:
    """Ours, or Django's own by one setting (docs/decisions/0003-one-hop.md)."""
    if name == "one-hop":
        return OneHop()
    from goldseam.site.stock import Stock

    return Stock()


application = Front()

"""Django's own handler, one setting away (GOLDSEAM_REQUEST_PATH=stock), should ours ever be suspected of a fault.

Bodies are bounded here as there: they are read by the same code first, and handed on from memory.
"""

from __future__ import annotations

from io import BytesIO

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from goldseam.site.bodies import Body, Receive, Scope, Send, most_for, room_for_bodies


class Stock(ASGIHandler):
    def __init__(self) -> None:
        super().__init__()
        self.room = room_for_bodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = Body(self.room, most_for(scope["path"]))
        try:
            await body.read(receive)
            await super().__call__(body.told(scope), body.again(receive), send)
        except RequestAborted:
            return
        finally:
            body.let_go()

    async def ask(self, scope: Scope) -> HttpResponseBase:
        """As `OneHop.ask`."""
        async with ThreadSensitiveContext():
            set_script_prefix(get_script_prefix(scope))
            await signals.request_started.asend(sender=type(self), scope=scope)
            request, refused = self.create_request(scope, BytesIO())
            response = refused if request is None else await self.run_get_response(request)
            assert response is not None
            await sync_to_async(response.close)()
            return response

    def close(self) -> None:
        """Its threads and their connections end with each request."""

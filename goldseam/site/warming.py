"""What the first person would otherwise wait for, done before anybody comes: views, templates, first pages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.urls import get_resolver

from goldseam.site import health_pages
from goldseam.site.bodies import Scope

HOT = ("/help/", "/", "/enter/", "/new/", "/sw.js")
Ask = Callable[[Scope], Awaitable[HttpResponseBase]]


def prepare() -> None:
    """What needs no request."""
    _ = get_resolver().reverse_dict
    for name in our_templates():
        get_template(name)


def our_templates() -> Iterator[str]:
    for app in apps.get_app_configs():
        folder = Path(app.path, "templates")
        if app.name.startswith("goldseam."):
            yield from (str(file.relative_to(folder)) for file in folder.rglob("*.html"))


async def warm_up(ask: Ask) -> None:
    """Through every middleware, as a stranger's browser would ask."""
    await ask(plain_scope("/livez"))  # brings in every view
    await asyncio.to_thread(prepare)
    for address in HOT:
        await ask(plain_scope(address))
    health_pages.warm.set()


def plain_scope(address: str) -> Scope:
    name = settings.ALLOWED_HOSTS[0].encode()
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", name)],
        "server": None,
        "client": None,
    }

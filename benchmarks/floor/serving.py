"""Serves the floor: what Django takes for a plain page, through an entry as short as it can be.

`python -m benchmarks.floor.serving PORT FOLDER`. Eight ordinary middlewares, one hop to a thread,
connections kept. Nobody goes below this on the same interpreter; what ours costs more is what it does more.
"""

from __future__ import annotations

import asyncio
import contextvars
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import django
import uvicorn
from django.conf import settings

PAIRS = 500
BASE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{% block t %}{% endblock %}</title></head>
<body><nav><ul>{% for n in "abcdef" %}<li><a href="/{{ n }}/">{{ n }}</a></li>{% endfor %}</ul></nav>
<main>{% block m %}{% endblock %}</main></body></html>"""
PAGE = """{% extends "base.html" %}{% load i18n %}{% block t %}{{ pair.name }}{% endblock %}
{% block m %}<h1>{{ pair.name }}</h1><h2>{% translate "Promises" %}</h2><ul>{% for p in promises %}
<li>{{ p.text }} <time datetime="{{ p.due|date:"Y-m-d" }}">{{ p.due|date:"j M" }}</time></li>{% endfor %}</ul>
<h2>{% translate "Check-ins" %}</h2><ol>{% for k in checkins %}
<li>{{ k.day|date:"Y-m-d" }} <meter max="5" value="{{ k.mood }}">{{ k.mood }}</meter> {{ k.note }}</li>{% endfor %}</ol>
{% endblock %}"""
LOADERS = [
    (
        "django.template.loaders.cached.Loader",
        [("django.template.loaders.locmem.Loader", {"base.html": BASE, "page.html": PAGE})],
    )
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CONTEXT = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"]
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"},
}


def set_up(folder: str) -> None:
    settings.configure(
        SECRET_KEY="floor" * 12,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="benchmarks.floor.urls",
        INSTALLED_APPS=[
            *(f"django.contrib.{name}" for name in ("contenttypes", "auth", "sessions", "messages")),
            "benchmarks.floor",
        ],
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": LOADERS, "context_processors": CONTEXT},
            }
        ],
        DATABASES={"default": {**SQLITE, "NAME": str(Path(folder) / "floor.sqlite3")}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGGING_CONFIG=None,
    )
    django.setup(set_prefix=False)


def seed() -> None:
    from django.db import connection

    from benchmarks.floor.models import Checkin, Pair, Promise

    with connection.schema_editor() as editor:
        for model in (Pair, Promise, Checkin):
            editor.create_model(model)
    first, pairs = date(2026, 1, 1), range(1, PAIRS + 1)
    Pair.objects.bulk_create([Pair(id=i, name=f"Pair {i}") for i in pairs])
    Promise.objects.bulk_create(
        Promise(pair_id=i, text=f"Promise {j} of {i}", state=j % 2, due=first + timedelta(j))
        for i in pairs
        for j in range(20)
    )
    Checkin.objects.bulk_create(
        Checkin(pair_id=i, day=first + timedelta(j), mood=j % 5, note="a small note " * 3)
        for i in pairs
        for j in range(30)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def entry() -> Callable[..., Awaitable[None]]:
    """The whole request in one pooled thread."""
    from django.core import signals
    from django.core.handlers.asgi import ASGIHandler

    class Handler(ASGIHandler):
        def __init__(self) -> None:
            super(ASGIHandler, self).__init__()
            self.load_middleware(is_async=False)
            self.pool = ThreadPoolExecutor(2)

        def work(self, scope: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
            signals.request_started.send(sender=type(self), scope=scope)
            request, error = self.create_request(scope, BytesIO())
            response: Any = error if request is None else self.get_response(request)
            lines = [(name.encode(), value.encode()) for name, value in response.items()]
            content = bytes(response.content)
            response.close()
            return response.status_code, lines, content

        async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                return
            loop, context = asyncio.get_running_loop(), contextvars.copy_context()
            status, lines, content = await loop.run_in_executor(self.pool, context.run, self.work, scope)
            await send({"type": "http.response.start", "status": status, "headers": lines})
            await send({"type": "http.response.body", "body": content})

    return Handler()


def main() -> None:
    port, folder = sys.argv[1:3]
    set_up(folder)
    seed()
    uvicorn.run(
        entry(), host="127.0.0.1", port=int(port), ws="none", lifespan="off", access_log=False, log_level="critical"
    )


if __name__ == "__main__":
    main()

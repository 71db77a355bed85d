"""The service worker and what it may keep: a strict list, drawn from the pages themselves. No other page, ever."""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from goldseam.safety import pages

PAGES = {"/help/": pages.help_page, "/away/": pages.away_page, "/offline/": pages.offline_page}
_LINKED = re.compile(rb'(?:href|src)="([^"]+)"')
_IN_STYLE = re.compile(rb"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
_WORKER = Path(__file__).parent / "worker.js"


@cache
def allowed() -> tuple[str, ...]:
    """Everything the worker may keep: three public pages, and the static files that those pages name."""
    static = sorted({link for page in PAGES.values() for link in _static_links(page())})
    fonts = sorted({font for sheet in static if sheet.endswith(".css") for font in _named_by(sheet)})
    return (*PAGES, *static, *(font for font in fonts if font not in static))


@cache
def worker() -> bytes:
    """The script, with the list in it. Its cache's name changes with any byte that is kept."""
    content = b"".join(page() for page in PAGES.values()) + json.dumps(allowed()).encode()
    values = {
        "ALLOWED": list(allowed()),
        "CACHE": f"notes-{sha256(content).hexdigest()[:16]}",
        "ICON": staticfiles_storage.url("ui/icon-192.png"),
    }
    script = _WORKER.read_text(encoding="utf-8")
    for name, value in values.items():
        script = script.replace(f'"{name}"', json.dumps(value))
    return script.encode()


def manifest() -> dict[str, object]:
    """The name and the face on a home screen: nothing that tells."""
    icon = staticfiles_storage.url
    return {
        "name": "Notes",
        "short_name": "Notes",
        "start_url": "/",
        "scope": "/",
        "id": "/",
        "display": "standalone",
        "background_color": "#faf6ef",
        "theme_color": "#faf6ef",
        "icons": [
            {"src": icon("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": icon("ui/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": icon("ui/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    }


def _static_links(page: bytes) -> set[str]:
    links = {link.decode() for link in _LINKED.findall(page)}
    return {link for link in links if link.startswith(settings.STATIC_URL)}


def _named_by(sheet: str) -> set[str]:
    """The files that a stylesheet names, as the browser will ask for them."""
    links = (link.decode() for link in _IN_STYLE.findall(_bytes_of(sheet)))
    return {urljoin(sheet, link) for link in links if not link.startswith(("data:", "#"))}


def _bytes_of(address: str) -> bytes:
    """The file behind a static address: gathered and hashed when served, in the source tree while testing."""
    name = address.removeprefix(settings.STATIC_URL)
    gathered = Path(settings.STATIC_ROOT or "", name)
    if settings.STATIC_ROOT and gathered.is_file():
        return gathered.read_bytes()
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else b""

"""Discretion: what leaves with every answer, and what no request may do. The outermost middleware of all.

Outermost, so that refusals, redirects and files carry the same headers; so that the public pages can be made blind to
who asks before anything else looks; and so that Exit works even when everything inside has failed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from goldseam.safety import leaving

SAME_FOR_ALL = frozenset({"/help/", "/away/", "/offline/", "/sw.js", "/manifest.webmanifest", "/livez", "/readyz"})
CALENDARS = "/calendar/"
"""A calendar signs in nowhere and speaks no language: what it is told depends on the address alone."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_ALL_OFF = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "gamepad",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
    "otp-credentials", "payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "usb",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip
_PERMISSIONS = ", ".join(
    [f"{name}=()" for name in _ALL_OFF]
    # Passkeys, and copying one's own recovery words, are the only powers a page of ours ever needs.
    + [f"{name}=(self)" for name in ("publickey-credentials-get", "publickey-credentials-create", "clipboard-write")]
)
# `same-origin` and not `no-referrer`: see docs/decisions/0004-referrer-same-origin.md.
_HEADERS = {
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": _PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class DiscretionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        same_for_all = request.path in SAME_FOR_ALL or request.path.startswith(CALENDARS)
        if same_for_all:
            _blind(request)
        response = self._away(request) if _is_exit(request) else self.get_response(request)
        if same_for_all:
            _plain(response)
        return _discreet(request, response)

    def _away(self, request: HttpRequest) -> HttpResponse:
        """A session that could not be saved, a house that is broken: whoever pressed Exit goes away all the same."""
        try:
            response = self.get_response(request)
        except Exception:
            return leaving.gone()
        return response if response.status_code < 400 else leaving.gone()

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: Any) -> None:
        """No other site may change anything here, whatever it can make a browser send."""
        if request.method in SAFE:
            return
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise PermissionDenied


def _is_exit(request: HttpRequest) -> bool:
    return request.path == "/exit/" and request.method in ("GET", "HEAD")


def _blind(request: HttpRequest) -> None:
    """Takes away all by which a visitor could be told from another, before anything can look at it."""
    request.META.pop("HTTP_COOKIE", None)
    request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
    request.__dict__.pop("COOKIES", None)


def _plain(response: HttpResponse) -> None:
    response.cookies.clear()
    for name in ("Vary", "Content-Language"):
        if name in response.headers:
            del response.headers[name]


def _discreet(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    if not request.path.startswith(settings.STATIC_URL):
        # Help as well: the worker keeps it for everybody, so that a disk does not tell who opened it.
        response.headers["Cache-Control"] = "no-store"
    return response

"""Puts the key cookie on its way out. What it opens is opened by `doors.me_of`, at the first page that asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from goldseam.people import signing_in


class KeysMiddleware:
    """Sets or takes away the key cookie when this request signed in or out. Public pages touch no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        signing_in.put_cookies(request, response)
        return response

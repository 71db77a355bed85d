"""What no single page can know: that a body was too large or too slow, or that the disk did not take what was sent."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from goldseam.site import bodies, errors


class TroubleMiddleware:
    """The innermost one, so that its pages carry the same headers as all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scope = getattr(request, "scope", {})
        if not scope.get(bodies.TROUBLE):
            return self.get_response(request)
        response = errors.too_large(request) if scope[bodies.TROUBLE] == bodies.TOO_LARGE else errors.no_room(request)
        if scope[bodies.UNREAD]:
            response.headers["Connection"] = "close"  # what comes next on it is not a request but the rest of a body
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The transaction was rolled back; say so, and hand the words back."""
        if isinstance(exception, OperationalError):
            return errors.not_saved(request)
        return None

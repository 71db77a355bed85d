"""Exit: the sign-in ends, the cookies go, and the browser goes somewhere else. It must never fail."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from goldseam.people import signing_in

AWAY = "/away/"
# The waiting one opens keys too, for five minutes: somebody may leave between the passphrase and the code.
COOKIES = (
    settings.KEY_COOKIE_NAME,
    settings.WAIT_COOKIE_NAME,
    settings.BELL_COOKIE_NAME,
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
)
_log = logging.getLogger(__name__)


class SeeOther(HttpResponseRedirect):
    status_code = 303


def leave(request: HttpRequest) -> HttpResponse:
    """Ends the sign-in if that is possible at all, and goes away in any case. Nothing about it is written down."""
    try:
        signing_in.end_this_sign_in(request)
    except Exception as error:
        # A full disk or a broken database must not hold anybody here. The key cookie goes, and without it the
        # sign-in that is left in the database opens nothing.
        _log.error("Exit could not end a sign-in in the database (%s)", type(error).__name__)
    return gone()


def gone() -> HttpResponse:
    """The answer itself. It needs no database, no session and no request."""
    response = SeeOther(where_to())
    for name in COOKIES:
        _forget(response, name)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def where_to() -> str:
    """Our own empty page, or the address that the server's keeper chose, if it is one."""
    chosen = str(getattr(settings, "EXIT_URL", "") or "")
    return chosen if urlsplit(chosen).scheme == "https" and urlsplit(chosen).hostname else AWAY


def _forget(response: HttpResponse, name: str) -> None:
    """As `delete_cookie`, with the marks that a __Host- cookie needs to be taken away at all."""
    response.set_cookie(
        name, "", max_age=0, expires="Thu, 01 Jan 1970 00:00:00 GMT", path="/",
        secure=bool(settings.SESSION_COOKIE_SECURE), httponly=True, samesite="Lax",
    )  # fmt: skip

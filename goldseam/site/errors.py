"""Pages for what went wrong: what happened, what was kept, where to go. They open nothing and ask no database."""

from __future__ import annotations

import logging
import re

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext

log = logging.getLogger("goldseam.site")

_SECRET_FIELD = re.compile(r"pass|pin|csrf|code|secret|word|sheet|key|token|prf|credential|next|^kept_", re.IGNORECASE)
_PLAIN = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title><p>{}</p><p><a href="/help/">Help</a></p>'
)


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """The page in the house's own frame; should that very frame be what broke, one plain sentence."""
    try:
        html: str = render_to_string(name, {"kept": _words_sent(request)}, request)
    except Exception as error:
        if not isinstance(error, TemplateDoesNotExist):
            log.error("The page for status %s could not be drawn.", status, exc_info=error)
        html = _PLAIN.format(escape(gettext("Something went wrong here. What you stored before is still there.")))
    return HttpResponse(html, status=status)


def _words_sent(request: HttpRequest) -> list[str]:
    """What the person had written in the form that failed, to be copied; never a passphrase, a PIN or a code.

    Nor a form on its way through a door, which may be somebody else's; nor what another site sent in our name.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return []
    try:
        lists = request.POST.lists() if request.method == "POST" else []
        return [value for name, values in lists if not _SECRET_FIELD.search(name) for value in values if " " in value]
    except Exception:
        return []  # the body itself was what could not be read


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF refusal: nearly always a page that stayed open while something else signed in or out."""
    return _page(request, "site/stale_form.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, "413.html", 413)


def went_wrong(request: HttpRequest) -> HttpResponse:
    return _page(request, "site/went_wrong.html", 500)


def not_saved(request: HttpRequest) -> HttpResponse:
    """The disk is full, or something else holds the database for too long."""
    return _page(request, "site/not_saved.html", 503)


def no_room(request: HttpRequest) -> HttpResponse:
    """Many large things come in at once, or this one comes too slowly. Whoever does it on purpose fills no log."""
    return without_a_line(not_saved(request))


def without_a_line(response: HttpResponse) -> HttpResponse:
    """Django writes a line for each answer of 500 and above, unless it finds that one was written."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response

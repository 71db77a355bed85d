"""Help, Exit and the neutral pages. All are public, and all but Exit are the same bytes for everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from goldseam.safety import leaving, pages, shell


@require_safe
@gzip_page
def help_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(pages.help_page())


@require_safe
def away(request: HttpRequest) -> HttpResponse:
    return HttpResponse(pages.away_page())


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return HttpResponse(pages.offline_page())


@require_safe
def exit_page(request: HttpRequest) -> HttpResponse:
    """A plain link must do it, without script. Ending one's own sign-in is safe to ask for twice."""
    return leaving.leave(request)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    return HttpResponse(shell.worker(), content_type="text/javascript; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(shell.manifest(), content_type="application/manifest+json")

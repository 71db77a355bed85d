"""The safety pages, and a few pages that stand for private ones, so that these tests need no other floor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST

from goldseam.people import signing_in

CANARY = "canary-of-ana-4711"
SCRIPTS: tuple[str, ...] = ("exit", "cover", "register")


def private(request: HttpRequest, number: int) -> HttpResponse:
    """What only a signed-in person may see."""
    me = signing_in.me_of(request)
    said = f"{CANARY} page {number}" if me else "signed out"
    scripts = "".join(f'<script src="/static/ui/{name}.js" defer data-worker="/sw.js"></script>' for name in SCRIPTS)
    return HttpResponse(
        f'<!doctype html><html lang="en"><head><title>Notes</title>{scripts}</head><body><p>{said}</p>'
        f'<a class="exit" href="/exit/">Exit</a><a id="next" href="/private/{number + 1}/">next</a></body></html>'
    )


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    return HttpResponse("changed")


def greets(request: HttpRequest) -> HttpResponse:
    """A planted fault: a page that is not the same for everyone."""
    return HttpResponse(f"Hello {request.COOKIES.get('gs-session', 'stranger')}")


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("goldseam.safety.urls")),
    path("private/<int:number>/", private),
    path("change/", change),
    path("greets/", greets),
    path("breaks/", breaks),
]

handler403 = "goldseam.site.errors.forbidden"
handler404 = "goldseam.site.errors.not_found"
handler500 = "goldseam.site.errors.went_wrong"

"""Pages of every kind that a way in may meet, and middlewares that break, for the contract of both ways in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from io import BytesIO
from pathlib import Path

from asgiref.local import Local
from asgiref.sync import sync_to_async
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import get_script_prefix, path
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_POST

LARGE = Path(__file__).parent / "test_one_hop_contract.py"
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n"
kept_here = Local()
closed: list[str] = []
threads: list[str] = []


def plain(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(f"{request.method} {request.path} {request.GET.urlencode()} {len(request.body)}")
    response.set_cookie("one", "1", httponly=True)
    response.set_cookie("two", "2", max_age=60, samesite="Lax")
    response.delete_cookie("three")
    return response


def away(_request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/plain/?from=away")


def host(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.get_host() + request.META["REMOTE_ADDR"])


def sent(request: HttpRequest) -> HttpResponse:
    files = {name: (file.name, len(file.read())) for name, file in request.FILES.items()}
    return JsonResponse({"fields": dict(request.POST), "files": files})


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(_request: HttpRequest) -> HttpResponse:
        raise error

    return view


def nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


@condition(etag_func=lambda _request: '"unchanged"')
def unchanged(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("as before")


class Pieces:
    """An iterator that says when it was closed."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.left = list(pieces)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        threads.append(threading.current_thread().name)
        if not self.left:
            raise StopIteration
        return self.left.pop(0)

    def close(self) -> None:
        threads.append(threading.current_thread().name)
        closed.append("pieces")


def streamed(_request: HttpRequest) -> HttpResponseBase:
    return StreamingHttpResponse(Pieces([b"a" * 10, b"", b"b" * 70_000, b"c"]))


class WithoutEnd:
    """A file that never ends."""

    def read(self, size: int) -> bytes:
        threads.append(threading.current_thread().name)
        return bytes(size)

    def close(self) -> None:
        threads.append(threading.current_thread().name)
        closed.append("endless")


def without_end(_request: HttpRequest) -> HttpResponseBase:
    return FileResponse(WithoutEnd())


def from_the_database(_request: HttpRequest) -> HttpResponseBase:
    def rows() -> Iterator[bytes]:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n"
            )
            while row := cursor.fetchone():
                yield b"%d " % row[0]

    return StreamingHttpResponse(rows())


async def _awaited() -> AsyncIterator[bytes]:
    try:
        for piece in (b"first ", b"second "):
            await asyncio.sleep(0)
            yield piece
        yield translation.get_language().encode()
        yield (await sync_to_async(lambda: str(connection.ensure_connection()))()).encode()
    finally:
        closed.append("awaited")


def awaited(_request: HttpRequest) -> HttpResponseBase:
    translation.activate("de")
    return StreamingHttpResponse(_awaited())


async def waiting(_request: HttpRequest) -> HttpResponse:
    await asyncio.sleep(0)
    return HttpResponse("waited")


class File(BytesIO):
    def close(self) -> None:
        if not self.closed:
            closed.append("file")
            threads.append(threading.current_thread().name)
        super().close()


def file(request: HttpRequest) -> HttpResponseBase:
    size = int(request.GET.get("size", "12"))
    return FileResponse(File(bytes(size)), filename="file.txt", as_attachment=True)


def on_the_disk(_request: HttpRequest) -> HttpResponseBase:
    return FileResponse(LARGE.open("rb"))


def templated(request: HttpRequest) -> HttpResponseBase:
    return TemplateResponse(request, "404.html")


def leaves_things_behind(_request: HttpRequest) -> HttpResponse:
    translation.activate("de")
    timezone.activate("Asia/Tokyo")
    kept_here.words = "of Ana"
    return HttpResponse(left())


def left() -> str:
    zone, words = timezone.get_current_timezone_name(), getattr(kept_here, "words", "")
    return f"{translation.get_language()} {zone} {words} {get_script_prefix()}"


def looks_around(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(left())


def breaks_half_way(_request: HttpRequest) -> HttpResponseBase:
    def pieces() -> Iterator[bytes]:
        yield b"the beginning"
        raise RuntimeError("with a secret sentence")

    return StreamingHttpResponse(pieces())


urlpatterns = [
    path("plain/", csrf_exempt(plain)),
    path("away/", away),
    path("host/", host),
    path("sent/", csrf_exempt(sent)),
    path("guarded/", sent),
    path("only-post/", require_POST(plain)),
    path("missing/", raising(Http404("a secret sentence"))),
    path("forbidden/", raising(PermissionDenied("a secret sentence"))),
    path("bad/", raising(BadRequest("a secret sentence"))),
    path("odd/", raising(SuspiciousOperation("a secret sentence"))),
    path("broken/", raising(RuntimeError("a secret sentence"))),
    path("nothing/", nothing),
    path("unchanged/", unchanged),
    path("streamed/", streamed),
    path("without-end/", without_end),
    path("rows/", from_the_database),
    path("awaited/", awaited),
    path("waiting/", waiting),
    path("file/", file),
    path("on-the-disk/", on_the_disk),
    path("templated/", templated),
    path("leaves/", leaves_things_behind),
    path("looks/", looks_around),
    path("half-way/", breaks_half_way),
]
handler400 = "goldseam.site.errors.bad_request"
handler403 = "goldseam.site.errors.forbidden"
handler404 = "goldseam.site.errors.not_found"
handler500 = "goldseam.site.errors.went_wrong"

GetResponse = Callable[[HttpRequest], HttpResponse]


class BreaksBefore:
    """Fails on the way in, before any view."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "breaks-before" in request.GET:
            raise RuntimeError("a secret sentence")
        return self.get_response(request)


class BreaksAfter(BreaksBefore):
    """Fails on the way out, when the page is made."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "breaks-after" in request.GET:
            raise RuntimeError("a secret sentence")
        return response

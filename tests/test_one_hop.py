"""What our own way in must keep of Django's."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.db import OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import override_settings
from django.urls import path, reverse

from goldseam.site import errors, serving
from goldseam.site.one_hop import DRAIN, TAKES_A_FILE, OneHop, most_for, read_bounded


def run(coroutine: Coroutine[Any, Any, Any]) -> None:
    """In a thread of its own: a browser test before this one may have left its loop on ours."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, coroutine).result()


def plain(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(f"{request.method} {len(request.body)}")
    response.set_cookie("one", "1")
    response.set_cookie("two", "2")
    return response


def streamed(_request: HttpRequest) -> HttpResponseBase:
    return StreamingHttpResponse(iter([b"a", b"b"]))


def file(_request: HttpRequest) -> HttpResponseBase:
    return FileResponse(BytesIO(b"a whole file"), filename="file.txt")


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("with a secret sentence")


def full(_request: HttpRequest) -> HttpResponse:
    raise OperationalError("database or disk is full")


urlpatterns = [path("plain/", plain), path("streamed/", streamed), path("file/", file), path("broken/", broken)]
urlpatterns += [path("full/", full)]
handler500 = errors.went_wrong
handler404 = errors.not_found

BARE = override_settings(
    ROOT_URLCONF=__name__, MIDDLEWARE=["goldseam.site.middleware.TroubleMiddleware"], MAX_BODY=1000, ALLOWED_HOSTS=["*"]
)


def ask(address: str, *, method: str = "GET", pieces: tuple[bytes, ...] = (b"",)) -> tuple[int, list[Any], bytes]:
    sent: list[dict[str, Any]] = []
    left = list(pieces)

    async def receive() -> dict[str, Any]:
        if not left:
            return {"type": "http.disconnect"}
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": address,
        "query_string": b"",
        "headers": [(b"content-type", b"application/octet-stream")],
        "server": ("localhost", 80),
    }
    with BARE:
        handler = OneHop()
        run(handler(scope, receive, send))
        handler.pool.shutdown()
    if not sent:
        return 0, [], b""
    return sent[0]["status"], sent[0]["headers"], sent[1]["body"]


def test_it_answers_with_status_cookies_and_body() -> None:
    status, headers, body = ask("/plain/", method="POST", pieces=(b"ab", b"cd"))
    assert (status, body) == (200, b"POST 4")
    assert [value for name, value in headers if name == b"set-cookie"] == [b"one=1; Path=/", b"two=2; Path=/"]


def test_it_sends_streams_and_files_whole() -> None:
    assert ask("/streamed/")[2] == b"ab"
    assert ask("/file/")[2] == b"a whole file"


def test_it_tells_django_of_each_request_once() -> None:
    heard: list[str] = []

    def started(**_: object) -> None:
        heard.append("started")

    def finished(**_: object) -> None:
        heard.append("finished")

    signals.request_started.connect(started)
    signals.request_finished.connect(finished)
    try:
        for address in ("/plain/", "/file/", "/nowhere/", "/broken/"):
            ask(address)
    finally:
        signals.request_started.disconnect(started)
        signals.request_finished.disconnect(finished)
    assert heard == ["started", "finished"] * 4


def test_it_answers_a_body_that_is_too_large_with_a_page() -> None:
    status, _, body = ask("/plain/", method="POST", pieces=(b"x" * 600, b"x" * 600))
    assert status == 413
    assert b"kept" in body


def test_it_takes_a_body_of_just_the_limit() -> None:
    assert ask("/plain/", method="POST", pieces=(b"x" * 600, b"x" * 400))[2] == b"POST 1000"


def test_it_stops_listening_to_a_body_without_end() -> None:
    pieces = (b"x" * 1000,) * (DRAIN + 3)
    assert ask("/plain/", method="POST", pieces=pieces)[0] == 0


def test_it_lets_a_client_leave_half_way() -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(RequestAborted):
        run(read_bounded(gone, 10))


def test_a_fault_shows_a_page_and_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    status, _, body = ask("/broken/")
    assert status == 500
    assert b"Traceback" not in body
    assert b"secret sentence" not in body


def test_a_full_disk_shows_what_was_kept() -> None:
    status, _, body = ask("/full/")
    assert status == 503
    assert b"still there" in body
    assert b"OperationalError" not in body


def test_a_whole_file_comes_in_at_one_address_only() -> None:
    assert reverse("take-in") == TAKES_A_FILE
    assert most_for(TAKES_A_FILE) == settings.MAX_BODY > 8 * 1024 * 1024
    for elsewhere in ("/", "/enter/", "/account/take/", "/account/take/in/done/", "/account/take/in"):
        assert most_for(elsewhere) == 1024 * 1024


def test_a_large_body_elsewhere_gets_the_page_that_says_so() -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=500):
        assert ask("/plain/", method="POST", pieces=(b"x" * 600,))[0] == 413


def test_only_so_many_connections_hold_memory_at_once() -> None:
    assert serving.config().limit_concurrency == 200

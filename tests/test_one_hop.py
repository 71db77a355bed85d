"""What our own way in must keep of Django's."""

from io import BytesIO

import pytest
from django.conf import settings
from django.core import signals
from django.db import OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import override_settings
from django.urls import path, reverse

from goldseam.site import errors
from goldseam.site.bodies import DRAIN, TAKES_A_FILE, most_for
from goldseam.site.one_hop import OneHop
from tests.asgi_client import Answer, exchange, run, scope_of


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


def ask(address: str, *, method: str = "GET", pieces: tuple[bytes, ...] = (b"",)) -> Answer:
    with BARE:
        handler = OneHop()
        answer = run(exchange(handler, scope_of(address, method), pieces))
        handler.close()
    return answer


def test_it_answers_with_status_cookies_and_body() -> None:
    answer = ask("/plain/", method="POST", pieces=(b"ab", b"cd"))
    assert (answer.status, answer.body) == (200, b"POST 4")
    assert answer.header("set-cookie") == [b"one=1; Path=/", b"two=2; Path=/"]


def test_it_sends_streams_and_files_whole() -> None:
    assert ask("/streamed/").body == b"ab"
    assert ask("/file/").body == b"a whole file"


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
    answer = ask("/plain/", method="POST", pieces=(b"x" * 600, b"x" * 600))
    assert answer.status == 413
    assert b"kept" in answer.body


def test_it_takes_a_body_of_just_the_limit() -> None:
    assert ask("/plain/", method="POST", pieces=(b"x" * 600, b"x" * 400)).body == b"POST 1000"


def test_it_stops_listening_to_a_body_without_end() -> None:
    answer = ask("/plain/", method="POST", pieces=(b"x" * 1000,) * (DRAIN + 3))
    assert answer.status == 413
    assert answer.header("connection") == [b"close"], "the rest of the body is no request"


def test_it_answers_nobody_who_left_half_way() -> None:
    with BARE:
        handler = OneHop()
        answer = run(exchange(handler, scope_of("/plain/", "POST"), (b"a", b"b"), breaks_off=True))
        handler.close()
    assert answer.messages == []


def test_what_stands_beside_it_may_ask_for_a_page() -> None:
    with BARE:
        handler = OneHop()
        response = run(handler.ask(scope_of("/plain/")))
        handler.close()
    assert (response.status_code, response.content, response.closed) == (200, b"GET 0", True)  # type: ignore[attr-defined]


def test_a_fault_shows_a_page_and_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    answer = ask("/broken/")
    assert answer.status == 500
    assert b"Traceback" not in answer.body
    assert b"secret sentence" not in answer.body


def test_a_full_disk_shows_what_was_kept() -> None:
    answer = ask("/full/")
    assert answer.status == 503
    assert b"still there" in answer.body
    assert b"OperationalError" not in answer.body


def test_a_whole_file_comes_in_at_one_address_only() -> None:
    assert reverse("take-in") == TAKES_A_FILE
    assert most_for(TAKES_A_FILE) == settings.MAX_BODY > 8 * 1024 * 1024
    for elsewhere in ("/", "/enter/", "/account/take/", "/account/take/in/done/", "/account/take/in"):
        assert most_for(elsewhere) == 1024 * 1024


def test_a_large_body_elsewhere_gets_the_page_that_says_so() -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=500):
        assert ask("/plain/", method="POST", pieces=(b"x" * 600,)).status == 413

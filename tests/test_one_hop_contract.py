"""The same requests through Django's own handler and through ours: status, headers and body are the same.

Where we differ on purpose the test says so: a body is bounded (413), a fault while an answer is being streamed is the
same broken answer, and a HEAD of a streamed answer draws nothing from it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIHandler
from django.test import override_settings

from goldseam.site.one_hop import OneHop
from goldseam.site.stock import Stock
from tests import one_hop_pages as pages
from tests.asgi_client import Answer, exchange, run, scope_of

MIDDLEWARE = [
    "goldseam.safety.middleware.DiscretionMiddleware",
    "csp.middleware.CSPMiddleware",
    "tests.one_hop_pages.BreaksAfter",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tests.one_hop_pages.BreaksBefore",
    "goldseam.site.middleware.TroubleMiddleware",
]
HOUSE = override_settings(
    ROOT_URLCONF="tests.one_hop_pages", MIDDLEWARE=MIDDLEWARE, LANGUAGES=[("en", "E"), ("de", "D")]
)


@dataclass(frozen=True)
class Asked:
    address: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    pieces: tuple[bytes, ...] = (b"",)

    def scope(self) -> dict[str, Any]:
        return scope_of(self.address, self.method, self.headers)


def multipart(body: bytes, boundary: str = "seam") -> dict[str, Any]:
    head = (("content-type", f"multipart/form-data; boundary={boundary}"), ("content-length", str(len(body))))
    return {"method": "POST", "headers": head, "pieces": (body[:20], body[20:])}


UPLOAD = (
    b'--seam\r\nContent-Disposition: form-data; name="words"\r\n\r\nwalnut\r\n'
    b'--seam\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
    + bytes(70_000)
    + b"\r\n--seam--\r\n"
)
FORM = (("content-type", "application/x-www-form-urlencoded"),)
CSS = "/static/ui/goldseam.css"
REQUESTS = {
    "a page": Asked("/plain/?a=1&b=%C3%A9"),
    "its head": Asked("/plain/", "HEAD"),
    "a form in pieces": Asked("/sent/", "POST", FORM, (b"one=1&", b"two=", b"2&one=3")),
    "an upload": Asked("/sent/", **multipart(UPLOAD)),
    "a broken upload": Asked("/sent/", **multipart(UPLOAD[:200])),
    "an upload without its mark": Asked("/sent/", **multipart(UPLOAD, boundary="\u00e9")),
    "too many fields": Asked("/sent/", "POST", FORM, (b"&".join(b"a=1" for _ in range(400)),)),
    "a form without its token": Asked("/guarded/", "POST", FORM, (b"a=1",)),
    "a wrong verb": Asked("/only-post/"),
    "an unheard-of verb": Asked("/plain/", "BREW"),
    "a redirect": Asked("/away/"),
    "a slash left out": Asked("/plain"),
    "an address that is none": Asked("/nowhere/"),
    "missing": Asked("/missing/"),
    "forbidden": Asked("/forbidden/"),
    "bad": Asked("/bad/"),
    "suspicious": Asked("/odd/"),
    "broken": Asked("/broken/"),
    "nothing to show": Asked("/nothing/"),
    "by another's name": Asked("/host/", headers=(("host", "evil.example"),)),
    "by an impossible name": Asked("/plain/", headers=(("host", "a b/c"),)),
    "bytes that are no words": Asked("/plain/\ufffd/"),
    "a query that is no words": Asked("/plain/?\xff\xfe"),
    "a middleware that breaks before": Asked("/plain/?breaks-before=1"),
    "a middleware that breaks after": Asked("/plain/?breaks-after=1"),
    "in another language": Asked("/looks/", headers=(("accept-language", "de"),)),
    "a template": Asked("/templated/"),
    "unchanged": Asked("/unchanged/", headers=(("if-none-match", '"unchanged"'),)),
    "changed": Asked("/unchanged/", headers=(("if-none-match", '"older"'),)),
    "streamed": Asked("/streamed/"),
    "its rows from the database": Asked("/rows/"),
    "awaited piece by piece": Asked("/awaited/"),
    "an awaited page": Asked("/waiting/"),
    "a file": Asked("/file/"),
    "an empty file": Asked("/file/?size=0"),
    "a file of one piece": Asked("/file/?size=65536"),
    "a large file": Asked("/file/?size=1000000"),
    "a file on the disk": Asked("/on-the-disk/"),
    "a static file": Asked(CSS),
    "its head alone": Asked(CSS, "HEAD"),
    "its beginning": Asked(CSS, headers=(("range", "bytes=0-99"),)),
    "its end": Asked(CSS, headers=(("range", "bytes=-50"),)),
    "a part that is not there": Asked(CSS, headers=(("range", "bytes=9999999-"),)),
    "a part that is nonsense": Asked(CSS, headers=(("range", "bytes=x"),)),
    "packed": Asked(CSS, headers=(("accept-encoding", "gzip"),)),
    "a static file since": Asked(CSS, headers=(("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"),)),
    "a static file, posted": Asked(CSS, "POST"),
}


@pytest.fixture(scope="module", autouse=True)
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with HOUSE, django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def ours(house: None) -> Iterator[OneHop]:
    handler = OneHop()
    yield handler
    handler.close()


@pytest.fixture(scope="module")
def stock(house: None) -> ASGIHandler:
    return ASGIHandler()


@pytest.fixture(autouse=True)
def nothing_closed_yet() -> None:
    pages.closed.clear()
    pages.threads.clear()


def asked(handler: Any, request: Asked) -> Answer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # stock says that it holds streamed pieces all at once
        return run(exchange(handler, request.scope(), request.pieces))


def as_seen(answer: Answer, request: Asked) -> tuple[int, list[tuple[bytes, bytes]], bytes, bool]:
    """What a browser gets; the server itself leaves out the body of an answer to HEAD."""
    return answer.status, answer.headers, b"" if request.method == "HEAD" else answer.body, answer.whole


@pytest.mark.parametrize("name", REQUESTS)
def test_it_answers_as_django_does(name: str, ours: OneHop, stock: ASGIHandler) -> None:
    request = REQUESTS[name]
    expected = as_seen(asked(stock, request), request)
    assert as_seen(asked(ours, request), request) == expected
    assert expected[0] and expected[3]


def test_the_requests_lead_to_every_kind_of_answer(stock: ASGIHandler) -> None:
    """So that none of them is alike by accident."""
    statuses = {name: asked(stock, request).status for name, request in REQUESTS.items()}
    assert set(statuses.values()) == {200, 204, 206, 301, 302, 304, 400, 403, 404, 405, 416, 500}
    assert statuses["an upload"] == 200 and statuses["an upload without its mark"] == 400
    assert statuses["by another's name"] == statuses["too many fields"] == 400
    assert statuses["a middleware that breaks before"] == statuses["a middleware that breaks after"] == 500


def signals_of(handler: Any, request: Asked, **how: Any) -> list[str]:
    heard: list[str] = []

    def started(**_: object) -> None:
        heard.append("started")

    def finished(**_: object) -> None:
        heard.append("finished")

    signals.request_started.connect(started)
    signals.request_finished.connect(finished)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            run(exchange(handler, request.scope(), request.pieces, **how))
    finally:
        signals.request_started.disconnect(started)
        signals.request_finished.disconnect(finished)
    return heard


@pytest.mark.parametrize("name", REQUESTS)
def test_it_tells_of_each_request_once(name: str, ours: OneHop) -> None:
    assert signals_of(ours, REQUESTS[name]) == ["started", "finished"]


def test_the_same_holds_for_the_way_that_stays_one_setting_away() -> None:
    """Django's handler behind our bounds is still Django's handler."""
    handler, django = Stock(), ASGIHandler()
    for name in ("a page", "an upload", "broken", "streamed", "a static file", "a redirect"):
        request = REQUESTS[name]
        assert as_seen(asked(handler, request), request) == as_seen(asked(django, request), request), name


def test_both_are_asked_alike_by_what_stands_beside_them(ours: OneHop) -> None:
    for address in ("/plain/", "/nowhere/", "/broken/", "/away/"):
        one, other = run(ours.ask(scope_of(address))), run(Stock().ask(scope_of(address)))
        assert (one.status_code, one.items(), one.content) == (other.status_code, other.items(), other.content)  # type: ignore[attr-defined]
        assert one.closed and other.closed


# -- bodies: here we differ on purpose ----------------------------------------------------------------------------


@pytest.mark.parametrize("way", [OneHop, Stock])
def test_a_body_that_is_too_long_gets_a_page_where_django_would_take_it_onto_the_disk(way: type[Any]) -> None:
    handler, limit = way(), settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = asked(handler, Asked("/plain/", "POST", (), (b"x" * limit, b"y")))
    assert answer.status == 413 and b"Too large" in answer.body
    assert dict(answer.headers)[b"cache-control"] == b"no-store", "from inside all middlewares"
    assert asked(handler, Asked("/plain/", "POST", (), (b"x" * (limit - 1), b"y"))).status == 200
    handler.close()


@pytest.mark.parametrize("way", [OneHop, Stock])
def test_nothing_of_a_body_touches_the_disk(way: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a body on the disk")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", refuse)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    handler = way()
    assert asked(handler, REQUESTS["an upload"]).status == 200
    handler.close()


# -- a client that goes ---------------------------------------------------------------------------------------------


def test_nothing_begins_for_a_client_that_goes_in_the_middle_of_its_body(ours: OneHop) -> None:
    request = Asked("/sent/", "POST", FORM, (b"a=", b"1"))
    assert signals_of(ours, request, breaks_off=True) == []


def test_a_streamed_answer_ends_when_nobody_listens_any_more(ours: OneHop) -> None:
    assert signals_of(ours, Asked("/without-end/"), gone_after=3) == ["started", "finished"]
    assert pages.closed == ["endless"]
    assert len(pages.threads) < 20


def test_an_awaited_answer_ends_too(ours: OneHop) -> None:
    assert signals_of(ours, Asked("/awaited/"), gone_after=2) == ["started", "finished"]
    assert pages.closed == ["awaited"]


def test_a_fault_in_the_middle_breaks_the_answer_off_and_leaves_nothing_open(ours: OneHop) -> None:
    """Django's own handler leaves the body's file open then."""
    heard: list[str] = []

    def finished(**_: object) -> None:
        heard.append("finished")

    signals.request_finished.connect(finished)
    with pytest.raises(RuntimeError):
        asked(ours, Asked("/half-way/"))
    signals.request_finished.disconnect(finished)
    assert heard == ["finished"]


# -- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 12, 65536, 1_000_000])
def test_a_file_is_read_and_closed_in_the_pool(ours: OneHop, size: int) -> None:
    answer = asked(ours, Asked(f"/file/?size={size}"))
    assert len(answer.body) == size
    assert pages.closed == ["file"]
    assert all(name.startswith("page-") for name in pages.threads)


def test_a_large_file_is_never_held_whole(ours: OneHop) -> None:
    messages = asked(ours, Asked("/file/?size=1000000")).messages
    assert max(len(message.get("body", b"")) for message in messages) <= 2 * 65536


def test_a_small_answer_goes_out_in_one_piece(ours: OneHop) -> None:
    assert len(asked(ours, Asked("/file/")).messages) == len(asked(ours, Asked("/plain/")).messages) == 2


def test_a_stream_from_the_database_is_drawn_before_another_page_may_use_its_connection(ours: OneHop) -> None:
    """Else a transaction, or the right to see rows, would be the next page's too. A file needs no connection."""
    answer = asked(ours, Asked("/rows/"))
    assert len(answer.messages) == 2 and answer.body.endswith(b"300 ")


def test_all_pieces_of_an_answer_come_from_one_thread(ours: OneHop) -> None:
    asked(ours, Asked("/file/?size=1000000"))
    asked(ours, Asked("/streamed/"))
    assert len(pages.threads) > 4 and len(set(pages.threads)) == 1


def test_the_head_of_a_streamed_answer_draws_nothing(ours: OneHop) -> None:
    answer = asked(ours, Asked("/without-end/", "HEAD"))
    assert (answer.status, answer.body, pages.closed) == (200, b"", ["endless"])


def test_the_file_that_these_tests_take_for_large_is_there() -> None:
    assert Path(pages.LARGE).stat().st_size > 10_000

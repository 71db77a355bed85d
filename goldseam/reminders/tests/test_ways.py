"""Mail and push against servers of our own: what goes over the line, and what each answer means."""

from __future__ import annotations

import http.client
import json
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.mail.backends.smtp import EmailBackend

from goldseam.reminders import carrying, mailing, neutral, pushing
from goldseam.reminders.carrying import Answer, NoLine, Outcome
from goldseam.safety import shell
from goldseam.vault import push, server_key
from goldseam.vault.tests.test_push import as_a_browser_reads

A_DELIVERY = UUID(int=7)


class MailServer(socketserver.ThreadingTCPServer):
    """Says what it is told to say to RCPT and at the end of a message, and keeps what came."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Reading)
        self.came: list[bytes] = []
        self.to_rcpt, self.at_end, self.silent = b"250 yes", b"250 yes", threading.Event()

    def handle_error(self, *_: Any) -> None:
        pass


class Reading(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word, answer = line[:4].upper(), b"250 yes"
            if word == b"RCPT":
                answer = self.server.to_rcpt
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                if self.server.silent.is_set():
                    time.sleep(30)
                self.server.came.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                answer = self.server.at_end
            self.wfile.write(answer + b"\r\n")


@contextmanager
def running(server: Any) -> Iterator[Any]:
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with running(MailServer()) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        settings.MAIL_FROM = "notes@example.org"
        yield server


def send(way: Any, address: str, delivery: UUID = A_DELIVERY) -> Answer:
    try:
        with way.line_to(address) as line:
            answer: Answer = line.hand_over(delivery)
            return answer
    except NoLine as none:
        return none.answer


# -- mail ------------------------------------------------------------------------------------------------------------


def test_a_mail_is_the_one_sentence_and_tells_nothing_else(mail_server: MailServer) -> None:
    way = mailing.MailWay()
    for name in ("ana", "ben"):
        assert send(way, f"{name}@example.org").outcome is Outcome.SENT
    way.rest()
    heads, bodies = zip(*(message.decode().split("\r\n\r\n", 1) for message in mail_server.came), strict=True)
    assert {body.strip() for body in bodies} == {neutral.TEXT}
    fields = {line.split(":")[0]: line.split(":", 1)[1].strip() for line in heads[0].splitlines()}
    assert fields["Subject"] == neutral.TITLE and fields["To"] == "ana@example.org"
    assert fields["Message-ID"] == f"<{A_DELIVERY.hex}@example.org>"
    assert fields["Auto-Submitted"] == "auto-generated" and fields["From"] == "notes@example.org"
    assert set(fields) <= {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date",
                           "Message-ID", "Auto-Submitted"}  # fmt: skip
    assert "text/plain" in fields["Content-Type"] and "goldseam" not in mail_server.came[0].decode().lower()


def test_nothing_goes_to_a_mail_server_that_offers_no_protected_line(mail_server: MailServer, settings: Any) -> None:
    """Or to somebody on the way who takes that offer out."""
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "notes", "secret"
    assert send(mailing.MailWay(), "ana@example.org").outcome is Outcome.LATER
    assert mail_server.came == []


@pytest.mark.parametrize("direct", [True, False])
def test_nor_to_one_whose_name_nobody_vouches_for(settings: Any, direct: bool) -> None:
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = direct, not direct
    context = EmailBackend().ssl_context
    assert context.check_hostname and context.verify_mode is ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    ("to_rcpt", "at_end", "outcome"),
    [
        (b"250 yes", b"250 yes", Outcome.SENT),
        (b"550 nobody here", b"250 yes", Outcome.REFUSED),
        (b"450 later", b"250 yes", Outcome.LATER),
        (b"250 yes", b"451 later", Outcome.LATER),
        (b"250 yes", b"554 no", Outcome.LATER),
        (b"nonsense", b"250 yes", Outcome.LATER),
    ],
)
def test_what_a_mail_server_says_is_understood(
    mail_server: MailServer, to_rcpt: bytes, at_end: bytes, outcome: Outcome
) -> None:
    mail_server.to_rcpt, mail_server.at_end = to_rcpt, at_end
    way = mailing.MailWay()
    assert send(way, "ana@example.org").outcome is outcome
    way.rest()


def test_where_no_mail_server_answers_it_is_for_later(settings: Any) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()
        assert send(mailing.MailWay(), "ana@example.org").outcome is Outcome.LATER


def test_a_hand_over_that_hangs_is_cut_off_in_time(mail_server: MailServer) -> None:
    mail_server.silent.set()
    way, began = mailing.MailWay(), time.monotonic()
    with way.line_to("ana@example.org") as line, carrying.no_longer_than(0.3, line):
        assert line.hand_over(A_DELIVERY).outcome is Outcome.LATER
    assert time.monotonic() - began < 5
    assert mail_server.came == []


def test_where_no_mail_server_is_set_the_sentence_is_printed_and_nobodys_address(
    capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.MAIL_IS_SET = False
    assert send(mailing.way(), "ana@example.org").outcome is Outcome.SENT
    assert capsys.readouterr().err == f"{neutral.TITLE}: {neutral.TEXT}\n"


# -- push ------------------------------------------------------------------------------------------------------------


class PushServer(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pushed)
        self.came: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.more = 201, {}  # type: ignore[var-annotated]


class Pushed(BaseHTTPRequestHandler):
    server: PushServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        for name, value in self.server.more.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def push_server() -> Iterator[PushServer]:
    with running(PushServer()) as server:
        yield server


def to(server: PushServer) -> pushing.PushWay:
    def dial(host: str) -> http.client.HTTPConnection:
        assert pushing.is_listed(host)
        return http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)

    return pushing.PushWay(dial)


BROWSERS_OWN, SECRET = push._private(b"a browser's own".ljust(48)), bytes(range(16))


def a_browser(endpoint: str = "https://updates.push.services.mozilla.com/wpush/v2/abc") -> str:
    keys = push.BrowserKeys(push._public(BROWSERS_OWN), SECRET)
    return pushing.Browser(endpoint, keys, server_key.newest()).as_text()


def test_every_push_is_as_long_says_the_same_and_only_its_browser_reads_it(push_server: PushServer) -> None:
    for _ in range(2):
        assert send(to(push_server), a_browser()).outcome is Outcome.SENT
    (path, headers, body), (_path, others, other) = push_server.came
    assert path == "/wpush/v2/abc" and len(body) == len(other) and body != other
    assert as_a_browser_reads(BROWSERS_OWN, SECRET, body) == as_a_browser_reads(BROWSERS_OWN, SECRET, other)
    assert neutral.TEXT in as_a_browser_reads(BROWSERS_OWN, SECRET, body).decode()
    assert (headers["TTL"], headers["Topic"], headers["Content-Encoding"]) == ("3600", "notes", "aes128gcm")
    token, told = headers["Authorization"].removeprefix("vapid t=").split(", k=")
    assert told == push.server_public(server_key.newest()) and token.count(".") == 2
    assert set(headers) == set(others)


@pytest.mark.parametrize(
    ("status", "more", "answer"),
    [
        (201, {}, Answer(Outcome.SENT)),
        (404, {}, Answer(Outcome.GONE)),
        (410, {}, Answer(Outcome.GONE)),
        (403, {}, Answer(Outcome.GONE)),
        (429, {"Retry-After": "120"}, Answer(Outcome.LATER, "120")),
        (503, {}, Answer(Outcome.LATER)),
        (413, {}, Answer(Outcome.REFUSED)),
        (307, {"Location": "https://evil.example/"}, Answer(Outcome.REFUSED)),
    ],
)
def test_what_a_push_service_says_is_understood_and_nobody_is_followed(
    push_server: PushServer, status: int, more: dict[str, str], answer: Answer
) -> None:
    push_server.status, push_server.more = status, more
    assert send(to(push_server), a_browser()) == answer
    assert len(push_server.came) == 1


def test_a_dead_push_service_is_for_later() -> None:
    def dial(host: str) -> http.client.HTTPConnection:
        raise OSError(f"nobody answers at {host}")

    assert send(pushing.PushWay(dial), a_browser()).outcome is Outcome.LATER


@pytest.mark.parametrize("endpoint", ["https://evil.example/x", "https://notify.windows.com.evil.example/x"])
def test_an_address_that_was_changed_on_the_disk_is_asked_about_again_and_forgotten(endpoint: str) -> None:
    def never(host: str) -> http.client.HTTPConnection:
        raise AssertionError(f"asked {host}")

    assert send(pushing.PushWay(never), a_browser(endpoint)).outcome is Outcome.GONE


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "192.168.1.1"])
def test_a_listed_name_that_leads_into_a_network_of_ones_own_is_not_dialled(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def lookup(*_: Any, **__: Any) -> list[Any]:
        open_one = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("142.250.1.1", 443))
        return [open_one, (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(OSError, match="public"):
        pushing.public_address("fcm.googleapis.com")


def test_the_line_is_reached_by_the_address_that_was_looked_at_and_knows_no_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, int]] = []

    def reach(place: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(place)
        raise OSError("no network here")

    monkeypatch.setenv("HTTPS_PROXY", "http://evil.example:3128")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("142.250.1.1", 443))])
    monkeypatch.setattr(socket, "create_connection", reach)
    assert send(pushing.PushWay(), a_browser()).outcome is Outcome.LATER
    assert asked == [("142.250.1.1", 443)]


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("fcm.googleapis.com", True),
        ("updates.push.services.mozilla.com", True),
        ("web.push.apple.com", True),
        ("wns2-am3p.notify.windows.com", True),
        ("push.apple.com.evil.example", False),
        ("evilnotify.windows.com", False),
        ("googleapis.com", False),
        ("", False),
    ],
)
def test_only_listed_hosts_are_asked(host: str, is_known: bool) -> None:
    assert pushing.is_listed(host) is is_known


# -- one text --------------------------------------------------------------------------------------------------------


def test_all_texts_are_one(mail_server: MailServer, push_server: PushServer) -> None:
    """Of mails, of pushes, and of what a browser shows, whatever was sent and to whom."""
    texts: set[tuple[str, str]] = set()
    way: Any = mailing.MailWay()
    for number in range(5):
        send(way, f"p{number}@example.org", uuid4())
        send(to(push_server), a_browser(f"https://fcm.googleapis.com/fcm/send/{number}"), uuid4())
    way.rest()
    for message in mail_server.came:
        head, body = message.decode().split("\r\n\r\n", 1)
        texts.add((head.partition("Subject: ")[2].splitlines()[0], body.strip()))
    reading: Callable[[bytes], bytes] = lambda pushed: as_a_browser_reads(BROWSERS_OWN, SECRET, pushed)  # noqa: E731
    for _path, _headers, pushed in push_server.came:
        told = json.loads(reading(pushed))
        texts.add((told["title"], told["text"]))
    assert texts == {(neutral.TITLE, neutral.TEXT)}
    script = (Path(shell.__file__).parent / "worker.js").read_text()
    assert f'showNotification("{neutral.TITLE}"' in script and f'body: "{neutral.TEXT}"' in script
    assert f'tag: "{neutral.TOPIC}"' in script and "event.data" not in script

"""Web push: to the few services that browsers use, and to nobody else.

A push address comes out of a browser, that is, from outside. Only listed hosts are ever asked, over https, at a public
address, without a proxy and without following anybody anywhere; at most a few hundred bytes of the answer are read.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from goldseam.reminders import neutral
from goldseam.reminders.carrying import Answer, Line, NoLine, Outcome
from goldseam.vault import push, seam
from goldseam.vault.errors import Tampered
from goldseam.vault.push import BrowserKeys, NotABrowsersKey

# Whose browsers use it, and where that is written. A host is listed whole; one that begins with a dot stands for all
# below it.
HOSTS = {
    "fcm.googleapis.com": "Chrome and its kin (chromium: components/push_messaging/push_messaging_constants.cc)",
    "updates.push.services.mozilla.com": "Firefox (mozilla-services.github.io/autopush-rs)",
    ".push.apple.com": "Safari (developer.apple.com: Sending web push notifications in web apps and browsers)",
    ".notify.windows.com": "Edge (learn.microsoft.com: WNS endpoints)",
}
SECONDS = 10.0
LIVES = timedelta(hours=1)
"""A push service forgets what it couldn't deliver within this: later than that, others may hold the device."""
ADDRESS_MOST = 1000
ANSWER_MOST = 512
_GONE = {401, 403, 404, 410}  # no such browser any more, or one that waits for another server's signature
_TAKEN = {200, 201, 202, 204}


class ForeignAddress(ValueError):
    """An address that no browser we know of gives."""


@dataclass(frozen=True)
class Browser:
    """Where a browser's pushes go, with what only it reads them, and the name of the key it expects them from."""

    endpoint: str
    keys: BrowserKeys
    server_key: str
    word: str = ""
    """A coarse word for the list of its owner: a phone, a computer."""

    def as_text(self) -> str:
        keys = {"p256dh": push.to_text(self.keys.public), "auth": push.to_text(self.keys.auth)}
        return json.dumps({"endpoint": self.endpoint, **keys, "server_key": self.server_key, "word": self.word})


def browser_from(endpoint: str, p256dh: str, auth: str, server_key: str, word: str = "") -> Browser:
    """Raises ForeignAddress, NotABrowsersKey."""
    _place(endpoint)
    return Browser(endpoint, push.keys_from(p256dh, auth), server_key, word)


def browser_in(text: str) -> Browser:
    """As it was kept; the host is asked for anew, as the list may have changed. Raises the same."""
    told = json.loads(text)
    return browser_from(told["endpoint"], told["p256dh"], told["auth"], told["server_key"], told["word"])


def _place(endpoint: str) -> tuple[str, str]:
    """Host, and what to ask it for. Raises ForeignAddress."""
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise ForeignAddress("address") from error
    plain = parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc and not parts.fragment
    printable = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not (plain and printable and len(endpoint) <= ADDRESS_MOST and is_listed(host)):
        raise ForeignAddress("address")
    return host, f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def is_listed(host: str) -> bool:
    return any(host.endswith(known) if known.startswith(".") else host == known for known in HOSTS)


# -- the way there ---------------------------------------------------------------------------------------------------


class Dialer(Protocol):
    """Makes the connection to a host. Only tests bring one of their own, and no setting can."""

    def __call__(self, host: str) -> http.client.HTTPConnection: ...


class _ToOneAddress(http.client.HTTPSConnection):
    """Connects to an address that was looked at already, so that no second answer of a name server counts."""

    def __init__(self, host: str, address: str) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, 443, timeout=SECONDS, context=self._tls)
        self._address = address

    def reach(self) -> None:
        plain = socket.create_connection((self._address, 443), timeout=SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)

    connect = reach


def dial(host: str) -> http.client.HTTPConnection:
    """Raises OSError, also for a name that leads into a network of one's own."""
    connection = _ToOneAddress(host, public_address(host))
    connection.reach()
    return connection


def public_address(host: str) -> str:
    """Raises OSError when any of the host's addresses isn't one of the open internet."""
    found = [str(place[4][0]) for place in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(address).is_global for address in found):
        raise OSError("not a public address")
    return found[0]


@dataclass
class PushLine:
    connection: http.client.HTTPConnection
    host: str
    target: str
    body: bytes
    headers: dict[str, str]

    @property
    def sock(self) -> socket.socket | None:
        return self.connection.sock

    def hand_over(self, _delivery_id: UUID) -> Answer:
        try:
            self.connection.request("POST", self.target, self.body, self.headers)
            answer = self.connection.getresponse()
            answer.read(ANSWER_MOST)
        except (OSError, http.client.HTTPException):
            return Answer(Outcome.LATER)
        return _meaning(answer.status, answer.getheader("Retry-After", ""))


def _meaning(status: int, wait: str) -> Answer:
    if status in _TAKEN:
        return Answer(Outcome.SENT)
    if status in _GONE:
        return Answer(Outcome.GONE)
    if status == 429 or status >= 500:
        return Answer(Outcome.LATER, wait)
    return Answer(Outcome.REFUSED)  # also for whoever would like to send us elsewhere


class PushWay:
    def __init__(self, dialer: Dialer = dial) -> None:
        self._dial = dialer

    @contextmanager
    def line_to(self, address: str) -> Iterator[Line]:
        line = self._line(address)
        try:
            yield line
        finally:
            line.connection.close()

    def _line(self, address: str) -> PushLine:
        try:
            browser = browser_in(address)
            host, target = _place(browser.endpoint)
            body, headers = push.encrypt(browser.keys, message()), headers_for(host, browser)
        except (ForeignAddress, NotABrowsersKey, Tampered, ValueError, KeyError) as error:
            raise NoLine(Answer(Outcome.GONE)) from error
        try:
            return PushLine(self._dial(host), host, target, body, headers)
        except (OSError, http.client.HTTPException) as error:
            raise NoLine(Answer(Outcome.LATER)) from error

    def rest(self) -> None:
        pass


def message() -> bytes:
    """What the browser's own part shows anyway; it is the same whatever it is sent for."""
    return json.dumps({"title": neutral.TITLE, "text": neutral.TEXT}).encode()


def headers_for(host: str, browser: Browser) -> dict[str, str]:
    """One topic: what waits at a push service for a phone that is off is one message, however many were sent."""
    end = seam.now() + timedelta(hours=12)
    return {
        "Authorization": push.authorization(f"https://{host}", settings.SITE_URL, end, browser.server_key),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(LIVES.total_seconds())),
        "Urgency": "normal",
        "Topic": neutral.TOPIC,
    }

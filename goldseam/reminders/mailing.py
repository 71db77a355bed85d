"""E-mail: one neutral sentence. Nothing in it can be clicked or counted, and it opens nothing and resets nothing."""

from __future__ import annotations

import smtplib
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from goldseam.reminders import neutral
from goldseam.reminders.carrying import Answer, Line, NoLine, Outcome

_PERMANENT = range(500, 600)


class NotAMailbox(ValueError):
    """What was typed is no address that mail could go to."""


def mailbox(typed: str) -> str:
    """An address without anything else that a mail header could mean. Raises NotAMailbox."""
    address = typed.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotAMailbox("mailbox") from error
    if len(address) > 254 or not address.isascii():
        raise NotAMailbox("mailbox")
    return address


def message_to(address: str, delivery_id: UUID) -> EmailMessage:
    """The one message. Its id stays the same when it is sent again, so that a mailbox shows it once."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{delivery_id.hex}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(neutral.TITLE, neutral.TEXT, settings.MAIL_FROM, [address], headers=headers)


@dataclass
class SmtpLine:
    """One message's turn on a connection to the mail server."""

    connection: Any
    address: str

    @property
    def sock(self) -> socket.socket | None:
        return getattr(self.connection.connection, "sock", None)

    def hand_over(self, delivery_id: UUID) -> Answer:
        try:
            self.connection.send_messages([message_to(self.address, delivery_id)])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            refused = bool(codes) and all(code in _PERMANENT for code in codes)
            return Answer(Outcome.REFUSED if refused else Outcome.LATER)
        except (smtplib.SMTPException, OSError):
            return Answer(Outcome.LATER)
        return Answer(Outcome.SENT)


class MailWay:
    """Keeps its connection while there is something to send, and says goodbye when there isn't."""

    def __init__(self) -> None:
        self._connection: Any = None

    @contextmanager
    def line_to(self, address: str) -> Iterator[Line]:
        try:
            connection = self._connection or self._connected()
        except (smtplib.SMTPException, OSError) as error:
            raise NoLine(Answer(Outcome.LATER)) from error
        self._connection = None
        line = SmtpLine(connection, address)
        try:
            yield line
            self._connection = connection if self._is_well(connection) else None
        finally:
            if self._connection is None:
                _close(connection)

    def rest(self) -> None:
        if self._connection is not None:
            _close(self._connection)
            self._connection = None

    def _connected(self) -> Any:
        connection = mail.get_connection("django.core.mail.backends.smtp.EmailBackend")
        try:
            connection.open()
        except (smtplib.SMTPException, OSError):
            _close(connection)  # no protected line, or no such name: what was half open is open no more
            raise
        return connection

    def _is_well(self, connection: Any) -> bool:
        """A server may end a connection after a while or after a message; a broken one isn't used again."""
        try:
            return bool(connection.connection and connection.connection.rset()[0] == 250)
        except (smtplib.SMTPException, OSError):
            return False


def _close(connection: Any) -> None:
    with suppress(smtplib.SMTPException, OSError):
        connection.close()


@dataclass
class PrintedLine:
    sock: socket.socket | None = None

    def hand_over(self, _delivery_id: UUID) -> Answer:
        print(f"{neutral.TITLE}: {neutral.TEXT}", file=sys.stderr, flush=True)  # noqa: T201
        return Answer(Outcome.SENT)


class PrintingWay:
    """Where no mail server is set: the sentence alone, and never to whom."""

    @contextmanager
    def line_to(self, _address: str) -> Iterator[Line]:
        yield PrintedLine()

    def rest(self) -> None:
        pass


def way() -> MailWay | PrintingWay:
    return MailWay() if settings.MAIL_IS_SET else PrintingWay()

"""How settings come out of the environment: one place, so that every one of them can be listed and documented."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadSetting(Exception):
    """A setting that cannot be used; the message is the sentence that a person reads."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def secret(name: str) -> str:
    """A secret from NAME, or from the file that NAME_FILE points to."""
    file = text(f"{name}_FILE")
    if not file:
        return text(name)
    try:
        return Path(file).read_text().strip()
    except OSError as error:
        raise BadSetting(
            f"{name}_FILE points to {file}, which cannot be read ({error.strerror}). Nothing was changed. "
            "Correct the path or the file's rights, then start again."
        ) from None


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of a few words; the first is the default."""
    value = text(name, allowed[0]) or allowed[0]
    if value not in allowed:
        raise BadSetting(f"{name} is “{value}”, but it can only be {' or '.join(allowed)}. Nothing was changed.")
    return value


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or not int(value):
        raise BadSetting(f"{name} is “{value}”, but it must be a whole number above 0. Nothing was changed.")
    return int(value)


def data_folder() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(text("GOLDSEAM_DATA") or f"{home}/goldseam").expanduser().absolute()


def is_loopback(host: str) -> bool:
    return host in LOOPBACK or host.endswith(".localhost")


def address() -> str:
    """The address people type, without a slash at the end. Plain http only on this very machine."""
    url = text("GOLDSEAM_URL", "http://localhost:8000").rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host or parts.path or parts.query or parts.fragment:
        raise BadSetting(
            f"GOLDSEAM_URL is “{url}”, which is not an address like https://notes.example. Nothing was changed. "
            "Correct it, then start again."
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise BadSetting(
            f"GOLDSEAM_URL is “{url}”, but away from this machine only https keeps words and keys safe. "
            "Nothing was changed. Put a server with https in front, and begin the address with https://."
        )
    return url


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over: with TLS from the start, with TLS once it began, or on this very machine without."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    starts_tls: bool = False


def mail_server() -> MailServer | None:
    """smtp://name:password@host:587 or smtps://name:password@host; None when no mail can be sent."""
    url = secret("GOLDSEAM_MAIL_URL")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise BadSetting(
            "GOLDSEAM_MAIL_URL is not an address like smtp://name:password@mail.example:587. Nothing was changed. "
            "Correct it, then start again; or take it out, and no mail is sent."
        )
    user, password, is_tls = unquote(parts.username or ""), unquote(parts.password or ""), parts.scheme == "smtps"
    here = is_loopback(host)
    return MailServer(host, port or (465 if is_tls else 587), user, password, is_tls, not is_tls and not here)


def mail_from(site_url: str) -> str:
    """The sender's address: neutral, as it stands in other people's mailboxes."""
    given = text("GOLDSEAM_MAIL_FROM") or f"notes@{urlsplit(site_url).hostname}"
    name, at, domain = given.rpartition("@")
    if not (name and at and domain) or any(sign.isspace() or sign in '<>,;"' for sign in given):
        raise BadSetting(
            f"GOLDSEAM_MAIL_FROM is “{given}”, which is not an address like notes@example.org. Nothing was changed."
        )
    return given


def database(file: Path) -> dict[str, Any]:
    """Where everything is kept: one SQLite file, or the PostgreSQL that GOLDSEAM_DATABASE_URL names."""
    url = secret("GOLDSEAM_DATABASE_URL")
    return postgres(url) if url else _sqlite(file)


def _sqlite(file: Path) -> dict[str, Any]:
    """Only actions open a transaction, and that takes the write lock at once; reads take none."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,  # each of the few worker threads keeps its connection
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
                "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
            ),
        },
    }


def postgres(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port, name = parts.port, unquote(parts.path.lstrip("/"))
    except ValueError:
        parts, port, name = urlsplit(""), None, ""
    if parts.scheme not in ("postgres", "postgresql") or not name or "/" in name or parts.query or parts.fragment:
        raise BadSetting(
            "GOLDSEAM_DATABASE_URL is not an address like postgresql://name:password@host:5432/goldseam. "
            "Nothing was changed. Correct it, then start again; or take it out, and everything lies in one file."
        )
    if find_spec("psycopg") is None:
        raise BadSetting(
            "GOLDSEAM_DATABASE_URL names a PostgreSQL, but what talks to it isn't installed. Nothing was changed. "
            "Install it with: pip install 'goldseam[postgres]'."
        )
    return {
        "ENGINE": "goldseam.vault.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,  # a connection that the database dropped is made anew, not shown as a fault
    }

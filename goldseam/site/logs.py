"""Logs say that something went wrong and where, never with which words.

An exception's own sentence may quote what a person wrote, an address may name a row, and a request holds cookies and
bodies. All are taken out here, at the sink, so that no caller has to remember it: of what a caller fills into its
sentence only numbers stay, and of the sentence itself only what looks like nobody's.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import ItemsView, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

MOST = 300  # letters of a sentence; a longer one quotes something
_HOUSE = re.compile(r"^.*/(?=(?:goldseam|site-packages|dist-packages|lib/python[\d.]+)/)")
_FILLED_IN = re.compile(r"%(?:\((\w+)\))?[-#0 +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?([a-zA-Z%])")
_TAKEN_OUT = (
    (re.compile(r"((?:__Host-)?gs-[a-z]+[\"']?\s*[=:]\s*)[^;,\s]+"), r"\1…"),  # our cookies
    (re.compile(r"(?i)((?:cookie|authorization|set-cookie)[\"']?\s*[=:]).*"), r"\1 …"),
    (re.compile(r"\?\S*"), "?…"),  # queries
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*"), "…"),  # e-mail
    (re.compile(r"\w+://\S+"), "…"),  # addresses anywhere
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"), "…"),  # IPv4
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])"), "…"),  # IPv6
    (re.compile(r"(?i)\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b[0-9a-f]{16,}\b"), "…"),  # ids, keys
    (re.compile(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)"), "…"),  # quoted by somebody
)
_FAULT = re.compile(r"[A-Z][A-Za-z]{2,40}(?:Error|Exception|Warning)")
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def _route(record: logging.LogRecord) -> str:
    """The pattern of the address (`/me/check-in/<uuid:pk>/`), which names no row."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "an address that does not exist"


class QuietFilter(logging.Filter):
    """Takes requests, and what a caller filled in, out of a record; what is left is one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(getattr(record, "request", None), HttpRequest):
            record.msg, record.args = f"{getattr(record, 'status_code', 'error')} at {_route(record)}", ()
            del record.__dict__["request"]
        else:
            record.msg, record.args = quiet(_sentence(record)), ()
        record.exc_text = record.stack_info = None
        return True


def _sentence(record: logging.LogRecord) -> str:
    """The caller's sentence with its numbers; words that were filled in are left out."""
    if not isinstance(record.msg, str):
        return type(record.msg).__name__  # an exception in place of a sentence would say its own
    words, given = record.msg, record.args
    if not given:
        return words
    try:
        if isinstance(given, Mapping):
            return _FILLED_IN.sub(_as_words, words) % {name: _harmless(value) for name, value in given.items()}
        return _FILLED_IN.sub(_as_words, words) % tuple(map(_harmless, given))
    except (TypeError, ValueError, KeyError):
        return words


def _harmless(value: object) -> str:
    """Numbers, and names of faults."""
    return str(value) if isinstance(value, int | float) or _FAULT.fullmatch(str(value)) else "…"


def _as_words(place: re.Match[str]) -> str:
    name, kind = place.groups()
    return "%%" if kind == "%" else f"%({name})s" if name else "%s"


def quiet(words: str) -> str:
    """One short line in which nothing is left that could be somebody's."""
    words = _BREAKS.split(words.strip(), 1)[0][:MOST]
    for pattern, instead in _TAKEN_OUT:
        words = pattern.sub(instead, words)
    return words


ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def _places(fault: ExcInfo) -> list[str]:
    return [f"{_HOUSE.sub('', one.filename)}:{one.lineno} in {one.name}" for one in traceback.extract_tb(fault[2])]


def _kind(fault: ExcInfo) -> str:
    return fault[0].__name__ if fault[0] else "Exception"


def without_words(fault: ExcInfo) -> str:
    """Where an exception came from and of which kind it is, but not its sentence, which may quote a person."""
    return "\n".join(f"  {line}" for line in [*_places(fault), _kind(fault)])


class QuietFormatter(logging.Formatter):
    def formatException(self, ei: ExcInfo) -> str:
        return without_words(ei)


class JsonFormatter(logging.Formatter):
    """One object on one line, for programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "where": [f"{_HOUSE.sub('', record.pathname)}:{record.lineno} in {record.funcName}"],
        }
        if record.exc_info and record.exc_info[0]:
            told |= {"fault": _kind(record.exc_info), "where": _places(record.exc_info)}
        return json.dumps(told, ensure_ascii=True)


def hear_what_nobody_catches() -> None:
    """A fault in a thread, or while something is thrown away: Python would print its sentence past every filter."""
    log = logging.getLogger("goldseam.site")
    threading.excepthook = lambda fault: log.error(
        "A thread has ended early.", exc_info=(fault.exc_type, fault.exc_value or fault.exc_type(), fault.exc_traceback)
    )
    sys.unraisablehook = lambda fault: log.error(
        "Something could not be put away.",
        exc_info=(fault.exc_type, fault.exc_value or fault.exc_type(), fault.exc_traceback),
    )


class TellsNothing(SafeExceptionReporterFilter):
    """Should any report be asked for, it holds neither settings, nor forms, nor variables."""

    def get_safe_settings(self) -> dict[str, Any]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict[str, Any]().items()

"""Logs say that something went wrong and where, never with which words.

An exception's own sentence may quote what a person wrote, an address may name a row, and a request holds cookies and
bodies. All three are taken out here, at the sink, so that no caller has to remember it.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import ItemsView
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

_SECRET = re.compile(r"((?:__Host-)?gs-[a-z]+[\"']?\s*[=:]\s*)[^;,\s]+")
_QUERY = re.compile(r"\?[^\s\"']*")


def _route(record: logging.LogRecord) -> str:
    """The pattern of the address (`/me/check-in/<uuid:pk>/`), which names no row."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "an address that does not exist"


class QuietFilter(logging.Filter):
    """Takes requests, queries, cookies and addresses of rows out of a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(getattr(record, "request", None), HttpRequest):
            record.msg, record.args = f"{getattr(record, 'status_code', 'error')} at {_route(record)}", ()
            del record.__dict__["request"]
        else:
            record.msg, record.args = _QUERY.sub("?…", _SECRET.sub(r"\1…", record.getMessage())), ()
        return True


ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def without_words(fault: ExcInfo) -> str:
    """Where an exception came from and of which kind it is, but not its sentence, which may quote a person."""
    kind, _, trace = fault
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
    return "\n".join([*lines, f"  {kind.__name__ if kind else 'Exception'}"])


class QuietFormatter(logging.Formatter):
    def formatException(self, ei: ExcInfo) -> str:
        return without_words(ei)


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

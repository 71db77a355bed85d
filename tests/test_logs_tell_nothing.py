"""What reaches the log: that something broke and where, not with which words. A careless line shows that we look."""

from __future__ import annotations

import ast
import io
import json
import logging
import logging.config
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest

from goldseam.site import logs
from goldseam.site import settings as source
from goldseam.site.logs import JsonFormatter, QuietFilter, QuietFormatter

ROW = "0b7c2d4e-5f60-4a71-8b92-c3d4e5f60718"
SECRETS = (
    "canary-sentence", "canary-cookie", "canary-query", "canary-row", "canary-name", "canary-body", "canary-quoted",
    "ana@canary.example", "203.0.113.77", "2001:db8::77", ROW, "canary-push", "canary-cause", "canary-given",
)  # fmt: skip
FORMATTERS: dict[str, Callable[[], logging.Formatter]] = {
    "plain": lambda: QuietFormatter("%(levelname)s %(name)s: %(message)s"),
    "json": JsonFormatter,
}


class Named:
    """A thing of ours that prints itself."""

    def __repr__(self) -> str:
        return "<Person canary-name>"


def logger_into(stream: io.StringIO, formatter: logging.Formatter | None) -> logging.Logger:
    handler = logging.StreamHandler(stream)
    if formatter:
        handler.addFilter(QuietFilter())
        handler.setFormatter(formatter)
    logger = logging.Logger("goldseam.looked-at")
    logger.addHandler(handler)
    return logger


def log_all(logger: logging.Logger) -> None:
    request = HttpRequest()
    request.path = "/me/check-in/canary-row/"
    request.META["QUERY_STRING"] = "canary-query"
    request.resolver_match = SimpleNamespace(route="me/check-in/<uuid:pk>/")  # type: ignore[assignment]
    try:
        try:
            raise KeyError("canary-cause")
        except KeyError as cause:
            raise ValueError("canary-sentence") from cause
    except ValueError as error:
        extra = {"status_code": 500, "request": request}
        logger.error("Internal Server Error: %s", request.path, exc_info=True, extra=extra)
        logger.error(error)
    logger.warning("Cookie: __Host-gs-key=canary-cookie; gs-session=canary-cookie")
    logger.warning("GET /enter/?next=canary-query HTTP/1.1")
    logger.warning("%s wrote to ana@canary.example from 203.0.113.77:5001 and [2001:db8::77]", "canary-given")
    logger.warning("It holds %r at /me/check-in/%s/", Named(), ROW)
    logger.warning("No row " + ROW + " for 'canary-quoted', see https://push.example/canary-push")
    logger.warning("%(who)s sent %(count)d bytes", {"who": "canary-name", "count": 12})
    logger.warning('The beginning\r\nERROR goldseam: canary-body\n{"level": "error"}')
    logger.error("It ended with %s after %d tries in %.2f s", "OperationalError", 3, 0.25)


@pytest.mark.parametrize("name", FORMATTERS)
def test_the_log_holds_no_words_names_addresses_cookies_queries_or_rows(name: str) -> None:
    quiet, careless = io.StringIO(), io.StringIO()
    log_all(logger_into(quiet, FORMATTERS[name]()))
    log_all(logger_into(careless, None))
    told = quiet.getvalue()
    assert [word for word in SECRETS if word in told] == []
    assert [word for word in SECRETS if word in careless.getvalue()] == list(SECRETS)
    assert "/me/check-in/<uuid:pk>/" in told
    assert "ValueError" in told and "test_logs_tell_nothing.py" in told
    assert "It ended with OperationalError after 3 tries in 0.25 s" in told
    print(f"{len(SECRETS)} kinds of secret looked at in {len(told)} letters of {name}")


def test_each_line_of_json_is_one_whole_object() -> None:
    stream = io.StringIO()
    log_all(logger_into(stream, JsonFormatter()))
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert len(told) == 10
    assert all(set(one) - {"fault"} == {"time", "level", "logger", "message", "where"} for one in told)
    assert {one["level"] for one in told} == {"warning", "error"}
    assert told[0]["fault"] == "ValueError" and " in log_all" in told[0]["where"][0]
    assert all(one["time"].endswith("+00:00") for one in told)


def test_nobody_can_write_a_line_of_their_own_into_the_log() -> None:
    for formatter in FORMATTERS.values():
        stream = io.StringIO()
        logger = logger_into(stream, formatter())
        for ending in ("\n", "\r", "\x0b", "\x85", "\u2028", "\x1b[2K"):
            logger.warning("It broke" + ending + "ERROR of another")
        assert "of another" not in stream.getvalue()
        assert len(stream.getvalue().splitlines()) == 6


def test_what_nobody_catches_goes_through_the_same_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python itself would print the sentence of a fault in a thread, past every filter."""
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    logs.hear_what_nobody_catches()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(QuietFilter())
    handler.setFormatter(QuietFormatter())
    logger = logging.getLogger("goldseam.site")
    logger.addHandler(handler)
    try:
        thread = threading.Thread(target=int, args=("canary-sentence",))
        thread.start()
        thread.join()
    finally:
        logger.removeHandler(handler)
    assert "A thread has ended early" in stream.getvalue() and "ValueError" in stream.getvalue()
    assert "canary" not in stream.getvalue()


def test_every_handler_is_quiet_and_none_sends_mail() -> None:
    handlers = settings.LOGGING["handlers"]
    assert all("quiet" in handler["filters"] for handler in handlers.values())
    quiet = {name: formatter["()"].rpartition(".")[2] for name, formatter in settings.LOGGING["formatters"].items()}
    assert quiet == {"plain": "QuietFormatter", "json": "JsonFormatter"}
    assert {handler["formatter"] for handler in handlers.values()} == {"plain"}
    assert not any("Mail" in handler["class"] for handler in handlers.values())
    assert settings.ADMINS == []
    assert source.ADMINS == [] and source.EMAIL_BACKEND.endswith("dummy.EmailBackend")


# -- our own callers ------------------------------------------------------------------------------------------------

VERBS = {"debug", "info", "warning", "error", "exception", "critical"}


def spoken_lines(code: str) -> Iterator[tuple[int, bool]]:
    """Each call of a logger, and whether its sentence is fixed: filled in by `%s`, which the sink leaves out."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in VERBS:
            continue
        whose = node.func.value
        if isinstance(whose, ast.Name) and whose.id in ("log", "_log", "logger", "logging"):
            yield node.lineno, bool(node.args) and isinstance(node.args[0], ast.Constant)


def test_every_sentence_of_ours_is_fixed() -> None:
    looked, loose = 0, set[Any]()
    for file in (Path(__file__).parent.parent / "goldseam").rglob("*.py"):
        for line, fixed in spoken_lines(file.read_text()):
            looked += 1
            if not fixed:
                loose.add(f"{file.name}:{line}")
    print(f"{looked} calls looked at")
    assert looked >= 5 and loose == set()
    assert list(spoken_lines('log.error(f"no {name}")')) == [(1, False)]

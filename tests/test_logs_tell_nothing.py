"""What reaches the log: that something broke and where, not with which words. A careless line shows that we look."""

import io
import logging
import logging.config
from types import SimpleNamespace

from django.conf import settings
from django.http import HttpRequest

from goldseam.site import settings as source
from goldseam.site.logs import QuietFilter, QuietFormatter

SECRETS = ("canary-sentence", "canary-cookie", "canary-query", "canary-row")


def logger_into(stream: io.StringIO, *, quiet: bool) -> logging.Logger:
    handler = logging.StreamHandler(stream)
    if quiet:
        handler.addFilter(QuietFilter())
        handler.setFormatter(QuietFormatter("%(levelname)s %(name)s: %(message)s"))
    logger = logging.Logger("goldseam.looked-at")
    logger.addHandler(handler)
    return logger


def log_all(logger: logging.Logger) -> None:
    request = HttpRequest()
    request.path = "/me/check-in/canary-row/"
    request.META["QUERY_STRING"] = "canary-query"
    request.resolver_match = SimpleNamespace(route="me/check-in/<uuid:pk>/")  # type: ignore[assignment]
    try:
        raise ValueError("canary-sentence")
    except ValueError:
        extra = {"status_code": 500, "request": request}
        logger.error("Internal Server Error: %s", request.path, exc_info=True, extra=extra)
    logger.warning("Cookie: __Host-gs-key=canary-cookie; gs-session=canary-cookie")
    logger.warning("GET /enter/?next=canary-query HTTP/1.1")


def test_the_log_holds_no_words_cookies_queries_or_rows() -> None:
    quiet, careless = io.StringIO(), io.StringIO()
    log_all(logger_into(quiet, quiet=True))
    log_all(logger_into(careless, quiet=False))
    assert [word for word in SECRETS if word in quiet.getvalue()] == []
    assert [word for word in SECRETS if word in careless.getvalue()] == list(SECRETS)
    assert "/me/check-in/<uuid:pk>/" in quiet.getvalue()
    assert "ValueError" in quiet.getvalue()
    print(f"{len(SECRETS)} kinds of secret looked at")


def test_every_handler_is_quiet_and_none_sends_mail() -> None:
    handlers = settings.LOGGING["handlers"]
    assert all("quiet" in handler["filters"] for handler in handlers.values())
    quiet = {name: formatter["()"].rpartition(".")[2] for name, formatter in settings.LOGGING["formatters"].items()}
    assert quiet == {"plain": "QuietFormatter", "json": "JsonFormatter"}
    assert {handler["formatter"] for handler in handlers.values()} == {"plain"}
    assert not any("Mail" in handler["class"] for handler in handlers.values())
    assert settings.ADMINS == []
    assert source.ADMINS == [] and source.EMAIL_BACKEND.endswith("dummy.EmailBackend")

"""What a test of these pages tells and reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.http.response import HttpResponseBase

from goldseam.practice import Topic
from goldseam.understanding.intake.rules import Answers, Row

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DRAWN = re.compile(r'name="drawn"(?: value="([^"]*)")?')


def words_of(response: HttpResponseBase) -> str:
    return str(getattr(response, "content", b"").decode())


def row(
    sitting: str = "two", *, hours: float = 0, begun: float | None = None, again: bool = False, **told: object
) -> Row:
    """What one device said. Numbers answer items of talking by name, `talking` and `quarrels` are lines."""
    values = {f"talking-{name}": (value, 1) for name, value in told.items() if isinstance(value, int) or value is None}
    words = {Topic(name): str(text) for name, text in told.items() if isinstance(text, str)}
    at = NOON + timedelta(hours=hours)
    return Row("two", NOON + timedelta(hours=hours if begun is None else begun), at, values, words, again=again)


def looked(words: str = "", **values: int) -> Answers:
    """Answers to the second sitting."""
    told = {f"talking-{name}": value for name, value in values.items()}
    return Answers(told, {Topic.TALKING: words} if words else {})

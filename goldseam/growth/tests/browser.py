"""What a test of these pages tells and reads."""

from __future__ import annotations

import re

from django.http.response import HttpResponseBase

from conftest import Cast
from goldseam.growth import actions, rules

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|data-stay-token=")[^"]*"')
FORM_ID = re.compile(r'name="form_id" value="([^"]+)"')


def words_of(response: HttpResponseBase) -> str:
    return str(getattr(response, "content", b"").decode())


def same_for_all(response: HttpResponseBase) -> str:
    """A page without its form token, which differs each time."""
    return TOKEN.sub("", words_of(response))


def answers(**told: object) -> rules.Answers:
    """Answers from plain words: sliders by name, and the texts."""
    values = {part: int(str(told[part])) for part in rules.SLIDERS if part in told}
    texts = {name: str(told.get(name, "")) for name in ("own_name", "need", "line")}
    return rules.Answers(values, **texts)


def checked_in(who: Cast, **told: object) -> str:
    """One check-in, kept; its id as text."""
    return str(actions.keep_check_in(who.me, answers(**told)))

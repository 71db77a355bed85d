"""Where one stands, private for ever, and three honest ways on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from goldseam.people.me import Me
from goldseam.practice import Step
from goldseam.understanding.content import exercise
from goldseam.understanding.part import Part
from goldseam.understanding.ways import access, cards, rules
from goldseam.vault import mine


def _standing(body: Any) -> dict[str, Any]:
    return rules.standing_body(rules.standing_of_body(body))


def _piece(body: Any) -> dict[str, Any]:
    return rules.piece_body(*rules.piece_of_body(body))


def _list(body: Any) -> dict[str, Any]:
    return rules.ticked_body(rules.ticked_of_body(body))


def _said_at(me: Me) -> datetime | None:
    newest = next(mine.newest_first(me.keyring, access.STANDING), None)
    return newest.at if newest else None


def _wrote_at(me: Me, *names: str) -> datetime | None:
    """When one of these pieces was last written."""
    rows = mine.newest_first(me.keyring, access.WEIGHING)
    return next((row.at for row in rows if row.body["piece"] in names), None)


STEPS = (
    Step(
        id="understanding.where",
        who="alone",
        url_name="where",
        exercise=exercise("where", "ways"),
        last_done=_said_at,
    ),
    Step(
        id="understanding.unsure",
        who="alone",
        url_name="way-weigh",
        exercise=exercise("unsure", "ways"),
        after=("understanding.where",),
        last_done=lambda me: _wrote_at(me, "speaks", "see"),
    ),
    Step(
        id="understanding.unsure-until",
        who="alone",
        url_name="way-weigh",
        exercise=exercise("unsure-until", "ways"),
        after=("understanding.unsure",),
        last_done=lambda me: _wrote_at(me, "stays", rules.UNTIL),
    ),
)

PART = Part(
    label="ways",
    kinds={access.STANDING: _standing, access.WEIGHING: _piece, access.LIST: _list},
    deeds={
        "where": _("Keep an answer for yourself"),
        "way-weigh": _("Keep something you wrote for yourself"),
        "way-list": _("Keep a list for yourself"),
    },
    steps=STEPS,
    me=cards.for_me,
)

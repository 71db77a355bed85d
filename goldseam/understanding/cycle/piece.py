"""The loop as pages show it: each half written apart, both seen at once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from goldseam.apart.access import Opened
from goldseam.apart.flow import Piece
from goldseam.people.me import Me
from goldseam.statements import access as statements
from goldseam.understanding.content import exercise
from goldseam.understanding.cycle.forms import HalfForm
from goldseam.understanding.cycle.subject import LABEL, NAME_LABEL


def told(me: Me, found: list[Opened]) -> dict[str, Any]:
    """Where both lie open: the talk about it, and the name that both may give it."""
    if not found:
        return {}
    return {"named": statements.statement_of(me, NAME_LABEL), "talk": exercise("cycle-talk", "cycle")()}


PIECE = Piece(
    label=LABEL,
    url="cycle",
    title=_("The loop you get into"),
    lead=_("Most quarrels go the same way round, whatever they are about."),
    form=HalfForm,
    side="understanding/cycle/_side.html",
    exercise=exercise("cycle-half", "cycle"),
    intro="understanding/cycle/_intro.html",
    fields="understanding/cycle/_fields.html",
    reading="understanding/cycle/_reading.html",
    told=told,
)

"""What is answered apart here, as pages show it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from goldseam.apart.access import Opened
from goldseam.apart.flow import Piece
from goldseam.people.me import Me
from goldseam.statements import access as statements
from goldseam.understanding import content
from goldseam.understanding.core import problem, reads, wants, wording
from goldseam.understanding.core.forms import CoreForm, WantsForm
from goldseam.understanding.map.reads import shared_causes


def _core_told(me: Me, found: list[Opened]) -> dict[str, Any]:
    """Beside both sentences: the one they make of them, and with what it may begin."""
    shape = content.exercise("core-shape", "core")()
    statement = statements.statement_of(me, problem.LABEL)
    return {"statement": statement, "ways": reads.ways(found[0] if found else None), "talk": shape}


def _core_beside(me: Me) -> dict[str, Any]:
    return {"beginnings": wording.beginnings(shared_causes(me)), "checks": wording.checks()}


def _wants_told(me: Me, _found: list[Opened]) -> dict[str, Any]:
    return {"statement": statements.statement_of(me, wants.LABEL), "talk": content.exercise("wants-talk", "core")()}


CORE = Piece(
    label=problem.LABEL,
    url="core",
    title=_("What keeps coming back between you"),
    lead=_("Under many quarrels there is often one thing. Each says it alone; then you find one sentence for both."),
    form=CoreForm,
    side="understanding/core/_sentence.html",
    exercise=content.exercise("core-propose", "core"),
    intro="understanding/core/_core_intro.html",
    fields="understanding/core/_core_fields.html",
    reading="understanding/core/_core_reading.html",
    told=_core_told,
    beside=_core_beside,
)
WANTS = Piece(
    label=wants.LABEL,
    url="wants",
    title=_("How it could be"),
    lead=_("Before anything changes: where would you both like to get to?"),
    form=WantsForm,
    side="understanding/core/_wishes.html",
    exercise=content.exercise("wants", "core"),
    intro="understanding/core/_wants_intro.html",
    reading="understanding/core/_wants_reading.html",
    told=_wants_told,
)

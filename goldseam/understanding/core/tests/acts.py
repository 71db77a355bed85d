"""What the cast does in this room, through the verbs that its pages call."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from conftest import Cast
from goldseam.apart import actions as apart
from goldseam.statements import actions as statements
from goldseam.understanding.core import period, problem, wants
from goldseam.vault import seam

ANAS = {"sentence": "When it matters, we both go quiet.", "why": "I lie awake."}
BENS = {"sentence": "We talk about the car instead of us.", "why": ""}
WISHES = {"day": "We eat at the table.", "hard": "", "again": "Walks by the river.", "bring": "I ask first."}


def both_give(ana: Cast, ben: Cast, label: str, anas: dict[str, Any], bens: dict[str, Any]) -> None:
    """Both have given, and both have been here again."""
    apart.give(ana.anew(), label, anas)
    apart.give(ben.anew(), label, bens)
    apart.look(ana.anew(), label)


def proposals_open(ana: Cast, ben: Cast) -> None:
    both_give(ana, ben, problem.LABEL, ANAS, BENS)


def wishes_open(ana: Cast, ben: Cast) -> None:
    both_give(ana, ben, wants.LABEL, WISHES, {**WISHES, "hard": "We wait a minute."})


def both_sign(ana: Cast, ben: Cast, label: str, parts: dict[str, str]) -> UUID:
    version = statements.write(ana.anew(), label, parts)
    statements.sign(ana.anew(), version)
    statements.sign(ben.anew(), version)
    return version


def one_sentence(ana: Cast, ben: Cast, words: str = "When it matters, we both go quiet.") -> UUID:
    return both_sign(ana, ben, problem.LABEL, {"sentence": words})


def a_period(ana: Cast, ben: Cast, *, days: int = 56, tries: str = "A walk each Sunday.") -> UUID:
    parts = {period.TRY: tries, period.LEAVE: "The move.", period.REVIEW: in_days(days)}
    return both_sign(ana, ben, period.LABEL, parts)


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def today() -> date:
    return seam.now().date()

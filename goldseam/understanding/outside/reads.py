"""Gathers what the pages of a plan show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldseam.people.me import Me
from goldseam.understanding.outside import access, rules, wording
from goldseam.understanding.outside.access import Kept
from goldseam.understanding.outside.rules import Plan
from goldseam.understanding.outside.shared import USUALLY_AFTER
from goldseam.vault import seam


@dataclass(frozen=True)
class Shown:
    """One's own plan in a list. `first` is what stands in it first, where it names no stress."""

    id: UUID
    stress: str
    first: str
    at: datetime


def plans(me: Me) -> list[Shown]:
    """One's own, the one written last first. Raises BackClosed, Tampered."""
    return [plan(kept) for kept in access.plans_of(me)]


def plan(kept: Kept) -> Shown:
    told = [text for part in rules.PARTS[1:] if (text := getattr(kept.plan, part))]
    return Shown(kept.id, wording.stress_of(kept.plan), told[0] if told else "", kept.at)


def heavy(me: Me) -> Sequence[str]:
    """By name, what at least one of the two called heavy on the newest map. Front is enough. Raises Tampered."""
    return [wording.name(stress) for stress in access.heavy_on_map(me)]


def first_words(plan: Plan, names: tuple[str, str]) -> dict[str, str]:
    """What the form of the plan for both begins with: one's own words, both names, and a day in four weeks."""
    told = rules.brought(plan, names=names, stress=wording.stress_of(plan))
    return {**told, "again": (seam.now() + USUALLY_AFTER).date().isoformat()}

"""The only door to one's own plans, and to what the newest map tells of stress from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from goldseam.people.me import Me
from goldseam.understanding.intake.asked import BY_ID
from goldseam.understanding.intake.rules import Heaviness, weight
from goldseam.understanding.map import access as maps
from goldseam.understanding.outside import rules
from goldseam.understanding.outside.rules import Plan
from goldseam.vault import mine
from goldseam.vault.errors import Missing
from goldseam.vault.mine import MineEntry

PLAN = "understanding.outside-plan"


@dataclass(frozen=True)
class Kept:
    """One's own plan. `version` says which saving of it this is."""

    id: UUID
    version: int
    plan: Plan
    at: datetime


def plans_of(me: Me) -> list[Kept]:
    """The one written last first. Raises BackClosed, Tampered."""
    return [_kept(row) for row in reversed(mine.of_kind(me.keyring, PLAN))]


def plan_for(me: Me, plan_id: UUID) -> Kept:
    """Raises BackClosed, Http404 (another's, another kind or none), Tampered."""
    try:
        row = mine.one(me.keyring, plan_id)
    except Missing as error:
        raise Http404 from error
    if row.kind != PLAN:
        raise Http404
    return _kept(row)


def last_written(me: Me) -> datetime | None:
    """Raises BackClosed, Tampered."""
    newest = next(mine.newest_first(me.keyring, PLAN), None)
    return newest.at if newest else None


def heavy_on_map(me: Me) -> Sequence[str]:
    """Which stresses at least one of the two called heavy, of what both gave to the newest map. Front is enough.

    Raises Tampered.
    """
    found = maps.summaries(me)
    if not found:
        return []
    shown = maps.map_for(me, found[0].number)
    values = [value for side in (shown.mine, shown.theirs) if side for value in side.values.items()]
    return rules.named_on_map(item for item, value in values if weight(BY_ID[item], value) is Heaviness.HEAVY)


def _kept(row: MineEntry) -> Kept:
    return Kept(row.id, row.version, rules.from_body(row.body), row.at)

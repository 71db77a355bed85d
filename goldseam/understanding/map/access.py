"""The only door to one's own side of the map, and to the maps that lie open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from goldseam.apart import access as apart
from goldseam.apart.access import Opened, Summary
from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.understanding.intake import access as intake
from goldseam.understanding.intake.items import versions
from goldseam.understanding.map import rules
from goldseam.understanding.map.rules import Side

LABEL = "understanding.map"


@dataclass(frozen=True)
class Map:
    """One map from its reader's side. A side is None once its owner took it out.

    `before_me`: it was opened with a lost account of one's own. `is_odd`: what the other gave can't be read here.
    """

    number: int
    at: datetime
    partner: str
    mine: Side | None
    theirs: Side | None
    before_me: bool = False
    is_odd: bool = False


def own_side(me: Me) -> Side:
    """What stands in one's own looks now, as far as it answers today's wording. Raises BackClosed, Tampered."""
    found, asked = intake.intake_of(me), versions()
    values = {item: value for item, value in found.values.items() if found.versions.get(item, 1) == asked.get(item)}
    return rules.ordered(Side(values, found.words))


def summaries(me: Me) -> list[Summary]:
    """What came of each map that lies open, the newest first. Front is enough; opens nobody's side. Raises Tampered."""
    return sorted(apart.summaries(me).get(LABEL, ()), key=lambda each: each.number, reverse=True)


def map_for(me: Me, number: int) -> Map:
    """One open map; opens no other. Front is enough. Raises Http404, Tampered."""
    together = people.togetherness_of(me)
    for each in apart.openings(me):
        if (each.label, each.number) == (LABEL, number) and together is not None:
            return _map(apart.opened_one(me, together, each))
    raise Http404


def last_chosen(me: Me) -> Side | None:
    """What one chose last: taken back a while ago, or given to the newest open map. Raises BackClosed, Tampered."""
    draft = apart.draft_of(me, LABEL)
    if draft is not None:
        return _side(draft.answers)
    found = summaries(me)
    return map_for(me, found[0].number).mine if found else None


def given(me: Me) -> Side | None:
    """What one gave to the map to come, as long as it isn't open. Raises BackClosed, Tampered."""
    found = apart.given(me, LABEL)
    return _side(found.answers) if found else None


def _map(opened: Opened) -> Map:
    mine, theirs = _side(opened.mine), _side(opened.theirs)
    return Map(opened.number, opened.at, opened.partner, mine, theirs, opened.before_me, opened.is_odd)


def _side(answers: object) -> Side | None:
    """None for what was taken out, or what no program of ours wrote."""
    try:
        return rules.read(answers)
    except ValueError:
        return None

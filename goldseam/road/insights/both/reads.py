"""Gathers the pair's page. Front is enough: the same for both, whatever either keeps private."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.road.insights.both import access, rules, trying, wording, working
from goldseam.road.insights.both.rules import Frame, Marked, Shown, Values
from goldseam.road.insights.both.working import Seen
from goldseam.road.plan.access import pair_now
from goldseam.road.plan.days import day_now
from goldseam.road.plan.rules import Pair
from goldseam.statements.access import Statement, Version
from goldseam.ui import tables
from goldseam.ui.plot import Near, Plot, Series
from goldseam.vault import kept

KEPT_AS = "road.insights.both"


@dataclass(frozen=True)
class Card:
    """One slider in words, and the two pictures that fold beneath them."""

    label: str
    sentences: Sequence[str]
    plots: Sequence[Plot]


@dataclass(frozen=True)
class Trying:
    """What both signed to try on days by chance. `is_today`: chance chose today."""

    what: str
    frame: Frame
    is_today: bool = False
    is_running: bool = False
    is_over: bool = False
    helps: bool = False
    answer: Sequence[str] = ()

    @property
    def last(self) -> date:
        return self.frame.end - timedelta(days=1)


@dataclass(frozen=True)
class Worked:
    """All that was worked out of what both chose to show: the pictures in words, as one table, and what goes along."""

    cards: Sequence[Card] = ()
    rows: str = ""
    counted: Sequence[str] = ()
    helpful: Sequence[Sequence[str]] = ()
    notes: dict[str, str] = field(default_factory=dict)
    helps: bool = False


@dataclass(frozen=True)
class Page:
    """`pair` says how the two stand; unless they are together, nothing else is there."""

    pair: str
    partner: str = ""
    seen: str = ""
    table: str = ""
    trying: Trying | None = None


def page_for(me: Me, statement: Statement) -> Page:
    """`statement`: what the two wrote to try. Raises Tampered."""
    pair = pair_now(me)
    page = Page(pair.value, people.names_of(me)[1])
    if pair is not Pair.TOGETHER:
        return page
    version, today = statement.standing, day_now()
    told = _told(me, access.happened(me), version, today)
    trying = _trying(version, today, helps=told["helps"]) if version else None
    return replace(page, seen=mark_safe(told["seen"]), table=mark_safe(told["table"]), trying=trying)


def _told(me: Me, happened: Sequence[Marked], version: Version | None, today: date) -> Any:
    """Drawn anew, or as it was drawn before: it stays in memory for a while, sealed, where a private half is open."""
    sources = _sources(me, happened, version, today) if me.is_private_open else None
    found = kept.found(me.keyring, KEPT_AS, sources) if sources else None
    if found is not None:
        return json.loads(found)
    worked = worked_of(access.shown(me), happened, version, today)
    told = {
        "seen": render_to_string("road/insights/both/_seen.html", {"page": worked}),
        "table": render_to_string("road/insights/both/_table.html", {"page": worked}),
        "helps": worked.helps,
    }
    if sources:
        kept.keep(me.keyring, KEPT_AS, sources, json.dumps(told).encode())
    return told


def _sources(me: Me, happened: Sequence[Marked], version: Version | None, today: date) -> bytes | None:
    """All that it depends on, found without opening what was shown."""
    lies = access.shown_lies(me)
    kinds = [(each.id, each.name, sorted(each.days), each.since) for each in happened]
    tried = (str(version.id), dict(version.parts)) if version else None
    return lies + json.dumps([get_language(), today.isoformat(), kinds, tried]).encode() if lies else None


def worked_of(shown: Sequence[Shown], happened: Sequence[Marked], version: Version | None, today: date) -> Worked:
    along, helps = _along(shown, happened, version)
    all_seen = _all_seen(shown, today)
    return Worked(
        cards=[_card(seen, values) for seen, values in all_seen],
        rows=_rows(all_seen),
        counted=[wording.counted(each) for each in along],
        helpful=[wording.looks_helpful(each) for each in along if each.is_helpful],
        notes={"counted": wording.counted_note(), "none": wording.nothing_stands_out()},
        helps=helps,
    )


def _all_seen(shown: Sequence[Shown], today: date) -> list[tuple[Seen, Values]]:
    """Those sliders of which there is enough. The others aren't named: what isn't shown is nobody's lack."""
    told = [(slider, rules.values_of(shown, slider)) for slider in rules.SLIDERS]
    found = [(working.seen(slider, values, today.toordinal()), values) for slider, values in told]
    return [(seen, values) for seen, values in found if seen]


def _card(seen: Seen, values: Values) -> Card:
    together, apart = wording.together(seen), wording.apart(seen)
    low, high = wording.ends(seen.part)
    plots = [
        Plot(
            gettext("Taken together"),
            " ".join(together),
            [Series(gettext("You two, taken together"), _dated(values), "both", seen.together)],
            low,
            high,
        ),
        Plot(
            gettext("How much your looks differ"),
            " ".join(apart),
            [Series(gettext("From one look to the other"), _on_the_line(values, seen.apart), "both", seen.apart)],
            gettext("the same"),
            gettext("very different"),
        ),
    ]
    return Card(wording.label(seen.part), [*together, *apart], plots)


def _dated(values: Values) -> list[tuple[date, float]]:
    return [(date.fromordinal(day), value) for day, value in zip(values.days, values.together, strict=True)]


def _on_the_line(values: Values, band: Sequence[Near]) -> list[tuple[date, float]]:
    """The distance that lasts, on days that both showed: how far apart a single day was, nobody needs to hear."""
    days = set(values.days)
    return [(each.day, each.middle) for each in band if each.day.toordinal() in days]


def _rows(all_seen: Sequence[tuple[Seen, Values]]) -> SafeString:
    """The pictures as one table, newest day first."""
    columns: list[dict[date, float]] = []
    for seen, values in all_seen:
        columns += [dict(_dated(values)), dict(_on_the_line(values, seen.apart))]
    return tables.rows_of(sorted({day for column in columns for day in column}, reverse=True), columns)


def _along(
    shown: Sequence[Shown], happened: Sequence[Marked], version: Version | None
) -> tuple[list[working.Along], bool]:
    """Nothing is loaded for it where there is nothing to ask."""
    values, kinds = rules.values_of(shown, rules.ALONG), rules.looked_at(happened)
    fortnights = trying.suggested(version) if version else []
    if not values.days or not (kinds or fortnights):
        return [], False
    return working.along(values, kinds, fortnights)


def _trying(version: Version, today: date, *, helps: bool) -> Trying | None:
    frame = trying.frame_of(version)
    if frame is None or not frame.fortnights:
        return None
    what, is_over = version.parts["what"], frame.is_over(today)
    return Trying(
        what,
        frame,
        is_today=trying.is_suggested(version, today),
        is_running=frame.is_running(today),
        is_over=is_over,
        helps=helps,
        answer=wording.helped(what, helps=helps) if is_over else (),
    )


def today_of(me: Me) -> str:
    """What chance suggests for today, of what both signed; empty on other days. Raises Tampered."""
    version = access.trying(me)
    return version.parts["what"] if version and trying.is_suggested(version, day_now()) else ""

"""Gathers one's own insights. What was worked out stays in memory for a while, sealed: a second look is quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from goldseam.growth import access as growth
from goldseam.growth import content as growth_content
from goldseam.growth.rules import SLIDERS
from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.road.insights import content, rules, wording
from goldseam.road.insights.both.access import happened
from goldseam.road.insights.both.rules import Marked, looked_at
from goldseam.road.insights.working import Figures, Insight, counted, insights_of
from goldseam.ui import tables
from goldseam.ui.plot import Plot, Series
from goldseam.vault import kept, seam

WINDOW = timedelta(days=365)
"""As far back as the page looks. What is older stays closed, and is on the page Me."""
KEPT_AS = "road.insights"
ALONG = "closeness"
"""The one slider that is set beside what took place: each further one would be a further chance to be wrong."""


@dataclass(frozen=True)
class Told:
    """One slider: its name, what is said of it, and its picture."""

    title: str
    sentences: list[str]
    plot: Plot


@dataclass(frozen=True)
class Page:
    """Two or three sentences first; then one slider after the other; then what is behind it."""

    opening: list[str]
    is_worse: bool
    last: date | None
    has_bands: bool
    sliders: list[Told]
    along: list[str]
    figures: list[list[str]]
    figures_head: list[str]
    names: list[str]
    days: SafeString


def told(me: Me) -> SafeString:
    """The page's inner part. Raises BackClosed, Tampered."""
    today = timezone.localdate(seam.now())
    sources = _sources(me, today)
    found = kept.found(me.keyring, KEPT_AS, sources) if sources else None
    if found is not None:
        return mark_safe(found.decode())
    page = page_of(growth.days_since(me, today - WINDOW), today, looked_at(happened(me)))
    words = {"words": content.words(), "goes_along": content.goes_along()}
    made = render_to_string("road/insights/_own.html", {"page": page, **words})
    if sources:
        kept.keep(me.keyring, KEPT_AS, sources, made.encode())
    return mark_safe(made)


def _sources(me: Me, today: date) -> bytes | None:
    """All that the inner part depends on, found without opening it."""
    lie = growth.days_lie(me, today - WINDOW)
    return f"{get_language()} {today.isoformat()} {_of_both(me)} ".encode() + lie if lie else None


def _of_both(me: Me) -> str:
    """Where the record of both stands: what both know of can't change without it."""
    seat = people.seat_of(me)
    if seat is None:
        return ""
    circle = seat.pair.circle
    return f"{circle.pk} {circle.number} {circle.epoch} {people.rests(circle)}"


def page_of(days: growth.Days, today: date, kinds: Sequence[Marked] = ()) -> Page:
    answered = {part: [point for point in days.values.get(part, []) if point[0] <= today] for part in SLIDERS}
    insights = insights_of(answered, today)
    said = rules.opening([each.known for each in insights])
    said_of_all = len({each.known.lack for each in insights}) == 1 and insights[0].known.lack is not None
    labels = {part: growth_content.slider(part, days.slider_name).label for part in SLIDERS}
    return Page(
        opening=[wording.sentence(each, insights, days.slider_name, today) for each in said],
        is_worse=any(each.known.is_worse for each in insights),
        last=max((each.last for each in insights), default=None),
        has_bands=any(each.band for each in insights),
        sliders=[
            _told(each, labels[each.known.part], days.slider_name, today, said_of_all=said_of_all) for each in insights
        ],
        along=[wording.along(what, found) for what, found in counted(answered[ALONG], kinds)],
        figures=[_figures(labels[each.known.part], each.figures) for each in insights if each.figures],
        figures_head=_figures_head(),
        names=[labels[each.known.part] for each in insights],
        days=_rows(insights),
    )


def _told(insight: Insight, label: str, slider_name: str, today: date, *, said_of_all: bool) -> Told:
    """What the page opens with, because it holds of all of them, isn't said again beside each."""
    sentences = wording.here(insight, slider_name, today)
    words = growth_content.slider(insight.known.part)
    series = Series(gettext("Your answers"), list(insight.points), "me", insight.band)
    then = insight.last - timedelta(days=rules.WEEKS_BACK)
    since = (then, str(content.words()["then"])) if insight.known.move else None
    beside = sentences[:-1] if said_of_all else sentences
    return Told(label, beside, Plot(label, " ".join(sentences), [series], words.low, words.high, since))


def _figures_head() -> list[str]:
    move = gettext("Steps that count as a move")
    chances = [gettext("Chance that it is higher"), gettext("Chance that it is lower")]
    return [gettext("Slider"), gettext("Lately"), gettext("Four weeks before"), move, *chances]


def _figures(label: str, found: Figures) -> list[str]:
    chances = [_in_hundred(found.more), _in_hundred(found.less)]
    return [label, _range(found.now), _range(found.then), f"{found.least:.0f}", *chances]


def _range(found: tuple[float, float, float]) -> str:
    low, middle, high = found
    return gettext("%(middle)d (%(low)d to %(high)d)") % {"middle": middle, "low": low, "high": high}


def _in_hundred(chance: float) -> str:
    """Never nothing and never all: neither is known."""
    return gettext("%(count)d in 100") % {"count": min(max(round(chance * 100), 1), 99)}


def _rows(insights: Sequence[Insight]) -> SafeString:
    """Every answer, a row for each day, newest first."""
    by_part = [dict(each.points) for each in insights]
    return tables.rows_of(sorted({day for found in by_part for day in found}, reverse=True), by_part)

"""Gathers what a page shows of the line. Opens nothing by itself: all rows come through the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils.translation import get_language_bidi

from goldseam.library.exercises import Exercise
from goldseam.live import bell
from goldseam.people.me import Me
from goldseam.understanding import content
from goldseam.understanding.timeline import access, picture, wording
from goldseam.understanding.timeline.access import Kept, Shown
from goldseam.understanding.timeline.picture import Drawing, Mark, Placed
from goldseam.understanding.timeline.rules import Moment, Sort

PAGE_SIZE = 60
NUMBER_MOST = 9
"""So many figures has the number of a page at most: of thousands Python reads none."""


@dataclass(frozen=True)
class Told:
    """One moment in words, with its small mark."""

    moment: Moment
    who: str = "me"
    kept: Kept | None = None
    shown: Shown | None = None

    @property
    def when(self) -> str:
        return wording.told(self.moment.when)

    @property
    def sort(self) -> Any:
        return wording.SORTS[self.moment.sort]

    @property
    def mark(self) -> Mark:
        return picture.mark(self.moment.sort, 0, 0, self.who)


@dataclass(frozen=True)
class LinePage:
    """One's own line, or a page of it."""

    told: list[Told]
    drawing: Drawing
    page: Page[Kept]


@dataclass(frozen=True)
class UsLinePage:
    """What both showed each other, on two lines side by side."""

    partner: str | None
    may_show: bool
    told: list[Told]
    drawing: Drawing
    page: Page[Shown]


@dataclass(frozen=True)
class Live:
    """Whose bell a page hears, and how far it was when the page was gathered."""

    room: UUID
    at: int


def live_for(me: Me) -> Live | None:
    """Asked before anything else of the page, so that no ring is missed in between."""
    counts = bell.counts(me)
    together = access.together_of(me)
    return Live(together.circle.pk, counts.get(together.circle.pk, 0)) if together else None


def line_page(me: Me, number: str) -> LinePage:
    """Raises BackClosed, Http404 for a page that isn't there."""
    page = _page(access.own_of(me).kept, number)
    drawn = picture.drawing([Placed(kept.moment) for kept in page.object_list], mirrored=get_language_bidi())
    return LinePage([told(kept) for kept in page.object_list], drawn, page)


def us_line_page(me: Me, number: str) -> UsLinePage:
    """Front is enough. Raises Tampered, Http404 for a page that isn't there."""
    shared = access.shown_to(me)
    page = _page(shared.shown, number)
    told_all = [Told(each.moment, "me" if each.by_me else "you", shown=each) for each in page.object_list]
    placed = [Placed(each.moment, each.who) for each in told_all]
    drawn = picture.drawing(placed, both=True, mirrored=get_language_bidi())
    return UsLinePage(shared.partner, shared.may_show, told_all, drawn, page)


def told(kept: Kept) -> Told:
    return Told(kept.moment, kept=kept, shown=kept.shown)


def told_words(moment: Moment, who: str = "me") -> Told:
    """The words that are shown, or would be."""
    return Told(moment, who)


def prompts(sort: Sort) -> Mapping[str, Any]:
    found: Mapping[str, Any] = content.words_of("timeline-prompts")["break" if sort is Sort.BREAK else "good"]
    return found


def exercises() -> list[Exercise]:
    return [content.exercise(name, "timeline")() for name in ("timeline-good", "timeline-breaks")]


def _page(rows: Sequence[Any], number: str) -> Page[Any]:
    pages = Paginator(rows, PAGE_SIZE)
    if not number.isdecimal() or len(number) > NUMBER_MOST or not 1 <= int(number) <= pages.num_pages:
        raise Http404
    return pages.page(int(number))

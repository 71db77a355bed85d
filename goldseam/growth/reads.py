"""Gathers what a page shows. Opens nothing by itself: all rows come through the door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from goldseam.growth import access, content, rules
from goldseam.growth.access import CheckIn, Own, Shared, Slice
from goldseam.growth.picture import Between, between
from goldseam.growth.rules import OWN, Answers
from goldseam.people.me import Me
from goldseam.practice import Card, practices
from goldseam.ui.plot import Plot, Series
from goldseam.vault import seam

PAGE_SIZE = 20
NUMBER_MOST = 9
"""So many figures has the number of a page at most: of thousands Python reads none."""
FIRST_FEW = 3
DRAWN = timedelta(weeks=8)
DRAWN_FIRST = 2
TRACK_START, TRACK_LENGTH = 8.0, 324.0


@dataclass(frozen=True)
class Track:
    """One slider as it was left."""

    label: str
    low: str
    high: str
    value: int

    @property
    def x(self) -> str:
        return f"{TRACK_START + TRACK_LENGTH * self.value / rules.HIGHEST:.1f}"


@dataclass(frozen=True)
class Picture:
    """One check-in, or the shown parts of one, ready to draw."""

    between: Between | None
    tracks: list[Track]
    need: str
    line: str


@dataclass(frozen=True)
class Told:
    """What is said back, and how it stands beside the last few."""

    sentences: list[str]
    beside: str


@dataclass(frozen=True)
class MePage:
    """The place Me. `has_older`: there are check-ins from before the days that are drawn."""

    plots: list[Plot]
    further: list[Plot]
    has_older: bool
    months: list[tuple[date, list[CheckIn]]]
    page: Page[CheckIn]
    slider_name: str
    partner: str | None
    ways: Sequence[Card] = ()


@dataclass(frozen=True)
class ShownPage:
    """What each showed the other, for the place Us."""

    partner: str | None
    may_show: bool
    plots: list[Plot]
    slices: list[tuple[Slice, Picture]]
    more: bool

    @property
    def newest(self) -> list[tuple[Slice, Picture]]:
        return self.slices[:FIRST_FEW]

    @property
    def earlier(self) -> list[tuple[Slice, Picture]]:
        return self.slices[FIRST_FEW:]


def picture(answers: Answers) -> Picture:
    tracks = [_track(part, answers) for part in rules.SLIDERS if part in answers.values]
    need = content.need(answers.need) if answers.need else ""
    return Picture(between(answers), tracks, need, answers.line)


def told(answers: Answers) -> Told:
    """What these answers alone can carry, for a moment when nothing earlier is open."""
    return Told([content.sentence(name) for name in rules.sentences(answers)], "")


def told_beside(own: Own, check_in: CheckIn) -> Told:
    """The same, beside the check-ins before this one."""
    earlier = [each.answers for each in reversed(own.check_ins) if each.at < check_in.at]
    return Told(told(check_in.answers).sentences, content.beside(rules.beside_last_few(check_in.answers, earlier)))


def me_page(me: Me, number: str) -> MePage:
    """Raises BackClosed, Http404 for a page that isn't there."""
    own = access.own_of(me)
    page = _page(own.check_ins, number)
    months = [(month, list(found)) for month, found in groupby(page.object_list, lambda each: each.day.replace(day=1))]
    lately = _lately(own) if page.number == 1 else replace(own, check_ins=[])
    plots = [plot for plot in (_own_plot(lately, part) for part in rules.SLIDERS) if _has_points(plot)]
    return MePage(
        plots=plots[:DRAWN_FIRST],
        further=plots[DRAWN_FIRST:],
        has_older=len(lately.check_ins) < len(own.check_ins),
        months=months,
        page=page,
        slider_name=own.slider_name,
        partner=access.partner_of(me),
        ways=ways_in(me),
    )


def _lately(own: Own) -> Own:
    """What is drawn: pictures of a whole year are among one's own insights, and there they say more."""
    first = timezone.localdate(seam.now()) - DRAWN
    return replace(own, check_ins=[each for each in own.check_ins if each.day >= first])


def ways_in(me: Me) -> list[Card]:
    """Ways in to what is one's own in every practice, as they weigh them. Raises BackClosed."""
    cards = [card for practice in practices() for card in practice.me(me)]
    return sorted(cards, key=lambda card: (-card.weight, card.id))


def has_one_on(me: Me, day: date) -> bool:
    """Is there a check-in of this day? On a day on which none was written, none is opened. Raises BackClosed."""
    last = access.last_written_at(me)
    if last is None or timezone.localdate(last) < day:
        return False
    for check_in in access.newest_check_ins(me):
        if check_in.day == day:
            return True
        if check_in.written_on < day:  # and those before it were written earlier still
            return False
    return False


def shown_for(me: Me) -> ShownPage:
    """What each showed the other: plots, and the newest slices. Front is enough."""
    shared = access.shown_to(me)
    plots = [_shared_plot(shared, part) for part in rules.SLIDERS if part != OWN]
    newest = [(each, picture(each.answers)) for each in shared.slices[:PAGE_SIZE]]
    more = len(shared.slices) > PAGE_SIZE
    return ShownPage(shared.partner, shared.may_show, [plot for plot in plots if _has_points(plot)], newest, more)


def named_answers(own: Own, check_in_id: UUID) -> tuple[CheckIn, Answers]:
    """A check-in with its own slider's name, as it would be shown. Raises Http404."""
    check_in = access.check_in_among(own, check_in_id)
    return check_in, access.named(own, check_in.answers)


def _track(part: str, answers: Answers) -> Track:
    words = content.slider(part, answers.own_name)
    return Track(words.label, words.low, words.high, answers.values[part])


def _page(check_ins: Sequence[CheckIn], number: str) -> Page[CheckIn]:
    pages = Paginator(check_ins, PAGE_SIZE)
    if not number.isdecimal() or len(number) > NUMBER_MOST or not 1 <= int(number) <= pages.num_pages:
        raise Http404
    return pages.page(int(number))


def _own_plot(own: Own, part: str) -> Plot:
    named = [(each.day, access.named(own, each.answers)) for each in reversed(own.check_ins)]
    kept = [(day, each) for day, each in named if part != OWN or each.own_name == own.slider_name]
    words = content.slider(part, own.slider_name)
    series = Series(gettext("You"), _points(kept, lambda answers: answers.values.get(part)), "me")
    return Plot(words.label, _described([series], words), [series], words.low, words.high)


def _shared_plot(shared: Shared, part: str) -> Plot:
    words = content.slider(part)
    older_first = [(each.by_me, (each.day, each.answers)) for each in reversed(shared.slices)]
    mine, theirs = ([told for by_me, told in older_first if by_me is side] for side in (True, False))
    series = [
        Series(gettext("You"), _points(mine, lambda answers: answers.values.get(part)), "me"),
        Series(shared.partner or "", _points(theirs, lambda answers: answers.values.get(part)), "you"),
    ]
    return Plot(words.label, _described(series, words), series, words.low, words.high)


def _points(kept: Iterable[tuple[date, Answers]], value: Callable[[Answers], int | None]) -> list[tuple[date, float]]:
    """One value a day: the last one given."""
    by_day = {day: float(found) for day, answers in kept if (found := value(answers)) is not None}
    return sorted(by_day.items())


def _has_points(plot: Plot) -> bool:
    return any(series.points for series in plot.series)


def _described(series: Sequence[Series], words: content.SliderWords) -> str:
    return " ".join(_described_one(each, words) for each in series if each.points)


def _described_one(series: Series, words: content.SliderWords) -> str:
    """Where it began and where it stands, in words; the table beside it has every value."""
    first, last = series.points[0], series.points[-1]
    if first[0] == last[0]:
        return gettext("%(name)s, on %(day)s: %(where)s.") % {
            "name": series.name,
            "day": date_format(first[0], "j F"),
            "where": _where(first[1], words),
        }
    return gettext("%(name)s, from %(first_day)s to %(last_day)s: at first %(first)s, last %(last)s.") % {
        "name": series.name,
        "first_day": date_format(first[0], "j F"),
        "last_day": date_format(last[0], "j F"),
        "first": _where(first[1], words),
        "last": _where(last[1], words),
    }


def _where(value: float, words: content.SliderWords) -> str:
    found = rules.level(round(value))
    if found is rules.Level.MIDDLE:
        return gettext("in between")
    return gettext("towards “%(end)s”") % {"end": words.low if found is rules.Level.LOW else words.high}

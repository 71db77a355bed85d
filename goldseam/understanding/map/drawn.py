"""The lines of a map as they are drawn: where each mark stands, told in words first and then as a picture.

A map has some fifty lines and is a page that is measured, so what never changes about a line is made once for each
language, and only marks and words are put in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from goldseam.understanding.intake.items import Item, items
from goldseam.understanding.intake.rules import step
from goldseam.understanding.map.rules import Line

START, LONG = 16, 308

_FRAME = (
    "<div><dt>{question}</dt><dd><p>",
    '</p><svg class="plot turns" viewBox="0 0 340 32" aria-hidden="true">'
    '<path class="axis" d="M8,16H332M8,10V22M332,10V22"/>',
    '</svg><div class="row spread muted small"><span>{low}</span><span>{high}</span></div></dd></div>',
)
_JOINED = '<path class="line muted" stroke="currentColor" d="M{},16H{}"/>'
_MINE = '<g class="me"><circle class="mark" cx="{}" cy="16" r="6.5"/></g>'
_THEIRS = '<g class="you"><path class="mark" d="M{},4l12,12l-12,12l-12,-12Z"/></g>'


@dataclass(frozen=True)
class Frame:
    """One item, ready but for its marks."""

    item: Item
    before: str
    between: str
    after: str
    places: tuple[str, ...]


def frames() -> dict[str, Frame]:
    return _frames(get_language() or "")


@cache
def _frames(_language: str) -> dict[str, Frame]:
    return {name: _frame(item) for name, item in items().items()}


def _frame(item: Item) -> Frame:
    before, between, after = _FRAME
    told = {"question": escape(item.question), "low": escape(item.low), "high": escape(item.high)}
    places = tuple(escape(words) for words in item.bands)
    return Frame(item, before.format(**told), between, after.format(**told), places)


def lines(shown: Iterable[Line], name: str) -> SafeString:
    """The reader's mark is a filled circle, the other's a hollow diamond; at one place the one lies in the other."""
    known, told = frames(), _Told(name)
    return mark_safe("".join(_line(known[line.item], line, told) for line in shown))


class _Told:
    """How a line is told in words. The sentences are looked up once, the name is made safe once."""

    def __init__(self, name: str) -> None:
        safe = escape(name).replace("%", "%%")
        self.both = gettext("Both of you: %(both)s.")
        self.two = gettext("You: %(mine)s. %(name)s: %(theirs)s.").replace("%(name)s", safe)
        self.mine = gettext("You: %(mine)s.")
        self.theirs = gettext("%(name)s: %(theirs)s.").replace("%(name)s", safe)

    def __call__(self, line: Line, places: tuple[str, ...]) -> str:
        if line.mine is None:
            assert line.theirs is not None
            return self.theirs % {"theirs": places[step(line.theirs)]}
        mine = places[step(line.mine)]
        if line.theirs is None:
            return self.mine % {"mine": mine}
        theirs = places[step(line.theirs)]
        return self.both % {"both": mine} if mine == theirs else self.two % {"mine": mine, "theirs": theirs}


def _line(frame: Frame, line: Line, told: _Told) -> str:
    return f"{frame.before}{told(line, frame.places)}{frame.between}{_marks(line)}{frame.after}"


def _marks(line: Line) -> str:
    mine, theirs = _x(line.mine), _x(line.theirs)
    joined = _JOINED.format(mine, theirs) if mine and theirs and mine != theirs else ""
    return f"{joined}{_THEIRS.format(theirs) if theirs else ''}{_MINE.format(mine) if mine else ''}"


def _x(value: int | None) -> str:
    """Ready text, so that no language puts a comma into it."""
    return "" if value is None else f"{START + LONG * value / 100:.1f}"

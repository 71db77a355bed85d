"""Turns what is known into sentences. A sentence holds a move only where `rules.py` said so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from goldseam.growth import content as growth
from goldseam.growth.rules import OWN
from goldseam.road.insights import content
from goldseam.road.insights.rules import Move, Said, Where
from goldseam.road.insights.working import Insight

if TYPE_CHECKING:
    from goldseam.engines.measures.goes_along import Counts


def name(part: str, slider_name: str) -> str:
    """A slider's name within a sentence."""
    if part == OWN:
        return str(_names()[OWN].format(name=slider_name) if slider_name else _names()["own-unnamed"])
    return str(_names()[part])


def _names() -> dict[str, str]:
    found: dict[str, str] = content.words()["names"]
    return found


def sentence(said: Said, insights: Sequence[Insight], slider_name: str, today: date) -> str:
    """One sentence of the opening, over all the sliders of which it holds."""
    if said.id == "moved":
        return _both_ways(insights, said, slider_name)
    sort, _, which = said.id.partition("-")
    forms = content.words()["moves" if sort == "move" else "lacks"][which]
    about = [each for each in insights if each.known.part in said.parts]
    form = "all" if "all" in forms and len(about) == len(insights) else "one" if len(about) == 1 else "many"
    return _filled(forms[form], about, said.more, slider_name, today)


def _both_ways(insights: Sequence[Insight], said: Said, slider_name: str) -> str:
    """Some moved up and some down."""
    moved = [each.known for each in insights if each.known.part in said.parts]
    ways = {
        move: [name(each.part, slider_name) for each in moved if each.move is move] for move in (Move.LESS, Move.MORE)
    }
    told = {str(move): _capital(joined(names)) for move, names in ways.items()}
    return str(content.words()["moves"]["both"].format(**told))


def here(insight: Insight, slider_name: str, today: date) -> list[str]:
    """What is told beside one slider's picture: where it lies, and how that stands beside four weeks ago."""
    known = insight.known
    sort, which, more = ("lacks", known.lack.code, known.lack.more) if known.lack else ("moves", str(known.move), 0)
    said = _filled(content.words()[sort][which]["here"], [insight], more, slider_name, today)
    return [where(insight.known.part, insight.where), said] if insight.where else [said]


def along(what: str, found: Counts) -> str:
    """Counts and nothing more: what brought what, they don't tell."""
    said = str(content.goes_along()["counts"]["said"])
    told = said.format(
        what=what,
        higher=found.higher,
        of=found.of,
        others_higher=found.others_higher,
        others_of=found.others_of,
    )
    return _capital(told)


def where(part: str, found: Where) -> str:
    ends = growth.slider(part)
    return str(content.words()["where"][found].format(low=ends.low, high=ends.high))


def _filled(form: str, about: Sequence[Insight], more: int, slider_name: str, today: date) -> str:
    names = joined([name(each.known.part, slider_name) for each in about])
    told = form.format(names=names, day=_day(about, more, today), count=_count(more))
    return _capital(told)


def _capital(told: str) -> str:
    return told[:1].upper() + told[1:]


def _day(about: Sequence[Insight], more: int, today: date) -> str:
    """Where days are lacking, when they will be full; else the day of the last answer."""
    lacks_days = any(each.known.lack and each.known.lack.code == "days" for each in about)
    last = max(each.last for each in about)
    day = max(last + timedelta(days=more), today) if lacks_days else last
    return date_format(day, "j F Y" if day.year != today.year else "j F")


def _count(more: int) -> str:
    forms = content.words()["counts"]
    return str(forms["one"] if more == 1 else forms["many"].format(more=more))


def joined(names: Sequence[str]) -> str:
    """“one”, “one and two”, “one, two and three”."""
    words = content.words()
    return str(words["and"]).join(part for part in (words["comma"].join(names[:-1]), names[-1]) if part)

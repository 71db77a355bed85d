"""How the pair's page says what was worked out. The sentences are data; which of them fits, rules.py decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.utils.formats import date_format
from django.utils.text import capfirst

from goldseam.growth import content as growth
from goldseam.library import texts
from goldseam.road.insights.both import rules
from goldseam.road.insights.both.rules import Seen
from goldseam.road.insights.both.working import Along

FOLDER = Path(__file__).parent.parent.parent / "content"


def _said(name: str, **told: object) -> str:
    return str(texts.words_of(FOLDER, "insights-both")[name]).format(**told)


def _along(part: str, name: str) -> str:
    return str(texts.words_of(FOLDER, "goes-along")[part][name])


def label(slider: str) -> str:
    """What a slider is called where two are meant."""
    found = texts.words_of(FOLDER, "insights-both").get(f"label-{slider}")
    return str(found) if found else growth.slider(slider).label


def ends(slider: str) -> tuple[str, str]:
    words = growth.slider(slider)
    return words.low, words.high


def then(seen: Seen, today: date) -> str:
    return _said("then-now" if rules.is_now(seen, today.toordinal()) else "then-before")


def together(seen: Seen, today: date) -> list[str]:
    """Where the two stand together, and how that lies beside four weeks before."""
    low, high = ends(seen.slider)
    told = {"low": low, "high": high, "then": then(seen, today)}
    found = [rules.where(seen.together[-1])]
    if found != ["together-unsure"]:
        found.append(rules.moved(seen.moved))
    said = [_said(name, **told) for name in found]
    return said if rules.is_now(seen, today.toordinal()) else [_up_to(seen), *said]


def _up_to(seen: Seen) -> str:
    return _said("up-to", day=date_format(date.fromordinal(seen.last), "j F"))


def apart(seen: Seen, today: date) -> list[str]:
    """How far the two looks lie from each other, and whether they came nearer."""
    now = rules.apart(seen.apart[-1])
    came = "" if now == "apart-unsure" else rules.came(seen.apart)
    return [_said(name, then=then(seen, today)) for name in (now, came) if name]


def counted(found: Along) -> str:
    count = found.counted
    return _said(
        "counted",
        what=capfirst(found.what),
        higher=count.higher,
        of=count.of,
        others_higher=count.others_higher,
        others_of=count.others_of,
    )


def counted_note() -> str:
    return _said("counted-note")


def looks_helpful(found: Along) -> list[str]:
    return [_along("looks", "said").format(what=capfirst(found.what)), _along("looks", "calm")]


def nothing_stands_out() -> str:
    return _along("looks", "none")


def helped(what: str, *, helps: bool) -> list[str]:
    """The answer after a trial by chance; anything but a clear yes has one and the same words."""
    if helps:
        return [_along("helped", "said").format(what=capfirst(what)), _along("helped", "how")]
    return [_said("tried-none")]

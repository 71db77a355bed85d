"""How the pair's page says what was worked out. The sentences are data; which of them fits, rules.py decides."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.text import capfirst

from goldseam.growth import content as growth
from goldseam.road.insights import content
from goldseam.road.insights.both import rules
from goldseam.road.insights.both.working import Along, Seen


def _said(name: str, **told: object) -> str:
    return str(content.of_both()[name]).format(**told)


def _along(part: str, name: str) -> str:
    return str(content.goes_along()[part][name])


def label(slider: str) -> str:
    """What a slider is called where two are meant."""
    found = content.of_both().get(f"label-{slider}")
    return str(found) if found else growth.slider(slider).label


def ends(slider: str) -> tuple[str, str]:
    words = growth.slider(slider)
    return words.low, words.high


def together(seen: Seen) -> list[str]:
    """Where the two stand together. Whether it moved is told to each alone, of their own answers."""
    if seen.is_old:
        return [_said("old", day=date_format(seen.last, "j F"))]
    low, high = ends(seen.part)
    return [_said(f"where-{seen.where}", low=low, high=high)]


def apart(seen: Seen) -> list[str]:
    """How far the two looks lie from each other. Of long ago nothing is said."""
    if seen.is_old:
        return []
    now = seen.apart[-1]
    return [_said(rules.apart(now.low, now.middle, now.high))]


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

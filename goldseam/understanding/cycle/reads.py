"""The loop as a page shows it: first in words, then drawn from the same words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language_bidi, gettext

from goldseam.understanding.cycle import drawing, rules, wording
from goldseam.understanding.cycle.drawing import Picture, Place, Text
from goldseam.understanding.cycle.rules import Does, Feels, Half, Loop, Who, Wind


@dataclass(frozen=True)
class Group:
    """Some things that are said in one place. `label` tells whose words they are, where it isn't clear."""

    label: str
    items: list[str]


@dataclass(frozen=True)
class Station:
    """One of the four places, in the order in which one goes round."""

    who: Who
    beneath: bool
    title: str
    groups: list[Group]
    open_words: str = ""
    """What stands there when it was left open."""


@dataclass(frozen=True)
class Longing:
    who: Who
    label: str
    items: list[str]


@dataclass(frozen=True)
class Shown:
    """The whole loop for one reader."""

    stations: list[Station]
    longings: list[Longing]
    outside: list[Group]
    picture: Picture
    is_whole: bool


def shown(mine: Half | None, theirs: Half | None, partner: str | None) -> Shown:
    """`partner` is None for somebody who has nobody here yet."""
    loop = rules.join(mine, theirs)
    name = partner or gettext("The other")
    stations = _stations(loop, name, partner)
    longings = [longing for longing in (_longing(loop.in_me, name), _longing(loop.in_you, name)) if longing.items]
    outside = _outside(loop.outside, name, is_whole=len(loop.halves) == 2)
    return Shown(stations, longings, outside, _picture(stations, longings, outside), len(loop.halves) == 2)


def _stations(loop: Loop, name: str, partner: str | None) -> list[Station]:
    whole = len(loop.halves) == 2
    of_other = {"name": partner or gettext("the other")}
    return [
        Station("me", False, gettext("What you do"), _does(loop.i_do, name, whole), _left_open(loop, "me", name)),
        Station(
            "you",
            True,
            gettext("How it lands on %(name)s") % of_other,
            _feels(loop.in_you),
            _left_open(loop, "you", name),
        ),
        Station(
            "you",
            False,
            gettext("What %(name)s does") % of_other,
            _does(loop.you_do, name, whole),
            _left_open(loop, "you", name),
        ),
        Station("me", True, gettext("How it lands on you"), _feels(loop.in_me), _left_open(loop, "me", name)),
    ]


def _left_open(loop: Loop, who: Who, name: str) -> str:
    """Without their half nobody else can say it."""
    if who == "you" and "you" not in loop.halves:
        return gettext("%(name)s alone can say it") % {"name": name}
    return gettext("Left open")


def _does(does: Does, name: str, whole: bool) -> list[Group]:
    is_mine = does.who == "me"
    they_say, they_see = gettext("%(name)s says"), gettext("%(name)s sees")
    labels = (
        gettext("As you both see it"),
        gettext("You say") if is_mine else they_say % {"name": name},
        they_see % {"name": name} if is_mine else gettext("You see"),
    )
    told = zip(labels, (does.both, does.own, does.seen), strict=True)
    return [Group(label if whole else "", wording.acts(each)) for label, each in told if each]


def _feels(feels: Feels) -> list[Group]:
    return [Group("", wording.feelings(feels.beneath))] if feels.beneath else []


def _longing(feels: Feels, name: str) -> Longing:
    label = gettext("You long") if feels.who == "me" else gettext("%(name)s longs") % {"name": name}
    return Longing(feels.who, label, wording.longings(feels.longing))


def _outside(wind: Wind, name: str, *, is_whole: bool) -> list[Group]:
    labels = (gettext("As you both see it"), gettext("You say"), gettext("%(name)s says") % {"name": name})
    told = zip(labels, (wind.both, wind.mine, wind.theirs), strict=True)
    return [Group(label if is_whole else "", wording.stresses(each)) for label, each in told if each]


# -- the same, drawn -----------------------------------------------------------------------------------------------


def _picture(stations: list[Station], longings: list[Longing], outside: list[Group]) -> Picture:
    places = [Place(station.who, station.beneath, _texts(station)) for station in stations]
    middle = [Text(gettext("It is the two of you against this"), "title")]
    for longing in longings:
        middle.append(Text(longing.label, "label", longing.who))
        middle += [Text(item) for item in longing.items]
    wind = [Text(gettext("From outside"), "title"), *_grouped(outside)] if outside else []
    return drawing.drawn(places, middle, wind, mirrored=get_language_bidi())


def _texts(station: Station) -> list[Text]:
    told = _grouped(station.groups) or [Text(station.open_words, "label")]
    return [Text(station.title, "title"), *told]


def _grouped(groups: list[Group]) -> list[Text]:
    found: list[Text] = []
    for group in groups:
        found += [Text(group.label, "label")] if group.label else []
        found += [Text(item) for item in group.items]
    return found

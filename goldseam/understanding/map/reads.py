"""Gathers what a page shows of maps, and what the road and the bowl may know of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldseam.apart import access as apart
from goldseam.apart.access import Seen, Summary
from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.me import Me
from goldseam.practice import CAUSES, Topic
from goldseam.understanding.intake.rules import Heaviness
from goldseam.understanding.map import access, pictures, rules
from goldseam.understanding.map.access import LABEL, Map
from goldseam.understanding.map.pictures import Choices, Picture
from goldseam.understanding.map.rules import Side
from goldseam.vault import seam

NOTHING = Side()


@dataclass(frozen=True)
class MapPage:
    """One open map, and where the others are."""

    shown: Map
    picture: Picture | None
    others: Sequence[Summary]
    is_newest: bool
    is_time_again: bool


@dataclass(frozen=True)
class Choosing:
    """The page on which one chooses what to give, and what to keep."""

    choices: Sequence[Choices]
    on_page: str
    open_at: str
    picture: Picture


@dataclass(frozen=True)
class Live:
    """Whose bell a page hears, and how far it was when the page was gathered."""

    room: UUID
    at: int


@dataclass(frozen=True)
class Preview:
    """Just what the other would read, drawn as they will read it."""

    picture: Picture
    shown: str
    mark: str


# -- pages --------------------------------------------------------------------------------------------------------


def map_page(me: Me, number: int | None = None) -> MapPage | None:
    """The newest map, or the one of this number; None while none lies open. Raises Http404, Tampered."""
    found = access.summaries(me)
    if not found and number is None:
        return None
    shown = access.map_for(me, found[0].number if number is None else number)
    picture = pictures.picture(shown.mine or NOTHING, shown.theirs or NOTHING, shown.partner)
    return MapPage(
        shown=shown,
        picture=picture if picture.parts else None,
        others=[each for each in found if each.number != shown.number],
        is_newest=shown.number == found[0].number,
        is_time_again=rules.is_time_again(found[0].at, seam.now()),
    )


def picture_of(side: Side) -> Picture | None:
    """One's own side, for oneself. None when nothing was answered."""
    return None if side.is_empty else pictures.picture(side, NOTHING, "")


def given_picture(me: Me) -> Picture | None:
    """What one gave to the map to come, for oneself. Raises BackClosed."""
    side = access.given(me)
    return picture_of(side) if side else None


def seen(me: Me) -> Seen:
    return apart.seen(me, LABEL)


def is_news(me: Me) -> bool:
    """Has a map opened in the last two days? Front is enough; cheap."""
    at = last_opened(me)
    return at is not None and rules.is_news(at, seam.now())


def live_for(me: Me) -> Live | None:
    """Whose bell the page of waiting hears. Asked before anything else of the page, so that no ring is missed."""
    counts = bell.counts(me)
    together = people.togetherness_of(me)
    return Live(together.circle.pk, counts.get(together.circle.pk, 0)) if together else None


def begins_with(me: Me, side: Side) -> frozenset[str]:
    """What is shown unless somebody chooses otherwise."""
    return rules.begin_shown(side, access.last_chosen(me))


def choosing(side: Side, shown: Collection[str], open_at: str = "") -> Choosing:
    parts = rules.parts_of(side)
    kept = frozenset(part for part in parts if part not in shown)
    return Choosing(pictures.choices(side, kept), " ".join(parts), open_at, pictures.picture(side, NOTHING, ""))


def preview(me: Me, side: Side, shown: Collection[str]) -> Preview:
    """With the names as the other has them: the reader is the other there, and oneself is who is read."""
    chosen = rules.given(side, shown)
    own_name, _ = people.names_of(me)
    return Preview(pictures.picture(NOTHING, chosen, own_name), " ".join(rules.parts_of(chosen)), rules.mark_of(chosen))


# -- for other floors ---------------------------------------------------------------------------------------------


def shared_causes(me: Me) -> Mapping[Topic, Heaviness]:
    """How heavy each cause is in the newest map that both opened: the heavier of both. Front is enough; cheap."""
    found = access.summaries(me)
    return _causes(found[0]) if found else {}


def named_causes(me: Me) -> list[Topic]:
    """The causes that any open map told as more than light, in the order in which they came to be named: they stay."""
    told = [_causes(each) for each in reversed(access.summaries(me))]
    named = (topic for causes in told for topic in CAUSES if causes.get(topic, Heaviness.LIGHT) != Heaviness.LIGHT)
    return list(dict.fromkeys(named))


def last_opened(me: Me) -> datetime | None:
    """When the newest map came to lie open. Front is enough; cheap."""
    found = access.summaries(me)
    return found[0].at if found else None


def gold(me: Me) -> list[Topic]:
    """One act for each open map, at the heaviest cause that it told; a map never moves its gold."""
    return [_heaviest(_causes(each)) for each in access.summaries(me)]


def _heaviest(causes: Mapping[Topic, Heaviness]) -> Topic:
    return max(causes, key=lambda topic: list(Heaviness).index(causes[topic]), default=Topic.TALKING)


def _causes(summary: Summary) -> dict[Topic, Heaviness]:
    """What a summary tells, as far as it is one of ours: either of the two wrote it."""
    told = summary.summary if isinstance(summary.summary, dict) else {}
    causes = told.get("causes")
    known = causes if isinstance(causes, dict) else {}
    return {topic: weight for topic in CAUSES for weight in Heaviness if known.get(topic) == weight}

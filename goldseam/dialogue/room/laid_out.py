"""The texts that a room lays out: words to tick, phrases at one tap, the quiet minute, quiet things for a break."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from goldseam.dialogue import content
from goldseam.dialogue.access import Talk
from goldseam.dialogue.rules.acts import Deed, Shape, Way
from goldseam.dialogue.words import Builder, Calming, Group, Quiet, Stirred, Text
from goldseam.dialogue.words import Way as WayWords
from goldseam.library.exercises import Exercise

SPEAKING_FIRST = ("try-again", "harder-than-meant", "hard-for-both")
LISTENING_FIRST = ("hear-it-hurts", "say-once-more", "too-fast")
LIGHT_FIRST = ("thanks-for-talking", "not-easy-for-you", "brave")
QUIET_FIRST = 3
LATE, EARLY = 22, 6
"""From this hour to that, what can be done in bed comes first."""


@dataclass(frozen=True)
class Word:
    """One word to tick."""

    id: str
    text: str
    is_picked: bool


@dataclass(frozen=True)
class Family:
    """Words of one family, for the field of this name; open while one of them is ticked."""

    field: str
    label: str
    words: tuple[Word, ...]

    @property
    def is_open(self) -> bool:
        return any(word.is_picked for word in self.words)

    @property
    def drawn(self) -> SafeString:
        """As the page shows it. With nothing ticked it is the same for everybody, and drawn once."""
        return _draw(self) if self.is_open else _drawn_once(self)


def _draw(family: Family) -> SafeString:
    return render_to_string("dialogue/_family.html", {"family": family})


_drawn_once = cache(_draw)


@dataclass(frozen=True)
class Picks:
    """Words to tick for one field, by families. `name` is the field's: feelings or needs."""

    name: str
    families: tuple[Family, ...]

    @property
    def is_open(self) -> bool:
        return any(family.is_open for family in self.families)


def picks(name: str, picked: Collection[str]) -> Picks:
    """All words for feelings, or for needs, with those ticked that were. Raises KeyError for another name."""
    groups = {"feelings": content.feelings, "needs": content.needs}[name]()
    return Picks(name, tuple(_family(name, group, picked) for group in groups))


def _family(field: str, group: Group, picked: Collection[str]) -> Family:
    return Family(field, group.label, tuple(Word(text.id, text.text, text.id in picked) for text in group.texts))


@dataclass(frozen=True)
class LaidOut:
    """What a room's page can take from the files of this practice. `local`: the hour on the reader's own clock."""

    talk: Talk
    local: datetime
    picked: Collection[str]

    @cached_property
    def builder(self) -> Builder:
        return content.builder()

    @property
    def feelings(self) -> Picks:
        return picks("feelings", self.picked)

    @property
    def needs(self) -> Picks:
        return picks("needs", self.picked)

    @property
    def repairs(self) -> list[Group]:
        return content.repairs()

    @property
    def repairs_first(self) -> list[Text]:
        """Three lines at one tap, by whose turn it is. None in letters: they are written slowly."""
        speaks, is_light = self.talk.state.speaker == "me", self.talk.offer.shape is not Shape.FULL
        if self.talk.offer.way is Way.LETTERS or (speaks and is_light):
            return []
        wanted = SPEAKING_FIRST if speaks else LIGHT_FIRST if is_light else LISTENING_FIRST
        found = {text.id: text for group in content.repairs() for text in group.texts}
        return [found[each] for each in wanted if each in found]

    @property
    def repairs_more(self) -> list[Group]:
        """The others, by groups."""
        first = self.repairs_first
        return [
            replace(group, texts=tuple(text for text in group.texts if text not in first)) for group in self.repairs
        ]

    @property
    def minute(self) -> Calming:
        return content.calming()

    @property
    def stirred(self) -> Stirred:
        return content.stirred()

    @property
    def way(self) -> WayWords:
        return content.way(self.talk.offer.way)

    @property
    def exercise(self) -> Exercise:
        if self.talk.offer.shape is not Shape.FULL:
            return content.exercise(self.talk.offer.shape.value)
        return content.exercise("letters" if self.talk.offer.way is Way.LETTERS else "talk")

    @cached_property
    def quiet(self) -> Sequence[Quiet]:
        """Other things first in each break; at night those that can be done in bed."""
        late = self.local.hour >= LATE or self.local.hour < EARLY
        things = content.quiet()
        pauses = sum(act.deed is Deed.PAUSE for act in self.talk.acts)
        turned = [*things[pauses * QUIET_FIRST % len(things) :], *things[: pauses * QUIET_FIRST % len(things)]]
        if late:
            return sorted(turned, key=lambda thing: not thing.in_bed)
        return _mixed(turned)

    @property
    def quiet_first(self) -> Sequence[Quiet]:
        return self.quiet[:QUIET_FIRST]

    @property
    def quiet_more(self) -> Sequence[Quiet]:
        return self.quiet[QUIET_FIRST:]


def _mixed(things: Sequence[Quiet]) -> list[Quiet]:
    """First one for whoever can't move, one for whoever can't sit still, one more; then the rest in its order."""
    first = [
        next(each for each in things if each.in_bed),
        next(each for each in things if each.needs_body),
        next(each for each in things if not each.in_bed and not each.needs_body),
    ]
    return [*first, *(each for each in things if each not in first)]

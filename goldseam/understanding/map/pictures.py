"""A map as a page shows it, always from somebody's own side: in words first, then line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.practice import Topic
from goldseam.understanding import content
from goldseam.understanding.intake.items import Item
from goldseam.understanding.intake.rules import band
from goldseam.understanding.map import drawn, rules
from goldseam.understanding.map.rules import Look, Said, Side, Sight

TITLES: dict[Sight, Promise] = {
    Sight.ALIKE: _("Where you see it alike"),
    Sight.DIFFERENT: _("Where you see it differently"),
    Sight.ONE: _("One view"),
}


@dataclass(frozen=True)
class Group:
    """Lines that belong together. Without a title where all lines of a picture are one view.

    `folds`: of what is good, and so lies open, only the first group is seen at once.
    """

    title: str
    lines: SafeString
    folds: bool = False


@dataclass(frozen=True)
class Part:
    """One topic."""

    topic: Topic
    name: str
    said: str
    mine: str
    theirs: str
    groups: Sequence[Group]


@dataclass(frozen=True)
class Picture:
    """The whole, from the side of its reader. `name` is how the other is called there."""

    name: str
    first: Sequence[str]
    parts: Sequence[Part]
    has_mine: bool
    has_theirs: bool


@dataclass(frozen=True)
class Choice:
    """One thing that can be given or kept."""

    id: str
    label: str
    told: str
    is_words: bool
    is_kept: bool


@dataclass(frozen=True)
class Choices:
    """One topic's things to choose from."""

    topic: Topic
    name: str
    choices: Sequence[Choice]

    @property
    def all_kept(self) -> bool:
        return all(choice.is_kept for choice in self.choices)

    @property
    def all_shown(self) -> bool:
        return not any(choice.is_kept for choice in self.choices)


def picture(mine: Side, theirs: Side, name: str) -> Picture:
    looks = rules.looks(mine, theirs)
    both = not (mine.is_empty or theirs.is_empty)
    words = content.words_of("map")
    first = [_said(each, words) for each in rules.standing_out(looks)] if both else []
    parts = [_part(look, words, name, titled=both) for look in looks]
    return Picture(name, first, parts, not mine.is_empty, not theirs.is_empty)


def choices(side: Side, kept: frozenset[str]) -> list[Choices]:
    """Everything of one's own, topic by topic."""
    words, items = content.words_of("map"), {name: frame.item for name, frame in drawn.frames().items()}
    found = []
    for topic in Topic:
        told = [_choice(items[name], value, kept) for name, value in side.values.items() if items[name].topic is topic]
        if topic in side.words:
            part = rules.words_part(topic)
            told.append(Choice(part, gettext("Your own words"), side.words[topic], True, part in kept))
        if told:
            found.append(Choices(topic, words["topics"][topic]["name"], told))
    return found


def limits() -> list[str]:
    return [told["text"] for told in content.words_of("map")["limits"].values()]


def guide() -> list[dict[str, str]]:
    """How to read the map together, step by step."""
    return list(content.words_of("map")["guide"].values())


def _choice(item: Item, value: int, kept: frozenset[str]) -> Choice:
    return Choice(item.id, item.label, band(item, value), False, item.id in kept)


def _part(look: Look, words: dict[str, dict[str, dict[str, str]]], name: str, *, titled: bool) -> Part:
    groups: list[Group] = []
    for sight in Sight:
        if lines := look.seen(sight):
            title = str(TITLES[sight]) if titled else ""
            groups.append(Group(title, drawn.lines(lines, name), bool(groups) and look.topic is Topic.GOOD))
    said = words["sentences"][look.said]["text"].format(name=name)
    return Part(look.topic, words["topics"][look.topic]["name"], said, look.my_words, look.their_words, groups)


def _said(said: Said, words: dict[str, dict[str, dict[str, str]]]) -> str:
    topics = joined([words["topics"][topic]["told"] for topic in said.topics])
    known = drawn.frames()
    items = joined([gettext("“%(name)s”") % {"name": known[item].item.label} for item in said.items])
    return words["sentences"][said.id]["text"].format(topics=topics, items=items)


def joined(names: Sequence[str]) -> str:
    """One, one and another, one, another and a third."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(some)s and %(last)s") % {"some": gettext(", ").join(names[:-1]), "last": names[-1]}

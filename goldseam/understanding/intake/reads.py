"""Gathers what a page shows. Opens nothing by itself: all rows come through the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Topic
from goldseam.understanding import content
from goldseam.understanding.intake import access, rules, saying
from goldseam.understanding.intake.asked import SITTINGS, topics_of
from goldseam.understanding.intake.items import Item, items
from goldseam.understanding.intake.picture import Drawing, Mark, drawing
from goldseam.understanding.intake.rules import Answers, Look
from goldseam.vault import seam


@dataclass(frozen=True)
class Sitting:
    """One of the four, with its words. `day` is told only behind the PIN."""

    id: str
    number: int
    title: str
    text: str
    day: date | None = None
    may_look_again: bool = False


@dataclass(frozen=True)
class Group:
    """One topic as it was answered."""

    topic: Topic
    title: str
    facts: list[tuple[str, str]]
    line: str
    words: str
    choices: list[str] = field(default_factory=list)
    """All that two devices wrote, when it isn't the same."""


@dataclass(frozen=True)
class Picture:
    """A drawing, told in words too."""

    drawing: Drawing
    told: str


@dataclass(frozen=True)
class Told:
    """What a sitting gives back."""

    sentences: list[str]
    picture: Picture | None
    groups: list[Group]
    changes: list[str] = field(default_factory=list)
    before: date | None = None
    """The day of the look before this one."""


def sitting(name: str) -> Sitting:
    words = content.words_of("intake")[name]
    return Sitting(name, SITTINGS.index(name) + 1, words["title"], words["text"])


def overview(me: Me) -> list[Sitting]:
    """The four. What was done of them is told only while the private half is open."""
    looked = rules.newest(access.looks_of(me)) if me.is_private_open else {}
    return [_with_day(sitting(name), looked.get(name)) for name in SITTINGS]


def next_of(found: Sequence[Sitting]) -> str:
    """The first of the four that has no answer yet, or nothing."""
    return next((each.id for each in found if each.day is None), "")


def after(name: str) -> str:
    """The sitting after this one, or nothing."""
    place = SITTINGS.index(name) + 1
    return SITTINGS[place] if place < len(SITTINGS) else ""


def told(name: str, answers: Answers) -> Told:
    """What these answers alone can carry, for a moment when nothing earlier is open."""
    known = items()
    return Told(sentences(name, answers), _picture(name, answers, known), groups(name, answers))


def told_of(me: Me, look: Look) -> Told:
    """The same for a look that is kept, with what differs from the one before it. Raises BackClosed."""
    before = [each for each in access.earlier(me) if each.sitting == look.sitting]
    now = told(look.sitting, look.answers)
    return Told(
        now.sentences,
        now.picture,
        [_with_choices(group, look) for group in now.groups],
        changes(before[-1].answers, look.answers) if before else [],
        _day(before[-1].begun) if before else None,
    )


def sentences(name: str, answers: Answers) -> list[str]:
    known, written = items(), content.words_of("intake-sentences")
    return [
        written[said.id]["text"].format(things=_listed([known[item].told for item in said.things]))
        for said in saying.sentences(name, answers)
    ]


def groups(name: str, answers: Answers) -> list[Group]:
    """The answers in words: each item with its word, each topic with its line."""
    known, topics = items(), content.words_of("intake-topics")
    found = []
    for topic in topics_of(name):
        facts = [(item.label, rules.band(item, answers.values[item.id])) for item in _answered(known, topic, answers)]
        words = answers.words.get(topic, "")
        if facts or words:
            found.append(Group(topic, topics[topic]["title"], facts, topics[topic]["line"], words))
    return found


def changes(before: Answers, now: Answers) -> list[str]:
    """What changed between two looks, item by item, in words only."""
    known = items()
    return [
        gettext("%(item)s: from “%(before)s” to “%(now)s”.")
        % {
            "item": known[change.item].label,
            "before": known[change.item].bands[change.before],
            "now": known[change.item].bands[change.now],
        }
        for change in rules.changes(before, now)
    ]


def _with_day(found: Sitting, look: Look | None) -> Sitting:
    if look is None:
        return found
    again = seam.now() - look.begun >= rules.AGAIN_AFTER
    return Sitting(found.id, found.number, found.title, found.text, _day(look.begun), again)


def _with_choices(group: Group, look: Look) -> Group:
    beside = look.beside.get(group.topic, ())
    choices = [group.words, *reversed(beside)] if beside else []
    return Group(group.topic, group.title, group.facts, group.line, group.words, choices)


def _answered(known: dict[str, Item], topic: Topic, answers: Answers) -> list[Item]:
    return [item for item in known.values() if item.topic == topic and item.id in answers.values]


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _listed(names: Sequence[str]) -> str:
    return get_text_list(list(names), gettext("and"))


# -- the picture in words -----------------------------------------------------------------------------------------


def _picture(name: str, answers: Answers, known: dict[str, Item]) -> Picture | None:
    drawn = drawing(name, answers)
    return Picture(drawn, _IN_WORDS[drawn.kind](drawn, known)) if drawn else None


def _strands(drawn: Drawing, known: dict[str, Item]) -> str:
    parts: list[str] = []
    for lowest, highest, words in (
        (3, 4, gettext("Thick: %(things)s.")),
        (2, 2, gettext("Middling: %(things)s.")),
        (0, 1, gettext("Thin: %(things)s.")),
    ):
        parts += _named(words, [one for one in drawn.marks if lowest <= one.strength <= highest], known)
    return " ".join(parts)


def _thread(drawn: Drawing, known: dict[str, Item]) -> str:
    parts: list[str] = []
    loops = [*drawn.marks, *drawn.others]
    parts += _named(gettext("Large loops: %(things)s."), [one for one in loops if one.strength == 2], known)
    parts += _named(gettext("Small loops: %(things)s."), [one for one in loops if one.strength == 1], known)
    return " ".join(parts) or gettext("The line runs straight.")


def _house(drawn: Drawing, known: dict[str, Item]) -> str:
    parts: list[str] = []
    for strength, words in ((2, gettext("Loose: %(things)s.")), (1, gettext("Cracked: %(things)s."))):
        parts += _named(words, [one for one in drawn.marks if one.strength == strength], known)
    if any(one.strength == 0 for one in drawn.marks):
        parts.append(gettext("The other stones are firm.") if parts else gettext("The stones are firm."))
    for strength, words in (
        (2, gettext("Heavy rain: %(things)s.")),
        (1, gettext("Some rain: %(things)s.")),
        (0, gettext("A light cloud: %(things)s.")),
    ):
        parts += _named(words, [one for one in drawn.others if one.strength == strength], known)
    return " ".join(parts)


def _lanterns(drawn: Drawing, known: dict[str, Item]) -> str:
    parts: list[str] = []
    for lowest, highest, words in (
        (3, 4, gettext("Lit: %(things)s.")),
        (2, 2, gettext("Hanging quietly: %(things)s.")),
        (0, 1, gettext("Small and dark: %(things)s.")),
    ):
        parts += _named(words, [one for one in drawn.marks if lowest <= one.strength <= highest], known)
    return " ".join(parts)


_IN_WORDS = {"strands": _strands, "thread": _thread, "house": _house, "lanterns": _lanterns}


def _named(words: str, marks: Sequence[Mark], known: dict[str, Item]) -> list[str]:
    """One sentence that names these, or none."""
    names = [known[mark.item].told for mark in marks]
    return [words % {"things": _listed(names)}] if names else []

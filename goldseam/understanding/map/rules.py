"""What one map of two views says. It compares, it weighs nobody: no total, no average, no word on who is right.

Each sees the map from their own side: `mine` is the reader's, `theirs` the other's. What was kept to oneself isn't in
here at all, so it can't be told from what was never answered. No Django, no clock, no database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from goldseam.practice import CAUSES, Topic
from goldseam.understanding.intake.asked import ASKED, BY_ID
from goldseam.understanding.intake.rules import HIGHEST, LINE_MOST, LOWEST, Heaviness, heaviness, step

MIDDLE = 2
"""Of the five places of a line, 0 to 4, the one in the middle."""
DIFFER = 2
"""Two marks that stand this many of the five places apart, or more, are told as seen differently."""
NEWS_LAST = timedelta(days=2)
AGAIN_AFTER = timedelta(weeks=4)
NAMED_MOST = 3

_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control signs other than a new line, and halves of signs."""

DELICATE = frozenset(
    {
        "quarrels-closeness",
        "trust-secrets",
        "trust-third",
        "trust-money",
        "trust-watched",
        "outside-health",
        "outside-loss",
        "outside-unfair",
        "wishes-touch",
    }
)
"""Body, health, a third person, hidden things, being watched: shown only by somebody who says so item by item."""


class NotAsSeen(Exception):
    """What would be given is no longer what was looked at. Nothing was given."""


class Sight(StrEnum):
    """How two marks on one line stand."""

    ALIKE = "alike"
    DIFFERENT = "different"
    ONE = "one"


@dataclass(frozen=True)
class Side:
    """What one of the two gave: marks by item, own words by topic."""

    values: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[Topic, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.words


@dataclass(frozen=True)
class Line:
    """One item with the marks that are there; at least one is."""

    item: str
    mine: int | None
    theirs: int | None

    @cached_property
    def sight(self) -> Sight:
        if self.mine is None or self.theirs is None:
            return Sight.ONE
        apart = abs(step(self.mine) - step(self.theirs))
        return Sight.DIFFERENT if apart >= DIFFER else Sight.ALIKE


@dataclass(frozen=True)
class Look:
    """One topic from both sides. `said` is the id of the sentence that opens it."""

    topic: Topic
    said: str
    lines: Sequence[Line]
    my_words: str = ""
    their_words: str = ""

    def seen(self, sight: Sight) -> list[Line]:
        return [line for line in self.lines if line.sight is sight]


@dataclass(frozen=True)
class Said:
    """One of the first sentences, with the topics or the items that it names."""

    id: str
    topics: tuple[Topic, ...] = ()
    items: tuple[str, ...] = ()


# -- the two sides, laid side by side -----------------------------------------------------------------------------


def looks(mine: Side, theirs: Side) -> list[Look]:
    """Each topic of which somebody gave something, in the order of the topics: what is good comes first."""
    my_weights, their_weights = heaviness(mine.values), heaviness(theirs.values)
    by_topic: dict[Topic, list[Line]] = {topic: [] for topic in Topic}
    for asked in ASKED:
        line = Line(asked.id, mine.values.get(asked.id), theirs.values.get(asked.id))
        if line.mine is not None or line.theirs is not None:
            by_topic[asked.topic].append(line)
    found = []
    for topic, lines in by_topic.items():
        my_words, their_words = mine.words.get(topic, ""), theirs.words.get(topic, "")
        if lines or my_words or their_words:
            said = _opening(topic, lines, my_weights.get(topic), their_weights.get(topic))
            found.append(Look(topic, said, lines, my_words, their_words))
    return found


def _opening(topic: Topic, lines: Sequence[Line], mine: Heaviness | None, theirs: Heaviness | None) -> str:
    if topic in CAUSES:
        return f"weight-{mine or 'none'}-{theirs or 'none'}" if mine or theirs else "words-only"
    name = "good" if topic is Topic.GOOD else "wishes"
    both = [line for line in lines if line.sight is not Sight.ONE]
    if not lines:
        return "words-only"
    if any(meets(line) if topic is Topic.WISHES else is_good_for_both(line) for line in both):
        return f"{name}-meet"
    return f"{name}-apart" if both else f"{name}-one"


def is_good_for_both(line: Line) -> bool:
    """What is good has its good end high: both stand in one of the two places there."""
    return min(_places(line), default=0) > MIDDLE and line.sight is not Sight.ONE


def meets(line: Line) -> bool:
    """Both wish the same way: more of it, or less of it; both soon, or both slowly. As it is, is no wish."""
    both = _places(line)
    return line.sight is not Sight.ONE and (min(both) > MIDDLE or max(both) < MIDDLE)


def _places(line: Line) -> list[int]:
    return [step(mark) for mark in (line.mine, line.theirs) if mark is not None]


# -- what stands out ----------------------------------------------------------------------------------------------


def standing_out(found: Sequence[Look]) -> list[Said]:
    """Two or three sentences, strengths first. They speak only of what both gave."""
    by_topic = {look.topic: look for look in found}
    if not any(line.sight is not Sight.ONE for look in found for line in look.lines):
        return [Said("top-nothing-common")]
    said = [_of_good(by_topic.get(Topic.GOOD))]
    heavy = tuple(topic for topic in CAUSES if _said_of(by_topic, topic) == "weight-heavy-heavy")
    if heavy:
        said.append(Said("top-heavy", heavy))
    different = tuple(look.topic for look in found if look.topic is not Topic.WISHES and look.seen(Sight.DIFFERENT))
    if different:
        said.append(Said("top-different", different))
    elif not heavy:
        said.append(Said("top-alike"))
    if len(said) < NAMED_MOST and _said_of(by_topic, Topic.WISHES) == "wishes-meet":
        met = [line.item for line in by_topic[Topic.WISHES].lines if meets(line)]
        said.append(Said("top-wishes", items=tuple(met[:NAMED_MOST])))
    return [each for each in said if each.id]


def _of_good(look: Look | None) -> Said:
    if look is None or look.said not in ("good-meet", "good-apart"):
        return Said("")
    good = [line.item for line in look.lines if is_good_for_both(line)]
    return Said(f"top-{look.said}", items=tuple(good[:NAMED_MOST]))


def _said_of(by_topic: Mapping[Topic, Look], topic: Topic) -> str:
    return by_topic[topic].said if topic in by_topic else ""


def shared_weights(sides: Iterable[Side]) -> dict[str, str]:
    """For each cause of which somebody gave something: the heavier of what they gave. This is what the road reads."""
    given_weights = [heaviness(side.values) for side in sides]
    found: dict[str, str] = {}
    for topic in CAUSES:
        told = [weights[topic] for weights in given_weights if topic in weights]
        if told:
            found[str(topic)] = str(max(told, key=list(Heaviness).index))
    return found


# -- what is given ------------------------------------------------------------------------------------------------


def parts_of(side: Side) -> list[str]:
    """Everything that can be given or kept, each by its own name."""
    return [*side.values, *(words_part(topic) for topic in Topic if topic in side.words)]


def words_part(topic: Topic) -> str:
    return f"words-{topic}"


def begin_shown(side: Side, last: Side | None) -> frozenset[str]:
    """What is given unless somebody chooses otherwise: nothing that is delicate, and no words of one's own.

    For a further map: what was given last, words only if they are still the same words. All else begins kept.
    """
    if last is None:
        return frozenset(side.values) - DELICATE
    words = {words_part(topic) for topic, text in side.words.items() if last.words.get(topic) == text}
    return frozenset(side.values.keys() & last.values.keys()) | words


def given(side: Side, shown: Collection[str]) -> Side:
    """Just what is shown. What is kept leaves no place behind."""
    return Side(
        {item: value for item, value in side.values.items() if item in shown},
        {topic: words for topic, words in side.words.items() if words_part(topic) in shown},
    )


def as_answers(side: Side) -> dict[str, Any]:
    """As it is given: sorted, so that the order tells nothing of when something was answered."""
    return {
        "values": dict(sorted(side.values.items())),
        "words": {str(topic): side.words[topic] for topic in Topic if topic in side.words},
    }


def ordered(side: Side) -> Side:
    """In the order of the looks, whatever was answered first."""
    values = {item: side.values[item] for item in BY_ID if item in side.values}
    return Side(values, {topic: side.words[topic] for topic in Topic if topic in side.words})


def mark_of(side: Side) -> str:
    """What somebody looked at before they gave it: if it is no longer this, they look again."""
    told = json.dumps(as_answers(side), sort_keys=True, ensure_ascii=True)
    return sha256(told.encode()).hexdigest()


def read(answers: Any) -> Side:
    """Answers as a form, a file or the other side brings them. Raises ValueError for what no form of ours gives."""
    if not isinstance(answers, dict) or set(answers) != {"values", "words"}:
        raise ValueError("shape")
    values, words = answers["values"], answers["words"]
    if not isinstance(values, dict) or not isinstance(words, dict) or not (values or words):
        raise ValueError("shape")
    if set(values) - set(BY_ID) or not all(_is_mark(value) for value in values.values()):
        raise ValueError("values")
    return ordered(Side(values, {Topic(topic): _read_words(text) for topic, text in words.items()}))


def _is_mark(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST


def _read_words(text: Any) -> str:
    if not isinstance(text, str) or not text.strip() or len(text) > LINE_MOST:
        raise ValueError("words")
    if _UNSEEN.search(text):
        raise ValueError("words")
    return text


# -- in time ------------------------------------------------------------------------------------------------------


def is_news(at: datetime, now: datetime) -> bool:
    return now - at <= NEWS_LAST


def is_time_again(at: datetime, now: datetime) -> bool:
    """Four weeks are enough for something to look different. Both may begin sooner."""
    return now - at >= AGAIN_AFTER

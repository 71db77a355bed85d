"""What a look may hold, how its rows become one, and what it says back. No Django, no clock, no database."""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from goldseam.library.moments import moment_told
from goldseam.library.typed import id_of_sent
from goldseam.practice import CAUSES, Topic
from goldseam.understanding.intake.asked import ASKED, BY_ID, SITTINGS, Asked, of_sitting, topics_of

LOWEST, HIGHEST = 0, 100
LINE_MOST = 600
STEP_BELOW = (20, 40, 61, 81)
"""Where the five words of a slider meet; the same from both ends."""
JITTER = 5
"""A finger on a slider doesn't stop to the point: less than this is the same."""
SAME_LOOK = timedelta(days=14)
"""What is answered within two weeks is one look, on however many devices; later it is a new one."""
AGAIN_AFTER = timedelta(days=1)
"""Who says that they look again begins a new look, from the next day on."""
PAD_TO = 1024
BETWEEN = " · "
"""Between the words of two devices whose owner keeps both."""
"""What every calendar and time zone can show: a page must not break over a day that a file made up."""


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoLook(ValueError):
    """What was brought isn't a look of ours, or is broken."""


# -- five words, three weights ------------------------------------------------------------------------------------


class Worded(Protocol):
    """An item with its five words."""

    @property
    def bands(self) -> Sequence[str]: ...


class Heaviness(StrEnum):
    """How heavy the heaviest item of a topic is. Never a total, never an average."""

    LIGHT = "light"
    SOME = "some"
    HEAVY = "heavy"


def step(value: int) -> int:
    """Which of the five words a value falls into, from 0 to 4."""
    return bisect_right(STEP_BELOW, value)


def band(item: Worded, value: int) -> str:
    """One of the item's five words."""
    return item.bands[step(value)]


def weight(asked: Asked, value: int) -> Heaviness | None:
    """How heavy one answer is; None for what can't be heavy: a strength, a wish."""
    if asked.heavy is None:
        return None
    steps = step(value if asked.heavy == "high" else HIGHEST - value)
    return (Heaviness.LIGHT, Heaviness.LIGHT, Heaviness.SOME, Heaviness.SOME, Heaviness.HEAVY)[steps]


def heaviness(values: Mapping[str, int]) -> dict[Topic, Heaviness]:
    """Each cause of which something was answered, by its heaviest item."""
    found: dict[Topic, Heaviness] = {}
    for topic in CAUSES:
        weights = [weight(asked, values[asked.id]) for asked in ASKED if asked.topic == topic and asked.id in values]
        if told := [one for one in weights if one]:
            found[topic] = max(told, key=list(Heaviness).index)
    return found


# -- answers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answers:
    """What was answered in a sitting. What was left out isn't there: no zero, no middle in its place."""

    values: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[Topic, str] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    """Of each answered item: which wording it answers."""

    def __bool__(self) -> bool:
        return bool(self.values or self.words)


@dataclass(frozen=True)
class Change:
    """One item whose word is another now. One look is one look: it says that the word changed, and not why."""

    item: str
    before: int
    now: int
    """Which of the five words, from 0 to 4."""


def checked(sitting: str, answers: Answers) -> Answers:
    """The same answers in their plain form. Raises Refused for what no form of ours sends."""
    asked = {one.id for one in of_sitting(sitting)}
    if set(answers.values) - asked or set(answers.words) - set(topics_of(sitting)):
        raise Refused("unknown")
    if not all(_is_value(value) for value in answers.values.values()):
        raise Refused("out-of-reach")
    words = {topic: plain for topic, text in answers.words.items() if (plain := plain_line(text))}
    versions = {name: answers.versions.get(name, 1) for name in answers.values}
    if not all(isinstance(version, int) and version > 0 for version in versions.values()):
        raise Refused("unknown")
    return Answers(dict(answers.values), words, versions)


def plain_line(text: str) -> str:
    """Own words on one line, without what can't be seen. Raises Refused when they are too long."""
    kept = " ".join(unicodedata.normalize("NFC", text).split())
    plain = "".join(sign for sign in kept if not unicodedata.category(sign).startswith("C"))
    if len(plain) > LINE_MOST:
        raise Refused("line-long")
    return plain


def changes(before: Answers, now: Answers) -> list[Change]:
    """The items whose word is another now, in the order of the pages; only where both answer the same wording."""
    found = []
    for asked in ASKED:
        one, other = before.values.get(asked.id), now.values.get(asked.id)
        if one is None or other is None or not _same_wording(asked.id, before, now):
            continue
        if abs(one - other) > JITTER and step(one) != step(other):
            found.append(Change(asked.id, step(one), step(other)))
    return found


def _same_wording(item: str, before: Answers, now: Answers) -> bool:
    return before.versions.get(item, 1) == now.versions.get(item, 1)


def _is_value(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST


# -- rows, and the look that they are together --------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """What one device said in one go: only what differs from what its page had shown.

    A value of None was left out again. `over` are the words that stood on the page before, so that a correction is
    told from two devices that wrote two things; `beside` are words that are kept beside, until their owner decides;
    `settled` are those that they decided about.
    """

    sitting: str
    begun: datetime
    changed: datetime
    values: Mapping[str, tuple[int | None, int]] = field(default_factory=dict)
    words: Mapping[Topic, str] = field(default_factory=dict)
    over: Mapping[Topic, str] = field(default_factory=dict)
    beside: Mapping[Topic, Sequence[str]] = field(default_factory=dict)
    settled: Mapping[Topic, Sequence[str]] = field(default_factory=dict)
    again: bool = False
    id: UUID | None = None


@dataclass(frozen=True)
class Look:
    """One look at one sitting, as all its rows together say it."""

    sitting: str
    begun: datetime
    changed: datetime
    answers: Answers
    beside: Mapping[Topic, tuple[str, ...]] = field(default_factory=dict)
    rows: tuple[UUID, ...] = ()
    again: bool = False


def looks(rows: Iterable[Row]) -> list[Look]:
    """The looks that these rows are together, the oldest first. Nothing that somebody wrote is lost in it."""
    found: list[list[Row]] = []
    in_order = sorted(rows, key=lambda row: (SITTINGS.index(row.sitting), row.begun, not row.again, row.changed))
    for row in in_order:
        if found and not _begins(row, found[-1][0]):
            found[-1].append(row)
        else:
            found.append([row])
    joined = [_joined(together) for together in found]
    return sorted(joined, key=lambda look: (look.begun, SITTINGS.index(look.sitting)))


def _begins(row: Row, first: Row) -> bool:
    since = row.begun - first.begun
    return row.sitting != first.sitting or since >= SAME_LOOK or (row.again and since >= AGAIN_AFTER)


def _joined(rows: Sequence[Row]) -> Look:
    look = Look(rows[0].sitting, rows[0].begun, rows[0].changed, Answers(), again=rows[0].again)
    for row in sorted(rows, key=lambda row: (row.changed, str(row.id))):
        look = with_row(look, row)
    return look


def with_row(look: Look, row: Row) -> Look:
    """The look after this row was said too: per item the newer counts, and differing words both stay."""
    values, versions = dict(look.answers.values), dict(look.answers.versions)
    for item, (value, version) in row.values.items():
        values.pop(item, None), versions.pop(item, None)
        if value is not None:
            values[item], versions[item] = value, version
    words, beside = dict(look.answers.words), {topic: list(told) for topic, told in look.beside.items()}
    for topic, text in row.words.items():
        standing = words.get(topic, "")
        if standing not in ("", text, row.over.get(topic, "")):
            if not text:
                continue  # taken out on one device, rewritten on another: what was written stays
            beside.setdefault(topic, []).append(standing)
        words[topic] = text
    for topic, told in row.beside.items():
        beside.setdefault(topic, []).extend(told)
    for topic, told in row.settled.items():
        beside[topic] = [text for text in beside.get(topic, []) if text not in told]
    words = {topic: text for topic, text in words.items() if text}
    return replace(
        look,
        changed=max(look.changed, row.changed),
        answers=Answers(values, words, versions),
        beside=_still_beside(words, beside),
        rows=(*look.rows, row.id) if row.id else look.rows,
    )


def _still_beside(words: Mapping[Topic, str], beside: Mapping[Topic, Sequence[str]]) -> dict[Topic, tuple[str, ...]]:
    kept = {topic: tuple(dict.fromkeys(told)) for topic, told in beside.items()}
    others = {topic: tuple(text for text in told if text != words.get(topic)) for topic, told in kept.items()}
    return {topic: told for topic, told in others.items() if told}


@dataclass(frozen=True)
class Drawn:
    """What a page showed when it was drawn: the answers of a look, and when that look was begun. A new one: nothing."""

    answers: Answers = field(default_factory=Answers)
    begun: datetime | None = None


def difference(sitting: str, drawn: Drawn, now: Answers, at: datetime, *, again: bool = False) -> Row:
    """What was said on a page, beside what it had shown. It belongs to the look that the page was drawn from."""
    before = drawn.answers
    values: dict[str, tuple[int | None, int]] = {
        name: (now.values.get(name), now.versions.get(name, before.versions.get(name, 1)))
        for name in (asked.id for asked in of_sitting(sitting))
        if before.values.get(name) != now.values.get(name)
    }
    topics = [topic for topic in topics_of(sitting) if before.words.get(topic, "") != now.words.get(topic, "")]
    words = {topic: now.words.get(topic, "") for topic in topics}
    over = {topic: text for topic in topics if (text := before.words.get(topic, ""))}
    return Row(sitting, drawn.begun or at, at, values, words, over, again=again)


def settled(look: Look, topic: Topic, text: str | None, at: datetime) -> Row:
    """The owner's choice among the words that two devices wrote: this one, or with None both, one after the other.

    Raises Refused when that isn't there any more, or both are too long for one line.
    """
    told = list(filter(None, (look.answers.words.get(topic, ""), *look.beside.get(topic, ()))))
    if text is None:
        text = plain_line(BETWEEN.join(reversed(told)))
    elif text not in told:
        raise Refused("not-there")
    over = {topic: look.answers.words.get(topic, "")}
    return Row(look.sitting, look.begun, at, {}, {topic: text}, over, settled={topic: told})


def whole(look: Look) -> Row:
    """A look as one row."""
    answers = look.answers
    values: dict[str, tuple[int | None, int]] = {
        name: (value, answers.versions[name]) for name, value in answers.values.items()
    }
    return Row(look.sitting, look.begun, look.changed, values, answers.words, {}, look.beside, again=look.again)


def newest(looks_at: Iterable[Look]) -> dict[str, Look]:
    """Each sitting's newest look."""
    return {look.sitting: look for look in looks_at}


def together(looks_at: Iterable[Look]) -> Answers:
    """Everything that stands now: per item, and per line, the newest that was said."""
    values: dict[str, int] = {}
    words: dict[Topic, str] = {}
    versions: dict[str, int] = {}
    for look in looks_at:
        values |= look.answers.values
        words |= look.answers.words
        versions |= look.answers.versions
    return Answers(values, words, versions)


# -- as it is kept ------------------------------------------------------------------------------------------------


def as_body(row: Row) -> dict[str, Any]:
    """A row as it is sealed. It is as long whether much or little was answered, in steps of a thousand bytes."""
    body: dict[str, Any] = {
        "sitting": row.sitting,
        "begun": row.begun.isoformat(),
        "changed": row.changed.isoformat(),
        "values": {name: list(told) for name, told in row.values.items()},
        "words": {str(topic): text for topic, text in row.words.items()},
        "over": {str(topic): text for topic, text in row.over.items()},
        "beside": {str(topic): list(told) for topic, told in row.beside.items()},
        "settled": {str(topic): list(told) for topic, told in row.settled.items()},
        "again": row.again,
        "pad": "",
    }
    length = len(json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    return body | {"pad": " " * (-length % PAD_TO)}


def from_body(body: Mapping[str, Any], row_id: UUID | None = None) -> Row:
    """A row as it was sealed, or as a file brings it. Raises NoLook."""
    try:
        sitting = body["sitting"]
        if sitting not in SITTINGS:
            raise ValueError("not a sitting")
        begun, changed = (moment_told(body[name]) for name in ("begun", "changed"))
        values = {name: _told_value(sitting, name, told) for name, told in body["values"].items()}
        words, over = (_told_words(sitting, body[name]) for name in ("words", "over"))
        beside, gone = (_told_many(sitting, body[name]) for name in ("beside", "settled"))
    except (ValueError, KeyError, TypeError, AttributeError, Refused) as error:
        raise NoLook("not a look") from error
    return Row(sitting, begun, changed, values, words, over, beside, gone, body["again"] is True, row_id)


def _told_value(sitting: str, name: str, told: Any) -> tuple[int | None, int]:
    value, version = told
    if BY_ID[name].sitting != sitting or not (value is None or _is_value(value)):
        raise ValueError("not an answer")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError("not a version")
    return value, version


def _told_words(sitting: str, told: Mapping[str, str]) -> dict[Topic, str]:
    return {_topic(sitting, name): plain_line(text) for name, text in told.items()}


def _told_many(sitting: str, told: Mapping[str, Sequence[str]]) -> dict[Topic, list[str]]:
    return {_topic(sitting, name): [plain_line(each) for each in texts] for name, texts in told.items()}


def _topic(sitting: str, name: str) -> Topic:
    topic = Topic(name)
    if topic not in topics_of(sitting):
        raise ValueError("not a topic of this look")
    return topic


def row_id_of(form_id: UUID, row: Row) -> UUID:
    """The same form sent twice is one row; the same form with other answers is another, so that nothing is lost."""
    told = as_body(replace(row, begun=datetime.min, changed=datetime.min))
    return id_of_sent(form_id, {name: each for name, each in told.items() if name != "pad"})

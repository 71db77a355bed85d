"""What a questionnaire mustn't contradict, whoever made it. Whatever passes can be shown, answered and written."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date

from .bad import BadForm, quoted
from .entries import Choice, Entries, Group, Item, Kind, When, walked

MOST_ENTRIES = 1_000
MOST_CHOICES = 500
MOST_CONDITIONS = 100
DEEPEST = 12
LONGEST = 20_000
LONGEST_ID = 255
LARGEST_WEIGHT = 1_000_000
LARGEST_NUMBER = 1e12
ORDERED: frozenset[Kind] = frozenset({"integer", "decimal", "date"})
WITH_CHOICES: frozenset[Kind] = frozenset({"choice", "integer", "string"})
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def require_sound(items: Entries) -> None:
    """Raises BadForm, naming the question, for what can't be asked or can't be decided."""
    if not items:
        raise BadForm("There is no question in it.")
    _require_bounds(items)
    entries: dict[str, Group | Item] = {}
    shared: set[int] = set()
    for entry, above in walked(items):
        if entry.link_id in entries:
            raise BadForm("Two questions or groups have this id.", place(entry))
        entries[entry.link_id] = entry
        _require_entry(entry, above[-1] if above else None)
        # Questions may share one long list of choices; it is looked at once.
        if isinstance(entry, Item) and id(entry.choices) not in shared:
            shared.add(id(entry.choices))
            _require_choices(entry, place(entry))
    for entry in entries.values():
        _require_whens(entry, entries)
    _require_no_circle(items)


def _require_entry(entry: Group | Item, above: Group | Item | None) -> None:
    where = place(entry)
    _require_id(entry.link_id, "name of a question", where)
    _require_text(entry.text, where)
    if isinstance(entry, Item):
        _require_item(entry, where)
    elif not entry.items:
        raise BadForm("A group without questions.", where)
    elif isinstance(above, Item):
        raise BadForm("A group can't hang on a question.", where)


def _require_whens(entry: Group | Item, entries: Mapping[str, Group | Item]) -> None:
    if len(entry.when) > MOST_CONDITIONS:
        raise BadForm(f"It is shown depending on more than {MOST_CONDITIONS} answers.", place(entry))
    for when in entry.when:
        _require_when(when, entries.get(when.question), place(entry))


def place(entry: Group | Item) -> str:
    return f"{'group' if isinstance(entry, Group) else 'question'} {quoted(entry.link_id)}"


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_day(said: object) -> bool:
    """Whether it is a day that there is, as 2026-11-23.

    >>> is_day("2026-02-29"), is_day("2026-02-28")
    (False, True)
    """
    if not isinstance(said, str) or not DAY.fullmatch(said):
        return False
    try:
        return bool(date.fromisoformat(said))
    except ValueError:
        return False


def _require_bounds(items: Entries) -> None:
    """Before anything walks the whole by itself: not too deep, not too much."""
    layer: list[Group | Item] = list(items)
    count = 0
    for _ in range(DEEPEST):
        count += len(layer)
        if count > MOST_ENTRIES:
            raise BadForm(f"More than {MOST_ENTRIES} questions and groups.")
        layer = [inner for entry in layer for inner in entry.items]
        if not layer:
            return
    raise BadForm(f"Groups in groups, more than {DEEPEST} deep.")


def _require_text(text: str, where: str) -> None:
    if len(text) > LONGEST:
        raise BadForm(f"A text of more than {LONGEST} letters.", where)
    if UNPRINTABLE.search(text):
        raise BadForm("A text holds signs that can't be shown.", where)


def _require_item(item: Item, where: str) -> None:
    for text in (item.prefix, item.note, *item.ends):
        _require_text(text, where)
    if item.kind == "display":
        _require_only_words(item, where)
    if item.repeats and not item.choices:
        raise BadForm("Several answers are taken only where there are choices.", where)
    if (item.kind == "choice") != bool(item.choices) and item.kind not in WITH_CHOICES - {"choice"}:
        raise BadForm("A question with choices needs some, and another kind has none.", where)
    if item.own_words and not (item.choices and item.kind in ("choice", "string")):
        raise BadForm("Own words are taken only beside choices that are codes or texts.", where)
    _require_range(item, where)
    if item.most_letters is not None and (item.kind not in ("string", "text") or item.most_letters < 1):
        raise BadForm("A longest answer is for questions of text, and at least 1.", where)
    if item.control == "slider" and not (item.kind == "integer" and None not in (item.low, item.high)):
        raise BadForm("A slider needs whole numbers and both its ends.", where)
    if item.ends and not (item.control == "slider" and len(item.ends) == 3 and any(item.ends)):
        raise BadForm("Words at a slider's low end, middle and high end are three, and one isn't empty.", where)


def _require_only_words(item: Item, where: str) -> None:
    if item.items or item.choices or item.required or item.read_only or item.codes:
        raise BadForm("Words between questions have no answer, no code and nothing hanging on them.", where)


def _require_range(item: Item, where: str) -> None:
    for end in (item.low, item.high):
        if end is None:
            continue
        if item.kind not in ORDERED or item.choices:
            raise BadForm("A smallest or largest answer is for numbers and days without choices.", where)
        fits = is_day(end) if item.kind == "date" else is_number(end) and abs(float(end)) <= LARGEST_NUMBER
        if not fits or (item.kind == "integer" and not isinstance(end, int)):
            raise BadForm(f"{quoted(end)} can't be a smallest or largest answer here.", where)
    if item.low is not None and item.high is not None and item.low > item.high:  # type: ignore[operator]
        raise BadForm(f"The smallest answer {quoted(item.low)} is above the largest {quoted(item.high)}.", where)


def _require_choices(item: Item, where: str) -> None:
    if len(item.choices) > MOST_CHOICES:
        raise BadForm(f"More than {MOST_CHOICES} choices.", where)
    codes = [choice.code for choice in item.choices]
    for choice in item.choices:
        _require_choice(choice, item.kind, where)
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise BadForm(f"Two choices have the code {quoted(twice)}.", where)


def _require_choice(choice: Choice, kind: Kind, where: str) -> None:
    _require_id(choice.code, "code", where)
    _require_text(choice.text, where)
    if kind == "integer" and not re.fullmatch(r"0|-?[1-9]\d{0,9}", choice.code, re.ASCII):
        raise BadForm(f"The choice {quoted(choice.code)} is no whole number.", where)
    if choice.weight is not None and not (is_number(choice.weight) and abs(choice.weight) <= LARGEST_WEIGHT):
        raise BadForm(f"The choice {quoted(choice.code)} counts for {choice.weight}, which is no score.", where)


def _require_id(said: str, what: str, where: str) -> None:
    if not said or len(said) > LONGEST_ID or said != said.strip() or UNPRINTABLE.search(said):
        raise BadForm(f"{quoted(said)!r} can't be a {what}.", where)


def _require_when(when: When, other: Group | Item | None, where: str) -> None:
    about = f"It is shown depending on {quoted(when.question)}"
    if not isinstance(other, Item) or other.kind == "display":
        raise BadForm(f"{about}, which isn't a question of this questionnaire.", where)
    if when.operator == "exists":
        if not isinstance(when.answer, bool):
            raise BadForm(f"{about} having an answer, and says neither yes nor no.", where)
        return
    if when.operator not in ("=", "!=") and (other.kind not in ORDERED or other.choices):
        raise BadForm(f"{about} by “{when.operator}”, which is for numbers and days.", where)
    if not _could_be_answer(when.answer, other):
        raise BadForm(f"{about} being {quoted(when.answer)}, which can't be an answer to it.", where)


def _could_be_answer(answer: bool | int | float | str, item: Item) -> bool:
    if item.kind == "boolean":
        return isinstance(answer, bool)
    if item.kind == "integer":
        return isinstance(answer, int) and is_number(answer) and abs(answer) <= LARGEST_NUMBER
    if item.kind == "decimal":
        return is_number(answer) and abs(float(answer)) <= LARGEST_NUMBER
    if item.kind == "date":
        return is_day(answer)
    if item.kind == "choice":
        return any(choice.code == answer for choice in item.choices)
    return isinstance(answer, str) and 0 < len(answer) <= LONGEST and not UNPRINTABLE.search(answer)


def _require_no_circle(items: Entries) -> None:
    """Nothing may depend on itself, over however many others: nobody could ever be asked it."""
    needs = {
        entry.link_id: [when.question for when in entry.when] + ([above[-1].link_id] if above else [])
        for entry, above in walked(items)
    }
    done: set[str] = set()
    for start in needs:
        path: dict[str, None] = {}
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            link_id, leaving = waiting.pop()
            if leaving:
                done.add(path.popitem()[0])
            elif link_id not in done:
                if link_id in path:
                    raise BadForm(_circle(list(path), link_id), f"question {quoted(link_id)}")
                path[link_id] = None
                waiting.append((link_id, True))
                waiting.extend((needed, False) for needed in needs[link_id])


def _circle(path: list[str], back_at: str) -> str:
    names = ", ".join(quoted(one) for one in path[path.index(back_at) :][:5])
    return f"These wait for one another, so that none could ever be shown: {names}."

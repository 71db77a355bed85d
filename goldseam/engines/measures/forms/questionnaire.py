"""A whole questionnaire, and what of it is shown given the answers so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from .bad import BadForm, LeftAside, quoted
from .entries import Coding, Entries, Group, Item, One, Operator, OwnWords, Translations, Value, When, walked
from .sound import require_sound


@dataclass(frozen=True)
class Questionnaire:
    """What one file holds. `left_aside` is what the file said besides, for the operator to see when it is brought in.

    `name` is for machines (in REDCap the form's name), `title` for people. `weights_on` remembers where a FHIR file has
    the scores, so that it can be written as it was.
    """

    items: Entries
    name: str = ""
    title: str = ""
    version: str = ""
    status: str = "unknown"
    language: str = ""
    url: str = ""
    id: str = ""
    date: str = ""
    publisher: str = ""
    description: str = ""
    purpose: str = ""
    copyright: str = ""
    experimental: bool | None = None
    subject_type: tuple[str, ...] = ()
    codes: tuple[Coding, ...] = ()
    translations: Translations = ()
    weights_on: Literal["option", "coding"] = "option"
    left_aside: tuple[LeftAside, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Raises BadForm for what contradicts itself: `sound` tells what that is."""
        require_sound(self.items)


def questions(questionnaire: Questionnaire) -> dict[str, Item]:
    """Every item by its link id, words between questions too, in order.

    >>> list(questions(Questionnaire((Group("g", items=(Item("a", "boolean"),)), Item("b", "text")))))
    ['a', 'b']
    """
    return {entry.link_id: entry for entry, _ in walked(questionnaire.items) if isinstance(entry, Item)}


def under(questionnaire: Questionnaire, link_id: str) -> tuple[Group, ...]:
    """The groups in which an item stands, outermost first, so that a page can say their headings.

    Raises BadForm when there is no such item.
    """
    for entry, above in walked(questionnaire.items):
        if entry.link_id == link_id:
            return tuple(one for one in above if isinstance(one, Group))
    raise BadForm(f"There is no question {quoted(link_id)} in this questionnaire.")


def asked(questionnaire: Questionnaire, values: Mapping[str, Value]) -> tuple[Item, ...]:
    """What is shown given the answers so far, in order, words between questions too; groups are taken apart.

    An answer to a question that isn't itself shown doesn't count. "Not equal" is true where nothing was answered, as
    FHIR R5 says and REDCap does. `values` is what `answering.answers_from` gives.

    >>> when = (When("a", "=", True),)
    >>> two = Questionnaire((Item("a", "boolean"), Item("b", "text", when=when)))
    >>> [item.link_id for item in asked(two, {})], [item.link_id for item in asked(two, {"a": True})]
    (['a'], ['a', 'b'])
    """
    return tuple(_Showing(questionnaire, values).items())


class _Showing:
    """Which entries are shown: each is decided once, after those that it depends on."""

    def __init__(self, questionnaire: Questionnaire, values: Mapping[str, Value]) -> None:
        self.values = values
        self.all = [(entry, above[-1] if above else None) for entry, above in walked(questionnaire.items)]
        self.by_id = {entry.link_id: (entry, above) for entry, above in self.all}
        self.decided: dict[str, bool] = {}

    def items(self) -> Iterator[Item]:
        for entry, _ in self.all:
            if isinstance(entry, Item) and self.shown(entry.link_id):
                yield entry

    def shown(self, link_id: str) -> bool:
        waiting = [link_id]
        while waiting:
            entry, above = self.by_id[waiting[-1]]
            needed = [when.question for when in entry.when] + ([above.link_id] if above else [])
            open_ones = [one for one in needed if one not in self.decided]
            if open_ones:
                waiting.extend(open_ones)
            else:
                self.decided[waiting.pop()] = self._decide(entry, above)
        return self.decided[link_id]

    def _decide(self, entry: Group | Item, above: Group | Item | None) -> bool:
        if above is not None and not self.decided[above.link_id]:
            return False
        is_question = isinstance(entry, Group) or entry.kind != "display"
        if isinstance(above, Item) and is_question and not self._answers(above.link_id):
            return False
        held = [self._holds(when) for when in entry.when]
        return not held or (any(held) if entry.when_any else all(held))

    def _answers(self, link_id: str) -> tuple[One, ...]:
        value = self.values.get(link_id) if self.decided[link_id] else None
        if value is None:
            return ()
        return value if isinstance(value, tuple) else (value,)

    def _holds(self, when: When) -> bool:
        answers = self._answers(when.question)
        if when.operator == "exists":
            return bool(answers) == when.answer
        if when.operator == "!=":
            return not any(_compare(one, "=", when.answer) for one in answers)
        return any(_compare(one, when.operator, when.answer) for one in answers)


def _compare(one: One, operator: Operator, other: bool | int | float | str) -> bool:
    if isinstance(one, OwnWords) or isinstance(one, str) != isinstance(other, str):
        return False
    if operator == "=":
        return one == other
    before, after = one < other, one > other  # type: ignore[operator]
    return {"<": before, ">": after, "<=": not after, ">=": not before}[operator]


def in_language(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """The same questionnaire with its wording in another language, each piece where the file has it.

    `language` is a tag as "de" or "de-CH"; a piece said in "de" serves "de-CH" where that is all there is.

    >>> half = Questionnaire((Item("a", "text", "How?", translations=(("de", "Wie?"),)), Item("b", "text", "When?")))
    >>> [item.text for item in questions(in_language(half, "de-CH")).values()]
    ['Wie?', 'When?']
    """

    def said(text: str, translations: Translations) -> str:
        known = {tag.lower(): words for tag, words in translations}
        wanted = language.lower()
        return known.get(wanted) or known.get(wanted.split("-")[0]) or text

    def entry_said(entry: Group | Item) -> Group | Item:
        items = tuple(entry_said(one) for one in entry.items)
        text = said(entry.text, entry.translations)
        if isinstance(entry, Group):
            return replace(entry, text=text, items=items)
        choices = tuple(replace(one, text=said(one.text, one.translations)) for one in entry.choices)
        return replace(entry, text=text, items=items, choices=choices)

    items = tuple(entry_said(entry) for entry in questionnaire.items)
    return replace(questionnaire, items=items, title=said(questionnaire.title, questionnaire.translations))

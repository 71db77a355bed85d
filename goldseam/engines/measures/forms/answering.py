"""What somebody typed or ticked becomes values, or it is said which question's answer doesn't fit and why.

`Wrong.why` is one of these words, which a page turns into its reader's language: "unknown" (no such question), "not
asked" (words, or a question nobody answers), "not a choice", "several" (one answer is wanted), "not a number", "not
whole", "too low", "too high", "too long", "not a day", "not yes or no", "not text".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .bad import quoted
from .entries import Item, OwnWords, Value
from .questionnaire import Questionnaire, asked, questions
from .sound import LARGEST_NUMBER, LONGEST, UNPRINTABLE, is_day

YES = frozenset({"true", "yes", "1", "on"})
NO = frozenset({"false", "no", "0", "off"})
WHOLE = re.compile(r"[+-]?\d{1,18}")
NUMBER = re.compile(r"[+-]?\d{1,18}([.,]\d{1,18})?")


@dataclass(frozen=True)
class Wrong:
    """An answer that doesn't fit: `why` is a fixed word, `reason` says it in a sentence for notebooks and logs."""

    link_id: str
    why: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """`values` hold what was answered and asked; what was said to questions that aren't shown is in `not_shown`."""

    values: Mapping[str, Value]
    wrong: tuple[Wrong, ...] = ()
    not_shown: tuple[str, ...] = ()


class _DoesNotFit(Exception):
    def __init__(self, why: str, reason: str) -> None:
        super().__init__(reason)
        self.why = why
        self.reason = reason


def answers_from(questionnaire: Questionnaire, said: Mapping[str, str | Sequence[str]]) -> Checked:
    """A person's answers as a form sends them: texts by link id, a list of them where several may be chosen.

    Blanks are no answers, and any question may be left out, also one that the file calls required. Nothing is raised.

    >>> number = Questionnaire((Item("n", "integer", low=0, high=3),))
    >>> answers_from(number, {"n": "2"}).values["n"], answers_from(number, {"n": "7"}).wrong[0].why
    (2, 'too high')
    """
    known = questions(questionnaire)
    values: dict[str, Value] = {}
    wrong: list[Wrong] = []
    for link_id, answer in said.items():
        try:
            value = _value(known.get(link_id), answer)
        except _DoesNotFit as found:
            wrong.append(Wrong(link_id, found.why, f"question {quoted(link_id)}: {found.reason}"))
        else:
            if value is not None:
                values[link_id] = value
    shown = {item.link_id for item in asked(questionnaire, values)}
    kept = {link_id: value for link_id, value in values.items() if link_id in shown}
    return Checked(kept, tuple(wrong), tuple(link_id for link_id in values if link_id not in shown))


def _value(item: Item | None, said: str | Sequence[str]) -> Value | None:
    answers = [one.strip() for one in ([said] if isinstance(said, str) else said)]
    answers = [one for one in answers if one]
    if item is None:
        raise _DoesNotFit("unknown", "there is no such question.")
    if not answers:
        return None
    if item.kind == "display" or item.read_only:
        raise _DoesNotFit("not asked", "nobody is asked this.")
    if item.repeats:
        return _several(item, answers)
    if len(answers) > 1:
        raise _DoesNotFit("several", "one answer is wanted.")
    return _chosen(item, answers[0]) if item.choices else _free(item, answers[0])


def _several(item: Item, answers: list[str]) -> tuple[str | OwnWords, ...]:
    """In the order of the choices, each once, own words last."""
    found = [_choice(item, answer) for answer in answers]
    codes = [choice.code for choice in item.choices if choice.code in found]
    return (*codes, *dict.fromkeys(one for one in found if isinstance(one, OwnWords)))


def _chosen(item: Item, answer: str) -> Value:
    found = _choice(item, answer)
    return int(found) if item.kind == "integer" and isinstance(found, str) else found


def _choice(item: Item, answer: str) -> str | OwnWords:
    if any(choice.code == answer for choice in item.choices):
        return answer
    if not item.own_words:
        raise _DoesNotFit("not a choice", f"{quoted(answer)} is none of its choices.")
    return OwnWords(_words(item, answer))


def _free(item: Item, answer: str) -> Value:
    if item.kind == "boolean":
        return _yes_or_no(answer)
    if item.kind in ("integer", "decimal"):
        return _number(item, answer)
    if item.kind == "date":
        if not is_day(answer):
            raise _DoesNotFit("not a day", f"{quoted(answer)} is no day as 2026-11-23.")
        _require_between(item, answer)
        return answer
    return _words(item, answer)


def _yes_or_no(answer: str) -> bool:
    if answer.lower() in YES:
        return True
    if answer.lower() in NO:
        return False
    raise _DoesNotFit("not yes or no", f"{quoted(answer)} is neither yes nor no.")


def _number(item: Item, answer: str) -> int | float:
    if not NUMBER.fullmatch(answer):
        raise _DoesNotFit("not a number", f"{quoted(answer)} is no number.")
    if item.kind == "integer" and not WHOLE.fullmatch(answer):
        raise _DoesNotFit("not whole", f"{quoted(answer)} is no whole number.")
    number = int(answer) if item.kind == "integer" else float(answer.replace(",", "."))
    _require_between(item, number)
    if abs(number) > LARGEST_NUMBER:
        raise _DoesNotFit("too high" if number > 0 else "too low", f"{quoted(answer)} is beyond all bounds.")
    return number


def _require_between(item: Item, answer: int | float | str) -> None:
    if item.low is not None and answer < item.low:  # type: ignore[operator]
        raise _DoesNotFit("too low", f"{quoted(answer)} is below {item.low}.")
    if item.high is not None and answer > item.high:  # type: ignore[operator]
        raise _DoesNotFit("too high", f"{quoted(answer)} is above {item.high}.")


def _words(item: Item, answer: str) -> str:
    text = answer.replace("\r\n", "\n")
    most = min(item.most_letters or LONGEST, LONGEST)
    if len(text) > most:
        raise _DoesNotFit("too long", f"it has more than {most} letters.")
    if UNPRINTABLE.search(text):
        raise _DoesNotFit("not text", "it holds signs that can't be shown.")
    return text

"""Branching logic: comparisons joined by “and” or by “or”. Anything richer is refused: it decides what is asked."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass

from .bad import BadForm, quoted
from .entries import Item, Operator, When
from .redcap_choices import number_as_said, number_in, weight_of
from .sound import MOST_CONDITIONS

TOKEN = re.compile(
    r"\s*(?:(?P<field>\[[^\[\]]*\])|'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<sign><>|!=|<=|>=|=|<|>)"
    r"|(?P<bracket>[()])|(?P<joint>(?:and|or)\b)|(?P<number>-?\d{1,12}(?:\.\d{1,12})?))",
    re.IGNORECASE | re.ASCII,
)
FIELD = re.compile(r"\[([a-z][a-z0-9_]*)(?:\(([A-Za-z0-9._-]+)\))?\]", re.IGNORECASE | re.ASCII)
LONGEST_LOGIC = 4_000
DEEPEST_BRACKETS = 20
SIGNS: dict[str, Operator] = {"=": "=", "<>": "!=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
COMPARED = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True)
class Comparison:
    field: str
    code: str
    sign: Operator
    value: str


@dataclass(frozen=True)
class Logic:
    comparisons: tuple[Comparison, ...]
    any_of: bool


def logic_in(said: str, where: str) -> Logic:
    """What a field's branching logic compares. Raises BadForm for logic that can't be told as all of, or any of."""
    return _Parsing(said, where).whole()


class _Parsing:
    def __init__(self, said: str, where: str) -> None:
        self.said = said
        self.where = where
        self.tokens = self._tokens()
        self.at = 0

    def bad(self, why: str) -> BadForm:
        return BadForm(f"Its branching logic “{quoted(self.said)}” {why}.", self.where)

    def whole(self) -> Logic:
        logic = self._joined(0)
        if self.at < len(self.tokens):
            raise self.bad("isn't understood here: only comparisons joined by “and” or by “or” are")
        if len(logic.comparisons) > MOST_CONDITIONS:
            raise self.bad(f"compares more than {MOST_CONDITIONS} times")
        return logic

    def _tokens(self) -> list[tuple[str, str]]:
        if len(self.said) > LONGEST_LOGIC:
            raise self.bad(f"has more than {LONGEST_LOGIC} letters")
        tokens, at, end = [], 0, len(self.said.rstrip())
        while at < end:
            found = TOKEN.match(self.said, at)
            if found is None or found.lastgroup is None:
                raise self.bad("isn't understood here: only comparisons joined by “and” or by “or” are")
            tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        return tokens

    def _next(self, *kinds: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] in kinds:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def _joined(self, depth: int) -> Logic:
        if depth > DEEPEST_BRACKETS:
            raise self.bad("has brackets in brackets, far too deep")
        parts, joints = [self._part(depth)], set()
        while (joint := self._next("joint")) is not None:
            joints.add(joint.lower())
            parts.append(self._part(depth))
        any_of = joints == {"or"}
        mixed = len(joints) > 1 or any(len(part.comparisons) > 1 and part.any_of != any_of for part in parts)
        if mixed and not (len(parts) == 1 and not joints):
            raise self.bad("mixes “and” with “or”, which can't be asked here")
        only = parts[0].any_of if len(parts) == 1 else any_of
        return Logic(tuple(one for part in parts for one in part.comparisons), only)

    def _part(self, depth: int) -> Logic:
        if self.at < len(self.tokens) and self.tokens[self.at] == ("bracket", "("):
            self.at += 1
            inner = self._joined(depth + 1)
            if self._next("bracket") != ")":
                raise self.bad("has a bracket that isn't closed")
            return inner
        return Logic((self._comparison(),), False)

    def _comparison(self) -> Comparison:
        field, sign, value = self._next("field"), self._next("sign"), self._next("single", "double", "number")
        named = FIELD.fullmatch(field or "")
        if named is None or sign is None or value is None:
            raise self.bad("isn't understood here: only comparisons of a field of this form with a value are")
        return Comparison(named[1].lower(), named[2] or "", SIGNS[sign], value)


def conditions(logic: Logic, items: Mapping[str, Item], where: str) -> tuple[tuple[When, ...], bool]:
    """The conditions that a piece of logic stands for, and whether any of them is enough."""
    found = [_whens(one, items, where) for one in logic.comparisons]
    if any(len(whens) > 1 for whens in found):
        if len(found) > 1 and not logic.any_of:
            raise BadForm(
                "Its branching logic asks for one of several choices and for more: too rich to ask here.", where
            )
        return tuple(when for whens in found for when in whens), True
    return tuple(when for whens in found for when in whens), logic.any_of and len(found) > 1


def _whens(one: Comparison, items: Mapping[str, Item], where: str) -> tuple[When, ...]:
    item = items.get(one.field)
    if item is None:
        raise BadForm(f"It is shown depending on [{quoted(one.field)}], which this form doesn't ask.", where)
    if one.code:
        return (_ticked(one, item, where),)
    if one.value == "" and one.sign in ("=", "!="):
        return (When(one.field, "exists", one.sign == "!="),)
    if item.kind == "choice":
        return _chosen(one, item, where)
    return (When(one.field, one.sign, _value(one, item, where)),)


def _ticked(one: Comparison, item: Item, where: str) -> When:
    if not item.repeats or one.value not in ("0", "1") or one.sign not in ("=", "!="):
        raise BadForm(f"[{one.field}({quoted(one.code)})] can only be 1, ticked, or 0, of a checkbox.", where)
    return When(one.field, "=" if (one.value == "1") == (one.sign == "=") else "!=", one.code)


def _chosen(one: Comparison, item: Item, where: str) -> tuple[When, ...]:
    if item.repeats:
        raise BadForm(f"[{one.field}] is a checkbox: which of its boxes is meant isn't said.", where)
    if one.sign in ("=", "!="):
        return (When(one.field, one.sign, one.value),)
    limit = number_in(one.value)
    codes = [choice.code for choice in item.choices]
    weights = {code: weight for code in codes if (weight := weight_of(code)) is not None}
    if limit is None or len(weights) < len(item.choices):
        raise BadForm(f"[{one.field}] is compared as a number, and its codes aren't numbers.", where)
    met = [code for code, weight in weights.items() if COMPARED[one.sign](weight, limit)]
    if not met:
        raise BadForm(f"No choice of [{one.field}] is {one.sign} {quoted(one.value)}: it would never be shown.", where)
    return tuple(When(one.field, "=", code) for code in met)


def _value(one: Comparison, item: Item, where: str) -> bool | int | float | str:
    if item.kind in ("string", "text", "date"):
        return one.value
    number = number_in(one.value)
    if item.kind == "boolean" and number in (0, 1):
        return bool(number)
    if number is None or item.kind == "boolean":
        raise BadForm(f"[{one.field}] can't be {quoted(one.value)!r}.", where)
    return number


def logic_as_said(whens: tuple[When, ...], any_of: bool, items: Mapping[str, Item], where: str) -> str:
    return (" or " if any_of else " and ").join(_as_said(when, items[when.question], where) for when in whens)


def _as_said(when: When, item: Item, where: str) -> str:
    field, sign = f"[{when.question}]", {"!=": "<>"}.get(when.operator, when.operator)
    if item.repeats:
        if when.operator == "exists":
            raise BadForm(f"REDCap can't ask whether anything of the checkbox {field} is ticked.", where)
        return f"[{when.question}({when.answer})] = '{1 if when.operator == '=' else 0}'"
    if when.operator == "exists":
        return f"{field} {'<>' if when.answer else '='} ''"
    value = when.answer if isinstance(when.answer, str) else number_as_said(+when.answer, where)
    if "'" in value and '"' in value:
        raise BadForm(f"REDCap can't compare with {quoted(value)}, which has quotes of both kinds.", where)
    return f'{field} {sign} "{value}"' if "'" in value else f"{field} {sign} '{value}'"

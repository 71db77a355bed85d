"""Takes a JSON object apart so that nothing in it can be overlooked: what nobody took is listed as left aside."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NoReturn

from .bad import BadForm, LeftAside, quoted
from .sound import LONGEST, UNPRINTABLE, is_number

LARGEST_FILE = 2_000_000
MOST_NOTES = 500


def object_in(data: bytes) -> dict[str, Any]:
    """The one object that a file in JSON holds. Raises BadForm for any other file."""
    if len(data) > LARGEST_FILE:
        raise BadForm(f"The file has more than {LARGEST_FILE // 1_000_000} MB; no questionnaire needs that.")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise BadForm("This looks like XML. Only JSON is read: most tools that write FHIR can write it as JSON.")
    try:
        said = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_number)
    except UnicodeDecodeError as wrong:
        raise BadForm("The file isn't text in UTF-8.") from wrong
    except json.JSONDecodeError as wrong:
        raise BadForm(f"This isn't JSON: {wrong.msg}.", f"line {wrong.lineno}") from wrong
    except RecursionError as wrong:
        raise BadForm("Brackets within brackets, far too deep.") from wrong
    except BadForm:
        raise
    except ValueError as wrong:
        raise BadForm("A number in it has too many digits.") from wrong
    if not isinstance(said, dict):
        raise BadForm("The file needs to hold one object, in curly brackets.")
    return said


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise BadForm(f"“{quoted(twice)}” is said twice in one place, so one of them would be lost.")
    return said


def _no_number(said: str) -> NoReturn:
    raise BadForm(f"{said} isn't a number that can be kept.")


class Notes:
    """What was left aside so far; a file that says thousands of strange things is told of by the first hundreds."""

    def __init__(self) -> None:
        self.kept: list[LeftAside] = []
        self.more = 0

    def add(self, what: str, where: str) -> None:
        if len(self.kept) < MOST_NOTES:
            self.kept.append(LeftAside(what, where))
        else:
            self.more += 1

    def all(self) -> tuple[LeftAside, ...]:
        last = [LeftAside(f"and {self.more} things more", "")] if self.more else []
        return (*self.kept, *last)


class Taking:
    """One object of a file. Each thing is asked for once; `rest` lists what nobody asked for."""

    def __init__(self, said: Any, where: str, notes: Notes) -> None:
        if not isinstance(said, dict):
            raise BadForm("Here needs to be an object.", where)
        self.left = {key: value for key, value in said.items() if value is not None}
        self.where = where
        self.notes = notes

    def bad(self, what: str) -> BadForm:
        return BadForm(what, self.where)

    def text(self, key: str) -> str:
        said = self.left.pop(key, "")
        if not isinstance(said, str):
            raise self.bad(f"“{key}” needs to be a text.")
        if len(said) > LONGEST:
            raise self.bad(f"“{key}” has more than {LONGEST} letters.")
        if UNPRINTABLE.search(said):
            raise self.bad(f"“{key}” holds signs that can't be shown.")
        return said

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        said = self.text(key)
        if said not in allowed:
            raise self.bad(f"“{key}” is {quoted(said) or 'missing'}, and not one of {', '.join(allowed)}.")
        return said

    def yes_no(self, key: str) -> bool | None:
        said = self.left.pop(key, None)
        if said is not None and not isinstance(said, bool):
            raise self.bad(f"“{key}” needs to be true or false.")
        return said

    def whole(self, key: str) -> int | None:
        said = self.left.pop(key, None)
        if said is not None and (not isinstance(said, int) or isinstance(said, bool)):
            raise self.bad(f"“{key}” needs to be a whole number.")
        return said

    def number(self, key: str) -> int | float | None:
        said: int | float | None = self.left.pop(key, None)
        if said is not None and not _is_small_number(said):
            raise self.bad(f"“{key}” needs to be a number.")
        return said

    def listed(self, key: str) -> list[Any]:
        said = self.left.pop(key, [])
        if not isinstance(said, list):
            raise self.bad(f"“{key}” needs to be a list.")
        return said

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(Taking({key: one}, self.where, self.notes).text(key) for one in self.listed(key))

    def objects(self, key: str) -> list[Taking]:
        return [
            Taking(one, f"{self.where}, {key} {number}".lstrip(", "), self.notes)
            for number, one in enumerate(self.listed(key), 1)
        ]

    def object(self, key: str) -> Taking | None:
        said = self.left.pop(key, None)
        return None if said is None else Taking(said, f"{self.where}, {key}".lstrip(", "), self.notes)

    def leave(self, what: str) -> None:
        self.notes.add(what, self.where)

    def rest(self) -> None:
        for key in self.left:
            self.leave(f"“{quoted(key)}”")
        self.left = {}


def _is_small_number(said: object) -> bool:
    if isinstance(said, int) and not isinstance(said, bool):
        return abs(said) < 10**15
    return is_number(said)

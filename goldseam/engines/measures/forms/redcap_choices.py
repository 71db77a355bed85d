"""The choices of a field: a code, a comma, a label, and a bar before the next."""

from __future__ import annotations

import re

from .bad import BadForm, quoted
from .entries import Choice, Item
from .redcap_text import BLANKS, label_in_a_list, plain
from .sound import LARGEST_WEIGHT, MOST_CHOICES, place
from .taking import Notes

CODE = re.compile(r"[A-Za-z0-9._-]{1,100}", re.ASCII)
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,12})?", re.ASCII)


def weight_of(code: str) -> float | None:
    """What a choice counts for in REDCap: its code, where that is a number.

    >>> weight_of("3"), weight_of("often")
    (3, None)
    """
    number = number_in(code)
    return number if number is not None and abs(number) <= LARGEST_WEIGHT else None


def number_in(said: str) -> int | float | None:
    """The number that a cell or a piece of logic holds, or None."""
    if not NUMBER.fullmatch(said):
        return None
    return float(said) if "." in said else int(said)


def number_as_said(number: float, where: str) -> str:
    """A number as `number_in` reads it. Raises BadForm for one with more digits than that.

    >>> number_as_said(2.50, ""), number_as_said(-3, ""), number_as_said(-0.0, "")
    ('2.5', '-3', '0')
    """
    # + 0: there is no zero below zero in a table.
    said = str(number) if isinstance(number, int) else f"{number + 0:.12f}".rstrip("0").rstrip(".")
    if number_in(said) != number:
        raise BadForm(f"REDCap can't say the number {number} here.", where)
    return said


def choices_in(said: str, where: str, notes: Notes) -> tuple[Choice, ...]:
    bar = "|" if "|" in said else "\n"
    pieces = [piece.strip(BLANKS) for piece in said.split(bar)]
    found = [_choice(piece, where, notes) for piece in pieces if piece]
    if not found:
        raise BadForm("It is to be answered by choosing, and there is nothing to choose from.", where)
    if len(found) > MOST_CHOICES:
        raise BadForm(f"More than {MOST_CHOICES} choices.", where)
    return tuple(found)


def _choice(piece: str, where: str, notes: Notes) -> Choice:
    code, comma, words = piece.partition(",")
    code = code.strip(BLANKS)
    if not comma or not CODE.fullmatch(code):
        raise BadForm(f"“{quoted(piece)}” isn't a choice: a code, a comma and its words are needed.", where)
    return Choice(code, plain(" ".join(words.split("\n")), where, notes), weight_of(code))


def choices_as_said(item: Item) -> str:
    said = " | ".join(f"{_code(choice, item)}, {label_in_a_list(choice.text)}" for choice in item.choices)
    # A first code as -1 would make a spreadsheet take the cell for a sum.
    return f" {said}" if said.startswith("-") else said


def _code(choice: Choice, item: Item) -> str:
    if not CODE.fullmatch(choice.code):
        raise BadForm(f"The code {quoted(choice.code)} can't be one in REDCap.", place(item))
    if choice.weight != weight_of(choice.code):
        says = "nothing" if choice.weight is None else str(choice.weight)
        raise BadForm(f"In REDCap {quoted(choice.code)} counts for its code, and here for {says}.", place(item))
    return choice.code


def ends_in(said: str, where: str, notes: Notes) -> tuple[str, ...]:
    """The words at a slider's low end, middle and high end."""
    ends = [plain(piece, where, notes) for piece in said.split("|")]
    if len(ends) > 3:
        raise BadForm("A slider has words at three places at most.", where)
    return tuple([*ends, "", ""][:3]) if any(ends) else ()


def ends_as_said(ends: tuple[str, ...]) -> str:
    return " | ".join(label_in_a_list(end) for end in ends)

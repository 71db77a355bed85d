"""What a file that can't be taken in says about itself, and what of a good one isn't held."""

from __future__ import annotations

from dataclasses import dataclass

QUOTED = 60


class BadForm(ValueError):
    """A file, or a questionnaire, that can't be taken: `what` is a sentence for the operator, `where` the place in it.

    >>> str(BadForm("This question has no text.", "item 3"))
    'item 3: This question has no text.'
    """

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(f"{where}: {what}" if where else what)
        self.what = what
        self.where = where


@dataclass(frozen=True)
class LeftAside:
    """Something that one side says and the other has no place for: told, never dropped in silence."""

    what: str
    where: str


@dataclass(frozen=True)
class Written:
    """A file, and what of the questionnaire had no place in it."""

    data: bytes
    left_aside: tuple[LeftAside, ...] = ()


def quoted(said: object) -> str:
    """What somebody's file says, fit for a sentence: short, on one line, nothing unprintable.

    >>> quoted("a" * 100)[-4:]
    'aaa…'
    >>> quoted("one" + chr(10) + "two")
    'one�two'
    """
    text = str(said)[: QUOTED + 1]
    plain = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return plain[:QUOTED] + "…" if len(plain) > QUOTED else plain

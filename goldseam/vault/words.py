"""Secrets as words that people can read aloud, type and print.

The list is the Electronic Frontier Foundation's large wordlist, 7,776 words (6^5), Creative Commons Attribution 3.0
US; see words.LICENCE. Six words carry 77.5 bits, ten words 129.2.
"""

import unicodedata
from functools import cache
from pathlib import Path

from goldseam.vault import seam
from goldseam.vault.errors import WrongSecret

INVITATION_WORDS = 6


@cache
def word_list() -> tuple[str, ...]:
    return tuple((Path(__file__).parent / "words.txt").read_text().split())


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(word_list())}


def drawn(count: int) -> list[str]:
    """`count` words, each drawn uniformly and independently."""
    return [word_list()[seam.below(len(word_list()))] for _ in range(count)]


def from_bytes(raw: bytes) -> list[str]:
    """The bytes as one number in base 7,776, most significant word first; as many words as any such number needs."""
    value, result = int.from_bytes(raw, "big"), []
    for _ in range(_length_for(len(raw))):
        value, place = divmod(value, len(word_list()))
        result.append(word_list()[place])
    return result[::-1]


def to_bytes(typed: str, size: int) -> bytes:
    """The bytes that `from_bytes` made words of. Raises WrongSecret for other words or another count."""
    parts = clean(typed).split()
    if len(parts) != _length_for(size):
        raise WrongSecret("number of words")
    value = 0
    for part in parts:
        value = value * len(word_list()) + _place(part)
    if value >= 256**size:
        raise WrongSecret("words")
    return value.to_bytes(size, "big")


def clean(typed: str) -> str:
    """As people type: capitals, dashes between words, commas, more spaces; hyphens inside list words are kept."""
    text = unicodedata.normalize("NFKC", typed).casefold()
    for mark in ",;.\n\t_+/":
        text = text.replace(mark, " ")
    return " ".join(word for chunk in text.split() for word in _apart(chunk.strip("-")))


def _apart(chunk: str) -> list[str]:
    """Words joined by hyphens come apart, save those few of the list that carry one ("yo-yo")."""
    if chunk in _places() or "-" not in chunk:
        return [chunk]
    pieces, result = chunk.split("-"), []
    while pieces:
        joined = "-".join(pieces[:2])
        take = 2 if len(pieces) > 1 and joined in _places() else 1
        result.append("-".join(pieces[:take]))
        pieces = pieces[take:]
    return [piece for piece in result if piece]


def _place(word: str) -> int:
    try:
        return _places()[word]
    except KeyError as error:
        raise WrongSecret("word") from error


def _length_for(size: int) -> int:
    count, reach = 0, 1
    while reach < 256**size:
        count, reach = count + 1, reach * len(word_list())
    return count

"""The help page's own texts, read from small Markdown files: headings, paragraphs, lists, bold and slanted words.

Texts are data and are read once, at the start: the page must not depend on a disk that may be full or gone by then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "content"
SECTIONS = ("now", "afraid", "myself", "ending", "children", "phone", "exit")
_MARKED = re.compile(r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>.+?)\*")


@dataclass(frozen=True)
class Piece:
    """A run of words, plain, strong or slanted. The template escapes it."""

    kind: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph (one item) or a list. `tags` say for whom an item of the check is."""

    kind: str
    items: tuple[tuple[Piece, ...], ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Check:
    """The private check: sentences, and what is said when one of them is true."""

    title: str
    lead: str
    question: str
    sentences: tuple[Block, ...]
    answer: str
    advice: tuple[Block, ...]
    calm_title: str
    calm: str


@cache
def sections(language: str = "en") -> tuple[Section, ...]:
    return tuple(_section(name, _read(language, name)) for name in SECTIONS)


@cache
def check(language: str = "en") -> Check:
    top, question, answer, calm = re.split(r"(?m)^#{1,2} ", _read(language, "check"))[1:]
    title, lead = _heading(top)
    asked, sentences = _heading(question)
    then, advice = _heading(answer)
    calm_title, calm_words = _heading(calm)
    return Check(title, lead, asked, _tagged(sentences), then, _tagged(advice), calm_title, calm_words)


def pieces(text: str) -> tuple[Piece, ...]:
    """Splits a sentence at its marks. Nothing else of Markdown is known here, and no markup passes."""
    found: list[Piece] = []
    at = 0
    for mark in _MARKED.finditer(text):
        kind = mark.lastgroup or ""
        found += [Piece("plain", text[at : mark.start()]), Piece(kind, mark[kind])]
        at = mark.end()
    return tuple(piece for piece in (*found, Piece("plain", text[at:])) if piece.text)


def _read(language: str, name: str) -> str:
    return (FOLDER / language / "help" / f"{name}.md").read_text(encoding="utf-8").strip()


def _section(name: str, text: str) -> Section:
    title, body = _heading(text.removeprefix("# "))
    return Section(name, title, tuple(_block(part) for part in body.split("\n\n")))


def _heading(text: str) -> tuple[str, str]:
    title, _, body = text.partition("\n")
    return title.strip(), body.strip()


def _block(part: str) -> Block:
    if not part.startswith("- "):
        return Block("paragraph", (pieces(" ".join(part.split())),))
    return Block("list", tuple(pieces(item) for item in part.removeprefix("- ").split("\n- ")))


def _tagged(text: str) -> tuple[Block, ...]:
    """Items like `- fear injury: words`."""
    parts = [item.partition(": ") for item in text.removeprefix("- ").split("\n- ")]
    return tuple(Block("item", (pieces(words),), tuple(tags.split())) for tags, _, words in parts)

"""Labels: REDCap shows them as HTML, we keep plain words. What is written reads back as the same words."""

from __future__ import annotations

import html
import re

from .bad import BadForm
from .sound import LONGEST
from .taking import Notes

BLANKS = " \t\r\n"
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})[^<>]*>")
"""Of a longer name the beginning is enough: without an end to it, a tag that never ends is tried at each letter."""
LIKE_A_TAG = re.compile(r"<[A-Za-z/!]")
BLOCKS = frozenset({"p", "div", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
UNSEEN = ("script", "style")
FORMULA = "=+-@"


def plain(said: str, where: str, notes: Notes) -> str:
    """The words of a label. Its formatting is listed as left aside; a line break is not formatting."""
    if len(said) > LONGEST:
        raise BadForm(f"A text of more than {LONGEST} letters.", where)
    text = said.replace("\r\n", "\n").replace("\r", "\n").strip(BLANKS)
    if LIKE_A_TAG.search(text):
        text, tags = _without_tags(text)
        if tags:
            notes.add(f"the formatting of its words ({', '.join(sorted(tags)[:6])})", where)
    return html.unescape(text)


def label(words: str) -> str:
    r"""The words as a label that a browser shows and `plain` reads as they are, and that no spreadsheet works out.

    >>> label("=1+1"), label("a <b> & c")
    ('&#61;1+1', 'a &lt;b> & c')
    """
    text = words.replace("&", "&amp;") if html.unescape(words) != words else words
    if LIKE_A_TAG.search(text):
        text = text.replace("<", "&lt;")
    text = text.replace("\r", "&#13;")
    if text[:1] in (*FORMULA, *BLANKS) and text:
        text = f"&#{ord(text[0])};{text[1:]}"
    return f"{text[:-1]}&#{ord(text[-1])};" if text[-1:] in BLANKS and text else text


def label_in_a_list(words: str) -> str:
    """The same where bars and new lines part one choice from the next.

    >>> label_in_a_list("yes | no")
    'yes &#124; no'
    """
    return label(words).replace("|", "&#124;").replace("\n", "<br>")


def _without_tags(text: str) -> tuple[str, set[str]]:
    tags: set[str] = set()
    kept = _without_spans(text, "<!--", "-->")
    if kept != text:
        tags.add("comment")
    for name in UNSEEN:
        shorter = _without_spans(kept, f"<{name}", f"</{name}")
        if shorter != kept:
            tags.add(name)
        kept = shorter

    def instead(found: re.Match[str]) -> str:
        name = found[2].lower()
        if name == "br":
            return "\n"
        tags.add(name)
        return "\n" if name in BLOCKS else ""

    kept = TAG.sub(instead, kept)
    return (re.sub(r"\n{3,}", "\n\n", kept).strip(BLANKS) if tags else kept), tags


def _without_spans(text: str, opening: str, closing: str) -> str:
    """Without what lies between two marks, and everything after one that is never closed."""
    lower, pieces, start = text.lower(), [], 0
    while (begin := lower.find(opening, start)) >= 0:
        pieces.append(text[start:begin])
        end = lower.find(closing, begin)
        if end < 0:
            return "".join(pieces)
        start = end + len(closing) if closing == "-->" else max(lower.find(">", end) + 1, end + len(closing))
    return "".join(pieces) + text[start:]

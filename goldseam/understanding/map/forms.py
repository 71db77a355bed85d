"""What the pages of giving send: what was on the page, what stays with oneself, and what was looked at."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict

from goldseam.practice import Topic
from goldseam.understanding.intake.asked import BY_ID
from goldseam.understanding.map import rules
from goldseam.understanding.map.rules import Side

LISTED_MOST = 4000
_MARK = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class Sent:
    """One press. `deed` is what was pressed; `open_at` the topic whose part stays open."""

    deed: str
    shown: frozenset[str]
    mark: str
    number: int
    open_at: str = ""


def read(sent: QueryDict, side: Side, begins: Collection[str]) -> Sent:
    """What is shown by this press, of what there is now. What wasn't on the page begins as it would begin."""
    parts = rules.parts_of(side)
    if "show" in sent:
        shown = frozenset(_listed(sent, "show"))
    else:
        on_page, kept = frozenset(_listed(sent, "on_page")), frozenset(sent.getlist("keep"))
        shown = (on_page - kept) | (frozenset(begins) - on_page)
    deed, _, about = sent.get("do", "").partition(" ")
    if about in list(Topic) and deed in ("show", "keep"):
        those = {part for part in parts if _topic_of(part) == about}
        shown = shown | those if deed == "show" else shown - those
    mark, number = sent.get("mark", ""), sent.get("number", "")
    return Sent(
        deed=deed,
        shown=frozenset(part for part in parts if part in shown),
        mark=mark if _MARK.match(mark) else "",
        number=int(number) if re.fullmatch(r"[0-9]{1,6}", number) else 0,
        open_at=about,
    )


def _listed(sent: QueryDict, name: str) -> list[str]:
    return sent.get(name, "")[:LISTED_MOST].split()


def _topic_of(part: str) -> str:
    return str(BY_ID[part].topic) if part in BY_ID else part.removeprefix("words-")

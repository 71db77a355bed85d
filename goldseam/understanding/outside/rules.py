"""A plan against one stress from outside, as one writes it alone. No Django, no clock, no database."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from goldseam.understanding.stresses import STRESSES

STRESS_MOST = 80
WORDS_MOST = 300
PLANS_MOST = 20
"""Of one person. What several devices wrote lies beside each other; beyond it nothing new is begun."""
_SEEN_CONTROLS = "\n"
_JOINERS = "\u200c\u200d"


class Refused(ValueError):
    """A kind no. `code` names the sentence that the page shows, `part` where it belongs."""

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.part = part


@dataclass(frozen=True)
class Plan:
    """One stress, and what could be done against it. `about` is one of ours, or nothing where `stress` says it."""

    about: str = ""
    stress: str = ""
    does: str = ""
    signs: str = ""
    i_do: str = ""
    you_do: str = ""
    drop: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))


PARTS = tuple(part.name for part in fields(Plan))


def checked(plan: Plan) -> Plan:
    """The same in its plain form. Raises Refused for nothing at all, or too much."""
    if plan.about and plan.about not in STRESSES:
        raise Refused("unknown", "about")
    told = {part: _plain(getattr(plan, part), lines=part != "stress") for part in PARTS if part != "about"}
    for part, words in told.items():
        if len(words) > (STRESS_MOST if part == "stress" else WORDS_MOST):
            raise Refused("stress-long" if part == "stress" else "long", part)
    plain = Plan(about=plan.about, **told)
    if not plain:
        raise Refused("nothing")
    return plain


def as_body(plan: Plan) -> dict[str, Any]:
    """As it is sealed: only what is there."""
    return {part: text for part in PARTS if (text := getattr(plan, part))}


def from_body(body: Any) -> Plan:
    """As it was sealed, or as a file brings it. Raises Refused."""
    if not isinstance(body, Mapping) or set(body) - set(PARTS):
        raise Refused("unknown")
    if not all(isinstance(text, str) for text in body.values()):
        raise Refused("unknown")
    return checked(Plan(**body))


def _plain(typed: str, *, lines: bool) -> str:
    kept = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    spaced = "".join(
        sign if sign in _SEEN_CONTROLS and lines else " " if sign.isspace() else sign for sign in kept
    )  # fmt: skip
    shown = "".join(
        sign for sign in spaced if sign in _SEEN_CONTROLS + _JOINERS or not unicodedata.category(sign).startswith("C")
    )
    return "\n".join(" ".join(row.split()) for row in shown.split("\n")).strip()


# -- brought to both -----------------------------------------------------------------------------------------------


def brought(plan: Plan, *, names: tuple[str, str], stress: str) -> dict[str, str]:
    """The parts of the shared plan that this one fills: what each does begins with their name. The day stays open."""
    mine, yours = names
    return {
        "stress": stress,
        "does": plan.does,
        "signs": plan.signs,
        "one": _named(mine, plan.i_do),
        "other": _named(yours, plan.you_do),
        "drop": plan.drop,
    }


def _named(name: str, words: str) -> str:
    return f"{name}: {words}".rstrip() if name else words


def without_bare_names(parts: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """A name with nothing after it says nothing."""
    bare = {_named(name, "") for name in names if name}
    return {part: "" if words.strip() in bare else words for part, words in parts.items()}


# -- from the map --------------------------------------------------------------------------------------------------

ITEM = "outside-"


def named_on_map(heavy_items: Iterable[str]) -> Sequence[str]:
    """Which of our stresses the heavy lines of a map are about, in our order."""
    told = {item.removeprefix(ITEM) for item in heavy_items if item.startswith(ITEM)}
    return [stress for stress in STRESSES if stress in told]

"""The words of this room: the kind sentences for what was refused, and what content says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goldseam.practice import CAUSES, Topic
from goldseam.understanding import content
from goldseam.understanding.core import rules
from goldseam.understanding.core.rules import Start

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "no-sentence": _("There is no sentence yet. A clumsy one is enough to begin with."),
    "sentence-long": format_lazy(
        _("That is longer than {n} signs. What is the one thing in it?"),
        n=rules.SENTENCE_MOST,
    ),
    "why-long": format_lazy(_("That is longer than {n} signs. Fewer words fit."), n=rules.WHY_MOST),
    "no-wish": _("Nothing is written yet. One of them is enough."),
    "wish-long": format_lazy(_("One of them is longer than {n} signs. Fewer words fit."), n=rules.WANT_MOST),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)


@dataclass(frozen=True)
class Prompt:
    """One of the four wishes, with what was written to it."""

    name: str
    label: str
    hint: str
    words: str = ""


def beginnings(named: Iterable[Topic] = ()) -> list[str]:
    """Ways to begin a sentence: first for what both named heavy on their map, else for each cause."""
    causes = [topic for topic in CAUSES if topic in set(named)] or list(CAUSES)
    return [_text(f"begin-{topic.value}") for topic in causes]


def checks() -> list[str]:
    """What one may ask one's own sentence. Nobody else judges it, and no program does."""
    return [_text(f"check-{name}") for name in ("both", "between", "one", "say")]


def prompts(answers: Mapping[str, Any] | None = None) -> list[Prompt]:
    words = content.words_of("core")
    told = answers or {}
    return [
        Prompt(name, words[f"want-{name}"]["label"], words[f"want-{name}"]["hint"], str(told.get(name, "")))
        for name in rules.PROMPTS
    ]


def start(which: Start) -> tuple[str, str]:
    """What a way to begin is called, and what it means."""
    told = content.words_of("core")[f"start-{which.value}"]
    return str(told["label"]), str(told["text"])


def example(name: str) -> str:
    return _text(f"{name}-example")


def _text(name: str) -> str:
    return str(content.words_of("core")[name]["text"])

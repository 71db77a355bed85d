"""The words of this practice: data in `content/<language>/`, each with an id that never changes and a version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldseam.growth import rules
from goldseam.library import exercises, texts
from goldseam.library.exercises import Exercise

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class SliderWords:
    """What one slider is called, asks, and means at its ends."""

    label: str
    question: str
    low: str
    high: str


def words_of(name: str) -> Any:
    return texts.words_of(FOLDER, name)


def slider(part: str, own_name: str = "") -> SliderWords:
    """A slider's words. The person's own goes by the name they gave it."""
    told = words_of("sliders")[part]
    label = own_name if part == rules.OWN and own_name else told["label"]
    return SliderWords(label, told["question"], told["low"], told["high"])


def need(name: str) -> str:
    """A wish, as it is told within a sentence."""
    return str(words_of("needs")[name]["told"])


def need_choices() -> list[tuple[str, str]]:
    return [(name, told["label"]) for name, told in words_of("needs").items()]


def sentence(name: str) -> str:
    return str(words_of("sentences")[name]["text"])


def beside(found: rules.Beside | rules.NotEnough | None) -> str:
    """How today stands beside the last few, in words; "not enough yet" is an answer too."""
    if found is None:
        return ""
    if isinstance(found, rules.NotEnough):
        return sentence("beside-not-enough")
    return sentence(f"beside-{found.part}-{found.how}")


def exercise(name: str) -> Exercise:
    return exercises.exercise(FOLDER, name)

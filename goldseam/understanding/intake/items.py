"""The items with their words, in the language of whoever reads. Ours, not a validated questionnaire."""

from __future__ import annotations

from dataclasses import dataclass

from goldseam.practice import Topic
from goldseam.understanding import content
from goldseam.understanding.intake.asked import ASKED, Asked, Heavy


@dataclass(frozen=True)
class Item:
    """One slider: what it is called, what it asks, what its ends mean, and its five words from low to high.

    `told` is how a sentence names it where it weighs, or holds.
    """

    id: str
    version: int
    topic: Topic
    sitting: str
    label: str
    told: str
    question: str
    low: str
    high: str
    heavy: Heavy
    ticked: bool
    bands: tuple[str, ...]


def items() -> dict[str, Item]:
    """All of them, in the order in which they are asked."""
    told, scales = content.words_of("intake-items"), content.words_of("intake-scales")
    return {asked.id: _item(asked, told[asked.id], scales[asked.scale]["bands"]) for asked in ASKED}


def versions() -> dict[str, int]:
    """What each answer given now is an answer to."""
    return {name: told["version"] for name, told in content.words_of("intake-items").items()}


def _item(asked: Asked, told: dict[str, str | int], bands: list[str]) -> Item:
    words = {name: str(told[name]) for name in ("label", "told", "question", "low", "high")}
    return Item(
        id=asked.id,
        version=int(told["version"]),
        topic=asked.topic,
        sitting=asked.sitting,
        heavy=asked.heavy,
        ticked=asked.ticked,
        bands=tuple(bands),
        **words,
    )

"""What a sitting says back: two or three sentences from its answers alone. They describe; they judge nobody.

No Django, no clock, no database: sentences are ids, and the items that they name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldseam.practice import Topic
from goldseam.understanding.intake import rules
from goldseam.understanding.intake.asked import ASKED, BY_ID
from goldseam.understanding.intake.rules import HIGHEST, Answers, Heaviness, step, weight

NAMED_MOST = 3
STRONG, IN_BETWEEN, WEAK = 3, 2, 1
"""Of the five words, from 0 to 4: this and more is strong, this and less is weak."""


@dataclass(frozen=True)
class Said:
    """A sentence, and the items whose names stand in it."""

    id: str
    things: tuple[str, ...] = ()


def sentences(sitting: str, answers: Answers) -> list[Said]:
    """Two or three sentences that these answers can carry. Of nothing at all there is nothing to say."""
    said = [one for one in _BY_SITTING[sitting](answers) if one]
    if answers.words and not answers.values:
        said = [Said("words")]
    return [*said, Said(f"{sitting}-close")] if len(said) == 1 else said


def _of_one(answers: Answers) -> list[Said | None]:
    steps = {item: step(value) for item, value in answers.values.items()}
    return [_what_holds(answers, steps), _way_back(steps.get("good-mend"))]


def _what_holds(answers: Answers, steps: dict[str, int]) -> Said | None:
    if not steps:
        return None
    strong = [item for item in steps if steps[item] >= STRONG]
    if strong:
        return Said("one-holds", _most(answers, strong))
    partly = [item for item in steps if steps[item] == IN_BETWEEN]
    return Said("one-partly", _most(answers, partly)) if partly else Said("one-thin")


def _way_back(mend: int | None) -> Said | None:
    if mend is None or mend == IN_BETWEEN:
        return None
    return Said("one-mend" if mend >= STRONG else "one-no-mend")


def _of_two(answers: Answers) -> list[Said | None]:
    said = [_of_cause("two", Topic.TALKING, answers), _of_cause("two", Topic.QUARRELS, answers)]
    return [*said, _beneath(answers) if any(said) else None]


def _beneath(answers: Answers) -> Said:
    if _weighs(answers, "talking-sharp-start") and _weighs(answers, "talking-silence"):
        return Said("two-round")
    return Said("two-heard" if _weight(answers, "talking-heard") is Heaviness.HEAVY else "two-close")


def _of_three(answers: Answers) -> list[Said | None]:
    said = [_of_cause("three", Topic.TRUST, answers), _of_cause("three", Topic.OUTSIDE, answers)]
    heavy = rules.heaviness(answers.values)
    if heavy.get(Topic.OUTSIDE) is Heaviness.HEAVY:
        return [*said, Said("three-not-all-yours")]
    return [*said, Said("three-slow") if heavy.get(Topic.TRUST) is Heaviness.HEAVY else None]


def _of_four(answers: Answers) -> list[Said | None]:
    steps = {item: step(value) for item, value in answers.values.items()}
    pace = steps.pop("wishes-pace", None)
    more = [item for item in steps if steps[item] >= STRONG]
    less = [item for item in steps if steps[item] <= WEAK]
    if more or less:
        said = [
            Said("four-more", _most(answers, more)) if more else None,
            Said("four-less" if more else "four-less-only", _least(answers, less)) if less else None,
        ]
    else:
        said = [Said("four-as-it-is") if steps else None]
    return [*said, _pace(pace)]


def _pace(pace: int | None) -> Said | None:
    if pace is None:
        return None
    return Said("four-soon" if pace >= STRONG else "four-slow" if pace <= WEAK else "four-steady")


_BY_SITTING = {"one": _of_one, "two": _of_two, "three": _of_three, "four": _of_four}


def _of_cause(sitting: str, topic: Topic, answers: Answers) -> Said | None:
    """How heavy a cause is, with the items that make it so."""
    heaviest = rules.heaviness(answers.values).get(topic)
    if heaviest is None:
        return None
    name = f"{sitting}-{topic}-{heaviest}"
    if heaviest is Heaviness.LIGHT and topic is not Topic.OUTSIDE:
        return Said(name)
    items = [item for item in answers.values if BY_ID[item].topic == topic and _weight(answers, item) is heaviest]
    return Said(name, _heaviest(answers, items))


def _weight(answers: Answers, item: str) -> Heaviness | None:
    return weight(BY_ID[item], answers.values[item]) if item in answers.values else None


def _weighs(answers: Answers, item: str) -> bool:
    return _weight(answers, item) in (Heaviness.SOME, Heaviness.HEAVY)


def _heaviest(answers: Answers, items: Iterable[str]) -> tuple[str, ...]:
    def heavy(item: str) -> int:
        value = answers.values[item]
        return value if BY_ID[item].heavy == "high" else HIGHEST - value

    return _named(sorted(_in_order(items), key=heavy, reverse=True))


def _most(answers: Answers, items: Iterable[str]) -> tuple[str, ...]:
    return _named(sorted(_in_order(items), key=lambda item: answers.values[item], reverse=True))


def _least(answers: Answers, items: Iterable[str]) -> tuple[str, ...]:
    return _named(sorted(_in_order(items), key=lambda item: answers.values[item]))


def _in_order(items: Iterable[str]) -> list[str]:
    wanted = set(items)
    return [asked.id for asked in ASKED if asked.id in wanted]


def _named(items: Sequence[str]) -> tuple[str, ...]:
    return tuple(items[:NAMED_MOST])

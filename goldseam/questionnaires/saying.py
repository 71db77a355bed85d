"""What answers come to, in words: by the rule that the questionnaire goes with, never as a diagnosis, never of anybody
else. Without a rule nothing is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format

from goldseam.library import texts
from goldseam.questionnaires import answering
from goldseam.questionnaires.rules import Said
from goldseam.questionnaires.shelf import Paper

if TYPE_CHECKING:
    from goldseam.engines.measures.instruments.rule import Rule
    from goldseam.engines.measures.instruments.score import MissingAnswers, Scored

FOLDER = Path(__file__).parent / "content"
HEAVY = frozenset({"moderate", "severe", "look closer", "not safe", "distressed"})
WITH_A_COUNTERPART = ("distressed", "not safe")
"""Words for which something is said also where they don't hold."""


@dataclass(frozen=True)
class Part:
    """One scale in words. `score` is None where too much was left out; about safety no figure is told."""

    scale: str
    name: str
    sentences: list[str]
    score: float | None = None
    is_heavy: bool = False


def parts(paper: Paper, said: Said) -> list[Part]:
    """Every scale of the rule, in its order; nothing without a rule."""
    from goldseam.engines.measures.answers import NotEnough

    if paper.rule is None:
        return []
    found = scored(paper, said)
    if isinstance(found, NotEnough):
        return [_unscored(paper, "", found, "unscored" if len(paper.rule.scales) == 1 else "unscored-all")]
    return [
        _part(paper, paper.rule, scale, found)
        if scale in found.totals
        else _unscored(paper, name_of(paper.rule, scale), found.unscored[scale])
        for scale in paper.rule.scales
    ]


def scored(paper: Paper, said: Said) -> Scored | MissingAnswers:
    """Of a questionnaire with a rule."""
    from goldseam.engines.measures.instruments.score import score

    assert paper.rule is not None
    return score(paper.rule, answering.points(paper, said))


def scores(paper: Paper, said: Said) -> dict[str, float]:
    """Every score by its scale's name for machines; nothing without a rule."""
    from goldseam.engines.measures.answers import NotEnough

    found = scored(paper, said) if paper.rule else None
    if found is None or isinstance(found, NotEnough) or paper.rule is None:
        return {}
    return {f"{paper.rule.name} {scale}": score for scale, score in found.totals.items()}


def score_of(paper: Paper, scale: str, said: Said) -> float | None:
    """One scale's score, or None where too much was left out."""
    from goldseam.engines.measures.answers import NotEnough

    found = scored(paper, said)
    return None if isinstance(found, NotEnough) else found.totals.get(scale)


def change(paper: Paper, scale: str, looks: Sequence[tuple[date, float]]) -> str:
    """How the newest stands beside the first, by the repeated-look rule; nothing for a single look."""
    from goldseam.engines.measures.answers import NotEnough
    from goldseam.engines.measures.instruments.change import compare

    assert paper.rule is not None
    found = compare(paper.rule, scale, [(day.toordinal(), score) for day, score in looks])
    if isinstance(found, NotEnough) and found.lacks == "looks":
        return ""
    kind = "unknown" if isinstance(found, NotEnough) else found.kind
    return _says(f"change-{kind}", day=date_format(looks[0][0], "j F Y"), first=_number(looks[0][1]))


def how(rule: Rule, scale: str) -> str:
    """Which figure a change is judged by."""
    from goldseam.engines.measures.instruments.change import error_of

    error = error_of(rule, scale)
    if error is None:
        return ""
    source = rule.sources[error.source].cite
    return _says(f"how-{error.used}", points=_number(error.points), value=_number(error.value), source=source)


def name_of(rule: Rule, scale: str) -> str:
    told = texts.words_of(FOLDER, "scales").get(f"{rule.id}.{scale}")
    return str(told["text"]) if told else scale.replace("-", " ").capitalize()


def _part(paper: Paper, rule: Rule, scale: str, found: Scored) -> Part:
    total, about = found.totals[scale], rule.scales[scale]
    held = rule.says(scale, total)
    told = "sum-prorated" if scale in found.prorated else "sum"
    figures = {"score": _number(total), "low": _number(about.low), "high": _number(about.high)}
    sums = " ".join([_says(told, **figures), *([_says(about.better)] if about.better else [])])
    words = _held(rule, scale, held)
    sentences = words if paper.is_about_safety else [sums, *words]
    return Part(scale, name_of(rule, scale), sentences, total, bool(HEAVY & set(held)))


def _held(rule: Rule, scale: str, held: Sequence[str]) -> list[str]:
    """Each word once, with the line that its makers drew."""
    lines = {cut.says: cut.at for cut in reversed(rule.cutoffs) if cut.scale == scale}
    beside = [word for word in WITH_A_COUNTERPART if word in lines and word not in held]
    told = [(word, word) for word in dict.fromkeys(held)] + [(word, f"{word}-not") for word in beside]
    return [_says(name, at=_number(lines.get(word, 0))) for word, name in told]


def _unscored(paper: Paper, name: str, missing: MissingAnswers, says: str = "unscored") -> Part:
    """Which questions a sum still lacks, by the words in which they were asked; about safety nobody is asked again.

    Where no sum of several has enough, how many more would do depends on which: then only what was left out is named.
    """
    if paper.is_about_safety:
        return Part("", name, [_says("unscored-safety")])
    asked = {each.item.link_id: each.text for each in paper.questions}
    questions = [asked.get(paper.links.get(item, ""), item) for item in missing.items]
    told = "; ".join(f"“{each}”" for each in questions)
    return Part("", name, [_says(says, more=_number(missing.more or 0), questions=told)])


def _says(name: str, **told: Any) -> str:
    text = str(texts.words_of(FOLDER, "says")[name]["text"])
    return text % told if told else text


def _number(value: float) -> str:
    return str(number_format(round(value, 1), decimal_pos=0 if round(value, 1) == round(value) else 1))

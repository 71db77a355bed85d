"""What the pages show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.questionnaires import access, answering, saying, shelf
from goldseam.questionnaires.rules import Answered, Said
from goldseam.questionnaires.saying import Part
from goldseam.questionnaires.shelf import Paper
from goldseam.ui.plot import Plot, Series

WHOLE = "total"
"""How a rule calls the scale of all its items."""


# -- what there is ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """One questionnaire on the list, and how far its reader came. About safety nothing is told here."""

    paper: Paper
    is_begun: bool = False
    newest: Answered | None = None

    @property
    def day(self) -> date | None:
        return timezone.localdate(self.newest.at) if self.newest else None


@dataclass(frozen=True)
class Papers:
    """`gone` are answers to what this house offers no more, also those that were only begun."""

    listed: list[Listed]
    safety: list[Paper]
    gone: list[tuple[str, date, UUID]]


def papers(me: Me) -> Papers:
    offered = shelf.offered()
    listed = [
        Listed(paper, access.begun_with(me, paper.id) is not None, _newest(access.done_with(me, paper.id)))
        for paper in offered
        if not paper.is_about_safety
    ]
    here = {paper.id for paper in offered}
    gone = [
        (title_of(each), timezone.localdate(each.at), each.id)
        for each in reversed(access.answers_of(me))
        if each.paper not in here and not _is_about_safety(each)
    ]
    return Papers(listed, [paper for paper in offered if paper.is_about_safety], gone)


def title_of(answered: Answered) -> str:
    paper = shelf.paper(answered.paper)
    return paper.title if paper else gettext("Questions that are gone")


def _is_about_safety(answered: Answered) -> bool:
    paper = None if answered.is_about_safety else shelf.paper(answered.paper)
    return answered.is_about_safety or (paper is not None and paper.is_about_safety)


def _newest(found: list[Answered]) -> Answered | None:
    return found[-1] if found else None


# -- page by page -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asking:
    """One page of questions. `kept` are answers about safety that their owner chose to keep."""

    paper: Paper
    row_id: UUID
    number: int
    pages: int
    is_first: bool
    is_last: bool
    is_begun: bool
    is_known: bool
    kept: list[Answered] = field(default_factory=list)


def asking(me: Me, paper: Paper, stands: Answered, number: int) -> Asking:
    done = access.done_with(me, paper.id)
    return Asking(
        paper,
        stands.id,
        number,
        len(paper.pages),
        is_first=previous_page(paper, stands.said, number) is None,
        is_last=number == len(paper.pages),
        is_begun=bool(stands.said),
        is_known=bool(done),
        kept=list(reversed(done)) if paper.is_about_safety else [],
    )


def asked_on(paper: Paper, said: Said, number: int) -> list[int]:
    """The places of the questions that this page asks, given what was said before."""
    return _asked_by_page(paper, said)[number - 1]


def _asked_by_page(paper: Paper, said: Said) -> list[list[int]]:
    asked = paper.asked(answering.values(paper, said))
    return [[place for place in page if place in asked] for page in paper.pages]


def next_page(paper: Paper, said: Said, number: int) -> int | None:
    asked = _asked_by_page(paper, said)
    return next((each for each in range(number + 1, len(asked) + 1) if asked[each - 1]), None)


def previous_page(paper: Paper, said: Said, number: int) -> int | None:
    asked = _asked_by_page(paper, said)
    return next((each for each in range(number - 1, 0, -1) if asked[each - 1]), None)


def page_number(paper: Paper, told: str) -> int:
    """The page that an address or a form names; the first for what names none."""
    number = int(told) if told.isdecimal() and len(told) < 5 else 1
    return number if 1 <= number <= len(paper.pages) else 1


def page_to_begin(paper: Paper, stands: Answered, told: str) -> int:
    """The page that was asked for, or the first on which something isn't answered yet."""
    if told:
        return page_number(paper, told)
    asked = _asked_by_page(paper, stands.said)
    return next((number for number, places in enumerate(asked, 1) if set(places) - set(stands.said)), 1)


def said_now(me: Me, paper: Paper) -> Said:
    stands = access.begun_with(me, paper.id)
    return stands.said if stands else {}


# -- what it says -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Says:
    """What answers come to. `is_heavy` brings help nearer."""

    parts: list[Part]
    is_heavy: bool

    @property
    def first(self) -> list[Part]:
        """Where there is a whole, it comes first and its parts are folded."""
        return self.parts[:1] if self.parts and self.parts[0].scale == WHOLE else self.parts

    @property
    def folded(self) -> list[Part]:
        return self.parts[len(self.first) :]


@dataclass(frozen=True)
class InWords:
    """One's answers on one day. `answers` are question and answer in the words of the file, if they are here."""

    title: str
    day: date
    says: Says
    answers: list[tuple[str, str]]
    has_words: bool = True


@dataclass(frozen=True)
class Told:
    """The same with how it stands beside earlier days."""

    answered: Answered
    words: InWords
    changes: list[str] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    earlier: list[Answered] = field(default_factory=list)
    may_answer_again: bool = False


def says(paper: Paper, said: Said) -> Says:
    found = saying.parts(paper, said)
    return Says(found, any(part.is_heavy for part in found))


def in_words(answered: Answered) -> InWords:
    paper, day = shelf.paper(answered.paper), timezone.localdate(answered.at)
    if paper is None:
        return InWords(title_of(answered), day, Says([], False), _bare(answered), False)
    return InWords(paper.title, day, says(paper, answered.said), answering.in_words(paper, answered.said))


def told(me: Me, answered: Answered) -> Told:
    paper, words = shelf.paper(answered.paper), in_words(answered)
    if paper is None:
        return Told(answered, words)
    if paper.is_about_safety:
        return Told(answered, words)
    looks = [each for each in access.done_with(me, paper.id) if each.at <= answered.at]
    changed = {part.scale: _changed(paper, part, words.says, looks) for part in words.says.parts if part.scale}
    compared = [scale for scale, text in changed.items() if text]
    return Told(
        answered,
        words,
        [changed[scale] for scale in compared],
        [text for scale in compared if paper.rule and (text := saying.how(paper.rule, scale))],
        list(reversed(looks[:-1])),
        paper.is_offered,
    )


def _bare(answered: Answered) -> list[tuple[str, str]]:
    """Where the words are gone, the answers are still there."""
    return [(str(place + 1), answer) for place, answer in sorted(answered.said.items())]


def _changed(paper: Paper, part: Part, says: Says, looks: list[Answered]) -> str:
    text = saying.change(paper, part.scale, _by_day(paper, part.scale, looks))
    return f"{part.name}: {text}" if text and len(says.parts) > 1 else text


def _by_day(paper: Paper, scale: str, looks: list[Answered]) -> list[tuple[date, float]]:
    """One score a day, the last of it; days without a score aren't there."""
    found = {}
    for each in looks:
        if (score := saying.score_of(paper, scale, each.said)) is not None:
            found[timezone.localdate(each.at)] = score
    return sorted(found.items())


# -- for other pages ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldFor:
    """One questionnaire for the page of insights: finished sentences, and a picture from two days on."""

    title: str
    sentences: list[str]
    plot: Plot | None
    url: str


def told_for(me: Me) -> list[ToldFor]:
    """The newest of every questionnaire that goes with a rule; nothing about safety. Raises BackClosed, Tampered."""
    answered = {each.paper for each in access.answers_of(me) if each.done_at}
    papers_found = [paper for paper in map(shelf.paper, sorted(answered)) if paper]
    return [_told_for(me, paper) for paper in papers_found if paper.rule and not paper.is_about_safety]


def _told_for(me: Me, paper: Paper) -> ToldFor:
    looks = access.done_with(me, paper.id)
    newest = told(me, looks[-1])
    first = newest.words.says.parts[0] if newest.words.says.parts else None
    sentences = [*(first.sentences[:1] if first else []), *newest.changes]
    url = reverse("questions-told", args=[looks[-1].id])
    return ToldFor(paper.title, sentences, _plot(paper, first, looks) if first and first.scale else None, url)


def _plot(paper: Paper, part: Part, looks: list[Answered]) -> Plot | None:
    points = _by_day(paper, part.scale, looks)
    if paper.rule is None or len(points) < 2:
        return None
    about = paper.rule.scales[part.scale]
    wide = about.high - about.low
    shares = [(day, (score - about.low) / wide * 100) for day, score in points]
    low, high = gettext("the least: %s") % f"{about.low:g}", gettext("the most: %s") % f"{about.high:g}"
    description = gettext("Your answers to “%(title)s”, day by day.") % {"title": paper.title}
    return Plot(part.name, description, [Series(gettext("You"), shares)], low, high)


# -- for a file ---------------------------------------------------------------------------------------------------


def as_fhir(answered: Answered) -> dict[str, Any]:
    """Answers and scores for a machine, without a name."""
    paper = shelf.paper(answered.paper)
    return answering.as_fhir(paper, answered, saying.scores(paper, answered.said) if paper else {})

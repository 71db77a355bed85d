"""The only door to one's own answers. Nobody else's are to be had by it. Foreign and missing look alike: 404."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from goldseam.people.me import Me, gathered_once
from goldseam.questionnaires import rules, shelf
from goldseam.questionnaires.rules import Answered
from goldseam.questionnaires.shelf import Paper
from goldseam.vault import mine

ANSWERS = "questionnaires.answers"


@gathered_once
def answers_of(me: Me) -> list[Answered]:
    """All of one's own, oldest first, also those that are not done. Raises BackClosed, Tampered."""
    found = [rules.from_body(row.id, row.body, row.version) for row in mine.of_kind(me.keyring, ANSWERS)]
    return sorted(found, key=lambda each: each.at)


def done_with(me: Me, paper_id: UUID) -> list[Answered]:
    """The finished answers to one questionnaire in one version, oldest first. Raises BackClosed, Tampered."""
    return [each for each in answers_of(me) if each.paper == paper_id and each.done_at]


def begun_with(me: Me, paper_id: UUID) -> Answered | None:
    """What waits to be gone on with. Raises BackClosed, Tampered."""
    open_ones = [each for each in answers_of(me) if each.paper == paper_id and not each.done_at]
    return open_ones[-1] if open_ones else None


def answered_for(me: Me, row_id: UUID) -> Answered:
    """One's own answers. Raises BackClosed, Tampered, Http404."""
    for each in answers_of(me):
        if each.id == row_id:
            return each
    raise Http404


def paper_to_answer(me: Me, paper_id: UUID) -> Paper:
    """A questionnaire of this house; one that was taken off the shelf only for who has begun with it.

    Raises Http404, BackClosed, Tampered.
    """
    paper = shelf.paper(paper_id)
    if paper is None or not (paper.is_offered or begun_with(me, paper_id)):
        raise Http404
    return paper

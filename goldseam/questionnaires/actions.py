"""What a person can do with questionnaires, for themselves alone. Nothing rings, and nobody hears of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from goldseam.people.me import Me
from goldseam.questionnaires import access, rules
from goldseam.questionnaires.access import ANSWERS
from goldseam.questionnaires.rules import Answered, Said
from goldseam.questionnaires.shelf import Paper
from goldseam.vault import mine, seam
from goldseam.vault import own as vault_own

TRIES = 5


class _Overtaken(Exception):
    """Another device wrote between our reading and our writing."""


def keep(me: Me, paper: Paper, now: Said, was: Said, form_id: UUID, *, done: bool = False) -> UUID | None:
    """Keeps what a page said beside what it had shown; `form_id` is the row that the page went on with, or a new id.

    Where another device answered meanwhile, both stay, and of one question the newer answer counts. None when nothing
    was answered yet and nothing is kept. Raises Refused("nothing-answered", "too-much"), BackClosed.
    """
    for _ in range(TRIES - 1):
        with suppress(_Overtaken):
            return _kept(me, paper, now, was, form_id, done=done)
    return _kept(me, paper, now, was, form_id, done=done)


@transaction.atomic
def _kept(me: Me, paper: Paper, now: Said, was: Said, form_id: UUID, *, done: bool) -> UUID | None:
    fresh_id = vault_own.row_id_from(me.keyring, "questionnaires.form", form_id)
    fresh = Answered(fresh_id, paper.id, seam.now(), is_about_safety=paper.is_about_safety)
    stands = _stands(me, paper, {form_id, fresh_id}) or fresh
    changed = replace(stands, said=rules.brought_together(stands.said, was, now))
    rules.require_room(changed.said)
    if done:
        changed = rules.finished(changed, seam.now())
    _put(me, stands, changed)
    return changed.id if changed.said else None


@transaction.atomic
def erase(me: Me, row_id: UUID) -> None:
    """These answers are gone. Raises BackClosed, Http404."""
    mine.erase(me.keyring, access.answered_for(me, row_id).id)


def _stands(me: Me, paper: Paper, ids: set[UUID]) -> Answered | None:
    own = {each.id: each for each in access.answers_of(me) if each.paper == paper.id}
    return next((own[row_id] for row_id in ids if row_id in own), None) or access.begun_with(me, paper.id)


def _put(me: Me, stands: Answered, changed: Answered) -> None:
    """Writes as seldom as it can: how often a row was written can be seen on the disk."""
    is_kept = any(each.id == stands.id for each in access.answers_of(me))
    if not is_kept and changed.said:
        mine.keep(me.keyring, ANSWERS, rules.as_body(changed), changed.id)
    elif is_kept and not changed.said:
        mine.erase(me.keyring, changed.id)
    elif is_kept and changed != stands:
        mine.change(me.keyring, changed.id, rules.as_body(changed))
        if mine.one(me.keyring, changed.id).version != stands.version + 1:
            raise _Overtaken

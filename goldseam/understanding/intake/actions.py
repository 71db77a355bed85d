"""What a person can do with their looks. One deed, one transaction."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.http import Http404

from goldseam.people.me import Me
from goldseam.practice import Topic
from goldseam.understanding.intake import access, items, rules
from goldseam.understanding.intake.access import KINDS
from goldseam.understanding.intake.rules import Answers, Drawn, Look, Row
from goldseam.vault import mine, seam
from goldseam.vault import own as vault_own


@transaction.atomic
def keep(
    me: Me, sitting: str, now: Answers, drawn: Drawn | None = None, *, again: bool = False, form_id: UUID | None = None
) -> None:
    """Keeps what a page said beside what it had shown. Front is enough; the same form sent twice is kept once.

    Where another device wrote meanwhile, both stay: per item the newer counts, differing words stand side by side.
    Raises Refused.
    """
    shown = drawn or Drawn()
    plain = rules.checked(sitting, replace(now, versions=items.versions()))
    row = rules.difference(sitting, shown, plain, seam.now(), again=again)
    if row.values or row.words:
        _say(me, row, rules.row_id_of(form_id, row) if form_id else None)
    elif not shown.answers:
        raise rules.Refused("nothing-answered")


@transaction.atomic
def settle(me: Me, sitting: str, topic: Topic, text: str | None) -> None:
    """Takes one of the words that two devices wrote, or with None both. Raises Refused, BackClosed, Http404."""
    look = access.look_at(me, sitting)
    if look is None:
        raise Http404
    _say(me, rules.settled(look, topic, text, seam.now()))


@transaction.atomic
def erase(me: Me, sitting: str, *, all_looks: bool = False) -> None:
    """The newest look at this sitting is gone, or every one. Raises BackClosed, Http404."""
    looks = [look for look in access.looks_of(me) if look.sitting == sitting]
    if not looks:
        raise Http404
    for look in looks if all_looks else looks[-1:]:
        _erase_rows(me, look)


def _say(me: Me, row: Row, sent: UUID | None = None) -> None:
    """First kept, which holds everybody else who writes here; then, where it can be read, made one with its look."""
    row_id = vault_own.row_id_from(me.keyring, "understanding.look", sent) if sent else None
    kept = mine.keep(me.keyring, KINDS[row.sitting], rules.as_body(row), row_id)
    if me.is_private_open:
        _make_one(me, kept)


def _make_one(me: Me, row_id: UUID) -> None:
    """One row for the whole look, so that words which were replaced are gone from the disk too."""
    look = next(look for look in access.all_looks_of(me) if row_id in look.rows)
    if not look.answers:
        _erase_rows(me, look)
        return
    stays, *others = look.rows
    if others:
        mine.change(me.keyring, stays, rules.as_body(rules.whole(look)))
    for other in others:
        mine.erase(me.keyring, other)


def _erase_rows(me: Me, look: Look) -> None:
    for row_id in look.rows:
        mine.erase(me.keyring, row_id)

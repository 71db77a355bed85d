"""What a person can do with moments. One deed, one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from goldseam.live import bell
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.reminders import actions as reminders
from goldseam.understanding.timeline import access, rules
from goldseam.understanding.timeline.access import MOMENT, SHOWN, Kept
from goldseam.understanding.timeline.rules import Moment, Refused
from goldseam.vault import mine, seam
from goldseam.vault import own as vault_own
from goldseam.vault.mine import New


@transaction.atomic
def keep_moment(me: Me, moment: Moment, form_id: UUID | None = None) -> UUID:
    """Keeps a moment for oneself alone. The same form sent twice is one moment. Raises Refused."""
    plain = rules.checked(moment)
    sent = rules.row_id_of(form_id, plain) if form_id else None
    row_id = vault_own.row_id_from(me.keyring, "understanding.line", sent) if sent else None
    return mine.keep(me.keyring, MOMENT, rules.as_body(plain) | {"mark": seam.uuid().hex}, row_id)


@transaction.atomic
def change_moment(me: Me, moment_id: UUID, moment: Moment, based_on: int) -> None:
    """Other words in place of the old ones. What was shown stays as it was shown.

    Raises Refused("moved") when another device wrote in between, Refused, BackClosed, Http404.
    """
    kept, plain = access.moment_for(me, moment_id), rules.checked(moment)
    if plain == kept.moment:
        return
    if kept.version != based_on:
        raise Refused("moved")
    mine.change(me.keyring, moment_id, rules.as_body(plain) | {"mark": kept.mark})
    if mine.one(me.keyring, moment_id).version != based_on + 1:
        raise Refused("moved")  # somebody wrote while we waited for the lock: this act is undone


@transaction.atomic
def erase_moment(me: Me, moment_id: UUID) -> None:
    """The moment is gone, and so is what the partner could read of it. Raises BackClosed, Http404."""
    kept = access.moment_for(me, moment_id)
    _take_back_of(me, kept)
    mine.erase(me.keyring, moment_id)


@transaction.atomic
def show_moment(me: Me, moment_id: UUID, what: str, felt: str) -> UUID:
    """Shows these words, and nothing else, in a row of their own. Showing again replaces what was shown before.

    Raises Refused("alone", "paused") and as `rules.checked`, BackClosed, Http404.
    """
    together = access.together_to_show(me)
    kept = access.moment_for(me, moment_id)
    told = rules.checked(Moment(kept.moment.when, kept.moment.sort, what, felt))
    _take_back_of(me, kept)
    return _shown(me, together, [(kept.mark, told)])[0]


@transaction.atomic
def show_again(me: Me, wished: Sequence[tuple[str, Moment]]) -> None:
    """Several at once, each by its moment's mark; what is shown already stays. Raises as above."""
    if wished:
        _shown(me, access.together_to_show(me), wished)


@transaction.atomic
def take_back(me: Me, shown_id: UUID) -> None:
    """The row and its key are destroyed, at any time, also while paused. What was read was read. Raises Http404."""
    access.own_shown_for(me, shown_id)
    mine.erase(me.keyring, shown_id)


def _take_back_of(me: Me, kept: Kept) -> None:
    for row in access.own_of(me).shown_rows:
        if rules.mark_of(row.body) == kept.mark:
            mine.erase(me.keyring, row.id)


def _shown(me: Me, together: Togetherness, wished: Sequence[tuple[str, Moment]]) -> list[UUID]:
    rows = [New(SHOWN, rules.as_body(moment) | {"mark": mark}) for mark, moment in wished]
    ids = [row.id for row in rows]
    mine.keep_many(me.keyring, rows)
    mine.share_many(me.keyring, ids, together.circle)
    for member in together.partner_accounts:
        if member.seat.person_id is not None:
            reminders.something_new(member.seat.person_id, SHOWN, ids[-1])
    bell.ring(together.circle, together.circle.pk)
    return ids

"""What a person can do with check-ins. One deed, one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldseam.growth import access, rules
from goldseam.growth.access import CHECK_IN, OWN_SLIDER, SHOWING, SHOWN, CheckIn, Own
from goldseam.growth.rules import Answers
from goldseam.live import bell
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.reminders import actions as reminders
from goldseam.vault import mine, seam
from goldseam.vault import own as vault_own
from goldseam.vault.errors import Missing
from goldseam.vault.mine import MineEntry, New


@transaction.atomic
def keep_check_in(me: Me, answers: Answers, form_id: UUID | None = None) -> UUID:
    """Keeps a check-in for oneself alone. Front is enough. The same form sent twice is one check-in.

    Raises Refused.
    """
    plain = rules.checked(answers)
    sent = rules.row_id_of(form_id, plain) if form_id else None
    row_id = vault_own.row_id_from(me.keyring, "growth.form", sent) if sent else None  # or it was another's form
    return mine.keep(me.keyring, CHECK_IN, _body(plain, seam.now()), row_id)


@transaction.atomic
def change_check_in(me: Me, check_in_id: UUID, answers: Answers) -> None:
    """Other answers in place of the old ones; the day stays, and so does what was shown. Raises Refused, Http404."""
    check_in = access.check_in_for(me, check_in_id)
    mine.change(me.keyring, check_in_id, _body(rules.checked(answers), check_in.at))


@transaction.atomic
def erase_check_in(me: Me, check_in_id: UUID) -> None:
    """The check-in is gone, and so is what the partner could read of it. Raises BackClosed, Http404."""
    check_in = access.check_in_for(me, check_in_id)
    if check_in.shown:
        take_back(me, check_in.shown.id)
    mine.erase(me.keyring, check_in_id)


@transaction.atomic
def name_own_slider(me: Me, name: str) -> None:
    """Names the slider of one's own from now on; an empty name takes it away. Raises Refused, BackClosed."""
    plain = rules.plain_name(name)
    own = access.own_of(me)
    rows = [row.id for row in own.rows if row.kind == OWN_SLIDER]
    if rows:
        mine.change(me.keyring, rows[-1], {"name": plain})
    else:
        mine.keep(me.keyring, OWN_SLIDER, {"name": plain})


@transaction.atomic
def show_to_partner(me: Me, check_in_id: UUID, parts: Sequence[str]) -> UUID:
    """Shows the chosen parts, and nothing else, in a row of their own. Showing again replaces what was shown before.

    Raises Refused("alone", "paused", "nothing-chosen", "not-answered"), BackClosed, Http404.
    """
    together = access.together_to_show(me)
    check_in, showings = access.check_in_to_show(me, check_in_id)
    chosen = rules.shown_slice(check_in.answers, parts)
    for showing in showings:
        _take_back(me, showing)
    return _shown(me, together, [(check_in, chosen)])[0]


@transaction.atomic
def show_many_to_partner(me: Me, own: Own, wished: Sequence[tuple[CheckIn, Sequence[str]]]) -> None:
    """As above for check-ins of which nothing is shown yet, from rows that were opened once. Raises as above."""
    if wished:
        chosen = [(each, rules.shown_slice(access.named(own, each.answers), parts)) for each, parts in wished]
        _shown(me, access.together_to_show(me), chosen)


def _shown(me: Me, together: Togetherness, chosen: Sequence[tuple[CheckIn, Answers]]) -> list[UUID]:
    slices, showings = [], []
    for check_in, answers in chosen:
        shown = New(SHOWN, {**rules.as_body(answers), "day": check_in.day.isoformat()})
        slices.append(shown)
        # Which check-in it came from stands in a row that only its owner opens.
        showings.append(New(SHOWING, {"check_in": check_in.id.hex, "slice": shown.id.hex}))
    mine.keep_many(me.keyring, [*slices, *showings])
    ids = [shown.id for shown in slices]
    mine.share_many(me.keyring, ids, together.circle)
    _tell(together, ids[-1])
    bell.ring(together.circle, together.circle.pk)
    return ids


def _tell(together: Togetherness, slice_id: UUID) -> None:
    """The other hears at a time of their own that something is new; one thing stands for all that came with it."""
    for member in together.partner_accounts:
        if member.seat.person_id is not None:
            reminders.something_new(member.seat.person_id, SHOWN, slice_id)


@transaction.atomic
def take_back(me: Me, slice_id: UUID) -> None:
    """The row and its key are destroyed, at any time, also while paused. What was read was read. Raises Http404."""
    access.own_slice_for(me, slice_id)
    if me.is_private_open:
        for row in access.own_of(me).rows:
            if row.kind == SHOWING and row.body["slice"] == slice_id.hex:
                mine.erase(me.keyring, row.id)
    mine.erase(me.keyring, slice_id)


def _take_back(me: Me, showing: MineEntry) -> None:
    """Of a slice that was taken back with the private half closed, only the row that told of it is still there."""
    with suppress(Missing):
        mine.erase(me.keyring, UUID(showing.body["slice"]))
    mine.erase(me.keyring, showing.id)


def _body(answers: Answers, at: datetime) -> dict[str, object]:
    """`at` is in the body, because a changed row bears the date of its change."""
    return {**rules.as_body(answers), "at": at.isoformat()}

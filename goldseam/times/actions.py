"""What two people can do about a time, and one about their calendar. One deed, one transaction, one record.

Each begins by locking the circle, so that of two who act at once the second sees what the first did.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.people.models import Seat
from goldseam.reminders import actions as reminders
from goldseam.times import access, rules
from goldseam.times.access import Time, Times
from goldseam.times.models import AgreedTime, Answer, Appointment, CalendarFeed
from goldseam.times.rules import Deed, Refused, State
from goldseam.vault import circles, invites, ours, seam
from goldseam.vault.errors import VaultError

AGREED, NEWS = "agreed", "times"
"""The two kinds of reminder: one rings at the time itself, the other waits for a slot."""
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Wish:
    """A time as somebody wishes it: what (or nothing), when, how long; and for which step of a practice, if any."""

    what: str
    at: datetime
    minutes: int
    step: str = ""


# -- suggesting and answering -------------------------------------------------------------------------------------


@transaction.atomic
def suggest(me: Me, wish: Wish, *, instead_of: UUID | None = None) -> UUID:
    """Suggests a time to the other. The same one twice is one.

    Instead of a time that is still open, it replaces that at once; an agreed one stands until the other agrees to
    the new one. Raises Refused("alone", "paused", "many-open", "enough-today", "changed", "what-long", "minutes"),
    Http404.
    """
    times = _times_now(me)
    together = _require_both_here(me, times)
    minutes, step = rules.require_minutes(wish.minutes), rules.require_step(wish.step)
    checked = Wish(rules.plain_what(wish.what), wish.at, minutes, step)
    before = times.one(instead_of)
    if instead_of and (before is None or not rules.may_change(before.state, begun=has_begun(before), rests=False)):
        raise Refused("changed")
    if same := _same_open(times, checked):
        return same.id
    _require_room(times, before)
    forget_old(me, times)
    if before and before.state is State.SUGGESTED:
        _sign(me, before, Deed.TAKE_BACK if before.is_mine else Deed.DECLINE)
    row = _written(me, together, checked, before.id if before else None)
    _tell_the_other(together)
    return row.pk


@transaction.atomic
def answer(me: Me, time_id: UUID, deed: Deed) -> None:
    """Yes, not this one, taken back, or called off. Raises Refused("paused", "changed", "alone"), Http404."""
    times = _times_now(me)
    time = times.one(time_id) or access.time_for(me, time_id)
    rules.require_may(deed, time.state, is_mine=time.is_mine, begun=has_begun(time), rests=not times.may_write)
    assert times.together is not None
    if deed is Deed.ACCEPT:
        _agree(me, times, time)
    _sign(me, time, deed)
    if deed is Deed.CALL_OFF:
        _forget_agreed(time.id)
    if deed is Deed.TAKE_BACK:
        _let_news_go(times, time)
    elif times.may_write:
        _tell_the_other(times.together)


def _agree(me: Me, times: Times, time: Time) -> None:
    """Both have said yes: it rings for both, and stands in both calendars. What it replaces is off by that."""
    together = times.together
    assert together is not None
    _require_both_here(me, times)
    before = times.one(time.instead_of)
    if before and before.state is State.AGREED and not has_begun(before):
        _sign(me, before, Deed.CALL_OFF)
        _forget_agreed(before.id)
    seats = (together.seat, together.partner_accounts[-1].seat)
    for seat in sorted(seats, key=lambda seat: str(seat.person_id)):  # whoever holds both, holds them in this order
        AgreedTime.objects.create(appointment_id=time.id, seat=seat, at=time.at)
        assert seat.person_id is not None
        reminders.agreed(seat.person_id, AGREED, time.id, time.at)


def has_begun(time: Time) -> bool:
    return time.at <= seam.now()


def _forget_agreed(time_id: UUID) -> None:
    AgreedTime.objects.filter(appointment_id=time_id).delete()
    reminders.let_go(AGREED, time_id)


def _written(me: Me, together: Togetherness, wish: Wish, instead_of: UUID | None) -> Appointment:
    row = Appointment(circle=together.circle, author_id=me.keyring.holder_id)
    ours.write(
        me.keyring,
        row,
        {
            "what": wish.what,
            "at": wish.at.isoformat(),
            "minutes": wish.minutes,
            "instead_of": instead_of.hex if instead_of else "",
            "step": wish.step,
        },
    )
    return row


def _sign(me: Me, time: Time, deed: Deed) -> None:
    """An answer to these very words."""
    row = access.row_of(time)
    answer_row = Answer(appointment=row, circle=row.circle, author_id=me.keyring.holder_id)
    ours.write(me.keyring, answer_row, {"about": time.id.hex, "words": time.words, "deed": deed.value})


def _tell_the_other(together: Togetherness) -> None:
    """That something is new between the two: one message a slot, however much it was."""
    bell.ring(together.circle, together.circle.pk)
    other = together.partner_accounts[-1].seat.person_id
    assert other is not None
    reminders.something_new(other, NEWS, together.circle.pk)


def _let_news_go(times: Times, gone: Time) -> None:
    """What was taken back calls the other nobody here, unless the same side gave something else lately."""
    lately = seam.now() - rules.NEWS_LAST
    others = (time for time in times.times if time.id != gone.id and time.state is not State.TAKEN_BACK)
    if times.together and not any(time.i_moved_at and time.i_moved_at > lately for time in others):
        other = times.together.partner_accounts[-1].seat.person_id
        assert other is not None
        reminders.let_go(NEWS, times.together.circle.pk, person=other)


def _times_now(me: Me) -> Times:
    """Read behind the lock of the circle. Raises Refused("alone")."""
    seat = people.seat_of(me)
    if seat is None:
        raise Refused("alone")
    circles.locked(seat.pair.circle_id)
    times = access.times_of(me)
    if times.together is None:
        raise Refused("alone")
    return times


def _require_both_here(me: Me, times: Times) -> Togetherness:
    """Raises Refused("paused"), also for somebody whom nobody has let in yet."""
    together = times.together
    if together is None:
        raise Refused("alone")
    if not together.may_write or invites.stands_at_the_door(me.keyring, together.circle):
        raise Refused("paused")
    return together


def _same_open(times: Times, wish: Wish) -> Time | None:
    """A button that was pressed twice."""
    told = (wish.what, wish.at, wish.minutes, wish.step)
    mine = (time for time in times.times if time.is_mine and time.state is State.SUGGESTED)
    return next((time for time in mine if (time.what, time.at, time.minutes, time.step) == told), None)


def _require_room(times: Times, before: Time | None) -> None:
    mine = [time for time in times.times if time.is_mine]
    waiting = [time for time in mine if time.state is State.SUGGESTED and not has_begun(time) and time != before]
    rules.require_room(len(waiting), (time.suggested_at for time in mine), seam.now())


# -- what is over -------------------------------------------------------------------------------------------------


def forget_old(me: Me, times: Times) -> None:
    """A month after its time, whatever was said about it is erased: no page shows it, and nobody keeps a book of it.

    It needs keys, so it is done where somebody suggests something new.
    """
    for time in times.times:
        if seam.now() - time.at > rules.ERASED_AFTER:
            row = access.row_of(time)
            for given in Answer.objects.filter(appointment=row).select_related("circle"):
                ours.erase(me.keyring, given)
            ours.erase(me.keyring, row)


def forget_begun() -> int:
    """The clear columns hold only what is to come. Without any key, whoever asks. Returns how many went."""
    begun = AgreedTime.objects.filter(at__lte=seam.now() - rules.SHOWN_AFTER)
    return begun.delete()[0] if begun.exists() else 0  # looking takes no lock


# -- the calendar -------------------------------------------------------------------------------------------------


@transaction.atomic
def make_feed(me: Me) -> str:
    """A new secret address for this seat's calendar, shown once and stored nowhere. An older one is dead.

    Raises Refused("alone").
    """
    seat = _require_seat(me)
    token = urlsafe_b64encode(seam.random_bytes(TOKEN_BYTES)).rstrip(b"=").decode()
    told = {"digest": access.digest_of_token(token), "generation": me.person.holder.generation}
    CalendarFeed.objects.update_or_create(seat=seat, defaults=told)
    return token


@transaction.atomic
def end_feed(me: Me) -> None:
    """The address leads nowhere any more; so does that of a pair one has left."""
    CalendarFeed.objects.filter(seat__person=me.person).delete()


def _require_seat(me: Me) -> Seat:
    seat = people.seat_of(me)
    if seat is None:
        raise Refused("alone")
    return seat


# -- all that is one's own ----------------------------------------------------------------------------------------


@transaction.atomic
def erase_own(me: Me) -> None:
    """Every suggestion and answer of one's own, the bells and calendars of both with them, and one's address.

    Where somebody broke the record, the row goes without it: going must always be possible.
    """
    end_feed(me)
    rows = access.own_rows(me)
    for row in rows:
        _forget_agreed(row.pk if isinstance(row, Appointment) else row.appointment_id)
    for row in rows:
        _erase(me, row)
    AgreedTime.objects.filter(seat__person=me.person).delete()


def _erase(me: Me, row: Appointment | Answer) -> None:
    with suppress(VaultError), transaction.atomic():
        ours.erase(me.keyring, row)
        return
    access.remove_unrecorded(row)

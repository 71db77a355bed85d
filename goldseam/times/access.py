"""The only door to times for two, and to the feed of a calendar. Foreign and missing look alike: 404."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import Http404

from goldseam.library.moments import moment_told
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me, gathered_once
from goldseam.people.models import Seat
from goldseam.reminders import asking
from goldseam.times import rules
from goldseam.times.models import AgreedTime, Answer, Appointment, CalendarFeed
from goldseam.times.rules import Deed, Signed, State
from goldseam.vault import ours, seam, wraps
from goldseam.vault.contents import Content
from goldseam.vault.errors import Tampered
from goldseam.vault.models import SealedRow
from goldseam.vault.often import Often


@dataclass(frozen=True)
class Time:
    """A time that one of the two suggested, as the reader may see it. `what` is empty for the usual: a talk."""

    id: UUID
    what: str
    at: datetime
    minutes: int
    is_mine: bool
    state: State
    instead_of: UUID | None
    suggested_at: datetime
    i_moved_at: datetime | None
    """When the reader's side gave its last word about it. No page shows it."""
    words: str
    """A digest of what was signed: an answer is bound to it."""
    step: str = ""
    """For which step of a practice it is, if it was asked for from there."""


@dataclass(frozen=True)
class Times:
    """All times of the pair, in their order. `together` is None for somebody who is on their own, or was left."""

    together: Togetherness | None
    times: tuple[Time, ...] = ()

    @property
    def may_write(self) -> bool:
        return self.together is not None and self.together.may_write

    @property
    def partner(self) -> str:
        return (self.together.partner_name or "") if self.together else ""

    def one(self, time_id: UUID | None) -> Time | None:
        return next((time for time in self.times if time.id == time_id), None)


# -- with keys ----------------------------------------------------------------------------------------------------


@gathered_once
def times_of(me: Me) -> Times:
    """Front is enough. Raises Tampered."""
    together = people.togetherness_of(me)
    if together is None or not together.has_partner or together.partner_left:
        return Times(None)
    return Times(together, times_in(me, together))


def time_for(me: Me, time_id: UUID) -> Time:
    """Raises Http404, Tampered."""
    found = times_of(me).one(time_id)
    if found is None:
        raise Http404
    return found


def row_of(time: Time) -> Appointment:
    """Raises Http404 when it was erased a moment ago."""
    row = Appointment.objects.filter(pk=time.id).select_related("circle").first()
    if row is None:
        raise Http404
    return row


def times_in(me: Me, together: Togetherness) -> tuple[Time, ...]:
    """Every time of this pair whose author sits in it; who waits at the door sees only those of the newest epoch.

    Raises Tampered.
    """
    circle = together.circle
    rows: list[SealedRow] = [*_TIMES(circle.pk)]
    if not rows:
        return ()
    opened = ours.opened_as_given(me.keyring, circle, [*rows, *_ANSWERS(circle.pk)])
    signed = _answers(together, [(row, content) for row, content in opened if isinstance(row, Answer)])
    times = [
        _time(together, row, content, signed)
        for row, content in opened
        if isinstance(row, Appointment) and together.side_of(content.author)
    ]
    return tuple(sorted(times, key=lambda time: (time.at, time.suggested_at, time.id)))


_TIMES = Often(lambda circle: Appointment.objects.filter(circle=circle), UUID)
_ANSWERS = Often(lambda circle: Answer.objects.filter(circle=circle), UUID)


@dataclass(frozen=True)
class _Given:
    """One answer as it was signed: to which words, from which side, when."""

    words: str
    deed: Deed
    side: str
    at: datetime


def _answers(together: Togetherness, opened: Iterable[tuple[Answer, Content]]) -> dict[UUID, list[_Given]]:
    """For each appointment what was answered to it."""
    found: dict[UUID, list[_Given]] = defaultdict(list)
    for row, content in opened:
        side = together.side_of(content.author)
        if side is None:
            continue
        about, words, deed = _read_answer(content.body)
        if about != row.appointment_id:
            raise Tampered("an answer to another time")
        found[about].append(_Given(words, deed, side, content.at))
    return found


def _time(together: Togetherness, row: Appointment, content: Content, answers: dict[UUID, list[_Given]]) -> Time:
    side, words, given = together.side_of(content.author), digest_of(content), answers.get(row.pk, [])
    deeds = [Signed(each.deed, each.side == side) for each in given]
    if any(each.words != words for each in given) or not all(map(rules.is_theirs_to_do, deeds)):
        raise Tampered("an answer to other words, or by who had none to give")
    told = _read_appointment(content.body)
    return Time(
        id=row.pk,
        is_mine=side == "me",
        state=rules.state_of(deeds),
        suggested_at=content.at,
        i_moved_at=max(
            [*([content.at] if side == "me" else []), *(each.at for each in given if each.side == "me")], default=None
        ),
        words=words,
        **told,
    )


def digest_of(content: Content) -> str:
    """Of the very words that the author signed."""
    return sha256(content.signed).hexdigest()


def _read_appointment(body: Any) -> dict[str, Any]:
    """Raises Tampered: another member's program may have sealed something else."""
    try:
        instead, at = body["instead_of"], moment_told(body["at"])
        told = {
            "what": rules.plain_what(body["what"]),
            "at": at,
            "minutes": rules.require_minutes(body["minutes"]),
            "instead_of": UUID(instead) if instead else None,
            "step": rules.require_step(body.get("step", "")),
        }
    except (KeyError, TypeError, ValueError, rules.Refused) as error:
        raise Tampered("a time that none is") from error
    return told


def _read_answer(body: Any) -> tuple[UUID, str, Deed]:
    try:
        return UUID(body["about"]), str(body["words"]), Deed(body["deed"])
    except (KeyError, TypeError, ValueError) as error:
        raise Tampered("an answer that none is") from error


def own_rows(me: Me) -> list[Appointment | Answer]:
    """Everything that this person wrote here, in any pair; answers first, since they hang on the others."""
    mine = Appointment.objects.filter(author_id=me.keyring.holder_id).select_related("circle")
    on_mine = Answer.objects.filter(appointment__in=mine).select_related("circle")
    own = Answer.objects.filter(author_id=me.keyring.holder_id).exclude(pk__in=on_mine).select_related("circle")
    return [*on_mine, *own, *mine]


def remove_unrecorded(row: Appointment | Answer) -> None:
    """A row and its key, where its record can't be continued any more."""
    wraps.remove(row.circle, ours.table_of(row), row.pk)
    type(row)._default_manager.filter(pk=row.pk).delete()


def has_some(me: Me) -> bool:
    """Is there any time in this person's pair? One question for a page that mostly has none to show."""
    together = people.togetherness_of(me)
    return together is not None and bool(_ANY(together.pair.circle_id))


_ANY = Often(lambda circle: Appointment.objects.filter(circle=circle).values_list("pk")[:1], UUID)


# -- without keys -------------------------------------------------------------------------------------------------


def circle_of(appointment_id: UUID) -> UUID | None:
    """Whose pair an agreed time is. By the clear columns alone: whoever sends stands for nobody, before every wall."""
    agreed = AgreedTime.objects.filter(appointment_id=appointment_id)
    return agreed.values_list("seat__pair__circle_id", flat=True).first()


def is_still_agreed(person_id: UUID, appointment_id: UUID) -> bool:
    """Asked right before a reminder goes, without keys."""
    found = AgreedTime.objects.filter(appointment_id=appointment_id, seat__person_id=person_id).first()
    return found is not None and _standing([found]) == [found]


def is_still_theirs(person_id: UUID, circle_id: UUID) -> bool:
    """Does this person still sit in the pair, with nobody resting? Asked right before a reminder goes."""
    return not asking.rests(person_id, circle_id)


def feed_of(seat: Seat) -> CalendarFeed | None:
    """The calendar address of this seat, as far as it still counts."""
    found = CalendarFeed.objects.filter(seat=seat).select_related("seat__person__holder").first()
    return found if found and _counts(found) else None


def feed_called(token: str) -> CalendarFeed:
    """By the digest of its secret. Raises Http404 for an unknown, ended or outdated one."""
    found = CalendarFeed.objects.filter(digest=digest_of_token(token)).select_related("seat__person__holder").first()
    if found is None or not _counts(found):
        raise Http404
    return found


def agreed_in(feed: CalendarFeed) -> list[AgreedTime]:
    """What stands in this calendar now: times to come, as long as nobody rests and nobody has left."""
    started = seam.now() - rules.SHOWN_AFTER
    return _standing(list(AgreedTime.objects.filter(seat=feed.seat, at__gt=started).order_by("at", "pk")))


def digest_of_token(token: str) -> bytes:
    """256 random bits need no slow hash, and their digest tells nothing about them."""
    return sha256(b"goldseam calendar address/1 " + token.encode()).digest()


def _counts(feed: CalendarFeed) -> bool:
    person = feed.seat.person
    return person is not None and person.holder.generation == feed.generation


def _standing(found: list[AgreedTime]) -> list[AgreedTime]:
    """Those of one person that still stand: nobody rests, and neither of the two who agreed has left openly."""
    if not found:
        return []
    seat = Seat.objects.select_related("pair").get(pk=found[0].seat_id)
    if seat.person_id is None or asking.rests(seat.person_id, seat.pair.circle_id):
        return []
    agreed = AgreedTime.objects.filter(appointment_id__in=[one.appointment_id for one in found])
    gone = set(agreed.filter(seat__left_openly=True).values_list("appointment_id", flat=True))
    return [one for one in found if one.appointment_id not in gone]

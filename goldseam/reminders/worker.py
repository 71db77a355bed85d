"""Sends what is due. Several may run at once, on one machine or on many, and any of them may be killed at any time.

    waiting → claimed (a lease) → for each channel: going → sent        → sent | failed | let go

A message is `going` from the last question about consent to the last byte, six seconds at most. Whoever withdraws
consent waits for that (`sending`), so that nothing goes after the answer. A worker that is killed while a message is
going leaves it so, and once its lease has run out another sends it again, with the same id.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from goldseam.reminders import asking, channels, mailing, pushing, rules, wishes
from goldseam.reminders.actions import let_reasons_go
from goldseam.reminders.carrying import Answer, NoLine, Outcome, Way, no_longer_than
from goldseam.reminders.models import Channel, Delivery, Due, Reason
from goldseam.vault import seam, standing
from goldseam.vault.errors import Tampered
from goldseam.vault.models import Session

LOOKS_EVERY = 3.0
FORGETS_EVERY = 600.0
KEPT = timedelta(days=3)
_OPEN = {Delivery.WAITING, Delivery.GOING}
log = logging.getLogger("goldseam.reminders")


def ordinary_ways() -> dict[str, Way]:
    return {Channel.MAIL: mailing.way(), Channel.PUSH: pushing.PushWay()}


@dataclass
class Worker:
    """One at work. `ways` are how it sends; only tests bring their own."""

    ways: dict[str, Way] = field(default_factory=ordinary_ways)
    id: UUID = field(default_factory=seam.uuid)
    chance: Callable[[], float] = field(default=lambda: seam.below(1000) / 1000)

    def work_off(self, stop: threading.Event | None = None) -> int:
        """Everything that is due now. Returns how many messages were looked at."""
        done = 0
        try:
            while not (stop and stop.is_set()) and (due := claim(self.id)) is not None:
                self.carry(due)
                done += 1
        finally:
            for way in self.ways.values():
                way.rest()
        return done

    def carry(self, due: Due) -> None:
        """One message, to each channel that hasn't got it yet."""
        if due.attempts and not ask(due, self.id):  # where there is no line, nobody would ever ask
            return
        waits: list[str] = []
        for delivery in open_deliveries(due):
            answer = self._bring(delivery)
            with transaction.atomic():  # what became of it is known in one step, so soon after it went as can be
                if answer is not None:
                    note(delivery, answer)
                    waits += [answer.wait] if answer.outcome is Outcome.LATER else []
                finish_if_over(due, self.id)
        finish(due, self.id, waits, self.chance())

    def _bring(self, delivery: Delivery) -> Answer | None:
        """None when it isn't wanted any more, at least not there, or isn't this worker's."""
        try:
            address = channels.address_of(delivery.channel)
            with self.ways[delivery.channel.way].line_to(address) as line, ExitStack() as until:
                began = monotonic()
                until.enter_context(no_longer_than(rules.GOING_SECONDS, line))
                if not go(delivery, self.id):
                    return None
                if monotonic() - began > rules.GOING_SECONDS:
                    return Answer(Outcome.LATER)
                return line.hand_over(delivery.pk)
        except NoLine as none:
            return none.answer if still_mine(delivery.due_id, self.id) else None
        except Tampered:
            return Answer(Outcome.GONE)


# -- taking ----------------------------------------------------------------------------------------------------------


def claim(worker_id: UUID) -> Due | None:
    """The next message that is due, for this worker alone; None when there is none."""
    now = seam.now()
    if not Due.objects.filter(_ready(now)).exists():  # asked first: taking needs the write lock
        return None
    with transaction.atomic():
        waiting = Due.objects.select_for_update(skip_locked=True).filter(_ready(now)).order_by("next_try", "pk")
        due = waiting.first()
        if due is None:
            return None
        same = Due.objects.filter(pk=due.pk, state=due.state, worker=due.worker, lease_until=due.lease_until)
        lease = {"worker": worker_id, "lease_until": now + rules.LEASE}
        if same.update(state=Due.CLAIMED, **lease) != 1:
            return None
        _prepare_deliveries(due)
    return Due.objects.get(pk=due.pk)


def _ready(now: datetime) -> Q:
    """Due by the clock, or left behind by a worker; also where the clock was ahead when it was written down."""
    waiting = Q(next_try__lte=now) | Q(attempts__gt=0, next_try__gt=now + rules.LONGEST_ASKED)
    lost = Q(lease_until__lte=now) | Q(lease_until__gt=now + 2 * rules.LEASE)
    return Q(state=Due.WAITING) & waiting | Q(state=Due.CLAIMED) & lost


def _prepare_deliveries(due: Due) -> None:
    awake = Channel.objects.filter(person_id=due.person_id, state=Channel.AWAKE)
    made = [Delivery(due=due, channel=channel) for channel in awake]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)


def open_deliveries(due: Due) -> list[Delivery]:
    """What was going when a worker died is open again: nobody knows whether it arrived."""
    still = Delivery.objects.filter(due=due, state__in=[Delivery.WAITING, Delivery.GOING])
    return list(still.select_related("channel", "due").order_by("pk"))


def still_mine(due_id: UUID, worker_id: UUID) -> bool:
    return Due.objects.filter(pk=due_id, state=Due.CLAIMED, worker=worker_id).exists()


# -- going -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(due: Due, worker_id: UUID, session_id: UUID | None = None) -> bool:
    """Is this message still wanted, and this worker's? What isn't wanted is let go. Everything that could answer no is
    held until the transaction ends.
    """
    reasons, now = list(Reason.objects.filter(due=due)), seam.now()
    with standing.keeper():  # whether something is still shown lies behind the wall, in clear columns
        circles = asking.circles_of(reasons)
    asking.hold_seats(circles)
    if session_id:
        list(Session.objects.select_for_update(no_key=True).filter(pk=session_id))
    chosen = wishes.hold(due.person_id)
    mine = Due.objects.filter(pk=due.pk, state=Due.CLAIMED, worker=worker_id)
    if mine.update(lease_until=now + rules.LEASE) != 1:
        return False
    reasons = list(Reason.objects.filter(due=due))
    with standing.keeper():
        good = asking.wanted(reasons, chosen, now)
    if len(good) < len(reasons):
        let_reasons_go(reason.pk for reason in reasons if reason not in good)
    if not good:
        mine.update(state=Due.LET_GO, lease_until=None)
    return bool(good)


@transaction.atomic
def go(delivery: Delivery, worker_id: UUID) -> bool:
    """The last question, and the mark that this message is on its way to this place."""
    if not ask(delivery.due, worker_id, delivery.channel.session_id):
        return False
    awake = Channel.objects.filter(pk=delivery.channel_id, state=Channel.AWAKE).exists()
    open_ones = Delivery.objects.filter(pk=delivery.pk, state__in=[Delivery.WAITING, Delivery.GOING])
    return open_ones.update(state=Delivery.GOING if awake else Delivery.FAILED) == 1 and awake


@transaction.atomic
def note(delivery: Delivery, answer: Answer) -> None:
    """What became of it. A place that is no more is forgotten, and what was on its way there with it."""
    of_channel = Channel.objects.filter(pk=delivery.channel_id)
    mine = Delivery.objects.filter(pk=delivery.pk)
    if answer.outcome is Outcome.GONE:
        of_channel.delete()
    elif answer.outcome is Outcome.LATER:
        mine.update(state=Delivery.WAITING)
        mine.filter(failing_since=None).update(failing_since=seam.now())
    elif answer.outcome is Outcome.REFUSED:
        mine.update(state=Delivery.FAILED)
        channels.count_refusal(delivery.channel_id)
    else:
        mine.update(state=Delivery.SENT, failing_since=None)
        of_channel.exclude(failures=0).update(failures=0)


def finish_if_over(due: Due, worker_id: UUID) -> None:
    """Once no place waits for it any more."""
    states = states_of(due)
    if not states & _OPEN:
        _claimed_by(worker_id, due).update(state=_end(states), lease_until=None)


@transaction.atomic
def finish(due: Due, worker_id: UUID, waits: list[str], chance: float) -> None:
    """Done with it, or done for this time."""
    claimed = _claimed_by(worker_id, due)
    if not claimed.exists():
        return
    wait = rules.wait_before_try(due.attempts, chance)
    for asked in waits:
        wait = rules.wait_that_was_asked(asked, wait)
    if states_of(due) & _OPEN:
        again = {"attempts": due.attempts + 1, "next_try": seam.now() + wait}
        claimed.update(state=Due.WAITING, lease_until=None, worker=None, **again)
    else:
        finish_if_over(due, worker_id)


def _claimed_by(worker_id: UUID, due: Due) -> QuerySet[Due]:
    return Due.objects.filter(pk=due.pk, state=Due.CLAIMED, worker=worker_id)


def states_of(due: Due) -> set[str]:
    return set(Delivery.objects.filter(due=due).values_list("state", flat=True))


def _end(states: set[str]) -> str:
    if Delivery.SENT in states:
        return Due.SENT
    return Due.FAILED if states else Due.LET_GO


# -- over and over ---------------------------------------------------------------------------------------------------


def forget_old() -> None:
    """What was sent or let go is remembered for three days, so that it never goes twice; then it is forgotten."""
    over = [Due.SENT, Due.FAILED, Due.LET_GO]
    Due.objects.filter(state__in=over, at__lt=seam.now() - KEPT).delete()


def run(stop: threading.Event, worker: Worker | None = None, every: float = LOOKS_EVERY) -> None:
    """Until `stop`. No fault of one message, and none of the database, ends it."""
    at_work, forgot = worker or Worker(), float("-inf")
    while not stop.is_set():
        try:
            standing.stand_for_nobody()  # all else that a worker asks is in clear tables
            at_work.work_off(stop)
            if monotonic() - forgot > FORGETS_EVERY:
                forget_old()
                forgot = monotonic()
        except Exception:
            log.exception("A reminder will be tried again.")
            connection.close()
        stop.wait(every)
    connection.close()


def start(stop: threading.Event) -> threading.Thread:
    """A thread beside the pages, ended by `stop`."""
    thread = threading.Thread(target=run, args=(stop,), name="reminders", daemon=True)
    thread.start()
    return thread

"""Whoever takes back a yes has the answer only when nothing of theirs is on its way any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import Cast, arrive, bring_together
from goldseam.people import actions as people
from goldseam.reminders import actions, choosing, rules, sending, telling, worker
from goldseam.reminders.models import Channel, Delivery, Due
from goldseam.reminders.tests.post_office import Office, a_browser_of, a_mailbox_of
from goldseam.vault import seam, sessions

pytestmark = pytest.mark.django_db(transaction=True)


class Clockwork:
    """Sleeping takes no time; after a few looks the worker has handed over."""

    def __init__(self, until_out: int) -> None:
        self.looks, self.until_out, self.now = 0, until_out, 0.0

    def sleep(self, seconds: float) -> None:
        self.looks, self.now = self.looks + 1, self.now + seconds
        if self.looks == self.until_out:
            Delivery.objects.filter(state=Delivery.GOING).update(state=Delivery.SENT)

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clockwork(monkeypatch: pytest.MonkeyPatch) -> Clockwork:
    made = Clockwork(until_out=10)
    monkeypatch.setattr(sending, "time", made)
    return made


def on_its_way(who: Cast) -> None:
    """A worker was given its yes, and hands over."""
    choosing.try_it(who.me)
    office = Office()
    due = worker.claim(office.worker.id)
    assert due is not None
    for delivery in worker.open_deliveries(due):
        assert worker.go(delivery, office.worker.id)


WAYS: dict[str, Callable[[Cast], object]] = {
    "taking the place away": lambda who: choosing.take_away(who.me, Channel.objects.get().pk),
    "all quiet": lambda who: choosing.all_off(who.me),
    "switching kinds off": lambda who: choosing.choose_kinds(who.me, []),
    "signing out": lambda who: sessions.end(who.keyring.require_session()),
    "another mailbox": lambda who: choosing.forget(Channel.objects.values_list("pk", flat=True)),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_answer_comes_after_what_was_on_its_way(clockwork: Clockwork, way: str) -> None:
    ana = arrive("ana")
    a_browser_of(ana)
    on_its_way(ana)
    WAYS[way](ana)
    assert clockwork.looks == 10
    assert not Delivery.objects.filter(state=Delivery.GOING).exists()


@pytest.mark.parametrize("deed", [people.pause, telling.CAME])
def test_pausing_and_letting_go_wait_as_well(clockwork: Clockwork, deed: object) -> None:
    ana, ben = arrive("ana"), arrive("ben")
    bring_together(ana, ben)
    a_mailbox_of(ana)
    on_its_way(ana)
    if callable(deed):
        deed(ben.me)
    else:
        actions.agreed(ana.me.person, telling.CAME, seam.uuid(), seam.now())
        subject = Due.objects.latest("at").reasons.get().subject
        actions.let_go(telling.CAME, subject)
    assert clockwork.looks == 10


def test_what_died_with_its_worker_holds_nobody_up_for_long(clockwork: Clockwork) -> None:
    ana = arrive("ana")
    a_browser_of(ana)
    on_its_way(ana)
    clockwork.until_out = -1
    choosing.all_off(ana.me)
    assert rules.GOING_SECONDS < clockwork.now < rules.GOING_SECONDS + 2
    assert not Channel.objects.exists()


def test_after_the_answer_the_worker_gets_no_yes_any_more() -> None:
    ana = arrive("ana")
    a_browser_of(ana)
    choosing.try_it(ana.me)
    office = Office()
    due = worker.claim(office.worker.id)
    assert due is not None
    waiting = worker.open_deliveries(due)
    choosing.all_off(ana.me)
    assert not worker.go(waiting[0], office.worker.id)
    office.worker.carry(due)
    assert office.out == []

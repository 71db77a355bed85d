"""What is due goes once, to each place, while it is wanted; whatever dies, fails or is set back in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from conftest import Cast
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.reminders import actions, kinds, worker
from goldseam.reminders.carrying import Answer, Outcome
from goldseam.reminders.kinds import Kind
from goldseam.reminders.models import Channel, Delivery, Due
from goldseam.reminders.tests.post_office import Office, a_browser_of, a_mailbox_of
from goldseam.vault import sessions
from goldseam.vault.seam import pretend_it_is

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
Pair = tuple[Cast, Cast]


class Wanted:
    """What a practice would answer."""

    yes = True


@pytest.fixture(autouse=True)
def one_kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kinds, "_registered", dict(kinds._registered))
    monkeypatch.setattr(Wanted, "yes", True)
    wanted = lambda _person, _subject: Wanted.yes  # noqa: E731
    kinds.register(Kind("talk", "A talk", "then", wanted, timedelta(hours=2)))
    kinds.register(Kind("own", "Of one's own", "then", wanted, timedelta(hours=2), circle_of=None))
    with pretend_it_is(NOW):
        yield


def agree(who: Cast, at: datetime = NOW, circle: UUID | None = None) -> None:
    actions.agreed(who.me.person, "talk" if circle else "own", circle or uuid4(), at)


def circle_of(who: Cast) -> UUID:
    from goldseam.people import access

    together = access.togetherness_of(who.anew())
    assert together is not None
    return together.circle.pk


def state() -> str:
    return Due.objects.get().state


def test_what_is_due_goes_to_each_place_once(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    a_browser_of(ana)
    agree(ana)
    for _ in range(3):
        office.work_off()
    assert sorted(office.out) == ["ana@example.org", "browser of ana"]
    assert state() == Due.SENT


def test_what_is_due_later_waits(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    agree(ana, NOW + timedelta(seconds=1))
    office.work_off()
    assert office.out == []
    with pretend_it_is(NOW + timedelta(seconds=2)):
        office.work_off()
    assert office.out == ["ana@example.org"]


def test_somebody_without_a_place_hears_nothing(ana: Cast) -> None:
    office = Office()
    agree(ana)
    office.work_off()
    assert office.out == [] and state() == Due.LET_GO


def test_a_second_try_repeats_only_what_failed_with_the_same_id(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    a_browser_of(ana)
    agree(ana)
    office.mail.no_line = True
    office.work_off()
    assert office.out == ["browser of ana"] and state() == Due.WAITING
    before = Delivery.objects.get(channel__way="mail").pk
    office.mail.no_line = False
    with pretend_it_is(NOW + timedelta(minutes=1)):
        office.work_off()
    assert sorted(office.out) == ["ana@example.org", "browser of ana"]
    assert office.mail.out == [("ana@example.org", before)]


def test_a_mail_server_that_is_down_for_a_day_costs_that_days_messages_and_nothing_else(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    office.mail.no_line = True
    looked = 0
    for hour in range(25):
        at = NOW + timedelta(hours=hour)
        with pretend_it_is(at):
            agree(ana, at)
            for minute in range(0, 60, 10):
                with pretend_it_is(at + timedelta(minutes=minute)):
                    looked += office.work_off()
    office.mail.no_line = False
    with pretend_it_is(NOW + timedelta(hours=25, minutes=20)):
        office.work_off()
    with pretend_it_is(NOW + timedelta(hours=27)):
        office.work_off()
    assert len(office.out) == len(set(office.mail.out)) == 1  # what is two hours old goes no more
    assert not Due.objects.filter(state__in=[Due.WAITING, Due.CLAIMED]).exists()
    assert looked < 25 * 14


def test_a_service_that_asks_to_be_left_alone_is(ana: Cast) -> None:
    office = Office()
    a_browser_of(ana)
    agree(ana)
    office.push.answer = Answer(Outcome.LATER, wait="600")
    office.work_off()
    assert Due.objects.get().next_try == NOW + timedelta(seconds=600)


def test_a_browser_that_is_gone_is_forgotten(ana: Cast) -> None:
    office = Office()
    a_browser_of(ana)
    agree(ana)
    office.push.answer = Answer(Outcome.GONE)
    office.work_off()
    assert not Channel.objects.exists() and state() == Due.LET_GO


def test_a_place_that_refuses_again_and_again_is_left_alone(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    office.mail.answer = Answer(Outcome.REFUSED)
    for minute in range(7):
        agree(ana, NOW - timedelta(minutes=minute))
        office.work_off()
    assert Channel.objects.get().state == Channel.ASLEEP
    assert Delivery.objects.filter(state=Delivery.FAILED).count() == 5


# -- consent is asked again ------------------------------------------------------------------------------------------


def test_what_the_practice_no_longer_wants_does_not_go(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    agree(ana)
    Wanted.yes = False
    office.work_off()
    assert office.out == [] and state() == Due.LET_GO


def test_the_last_question_comes_after_the_connection(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    agree(ana)
    office.mail.before = lambda: setattr(Wanted, "yes", False)
    office.work_off()
    assert office.out == []


@pytest.mark.parametrize("rests", ["ana pauses", "ben pauses", "ben leaves quietly", "ben leaves openly"])
def test_while_a_pair_rests_neither_hears_of_it(pair: Pair, rests: str) -> None:
    office, (ana, ben) = Office(), pair
    circle = circle_of(ana)
    for who in pair:
        a_mailbox_of(who)
        agree(who, circle=circle)
    who = ana if rests.startswith("ana") else ben
    if "pauses" in rests:
        people.pause(who.me)
    else:
        people.leave(who.me, Leaving.QUIETLY if "quietly" in rests else Leaving.WITH_A_WORD)
    office.work_off()
    assert office.out == []


def test_after_the_pause_it_rings_again(pair: Pair) -> None:
    office, (ana, ben) = Office(), pair
    circle = circle_of(ana)
    a_mailbox_of(ana)
    agree(ana, circle=circle)
    people.pause(ben.me)
    people.resume(ben.me)
    office.work_off()
    assert office.out == ["ana@example.org"]


def test_signing_out_silences_that_browser_alone(ana: Cast) -> None:
    office = Office()
    a_browser_of(ana)
    a_mailbox_of(ana)
    agree(ana)
    sessions.end(ana.keyring.require_session())
    office.work_off()
    assert office.out == ["ana@example.org"]
    assert Channel.objects.get(way="push").state == Channel.ASLEEP


def test_a_sign_in_that_runs_out_by_itself_silences_nothing(ana: Cast) -> None:
    office = Office()
    a_browser_of(ana)
    later = Channel.objects.get().until
    assert later is not None
    with pretend_it_is(later + timedelta(minutes=1)):
        sessions.forget_closed_backs()
        agree(ana, later)
        office.work_off()
    assert office.out == ["browser of ana"]


# -- workers that die, and clocks ------------------------------------------------------------------------------------


def test_two_workers_never_take_the_same(ana: Cast) -> None:
    agree(ana)
    one, other = Office().worker, Office().worker
    assert worker.claim(one.id) is not None
    assert worker.claim(other.id) is None


def test_what_a_dead_worker_left_is_taken_after_its_lease(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    agree(ana)
    dead = Office().worker
    assert worker.claim(dead.id) is not None
    Delivery.objects.update(state=Delivery.GOING)  # it died while it was handing over
    office.work_off()
    assert office.out == []
    with pretend_it_is(NOW + timedelta(minutes=3)):
        office.work_off()
    assert office.out == ["ana@example.org"]


def test_a_worker_that_comes_back_to_life_finds_that_another_has_it(ana: Cast) -> None:
    office, slow = Office(), Office()
    a_mailbox_of(ana)
    agree(ana)
    due = worker.claim(slow.worker.id)
    assert due is not None
    with pretend_it_is(NOW + timedelta(minutes=3)):
        office.work_off()
        slow.worker.carry(due)
    assert office.out == ["ana@example.org"] and slow.out == []


def test_a_lease_from_a_clock_that_was_ahead_holds_nobody_up(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    agree(ana)
    with pretend_it_is(NOW + timedelta(days=400)):
        assert worker.claim(office.worker.id) is None or True
    Due.objects.update(state=Due.CLAIMED, worker=uuid4(), lease_until=NOW + timedelta(days=400))
    office.work_off()
    assert office.out == ["ana@example.org"]


def test_a_next_try_from_a_clock_that_was_ahead_holds_nobody_up(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    agree(ana)
    Due.objects.update(attempts=1, next_try=NOW + timedelta(days=400))
    office.work_off()
    assert office.out == ["ana@example.org"]


def test_a_clock_that_is_set_back_sends_nothing_twice(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    agree(ana)
    office.work_off()
    for hours in (1, 5, 30):
        with pretend_it_is(NOW - timedelta(hours=hours)):
            office.work_off()
            worker.forget_old()
    office.work_off()
    assert office.out == ["ana@example.org"]


def test_what_went_is_forgotten_after_three_days(ana: Cast) -> None:
    office = Office()
    a_mailbox_of(ana)
    agree(ana)
    office.work_off()
    worker.forget_old()
    assert Due.objects.exists()
    with pretend_it_is(NOW + timedelta(days=3, minutes=1)):
        worker.forget_old()
    assert not Due.objects.exists()


def test_a_fault_in_one_message_leaves_the_others_their_turn(ana: Cast, ben: Cast) -> None:
    office = Office()
    channel = a_mailbox_of(ana)
    Channel.objects.filter(pk=channel.pk).update(address=b"spoiled")
    a_mailbox_of(ben)
    agree(ana)
    agree(ben)
    office.work_off()
    assert office.out == ["ben@example.org"]

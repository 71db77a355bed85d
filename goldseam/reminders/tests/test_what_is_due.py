"""That something is due: a row, once, at the right moment; and gone when it is let go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from conftest import Cast
from goldseam.reminders import actions, kinds
from goldseam.reminders.kinds import Kind
from goldseam.reminders.models import Channel, Due, Reason
from goldseam.vault.seam import pretend_it_is

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
EVENING = NOON.replace(hour=20)


def always(_person: UUID, _subject: UUID) -> bool:
    return True


@pytest.fixture(autouse=True)
def two_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kinds, "_registered", dict(kinds._registered))
    kinds.register(Kind("talk", "A talk", "then", always, timedelta(hours=2)))
    kinds.register(Kind("shown", "Something shown", "slot", always, timedelta(hours=12)))
    with pretend_it_is(NOON):
        yield


def a_mailbox_for(who: Cast) -> Channel:
    return Channel.objects.create(person=who.me.person, way="mail", address=b"-", digest=who.me.person.pk.bytes * 2)


def moments() -> list[datetime]:
    return list(Due.objects.filter(state=Due.WAITING).order_by("at", "turn").values_list("at", flat=True))


def test_what_was_agreed_twice_rings_once(ana: Cast) -> None:
    talk, at = uuid4(), NOON + timedelta(days=1)
    actions.agreed(ana.me.person, "talk", talk, at)
    actions.agreed(ana.me.person.pk, "talk", talk, at)
    assert moments() == [at]


def test_two_things_at_one_moment_are_one_message(ana: Cast) -> None:
    for _ in range(2):
        actions.agreed(ana.me.person, "talk", uuid4(), EVENING)
    assert moments() == [EVENING]
    assert Reason.objects.count() == 2


def test_what_was_agreed_for_a_moment_long_past_rings_no_more(ana: Cast) -> None:
    actions.agreed(ana.me.person, "talk", uuid4(), NOON - timedelta(hours=3))
    assert moments() == []


def test_any_number_of_new_things_is_one_message_at_the_next_slot(ana: Cast) -> None:
    a_mailbox_for(ana)
    for _ in range(5):
        actions.something_new(ana.me.person, "shown", uuid4())
    assert moments() == [EVENING]


def test_nothing_is_written_for_somebody_who_wants_to_hear_nothing(ana: Cast) -> None:
    actions.something_new(ana.me.person, "shown", uuid4())
    assert not Due.objects.exists()


def test_a_slot_that_went_already_is_not_used_again_when_the_clock_was_set_back(ana: Cast) -> None:
    a_mailbox_for(ana)
    actions.something_new(ana.me.person, "shown", uuid4())
    Due.objects.update(state=Due.SENT)
    actions.something_new(ana.me.person, "shown", uuid4())
    assert moments() == [EVENING + timedelta(hours=12)]


def test_what_is_agreed_after_its_moments_message_has_gone_gets_one_of_its_own(ana: Cast) -> None:
    actions.agreed(ana.me.person, "talk", uuid4(), NOON)
    Due.objects.update(state=Due.SENT)
    actions.agreed(ana.me.person, "talk", uuid4(), NOON)
    assert sorted(Due.objects.values_list("turn", "state")) == [(0, "sent"), (1, "waiting")]


def test_what_is_let_go_leaves_the_others_of_its_message(ana: Cast) -> None:
    one, other = uuid4(), uuid4()
    for talk in (one, other):
        actions.agreed(ana.me.person, "talk", talk, EVENING)
    actions.let_go("talk", one)
    assert moments() == [EVENING]
    actions.let_go("talk", other)
    assert not Due.objects.exists()


def test_what_was_let_go_may_be_agreed_anew(ana: Cast) -> None:
    talk = uuid4()
    actions.agreed(ana.me.person, "talk", talk, EVENING)
    actions.let_go("talk", talk)
    actions.agreed(ana.me.person, "talk", talk, EVENING)
    assert moments() == [EVENING]


def test_a_slot_whose_only_thing_was_let_go_is_there_for_the_next(ana: Cast) -> None:
    a_mailbox_for(ana)
    shown = uuid4()
    actions.something_new(ana.me.person, "shown", shown)
    actions.let_go("shown", shown)
    actions.something_new(ana.me.person, "shown", uuid4())
    assert moments() == [EVENING]


def test_a_kind_that_nobody_registered_is_refused(ana: Cast) -> None:
    with pytest.raises(actions.UnknownKind):
        actions.agreed(ana.me.person, "dance", uuid4(), EVENING)

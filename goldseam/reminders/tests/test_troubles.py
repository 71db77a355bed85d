"""What the doctor says about reminders: numbers and moments, no names and no addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conftest import Cast
from goldseam.reminders import choosing, troubles
from goldseam.reminders.carrying import Answer, Outcome
from goldseam.reminders.tests.post_office import Office, a_browser_of, a_mailbox_of
from goldseam.vault.seam import pretend_it_is

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(settings: Any) -> Iterator[None]:
    settings.MAIL_IS_SET = True
    with pretend_it_is(NOW):
        yield


def test_all_is_well_when_nothing_waits(ana: Cast) -> None:
    a_mailbox_of(ana)
    assert troubles.sentences() == [(True, "Reminders go out as they should")]


def test_a_mail_server_that_is_down_is_one_line(ana: Cast, ben: Cast) -> None:
    office = Office()
    office.mail.no_line = True
    for who in (ana, ben):
        a_mailbox_of(who)
        choosing.try_it(who.me)
    office.work_off()
    assert troubles.sentences() == [(False, "Mail could not be sent since 2026-05-04 12:00 UTC: 2 messages wait")]
    office.mail.no_line = False
    with pretend_it_is(NOW + timedelta(minutes=2)):
        office.work_off()
    assert troubles.sentences() == [(True, "Reminders go out as they should")]


def test_a_dead_push_service_is_one_line(ana: Cast) -> None:
    office = Office()
    office.push.answer = Answer(Outcome.LATER)
    a_browser_of(ana)
    choosing.try_it(ana.me)
    office.work_off()
    assert troubles.sentences() == [(False, "Push could not be sent since 2026-05-04 12:00 UTC: 1 message waits")]


def test_reminders_that_nobody_sends_are_one_line(ana: Cast) -> None:
    a_mailbox_of(ana)
    choosing.try_it(ana.me)
    with pretend_it_is(NOW + timedelta(minutes=11)):
        assert troubles.sentences() == [(False, "1 reminder is late. Nobody sends them: start goldseam serve")]


def test_mail_that_is_wanted_where_no_server_is_set_is_one_line(ana: Cast, settings: Any) -> None:
    settings.MAIL_IS_SET = False
    a_mailbox_of(ana)
    ((well, words),) = troubles.sentences()
    assert not well and "GOLDSEAM_MAIL_URL" in words and "ana" not in words

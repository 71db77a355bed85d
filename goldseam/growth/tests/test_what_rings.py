"""What was shown rings at the other's next slot, also where a second wall keeps the pair's rows from the worker."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from conftest import Cast
from goldseam.growth import actions
from goldseam.growth.tests.browser import checked_in
from goldseam.reminders.models import Due
from goldseam.reminders.tests.post_office import Office, a_mailbox_of
from goldseam.vault import standing
from goldseam.vault.seam import pretend_it_is

Pair = tuple[Cast, Cast]


@pytest.fixture
def shown(pair: Pair) -> Cast:
    """Ben, to whom Ana has just shown something."""
    ana, ben = pair
    a_mailbox_of(ben)
    actions.show_to_partner(ana.me, UUID(checked_in(ana, tension=70)), ["tension"])
    return ben


@pytest.fixture
def as_the_worker_stands() -> Iterator[None]:
    standing.stand_for_nobody()
    yield
    standing.back_to_the_ground()


def test_what_was_shown_rings_once_at_the_next_slot(shown: Cast, as_the_worker_stands: None) -> None:
    office = Office()
    with pretend_it_is(Due.objects.get().at):
        office.work_off()
        office.work_off()
    assert office.out == ["ben@example.org"] and Due.objects.get().state == Due.SENT

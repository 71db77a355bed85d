"""Two worlds that differ in one thing: Ana checked in, or didn't. All that Ben, Cleo and a stranger get is the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.growth import actions, today
from goldseam.growth.tests.browser import answers, same_for_all
from goldseam.vault import seam

Pair = tuple[Cast, Cast]
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PATHS = ("today", "us", "me", "checkin", "own-slider", "try", "talk")


class Over(Exception):
    """Ends a world, so that the next begins from the same place."""


def check_in(ana: Cast) -> None:
    kept = actions.keep_check_in(ana.me, answers(closeness=3, tension=97, heard=5, line="I am afraid of him."))
    actions.name_own_slider(ana.me, "Courage")
    actions.keep_check_in(ana.me, answers(own=9))
    actions.change_check_in(ana.me, kept, answers(closeness=4))


def nothing(ana: Cast) -> None:
    """The other world."""


def show_it(ana: Cast) -> None:
    kept = actions.keep_check_in(ana.me, answers(closeness=3, line="Some words for Ben."))
    actions.show_to_partner(ana.me, kept, ["line"])


def _undone() -> transaction.Atomic:
    """The test's own block, marked as Django marks its own, so that a PIN may be stretched inside."""
    block = transaction.Atomic(using=None, savepoint=True, durable=False)
    block._from_testcase = True  # type: ignore[attr-defined]
    return block


def world(deed: Callable[[Cast], None], ana: Cast, others: list[Cast]) -> list[tuple[str, int, str]]:
    """What everybody else receives after Ana did this, on every page of ours, and on Today."""
    found: list[tuple[str, int, str]] = []
    try:
        with _undone(), seam.seeded(4, NOON):
            deed(ana)
            for who in others:
                with seam.seeded(5, NOON):
                    found += received(browser_of(who))
                    found += [("card", 0, f"{card}") for card in today.cards(who.anew())]
            with seam.seeded(6, NOON):
                found += received(Client())
            raise Over
    except Over:
        return found


def received(browser: Client) -> list[tuple[str, int, str]]:
    responses = [(name, browser.get(reverse(name))) for name in PATHS]
    return [(name, each.status_code, f"{sorted(each.items())} {same_for_all(each)}") for name, each in responses]


@pytest.mark.django_db
def test_whether_ana_checked_in_changes_nothing_for_anybody_else(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    with_it, without = world(check_in, ana, [ben, cleo]), world(nothing, ana, [ben, cleo])
    assert len(with_it) == len(without) >= 3 * len(PATHS)
    assert [one[0] for one, other in zip(with_it, without, strict=True) if one != other] == []
    assert {status for _, status, _ in with_it} <= {0, 200, 302, 303}


@pytest.mark.django_db
def test_the_comparison_sees_what_is_shown(pair: Pair, cleo: Cast) -> None:
    """The same worlds with something that Ben may see: there, and only for him, they differ."""
    ana, ben = pair
    shown, without = world(show_it, ana, [ben]), world(nothing, ana, [ben])
    assert shown != without
    assert world(show_it, ana, [cleo]) == world(nothing, ana, [cleo])
    assert connection.vendor

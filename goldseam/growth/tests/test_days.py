"""One's own answers by day, as insights read them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Cast
from goldseam.growth import access, actions
from goldseam.growth.rules import Answers
from goldseam.vault import seam
from goldseam.vault.errors import BackClosed, Tampered
from goldseam.vault.models import Mine

TODAY = timezone.localdate()


def on(day: int, who: Cast, hour: int = 20, own_name: str = "", **values: int) -> None:
    """A check-in so many days ago."""
    moment = timezone.make_aware(datetime(TODAY.year, TODAY.month, TODAY.day, hour)) - timedelta(days=day)
    with seam.pretend_it_is(moment):
        actions.keep_check_in(who.me, Answers(values, own_name=own_name))


def days_of(who: Cast, back: int = 30) -> access.Days:
    return access.days_since(who.anew(), TODAY - timedelta(days=back))


def test_a_day_has_its_last_answer_and_a_slider_only_the_days_it_was_answered_on(ana: Cast) -> None:
    on(2, ana, hour=8, closeness=10)
    on(2, ana, hour=9, closeness=30, stress=80)
    on(1, ana, closeness=50)
    found = days_of(ana).values
    two, one = TODAY - timedelta(days=2), TODAY - timedelta(days=1)
    assert found == {"closeness": [(two, 30.0), (one, 50.0)], "stress": [(two, 80.0)]}


def test_what_is_older_stays_closed_and_out(ana: Cast) -> None:
    on(90, ana, closeness=10)
    on(3, ana, closeness=20)
    assert [value for _, value in days_of(ana).values["closeness"]] == [20.0]
    assert [value for _, value in days_of(ana, back=100).values["closeness"]] == [10.0, 20.0]


def test_the_own_slider_is_another_one_under_another_name(ana: Cast) -> None:
    actions.name_own_slider(ana.me, "Sleep")
    on(3, ana, own=10, own_name="Sleep")
    on(2, ana, own=20)
    actions.name_own_slider(ana.me, "Patience")
    on(1, ana, own=90, own_name="Patience")
    found = days_of(ana)
    assert found.slider_name == "Patience"
    assert [value for _, value in found.values["own"]] == [20.0, 90.0]


def test_ben_sees_none_of_it_and_a_closed_private_half_neither(ana: Cast, ben: Cast) -> None:
    on(1, ana, closeness=50)
    assert days_of(ben).values == {}
    for ask in (access.days_since, access.days_lie):
        with pytest.raises(BackClosed):
            ask(ana.closed(), TODAY)


def test_the_sum_over_what_lies_there_changes_with_a_check_in_and_with_a_name(ana: Cast) -> None:
    on(1, ana, closeness=50)
    first = TODAY - timedelta(days=30)
    before = access.days_lie(ana.anew(), first)
    assert before is not None and access.days_lie(ana.anew(), first) == before
    actions.name_own_slider(ana.me, "Sleep")
    named = access.days_lie(ana.anew(), first)
    on(0, ana, closeness=60)
    assert len({before, named, access.days_lie(ana.anew(), first)}) == 3


def test_a_look_that_summed_the_rows_opens_them_without_asking_for_them_again(ana: Cast) -> None:
    on(3, ana, closeness=20)
    on(1, ana, closeness=50)
    first = TODAY - timedelta(days=30)
    with CaptureQueriesContext(connection) as apart:
        plain = access.days_since(ana.anew().while_reading(), first)
    reading = ana.anew().while_reading()
    assert access.days_lie(reading, first)
    with CaptureQueriesContext(connection) as after:
        assert access.days_since(reading, first) == plain
    assert [query for query in apart if '"vault_mine"' in query["sql"]]
    assert not [query for query in after if '"vault_mine"' in query["sql"]]


def test_what_was_bent_before_the_look_is_found_with_a_sum_asked_first(ana: Cast) -> None:
    on(1, ana, closeness=50)
    row = Mine.objects.get()
    Mine.objects.filter(pk=row.pk).update(body=bytes(row.body)[:-1] + bytes([bytes(row.body)[-1] ^ 1]))
    reading, first = ana.anew().while_reading(), TODAY - timedelta(days=30)
    assert access.days_lie(reading, first) is None
    with pytest.raises(Tampered):
        access.days_since(reading, first)

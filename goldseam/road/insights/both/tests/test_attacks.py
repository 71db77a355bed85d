"""What somebody tries on the pair's page: days that aren't, words that came back, figures that carry less."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta

import pytest

from conftest import PIN, Cast, browser_of
from goldseam.growth import access as growth
from goldseam.growth import actions as checking_in
from goldseam.growth import portability
from goldseam.road.insights.both import rules
from goldseam.road.insights.both.tests.two import PAGE, gathered, page, show, steady
from goldseam.road.insights.both.trying import LABEL
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.vault import seam, sessions

pytestmark = pytest.mark.django_db
Pair = tuple[Cast, Cast]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((0.0, 2.0, 50.0), "apart-unsure"),
        ((0.0, 2.0, 30.0), "apart-near"),
        ((4.0, 38.0, 50.0), "apart-unsure"),
        ((20.0, 40.0, 60.0), "apart-far"),
        ((5.0, 25.0, 45.0), "apart-some"),
    ],
)
def test_near_and_far_are_said_only_where_the_range_carries_it(found: tuple[float, float, float], said: str) -> None:
    assert rules.apart(*found) == said


def test_a_time_in_which_no_fortnight_fits_is_never_said_to_have_shown_nothing(pair: Pair) -> None:
    """The pages on which words are changed don't ask how long it lasts."""
    ana, ben = pair
    show(ana, steady(60, range(20)))
    with seam.pretend_it_is(seam.now() - timedelta(days=20)):
        start = seam.now().date() + timedelta(days=14)
        told = {"what": "Tea", "start": start.isoformat(), "until": (start + timedelta(days=1)).isoformat()}
        version = words.write(ana.anew(), LABEL, told)
        for who in (ana, ben):
            words.sign(who.anew(), version)
    for who in pair:
        assert "no clear sign" not in page(who)
        assert "Tea" in page(who)


def test_a_second_look_shows_nothing_that_was_taken_back_meanwhile(pair: Pair) -> None:
    ana, ben = pair
    for who, closeness in ((ana, 70), (ben, 40)):
        show(who, steady(closeness, range(40)))
    for who in pair:
        sessions.open_with_pin(who.keyring, who.cookie, PIN)
        assert page(who, private=True) == page(who, private=True)
    shown = [each for each in growth.shown_to(ana.anew()).slices if each.is_mine]
    for each in shown:
        checking_in.take_back(ana.anew(), each.id)
    for who in pair:
        for private in (True, False):
            assert "Not enough here yet" in page(who, private=private)


def made_up(who: Cast, *days: str) -> None:
    """Taken in from a file that somebody wrote by hand, and shown."""
    rows = [{"id": str(seam.uuid()), "at": f"{day}T12:00:00+00:00", "values": {"closeness": 50}} for day in days]
    whole = {"format": 1, "check_ins": [{**row, "shown": {"values": row["values"]}} for row in rows]}
    sessions.open_with_pin(who.keyring, who.cookie, PIN)
    portability.restore(who.anew(), json.loads(json.dumps(whole)))
    portability.share_again(who.anew(), json.loads(json.dumps(whole)))


def test_a_day_far_away_that_one_made_up_changes_nothing_and_costs_nothing(pair: Pair) -> None:
    ana, ben = pair
    for who, closeness in ((ana, 70), (ben, 40)):
        show(who, steady(closeness, range(40)))
    before = [gathered(who).seen for who in pair]
    made_up(ana, "1900-01-02", "8990-01-01")
    assert len(growth.shown_to(ben.anew()).slices) == 82
    assert [gathered(who).seen for who in pair] == before


def test_days_far_away_that_both_made_up_are_no_reason_to_work_for_minutes(pair: Pair) -> None:
    ana, ben = pair
    for who, closeness in ((ana, 70), (ben, 40)):
        show(who, steady(closeness, range(40)))
        made_up(who, "1900-01-02", "8990-01-01")
    begun = time.process_time()
    for who in pair:
        assert "Taken together" in gathered(who).seen
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("start", "until"),
    [("0001-01-01", "9999-12-31"), ("9999-12-31", "0001-01-01"), ("\x00", "9" * 5000), ("٢٠٢٦-١٢-٠١", "-1"), ("", "")],
)
def test_days_that_are_none_are_asked_again_and_nothing_is_written(pair: Pair, start: str, until: str) -> None:
    ana, _ben = pair
    sent = browser_of(ana, private=False).post(f"{PAGE}try/", {"what": "{what} %s", "start": start, "until": until})
    assert sent.status_code == 400
    assert "{what} %s" in sent.content.decode()
    assert not statements.statement_of(ana.anew(), LABEL).is_begun


def test_years_that_another_program_sealed_cost_no_more_than_some_weeks() -> None:
    frame = rules.frame_from("1900-01-01", "8999-12-31")
    assert frame and len(frame.fortnights) == rules.FORTNIGHTS_MOST
    assert frame.is_over(date(2026, 12, 1))
    assert rules.frame_from("2026-12-01", "9999-12-31") is None
    assert rules.frame_from("0001-01-01", "2026-12-01") is None

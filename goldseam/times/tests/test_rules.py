"""What the rules decide, without a database and without a clock."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldseam.times import rules
from goldseam.times.rules import Deed, Refused, Signed, State

BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def meant(text: str, zone: ZoneInfo = BERLIN, now: datetime = NOW) -> datetime:
    return rules.moment_of(datetime.fromisoformat(text), zone, now)


def test_a_clock_is_read_where_it_hangs() -> None:
    assert meant("2026-03-05T20:00") == datetime(2026, 3, 5, 19, tzinfo=UTC)
    assert meant("2026-06-05T20:00") == datetime(2026, 6, 5, 18, tzinfo=UTC)
    assert meant("2026-03-05T20:00", KATHMANDU) == datetime(2026, 3, 5, 14, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-03-01T12:59", "past"),
        ("2026-03-01T13:00", "past"),
        ("0001-01-01T00:00", "past"),
        ("2027-03-03T14:00", "too-far"),
        ("9999-12-31T23:59", "too-far"),
        ("2026-03-29T02:30", "no-such-time"),
    ],
)
def test_moments_that_nobody_can_meet_at_are_refused(text: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        meant(text)


def test_the_hours_around_the_gap_are_there() -> None:
    assert meant("2026-03-29T01:59") == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert meant("2026-03-29T03:00") == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_of_an_hour_that_comes_twice_the_first_is_meant_while_it_is_to_come() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert meant("2026-10-25T02:30") == first
    assert meant("2026-10-25T02:30", now=first) == second
    assert (rules.pass_of(first, BERLIN), rules.pass_of(second, BERLIN)) == ("first", "second")
    assert rules.pass_of(first + timedelta(days=1), BERLIN) == ""
    with pytest.raises(Refused, match="past"):
        meant("2026-10-25T02:30", now=second)


@given(
    minutes=st.integers(-60 * 24 * 3, 60 * 24 * 400),
    zone=st.sampled_from(["Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]),
)
def test_every_clock_time_is_taken_as_it_is_shown_or_refused_by_name(minutes: int, zone: str) -> None:
    clock = ZoneInfo(zone)
    local = (NOW + timedelta(minutes=minutes)).replace(tzinfo=None)
    try:
        at = rules.moment_of(local, clock, NOW)
    except Refused as refused:
        assert refused.code in ("past", "too-far", "no-such-time")
        return
    assert at.astimezone(clock).replace(tzinfo=None, fold=0) == local
    assert NOW < at <= NOW + rules.AHEAD_MOST


def test_words_are_one_short_line() -> None:
    assert rules.plain_what("  money\r\nfor\tthe holidays ") == "money for the holidays"
    assert rules.plain_what("شكرا 💛 👩‍👧") == "شكرا 💛 👩‍👧"
    assert rules.plain_what("a\x07b ") == "a b"
    with pytest.raises(Refused, match="what-long"):
        rules.plain_what("x" * (rules.WHAT_MOST + 1))


def test_the_order_in_which_deeds_are_read_changes_nothing_and_an_end_comes_first() -> None:
    deeds = [
        Signed(Deed.ACCEPT, by_who_suggested=False),
        Signed(Deed.CALL_OFF, by_who_suggested=True),
        Signed(Deed.TAKE_BACK, by_who_suggested=True),
        Signed(Deed.DECLINE, by_who_suggested=False),
    ]
    for some in itertools.chain.from_iterable(itertools.combinations(deeds, n) for n in range(5)):
        found = {rules.state_of(order) for order in itertools.permutations(some)}
        assert len(found) == 1
        if State.AGREED in found:
            assert some == (deeds[0],)
    assert rules.state_of([]) is State.SUGGESTED


def test_only_the_other_answers_and_only_who_asked_takes_back() -> None:
    theirs = {(deed, by) for deed in Deed for by in (True, False) if rules.is_theirs_to_do(Signed(deed, by))}
    assert theirs == {
        (Deed.ACCEPT, False),
        (Deed.DECLINE, False),
        (Deed.TAKE_BACK, True),
        (Deed.CALL_OFF, True),
        (Deed.CALL_OFF, False),
    }


def may(state: State, **told: bool) -> set[Deed]:
    return set(rules.may_do(state, **{"is_mine": False, "begun": False, "rests": False, **told}))


def test_who_may_do_what() -> None:
    assert may(State.SUGGESTED) == {Deed.ACCEPT, Deed.DECLINE}
    assert may(State.SUGGESTED, is_mine=True) == {Deed.TAKE_BACK}
    assert may(State.AGREED) == may(State.AGREED, is_mine=True) == {Deed.CALL_OFF}
    for over in (State.DECLINED, State.TAKEN_BACK, State.CALLED_OFF):
        assert may(over) == may(over, is_mine=True) == set()


def test_while_it_rests_one_takes_back_and_gives_nothing() -> None:
    assert may(State.SUGGESTED, rests=True) == set()
    assert may(State.SUGGESTED, rests=True, is_mine=True) == {Deed.TAKE_BACK}
    assert may(State.AGREED, rests=True) == {Deed.CALL_OFF}
    assert not rules.may_change(State.AGREED, begun=False, rests=True)


def test_nothing_can_be_done_about_what_has_begun() -> None:
    for state, mine, rests in itertools.product(State, (True, False), (True, False)):
        assert may(state, begun=True, is_mine=mine, rests=rests) == set()
        assert not rules.may_change(state, begun=True, rests=rests)


def test_a_refusal_says_whether_only_the_rest_is_in_the_way() -> None:
    for rests, state, code in ((True, State.SUGGESTED, "paused"), (True, State.DECLINED, "changed")):
        with pytest.raises(Refused, match=code):
            rules.require_may(Deed.ACCEPT, state, is_mine=False, begun=False, rests=rests)


def test_there_is_room_for_three_at_once_and_six_a_day() -> None:
    rules.require_room(2, [NOW] * 5, NOW)
    with pytest.raises(Refused, match="many-open"):
        rules.require_room(3, [], NOW)
    with pytest.raises(Refused, match="enough-today"):
        rules.require_room(0, [NOW - timedelta(hours=23)] * 6, NOW)
    rules.require_room(0, [NOW - timedelta(days=1)] * 60, NOW)

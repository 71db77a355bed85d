"""How long each has had the floor: what both see as a ring."""

from __future__ import annotations

from datetime import timedelta

from goldseam.dialogue.rules.acts import Deed, Way
from goldseam.dialogue.rules.clock import Shares, spoken
from goldseam.dialogue.tests.acted import Acted, begun


def shares(talk: Acted) -> Shares:
    told = spoken(talk.offer, talk.acts, talk.state, talk.now)
    assert told is not None
    return told


def test_before_both_are_ready_nobodys_time_runs() -> None:
    talk = Acted().after(minutes=3)
    assert shares(talk) == Shares(0, 0, of=1800, running=None)


def test_time_is_whose_floor_it_is_whoever_writes() -> None:
    talk = begun()
    talk.does("me", Deed.SAY)
    talk.does("you", Deed.BACK, about=talk.acts[-1].id)
    assert shares(talk) == Shares(120, 0, of=1800, running="me", runs_for=300)


def test_once_the_floor_has_passed_the_others_time_runs() -> None:
    talk = begun(first="you")
    talk.does("you", Deed.PASS)
    talk.after(seconds=40)
    assert shares(talk) == Shares(40, 60, of=1800, running="me", runs_for=260)


def test_what_changes_nothing_moves_no_time_to_the_other() -> None:
    talk = begun()
    talk.does("you", Deed.PASS)
    talk.does("me", Deed.PASS, stretch=7)
    assert (shares(talk).me, shares(talk).you) == (120, 0)


def test_whoever_leaves_for_a_week_uses_up_five_minutes() -> None:
    talk = begun().after(days=7)
    assert shares(talk) == Shares(300, 0, of=1800, running=None)
    talk.does("me", Deed.SAY)
    assert shares(talk) == Shares(300, 0, of=1800, running="me", runs_for=300)


def test_a_break_and_the_closing_use_nobodys_time() -> None:
    talk = begun()
    talk.does("you", Deed.PAUSE, until=talk.now)
    talk.after(minutes=19, seconds=30)
    assert shares(talk) == Shares(60, 0, of=1800, running=None)
    talk.does("me", Deed.GO_ON)
    talk.does("you", Deed.GO_ON)
    talk.does("you", Deed.CLOSE)
    talk.after(minutes=4)
    assert shares(talk) == Shares(120, 0, of=1800, running=None)
    talk.does("me", Deed.TALK_ON)
    talk.does("you", Deed.TALK_ON)
    assert shares(talk) == Shares(120, 0, of=1800, running="me", runs_for=300)


def test_a_clock_that_was_set_back_takes_no_time_away() -> None:
    talk = begun()
    talk.does("me", Deed.SAY)
    talk.after(minutes=-30)
    assert shares(talk) == Shares(60, 0, of=1800, running="me", runs_for=300)
    talk.does("me", Deed.PASS)
    assert shares(talk) == Shares(60, 0, of=1800, running="you", runs_for=300)


def test_both_see_the_same_ring_each_from_their_side() -> None:
    talk = begun()
    talk.does("me", Deed.PASS)
    talk.after(seconds=30)
    mine, yours = shares(talk), shares(talk.turned())
    assert (mine.me, mine.you, mine.running) == (60, 30, "you")
    assert (yours.me, yours.you, yours.running) == (30, 60, "me")


def test_letters_have_no_clock() -> None:
    talk = begun(Way.LETTERS)
    assert spoken(talk.offer, talk.acts, talk.state, talk.now + timedelta(days=3)) is None

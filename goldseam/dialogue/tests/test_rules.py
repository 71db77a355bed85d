"""How a talk goes, sentence by sentence: agreeing, the floor, breaks, the end. Me and you, as I read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldseam.dialogue.rules import flow
from goldseam.dialogue.rules.acts import (
    HEARD,
    KEEP,
    LET_GO,
    NEARLY,
    NO,
    NOT_YET,
    OTHER,
    YES,
    Deed,
    Offer,
    Phase,
    Side,
    Way,
)
from goldseam.dialogue.tests.acted import NOON, Acted, begun


def closing() -> Acted:
    talk = begun()
    talk.does("me", Deed.SAY)
    talk.does("you", Deed.CLOSE)
    return talk


def said_back() -> Acted:
    talk = begun()
    said = talk.does("me", Deed.SAY)
    talk.does("you", Deed.BACK, about=said)
    return talk


# -- agreeing -----------------------------------------------------------------------------------------------------


def test_it_begins_when_both_are_ready_with_whoever_was_to_begin() -> None:
    assert Acted().phase is Phase.AGREEING
    assert (begun().phase, begun().state.speaker) == (Phase.TALKING, "me")
    assert begun(first="you").state.speaker == "you"


def test_one_who_is_ready_doesnt_begin_alone_however_often() -> None:
    talk = Acted()
    talk.does("me", Deed.READY)
    talk.does("me", Deed.READY)
    assert talk.phase is Phase.AGREEING
    assert (talk.offered("me"), talk.offered("you")) == ((), (Deed.READY, Deed.NOT_NOW))


def test_a_talk_for_another_time_waits_for_both() -> None:
    talk = Acted(Offer(by="me"))
    talk.does("you", Deed.READY)
    assert talk.state.started is None
    talk.does("me", Deed.READY)
    assert talk.phase is Phase.TALKING


def test_somebody_who_was_ready_half_an_hour_ago_is_asked_again() -> None:
    talk = Acted().after(minutes=30)
    talk.does("you", Deed.READY)
    assert (talk.phase, talk.offered("me")[0]) == (Phase.AGREEING, Deed.READY)
    talk.does("me", Deed.READY)
    assert talk.phase is Phase.TALKING


def test_a_yes_to_letters_never_grows_old() -> None:
    talk = Acted(Offer(by="me", way=Way.LETTERS, asked_at=NOON)).after(days=40)
    talk.does("you", Deed.READY)
    assert talk.phase is Phase.TALKING


def test_after_not_now_the_other_doesnt_ask_for_a_day() -> None:
    talk = Acted()
    talk.does("you", Deed.NOT_NOW)
    assert talk.refusal("me", Deed.READY) == "not-now"
    assert talk.offered("me") == ()
    talk.after(days=1)
    assert talk.refusal("me", Deed.READY) == ""
    assert talk.offered("me")[0] is Deed.READY


def test_who_said_not_now_comes_back_whenever_they_like() -> None:
    talk = Acted()
    talk.does("you", Deed.NOT_NOW)
    talk.does("you", Deed.READY)
    talk.does("me", Deed.READY)
    assert talk.phase is Phase.TALKING


def test_saying_not_now_oneself_is_no_way_around_the_others_not_now() -> None:
    talk = Acted()
    talk.does("you", Deed.NOT_NOW)
    talk.does("me", Deed.NOT_NOW)
    assert talk.refusal("me", Deed.READY) == "not-now"
    assert talk.refusal("you", Deed.READY) == ""


def test_not_now_in_the_middle_of_a_talk_changes_nothing() -> None:
    talk = begun()
    talk.does("you", Deed.NOT_NOW)
    assert talk.phase is Phase.TALKING
    assert talk.refusal("you", Deed.NOT_NOW) == "moved"


# -- the floor ----------------------------------------------------------------------------------------------------


def test_one_speaks_one_says_back_one_was_heard_and_the_floor_passes() -> None:
    talk = begun()
    assert (talk.offered("me"), talk.offered("you")) == ((Deed.SAY, Deed.PASS), ())
    said = talk.does("me", Deed.SAY)
    assert (talk.offered("me"), talk.offered("you")) == ((), (Deed.BACK,))
    back = talk.does("you", Deed.BACK, about=said)
    assert (talk.offered("me"), talk.offered("you")) == ((Deed.HEARING,), (Deed.TAKE,))
    talk.does("me", Deed.HEARING, about=back, choice=HEARD)
    assert (talk.offered("me"), talk.offered("you")) == ((Deed.PASS, Deed.SAY), (Deed.SENSE, Deed.TAKE))
    talk.does("you", Deed.SENSE, about=said)
    assert (talk.offered("me"), talk.offered("you")) == ((Deed.PASS, Deed.SAY), (Deed.TAKE,))
    talk.does("me", Deed.PASS)
    assert (talk.state.speaker, talk.state.stretch, talk.state.statement) == ("you", 1, None)
    assert (talk.offered("me"), talk.offered("you")) == ((), (Deed.SAY, Deed.PASS))


@pytest.mark.parametrize(("choice", "speaker"), [(NEARLY, ()), (NOT_YET, (Deed.SAY, Deed.PASS))])
def test_what_wasnt_heard_is_said_back_again_or_said_again(choice: str, speaker: tuple[Deed, ...]) -> None:
    talk = said_back()
    talk.does("me", Deed.HEARING, about=talk.acts[-1].id, choice=choice)
    assert talk.offered("me") == speaker
    assert talk.offered("you")[0] is Deed.BACK
    talk.does("you", Deed.BACK, about=talk.state.statement)
    assert talk.state.hearing == ""
    assert talk.offered("me") == (Deed.HEARING,)


def test_saying_more_begins_hearing_anew() -> None:
    talk = said_back()
    talk.does("me", Deed.HEARING, about=talk.acts[-1].id, choice=HEARD)
    more = talk.does("me", Deed.SAY)
    state = talk.state
    assert (state.statement, state.said_back, state.hearing, state.has_sense) == (more, None, "", False)


def test_a_listener_who_left_out_saying_back_leaves_nobody_waiting() -> None:
    talk = begun()
    said = talk.does("me", Deed.SAY)
    talk.does("you", Deed.SENSE, about=said)
    assert talk.offered("me") == (Deed.PASS, Deed.SAY)


def test_in_a_lighter_talk_listening_is_enough() -> None:
    talk = begun()
    talk.does("me", Deed.SAY)
    assert talk.offered("me", says_back=False) == (Deed.PASS, Deed.SAY)
    assert talk.offered("you", says_back=False) == (Deed.SENSE,)


def test_words_in_between_are_read_and_the_floor_stays() -> None:
    talk = begun()
    between = talk.does("you", Deed.SAY)
    state = talk.state
    assert (state.speaker, state.statement, state.statements) == ("me", None, {between: "you"})
    talk.does("me", Deed.BACK, about=between)
    assert talk.state.said_back is None


def test_nothing_blocks_either_may_say_say_back_pause_and_close_at_any_time() -> None:
    for talk in (begun(), said_back()):
        for side in ("me", "you"):
            assert talk.may(side) >= {Deed.SAY, Deed.BACK, Deed.SENSE, Deed.REPAIR, Deed.PAUSE, Deed.CLOSE}


def test_only_what_the_other_said_is_said_back() -> None:
    talk = begun()
    said = talk.does("me", Deed.SAY)
    assert talk.refusal("you", Deed.BACK, about=said) == ""
    assert talk.refusal("me", Deed.BACK, about=said) == "moved"
    assert talk.refusal("you", Deed.BACK) == "moved"


def test_only_the_one_who_said_it_tells_if_it_was_heard() -> None:
    talk = said_back()
    back = talk.acts[-1].id
    assert talk.refusal("you", Deed.HEARING, about=back, choice=HEARD) == "moved"
    assert talk.refusal("me", Deed.HEARING, about=back, choice="loud") == "moved"
    assert talk.refusal("me", Deed.HEARING, about=back, choice=HEARD) == ""


def test_heard_is_answered_to_somebody_also_when_the_floor_has_just_passed() -> None:
    talk = said_back()
    back = talk.acts[-1].id
    talk.does("you", Deed.TAKE)
    assert talk.refusal("me", Deed.HEARING, about=back, choice=NEARLY) == ""
    talk.does("me", Deed.HEARING, about=back, choice=NEARLY)
    assert (talk.state.hearing, talk.state.speaker) == ("", "you")
    talk.does("you", Deed.CLOSE)
    assert talk.refusal("me", Deed.HEARING, about=back, choice=NEARLY) == "moved"


def test_an_answer_to_nothing_changes_nothing() -> None:
    talk = begun()
    before = talk.state
    talk.does("me", Deed.HEARING, choice=HEARD)
    talk.does("you", Deed.SENSE)
    assert talk.state == before


def test_an_answer_that_none_is_changes_nothing() -> None:
    talk = said_back()
    talk.does("me", Deed.HEARING, about=talk.acts[-1].id, choice="loud")
    assert talk.offered("me") == (Deed.HEARING,)


def test_the_listener_takes_the_floor_after_saying_back_and_not_before() -> None:
    talk = begun()
    talk.does("me", Deed.SAY)
    assert talk.refusal("you", Deed.TAKE) == "moved"
    talk.does("you", Deed.BACK, about=talk.acts[-1].id)
    assert talk.refusal("you", Deed.TAKE) == ""
    assert talk.refusal("me", Deed.TAKE) == "moved"


def test_a_floor_on_which_nothing_was_said_for_an_hour_may_be_taken() -> None:
    talk = begun().after(minutes=59, seconds=59)
    assert Deed.TAKE not in talk.may("you")
    assert Deed.TAKE in talk.after(seconds=1).may("you")
    talk.does("you", Deed.TAKE)
    assert (talk.state.speaker, talk.state.stretch) == ("you", 1)


def test_both_press_at_once_and_the_floor_passes_once() -> None:
    talk = said_back()
    talk.does("you", Deed.TAKE, stretch=0)
    talk.does("me", Deed.PASS, stretch=0)
    assert (talk.state.speaker, talk.state.stretch) == ("you", 1)
    assert talk.refusal("you", Deed.PASS, stretch=0) == "moved"
    assert talk.refusal("you", Deed.PASS, stretch=1) == ""


def test_who_doesnt_have_the_floor_doesnt_pass_it() -> None:
    talk = begun()
    talk.does("you", Deed.PASS)
    assert talk.state.speaker == "me"


def test_a_say_back_that_comes_after_the_floor_has_passed_is_read() -> None:
    talk = begun()
    said = talk.does("me", Deed.SAY)
    talk.does("me", Deed.PASS)
    late = talk.does("you", Deed.BACK, about=said)
    assert talk.state.say_backs == {late: "you"}
    assert talk.state.said_back is None


# -- breaks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "given"), [(-60, 20), (5, 20), (30, 30), (60 * 24 * 3, 60 * 24)])
def test_a_break_lasts_twenty_minutes_at_least_and_a_day_at_most(asked: int, given: int) -> None:
    minutes = timedelta(minutes=1)
    assert flow.within_pause(NOON + asked * minutes, NOON) == NOON + given * minutes


@pytest.mark.parametrize("side", ["me", "you"])
def test_either_pauses_at_any_time_and_nothing_is_lost(side: Side) -> None:
    talk = said_back()
    before = talk.state
    talk.does(side, Deed.PAUSE, until=talk.now)
    assert talk.phase is Phase.PAUSED
    assert (talk.state.statement, talk.state.said_back) == (before.statement, before.said_back)


def test_a_break_without_a_time_to_come_back_is_none() -> None:
    talk = begun()
    assert talk.refusal("me", Deed.PAUSE) == "moved"
    talk.does("me", Deed.PAUSE)
    assert talk.phase is Phase.TALKING


def test_words_rest_during_a_break_and_repair_and_closing_dont() -> None:
    talk = begun()
    talk.does("you", Deed.PAUSE, until=talk.now)
    assert talk.refusal("me", Deed.SAY) == "resting"
    assert talk.refusal("me", Deed.PASS) == "moved"
    assert talk.may("me") == {Deed.REPAIR, Deed.PAUSE, Deed.CLOSE}


def test_after_the_break_both_are_asked_and_it_goes_on_where_it_was_when_both_are_back() -> None:
    talk = said_back()
    talk.does("you", Deed.PAUSE, until=talk.now)
    talk.does("me", Deed.GO_ON)
    assert (talk.state.going_on, talk.offered("me")) == (frozenset(), ())
    talk.after(minutes=20)
    assert talk.offered("me") == talk.offered("you") == (Deed.GO_ON,)
    talk.does("me", Deed.GO_ON)
    talk.does("me", Deed.GO_ON)
    assert (talk.phase, talk.offered("me"), talk.offered("you")) == (Phase.PAUSED, (), (Deed.GO_ON,))
    talk.does("you", Deed.GO_ON)
    assert (talk.phase, talk.state.until, talk.offered("me")) == (Phase.TALKING, None, (Deed.HEARING,))


def test_somebody_who_needs_longer_gets_longer_and_nobody_is_called_back_sooner() -> None:
    talk = begun()
    talk.does("you", Deed.PAUSE, until=talk.now + timedelta(hours=2))
    promised = talk.state.until
    talk.does("me", Deed.PAUSE, until=talk.now)
    assert talk.state.until == promised
    talk.after(hours=2)
    talk.does("me", Deed.GO_ON)
    talk.does("you", Deed.PAUSE, until=talk.now)
    assert (talk.state.going_on, talk.offered("me")) == (frozenset(), ())


def test_a_break_in_the_closing_comes_back_to_the_closing() -> None:
    talk = closing()
    talk.does("you", Deed.PAUSE, until=talk.now)
    talk.after(minutes=20)
    talk.does("me", Deed.GO_ON)
    talk.does("you", Deed.GO_ON)
    assert talk.phase is Phase.CLOSING


# -- the end ------------------------------------------------------------------------------------------------------


def test_a_letter_takes_days_before_the_other_may_take_up_the_pen() -> None:
    talk = begun(Way.LETTERS)
    talk.after(days=2, hours=23)
    assert Deed.TAKE not in talk.may("you")
    talk.after(hours=2)
    assert Deed.TAKE in talk.may("you")


@pytest.mark.parametrize("side", ["me", "you"])
def test_either_brings_it_to_an_end_also_from_a_break(side: Side) -> None:
    talk = begun()
    talk.does("you", Deed.PAUSE, until=talk.now)
    talk.does(side, Deed.CLOSE)
    assert (talk.phase, talk.state.until) == (Phase.CLOSING, None)
    assert talk.offered("me") == (Deed.REQUEST, Deed.THANKS, Deed.DONE)


def test_from_the_closing_it_goes_on_when_both_would_rather_and_nobody_alone_draws_the_other_back() -> None:
    talk = closing()
    talk.does("me", Deed.TALK_ON)
    assert talk.phase is Phase.CLOSING
    talk.does("you", Deed.TALK_ON)
    assert Deed.SAY in talk.may("me")
    talk.does("me", Deed.CLOSE)
    talk.does("you", Deed.DONE, choice=LET_GO)
    talk.does("me", Deed.TALK_ON)
    assert Deed.DONE in talk.may("me")
    talk.does("me", Deed.DONE, choice=LET_GO)
    assert not talk.may("me")


def test_whoever_was_done_can_still_go_on_when_the_other_would_too_and_is_done_no_more() -> None:
    talk = closing()
    talk.does("you", Deed.DONE, choice=LET_GO)
    talk.does("you", Deed.TALK_ON)
    talk.does("me", Deed.TALK_ON)
    assert (talk.phase, talk.state.done, talk.state.done_at) == (Phase.TALKING, {}, None)


def test_a_request_is_answered_yes_no_or_with_a_counter_offer_that_is_answered() -> None:
    talk = closing()
    asked = talk.does("me", Deed.REQUEST)
    assert talk.refusal("me", Deed.ANSWER, about=asked, choice=YES) == "moved"
    talk.does("you", Deed.ANSWER, about=asked, choice=NO)
    assert not talk.state.requests["me"].is_agreed
    offer = talk.does("you", Deed.ANSWER, about=asked, choice=OTHER)
    assert not talk.state.requests["me"].is_agreed
    assert talk.refusal("me", Deed.REPLY, about=asked, choice=YES) == "moved"
    talk.does("me", Deed.REPLY, about=offer, choice=YES)
    assert talk.state.requests["me"].is_agreed
    talk.does("you", Deed.ANSWER, about=asked, choice=YES)
    assert (talk.state.requests["me"].is_agreed, talk.state.requests["me"].reply) == (True, "")


def test_a_request_that_was_put_anew_asks_for_an_answer_anew() -> None:
    talk = closing()
    first = talk.does("me", Deed.REQUEST)
    talk.does("you", Deed.ANSWER, about=first, choice=YES)
    talk.does("me", Deed.REQUEST)
    talk.does("you", Deed.ANSWER, about=first, choice=YES)
    assert talk.state.requests["me"].answer == ""


def test_requests_are_answered_also_when_the_talk_is_closed_and_its_words_are_gone() -> None:
    talk = Acted(Offer(by="me", is_closed=True))
    asked = talk.does("me", Deed.REQUEST)
    assert talk.may("you") == {Deed.ANSWER}
    talk.does("you", Deed.ANSWER, about=asked, choice=OTHER)
    assert talk.may("me") == {Deed.REPLY}


def test_it_closes_when_both_are_done_and_words_stay_only_if_both_chose_so() -> None:
    for mine, yours, keeps in ((KEEP, KEEP, True), (KEEP, LET_GO, False), (LET_GO, KEEP, False), (KEEP, "", False)):
        talk = closing()
        talk.does("me", Deed.DONE, choice=mine)
        assert (talk.phase, talk.offered("me")) == (Phase.CLOSING, ())
        talk.does("you", Deed.DONE, choice=yours)
        assert (talk.phase, talk.state.keeps) == (Phase.CLOSED, keeps)


def test_somebody_who_is_done_may_choose_otherwise_until_the_other_is() -> None:
    talk = closing()
    talk.does("me", Deed.DONE, choice=KEEP)
    talk.does("me", Deed.DONE, choice=LET_GO)
    talk.does("you", Deed.DONE, choice=KEEP)
    assert not talk.state.keeps


def test_a_day_after_one_was_done_the_words_are_over_and_nothing_brings_them_back() -> None:
    talk = closing()
    talk.does("me", Deed.DONE, choice=KEEP)
    talk.after(days=1)
    assert not talk.state.is_over(talk.now)
    talk.after(seconds=1)
    assert talk.state.is_over(talk.now)
    assert talk.may("you") == frozenset()
    assert talk.offered("you") == ()
    talk.does("you", Deed.PAUSE, until=talk.now)
    talk.does("you", Deed.DONE, choice=KEEP)
    assert talk.state.is_over(talk.now)
    assert not talk.state.keeps


def test_a_break_doesnt_hold_back_words_that_are_to_go() -> None:
    talk = closing()
    talk.does("me", Deed.DONE, choice=LET_GO)
    talk.after(hours=23)
    talk.does("you", Deed.PAUSE, until=talk.now + timedelta(days=1))
    assert not talk.state.is_over(talk.now)
    assert talk.after(hours=1).state.is_over(talk.now)


def test_whoever_is_away_for_a_week_finds_everything_where_it_was() -> None:
    talk = said_back()
    before = talk.state
    talk.after(days=7)
    assert talk.state == before
    assert talk.offered("me") == (Deed.HEARING,)
    talk.does("you", Deed.PAUSE, until=talk.now)
    talk.after(days=7)
    assert talk.offered("me") == talk.offered("you") == (Deed.GO_ON,)

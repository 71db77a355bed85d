"""What may be written in a talk, how much, and what stays of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from goldseam.dialogue.rules import written
from goldseam.dialogue.rules.acts import (
    ACTS_MOST,
    HEARD,
    KEEP,
    NEARLY,
    NO,
    OTHER,
    REPAIRS_MOST,
    SIDES,
    YES,
    Act,
    Deed,
    Refused,
    Way,
)
from goldseam.dialogue.tests.acted import NOON, Acted, begun


def act(deed: Deed, side: str = "me", number: int = 900) -> Act:
    return Act(UUID(int=number), "me" if side == "me" else "you", deed, NOON)


def kept(talk: Acted, *, words: bool) -> list[UUID]:
    return [each.id for each in talk.acts if written.stays(each, kept=words, state=talk.state)]


def is_enough(acts: list[Act], new: Act) -> bool:
    try:
        written.require_few(acts, new)
    except Refused as refused:
        return refused.code == "enough"
    return False


def test_a_thing_can_be_said_at_length_and_a_letter_longer() -> None:
    for way, most in ((Way.TWO, 2_000), (Way.LETTERS, 20_000)):
        assert written.require_said(Deed.SAY, "", {"free": "ä" * most}, way) == {"free": "ä" * most}
        with pytest.raises(Refused, match="long"):
            written.require_said(Deed.SAY, "", {"free": "a" * (most + 1)}, way)


def test_emoji_and_words_from_right_to_left_stay_as_they_are() -> None:
    told = {"feel": "🌧️👩‍👩‍👧", "need": "أحتاج إلى الهدوء"}
    assert written.require_said(Deed.SAY, "", told, Way.TWO) == told


def test_each_part_may_be_left_out_and_not_all_of_them() -> None:
    assert written.require_said(Deed.SAY, "", {"ask": "Stay a moment."}, Way.TWO) == {"ask": "Stay a moment."}
    for deed in (Deed.SAY, Deed.BACK, Deed.SENSE, Deed.REQUEST, Deed.THANKS):
        with pytest.raises(Refused, match="empty"):
            written.require_said(deed, "", {"free": " \n ", "words": "\n"}, Way.TWO)


def test_a_yes_needs_no_words_and_a_counter_offer_does() -> None:
    for choice in (YES, NO):
        assert written.require_said(Deed.ANSWER, choice, {}, Way.TWO) == {}
    with pytest.raises(Refused, match="empty"):
        written.require_said(Deed.ANSWER, OTHER, {}, Way.TWO)
    for choice in (HEARD, NEARLY):
        assert written.require_said(Deed.HEARING, choice, {}, Way.TWO) == {}


def test_words_that_belong_to_another_form_are_left_out() -> None:
    assert written.require_said(Deed.BACK, "", {"words": "You felt alone.", "topic": "no"}, Way.TWO) == {
        "words": "You felt alone."
    }
    assert written.require_said(Deed.PASS, "", {"words": "no"}, Way.TWO) == {}


@pytest.mark.parametrize(
    ("deed", "choice"), [(Deed.HEARING, "loud"), (Deed.ANSWER, ""), (Deed.REPLY, OTHER), (Deed.SAY, YES)]
)
def test_a_choice_that_none_is_is_refused(deed: Deed, choice: str) -> None:
    with pytest.raises(Refused, match="choice"):
        written.require_choice(deed, choice)
    assert written.require_choice(Deed.DONE, KEEP) == KEEP


@pytest.mark.parametrize("minutes", [0, 15, "30", True, None, 30.5])
def test_a_talk_lasts_one_of_a_few_lengths(minutes: object) -> None:
    with pytest.raises(Refused, match="minutes"):
        written.require_minutes(minutes)
    assert [written.require_minutes(each) for each in written.MINUTES] == [10, 20, 30, 45, 60]


def test_five_talks_can_be_open_and_eight_be_asked_for_in_a_day() -> None:
    asked = [NOON - timedelta(hours=each) for each in range(8)]
    written.require_room(4, asked[:7], NOON)
    with pytest.raises(Refused, match="many-open"):
        written.require_room(5, [], NOON)
    with pytest.raises(Refused, match="enough-today"):
        written.require_room(0, asked, NOON)
    written.require_room(0, asked, NOON + timedelta(days=1))


def test_there_is_an_end_to_how_much_can_be_done_in_one_talk() -> None:
    full = [act(Deed.SAY, number=each) for each in range(ACTS_MOST // 2)]
    assert not is_enough(full[1:], act(Deed.SAY))
    assert is_enough(full, act(Deed.SAY))
    assert not is_enough(full, act(Deed.SAY, "you"))
    repairs = [act(Deed.REPAIR, number=each) for each in range(REPAIRS_MOST)]
    assert is_enough(repairs, act(Deed.REPAIR))
    assert not is_enough(repairs, act(Deed.REPAIR, "you"))


def test_a_talk_that_is_full_can_still_be_brought_to_an_end_by_each() -> None:
    full = [act(Deed.SAY, side, each) for side in SIDES for each in range(ACTS_MOST // 2)]
    assert not is_enough(full, act(Deed.CLOSE))
    for side in ("me", "you"):
        done = act(Deed.DONE, side, 901)
        assert not is_enough(full, done)
        assert is_enough([*full, done], act(Deed.DONE, side))


def test_somebody_away_is_called_for_letters_and_requests_and_not_in_a_live_talk() -> None:
    for deed in (Deed.REQUEST, Deed.ANSWER, Deed.REPLY):
        assert written.is_news(act(deed), Way.TWO)
    for deed in (Deed.READY, Deed.SAY, Deed.BACK, Deed.HEARING, Deed.SENSE, Deed.PASS):
        assert written.is_news(act(deed), Way.LETTERS)
        assert not written.is_news(act(deed), Way.TWO)


def test_what_stays_is_the_last_request_with_its_answer_and_words_only_when_both_chose() -> None:
    talk = begun()
    said = talk.does("me", Deed.SAY, words="I felt alone.")
    talk.does("me", Deed.REPAIR, choice="slow")
    talk.does("you", Deed.CLOSE)
    old = talk.does("me", Deed.REQUEST, words="Supper.")
    talk.does("you", Deed.ANSWER, about=old, choice=YES)
    new = talk.does("me", Deed.REQUEST, words="Supper on Friday.")
    talk.does("you", Deed.ANSWER, about=new, choice=NO)
    offer = talk.does("you", Deed.ANSWER, about=new, choice=OTHER, words="On Sunday?")
    reply = talk.does("me", Deed.REPLY, about=offer, choice=YES)
    thanks = talk.does("you", Deed.THANKS, words="That you stayed.")
    assert kept(talk, words=False) == [new, offer, reply]
    assert kept(talk, words=True) == [said, new, offer, reply, thanks]


def test_what_was_said_on_this_floor_can_be_taken_back_and_what_came_before_not() -> None:
    talk = begun()
    before = talk.does("me", Deed.SAY)
    talk.does("me", Deed.PASS)
    now = talk.does("you", Deed.SAY)
    can = {each.id for each in talk.acts if written.may_take_back(talk.state, talk.acts, each)}
    assert before not in can
    assert now in can


def test_what_was_kept_of_a_closed_talk_can_be_taken_back_always() -> None:
    talk = begun()
    talk.does("me", Deed.SAY)
    talk.does("me", Deed.PASS)
    talk.offer = replace(talk.offer, is_closed=True)
    can = [each.deed for each in talk.acts if written.may_take_back(talk.state, talk.acts, each)]
    assert can == [Deed.READY, Deed.SAY]

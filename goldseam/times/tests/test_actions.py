"""Suggesting, answering, taking back, calling off: what each of the two can do, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import Cast
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.times import access, actions
from goldseam.times.models import AgreedTime, Answer, Appointment
from goldseam.times.rules import Deed, Refused, State
from goldseam.times.tests.two import agreed, on, suggested
from goldseam.vault import seam, verify

Pair = tuple[Cast, Cast]


def state(who: Cast, time_id: object) -> State:
    return access.time_for(who.anew(), time_id).state  # type: ignore[arg-type]


def refused(code: str, who: Cast, time_id: object, deed: Deed) -> None:
    with pytest.raises(Refused) as caught:
        actions.answer(who.anew(), time_id, deed)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_what_ana_suggests_ben_reads_with_her_own_words(pair: Pair) -> None:
    ana, ben = pair
    wish = on(what="Money for the holidays", minutes=45)
    made = suggested(ana, wish)
    read = access.time_for(ben.anew(), made)
    assert (read.what, read.at, read.minutes) == (wish.what, wish.at, 45)
    assert (read.state, read.is_mine) == (State.SUGGESTED, False)
    assert access.time_for(ana.anew(), made).is_mine


def test_a_time_counts_when_both_have_said_yes(pair: Pair) -> None:
    ana, ben = pair
    made = suggested(ana)
    assert not AgreedTime.objects.exists()
    actions.answer(ben.anew(), made, Deed.ACCEPT)
    assert state(ana, made) == state(ben, made) == State.AGREED
    people_there = {row.seat.person_id for row in AgreedTime.objects.select_related("seat")}
    assert people_there == {ana.me.person.pk, ben.me.person.pk}
    assert len({row.pk for row in AgreedTime.objects.all()}) == 2


def test_nobody_answers_themselves_and_nobody_takes_back_what_is_the_others(pair: Pair) -> None:
    ana, ben = pair
    made = suggested(ana)
    refused("changed", ana, made, Deed.ACCEPT)
    refused("changed", ana, made, Deed.DECLINE)
    refused("changed", ben, made, Deed.TAKE_BACK)
    refused("changed", ben, made, Deed.CALL_OFF)
    assert state(ana, made) is State.SUGGESTED
    actions.answer(ben.anew(), made, Deed.ACCEPT)


@pytest.mark.parametrize("deed", [Deed.TAKE_BACK, Deed.DECLINE])
def test_what_was_taken_back_or_declined_can_be_accepted_no_more(pair: Pair, deed: Deed) -> None:
    ana, ben = pair
    made = suggested(ana)
    actions.answer((ana if deed is Deed.TAKE_BACK else ben).anew(), made, deed)
    refused("changed", ben, made, Deed.ACCEPT)
    assert not AgreedTime.objects.exists()


@pytest.mark.parametrize("who", [0, 1])
def test_either_calls_an_agreed_time_off_and_it_is_off_for_both(pair: Pair, who: int) -> None:
    ana, ben = pair
    made = agreed(ana, ben)
    actions.answer(pair[who].anew(), made, Deed.CALL_OFF)
    assert state(ana, made) == state(ben, made) == State.CALLED_OFF
    assert not AgreedTime.objects.exists()
    refused("changed", pair[1 - who], made, Deed.CALL_OFF)


def test_another_time_replaces_what_is_open_at_once(pair: Pair) -> None:
    ana, ben = pair
    first = suggested(ana)
    second = actions.suggest(ben.anew(), on(3), instead_of=first)
    assert state(ana, first) is State.DECLINED
    assert access.time_for(ana.anew(), second).instead_of == first
    third = actions.suggest(ben.anew(), on(4), instead_of=second)
    assert state(ana, second) is State.TAKEN_BACK
    actions.answer(ana.anew(), third, Deed.ACCEPT)
    assert state(ben, third) is State.AGREED


def test_an_agreed_time_stands_until_both_agree_to_the_new_one(pair: Pair) -> None:
    ana, ben = pair
    first = agreed(ana, ben)
    second = actions.suggest(ana.anew(), on(5), instead_of=first)
    assert state(ben, first) is State.AGREED
    actions.answer(ben.anew(), second, Deed.ACCEPT)
    assert (state(ana, first), state(ana, second)) == (State.CALLED_OFF, State.AGREED)
    assert {row.appointment_id for row in AgreedTime.objects.all()} == {second}


def test_nothing_is_suggested_instead_of_what_is_over(pair: Pair) -> None:
    ana, ben = pair
    made = suggested(ana)
    actions.answer(ana.anew(), made, Deed.TAKE_BACK)
    with pytest.raises(Refused, match="changed"):
        actions.suggest(ben.anew(), on(3), instead_of=made)


def test_the_same_suggestion_twice_is_one(pair: Pair) -> None:
    ana, _ben = pair
    wish = on()
    assert suggested(ana, wish) == suggested(ana, wish)
    assert Appointment.objects.count() == 1


def test_three_suggestions_wait_at_most_and_the_others_are_not_counted(pair: Pair) -> None:
    ana, ben = pair
    made = [suggested(ana, days=days) for days in (1, 2, 3)]
    with pytest.raises(Refused, match="many-open"):
        suggested(ana, days=4)
    suggested(ben, days=4)
    actions.suggest(ana.anew(), on(6), instead_of=made[0])
    actions.answer(ana.anew(), made[1], Deed.TAKE_BACK)
    suggested(ana, days=7)


def test_nobody_is_flooded_with_suggestions_that_are_taken_back_again(pair: Pair) -> None:
    ana, _ben = pair
    for days in range(1, 7):
        actions.answer(ana.anew(), suggested(ana, days=days), Deed.TAKE_BACK)
    with pytest.raises(Refused, match="enough-today"):
        suggested(ana, days=7)
    me = ana.anew()
    with seam.pretend_it_is(seam.now() + timedelta(days=1, minutes=1)):
        actions.suggest(me, on(7))


def test_while_it_rests_nothing_is_suggested_or_answered_and_all_can_be_taken_back(pair: Pair) -> None:
    ana, ben = pair
    both, open_one, theirs = agreed(ana, ben), suggested(ana, days=3), suggested(ben, days=4)
    people.pause(ana.anew())
    for who in (ana, ben):
        with pytest.raises(Refused, match="paused"):
            suggested(who, days=5)
    refused("paused", ben, open_one, Deed.ACCEPT)
    refused("paused", ben, open_one, Deed.DECLINE)
    refused("paused", ana, theirs, Deed.ACCEPT)
    actions.answer(ana.anew(), open_one, Deed.TAKE_BACK)
    actions.answer(ben.anew(), both, Deed.CALL_OFF)
    assert (state(ben, open_one), state(ana, both)) == (State.TAKEN_BACK, State.CALLED_OFF)


def test_quiet_leaving_looks_like_a_pause(pair: Pair) -> None:
    ana, ben = pair
    made = agreed(ana, ben)
    people.pause(ana.anew())
    paused = access.times_of(ben.anew())
    people.resume(ana.anew())
    people.leave(ana.anew(), Leaving.QUIETLY)
    left = access.times_of(ben.anew())
    assert (paused.times, paused.may_write, paused.partner) == (left.times, left.may_write, left.partner)
    assert [time.id for time in left.times] == [made]
    assert access.times_of(ana.anew()).times == ()


def test_who_is_alone_or_was_left_agrees_on_nothing(cleo: Cast, pair: Pair) -> None:
    ana, ben = pair
    with pytest.raises(Refused, match="alone"):
        suggested(cleo)
    people.leave(ana.anew(), Leaving.WITH_A_WORD, word="Good luck.")
    with pytest.raises(Refused, match="alone"):
        suggested(ben)


def test_what_has_begun_is_over_for_every_deed(pair: Pair) -> None:
    ana, ben = pair
    made, open_one = agreed(ana, ben), suggested(ana, days=1)
    deeds = [
        (ana.anew(), made, Deed.CALL_OFF),
        (ben.anew(), open_one, Deed.ACCEPT),
        (ana.anew(), open_one, Deed.TAKE_BACK),
    ]
    me = ben.anew()
    with seam.pretend_it_is(seam.now() + timedelta(days=4)):
        for who, time_id, deed in deeds:
            with pytest.raises(Refused, match="changed"):
                actions.answer(who, time_id, deed)
        with pytest.raises(Refused, match="changed"):
            actions.suggest(me, on(5), instead_of=open_one)


def test_a_month_later_nothing_of_it_is_kept_and_the_record_is_whole(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    actions.answer(ben.anew(), suggested(ana, days=3), Deed.DECLINE)
    me, hers = ben.anew(), ana.anew()
    with seam.pretend_it_is(seam.now() + timedelta(days=34)):
        fresh = actions.suggest(me, on(2))
        assert [row.pk for row in Appointment.objects.all()] == [fresh]
        assert not Answer.objects.exists()
        assert access.times_of(hers).one(fresh)
    assert verify.everything().faults == []


def test_the_clear_columns_hold_only_what_is_to_come(pair: Pair) -> None:
    ana, ben = pair
    agreed(ana, ben)
    assert actions.forget_begun() == 0
    with seam.pretend_it_is(seam.now() + timedelta(days=4)):
        assert actions.forget_begun() == 2
    assert not AgreedTime.objects.exists()


def test_the_record_holds_every_word_of_it(pair: Pair) -> None:
    ana, ben = pair
    made = agreed(ana, ben)
    actions.answer(ben.anew(), made, Deed.CALL_OFF)
    assert verify.everything().faults == []

"""What two people do in a talk, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import Cast
from goldseam.dialogue import access, actions
from goldseam.dialogue.actions import Wish
from goldseam.dialogue.models import Act, Return
from goldseam.dialogue.rules.acts import HEARD, KEEP, YES, Deed, Phase, Refused, Way
from goldseam.dialogue.tests.talking import asks, begun, closed, does, heard, sees
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


def test_when_both_are_ready_the_one_who_asked_has_the_floor(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana)
    assert sees(ben, talk).topic == "The evenings"
    assert sees(ben, talk).state.phase is Phase.AGREEING
    does(ben, talk, Deed.READY)
    for who, side in ((ana, "me"), (ben, "you")):
        state = sees(who, talk).state
        assert (state.phase, state.speaker) == (Phase.TALKING, side)


def test_after_not_now_ana_cant_ask_again_the_same_day_and_ben_can_come_back(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana)
    does(ben, talk, Deed.NOT_NOW)
    with pytest.raises(Refused, match="not-now"):
        does(ana, talk, Deed.READY)
    does(ben, talk, Deed.READY)
    does(ana, talk, Deed.READY)
    assert sees(ben, talk).state.phase is Phase.TALKING


def test_the_same_act_twice_is_one(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    wish = Wish(seam.uuid(), Deed.SAY, words={"free": "I felt alone."})
    for _ in range(2):
        actions.do(ana.anew(), talk, wish)
    assert len([act for act in sees(ana, talk).acts if act.deed is Deed.SAY]) == 1


def test_both_press_at_once_and_both_are_heard(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    said = does(ana, talk, Deed.SAY, free="I felt alone.")
    does(ana, talk, Deed.PASS)
    back = does(ben, talk, Deed.BACK, about=said, stretch=0, words="You felt alone.")  # his page was from before
    assert back in {act.id for act in sees(ana, talk).acts}
    assert sees(ana, talk).state.speaker == "you"
    with pytest.raises(Refused, match="moved"):
        does(ana, talk, Deed.PASS, stretch=0)


def test_a_break_rings_for_both_and_ends_when_both_come_back(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = pair
    talk = begun(pair)
    does(ben, talk, Deed.PAUSE, until=seam.now())
    state = sees(ana, talk).state
    assert state.phase is Phase.PAUSED
    assert state.until is not None
    assert state.until - seam.now() > timedelta(minutes=19)
    assert Return.objects.filter(talk=talk).count() == 2
    with pytest.raises(Refused, match="resting"):
        does(ana, talk, Deed.SAY, free="And another thing.")
    later = state.until + timedelta(seconds=1)
    monkeypatch.setattr(seam, "now", lambda: later)
    does(ana, talk, Deed.GO_ON)
    assert sees(ben, talk).state.phase is Phase.PAUSED
    does(ben, talk, Deed.GO_ON)
    assert sees(ana, talk).state.phase is Phase.TALKING
    assert not Return.objects.filter(talk=talk).exists()


def test_when_both_are_done_only_the_requests_are_left(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair, keep=(KEEP, "let-go"))
    for who in pair:
        seen = sees(who, talk)
        assert (seen.topic, seen.hopes, seen.kept, seen.both_spoke) == ("", {}, False, True)
        assert [act.deed for act in seen.acts] == [Deed.REQUEST]
    asked = sees(ben, talk).state.requests["you"]
    does(ben, talk, Deed.ANSWER, about=asked.id, choice=YES)
    assert sees(ana, talk).state.requests["me"].is_agreed
    assert Act.objects.filter(talk=talk).count() == 2


def test_the_words_stay_when_both_chose_so_and_each_takes_back_their_own(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair, keep=(KEEP, KEEP))
    kept = [act for act in sees(ben, talk).acts if act.deed is Deed.SAY]
    assert [act.words["free"] for act in kept] == ["I felt alone.", "I was tired."]
    with pytest.raises(Refused, match="not-yours"):
        actions.take_back_words(ben.anew(), talk, kept[0].id)
    actions.take_back_words(ana.anew(), talk, kept[0].id)
    assert kept[0].id not in {act.id for act in sees(ben, talk).acts}


def test_what_one_was_done_with_a_day_ago_is_put_away(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = pair
    yesterday = seam.now() - timedelta(days=1, minutes=1)
    with monkeypatch.context() as then:
        then.setattr(seam, "now", lambda: yesterday)
        talk = begun(pair)
        heard(ana, ben, talk)
        does(ana, talk, Deed.CLOSE)
        does(ana, talk, Deed.DONE, choice="let-go")
        actions.tend(ben.anew())
        assert sees(ben, talk).acts
    actions.tend(ben.anew())
    assert not sees(ana, talk).acts


def test_on_one_phone_the_other_voice_is_marked_as_said_here(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana, way=Way.ONE)
    does(ana, talk, Deed.READY, here=True)
    said = does(ana, talk, Deed.SAY, free="I felt alone.")
    back = does(ana, talk, Deed.BACK, about=said, here=True, words="You felt alone.")
    does(ana, talk, Deed.HEARING, about=back, choice=HEARD)
    his = sees(ben, talk).act(back)
    assert his is not None
    assert (his.side, his.here) == ("me", True)
    assert sees(ben, talk).state.hearing == HEARD


def test_on_two_phones_nobody_speaks_for_the_other(pair: Pair) -> None:
    ana, _ = pair
    talk = asks(ana)
    with pytest.raises(Refused):
        does(ana, talk, Deed.READY, here=True)


def test_an_asking_taken_back_is_gone(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana)
    actions.take_back_offer(ana.anew(), talk)
    assert not access.talks_of(ben.anew())


def test_what_ben_said_stays_his_when_ana_erases_all_of_hers(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair, keep=(KEEP, KEEP))
    actions.erase_own(ana.anew())
    left = sees(ben, talk)
    assert left.topic == ""
    assert [act.words["free"] for act in left.acts if act.deed is Deed.SAY] == ["I was tired."]
    actions.erase_own(ben.anew())
    assert not Act.objects.filter(talk=talk).exists()


def test_an_asking_of_ones_own_goes_whole_when_nobody_else_said_anything(pair: Pair) -> None:
    ana, ben = pair
    asks(ana)
    actions.erase_own(ana.anew())
    assert not access.talks_of(ben.anew())


def test_that_the_words_stay_nobody_says_for_the_other(pair: Pair) -> None:
    """Forged or not: on a phone that was handed over, being done lets the words go."""
    ana, ben = pair
    talk = asks(ana, way=Way.ONE)
    does(ana, talk, Deed.READY, here=True)
    heard(ana, ben, talk)
    does(ana, talk, Deed.CLOSE)
    does(ana, talk, Deed.DONE, choice=KEEP)
    does(ana, talk, Deed.DONE, choice=KEEP, here=True)
    assert (sees(ben, talk).kept, sees(ben, talk).acts) == (False, ())


def test_a_break_in_a_talk_that_was_put_away_rings_for_nobody(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = pair
    yesterday = seam.now() - timedelta(days=1, minutes=1)
    with monkeypatch.context() as then:
        then.setattr(seam, "now", lambda: yesterday)
        talk = begun(pair)
        does(ana, talk, Deed.CLOSE)
        does(ana, talk, Deed.DONE, choice="let-go")
        does(ben, talk, Deed.PAUSE, until=yesterday + timedelta(hours=23))
    actions.tend(ben.anew())
    assert sees(ana, talk).closed_at is not None
    assert not Return.objects.filter(talk=talk).exists()

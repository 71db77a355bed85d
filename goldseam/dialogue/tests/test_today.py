"""What Today, Me and Us say of talks, and what they never say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from conftest import Cast
from goldseam.dialogue import today
from goldseam.dialogue.rules.acts import Deed, Way
from goldseam.dialogue.tests.talking import asks, begun, closed, does, sees
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.practice import Card
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


@contextmanager
def ago(**time: float) -> Iterator[None]:
    with seam.pretend_it_is(seam.now() - timedelta(**time)):
        yield


def told(who: Cast) -> list[str]:
    return [card.id for card in today.cards(who.anew())]


def words_of(card: Card) -> str:
    return f"{card.title} {card.text} {card.action}"


def test_who_was_asked_reads_so_for_two_days_and_who_asked_reads_nothing(pair: Pair) -> None:
    ana, ben = pair
    with ago(days=1, hours=23):
        asks(ana)
    assert (told(ana), told(ben)) == ([], ["dialogue.asked"])


def test_then_it_waits_at_its_own_place_and_asks_nobody(pair: Pair) -> None:
    ana, ben = pair
    with ago(days=2, hours=1):
        asks(ana)
    assert told(ana) == told(ben) == []


@pytest.mark.parametrize("deed", [Deed.READY, Deed.NOT_NOW])
def test_an_answer_takes_the_card_away_and_gives_the_asker_none(pair: Pair, deed: Deed) -> None:
    ana, ben = pair
    talk = asks(ana, now=False)
    does(ben, talk, deed)
    assert told(ana) == told(ben) == []


def test_it_comes_before_all_else_only_while_the_other_is_there_for_it_now(pair: Pair) -> None:
    ana, ben = pair
    weights = []
    for minutes, way in ((1, Way.TWO), (40, Way.TWO), (1, Way.LETTERS)):
        with ago(minutes=minutes):
            talk = asks(ana, way=way)
        weights.append(max(card.weight for card in today.cards(ben.anew()) if str(talk) in card.url))
    assert weights[0] > weights[1] == weights[2]


def test_no_card_has_a_word_of_the_other_in_it(pair: Pair) -> None:
    ana, ben = pair
    asks(ana, "Your drinking")
    (card,) = today.cards(ben.anew())
    assert "drinking" not in words_of(card) and "Ana" in card.title


def test_a_break_that_is_over_is_told_to_both_for_a_day_and_to_nobody_before(pair: Pair) -> None:
    ana, ben = pair
    for hours, ids in ((0, []), (1, ["dialogue.back"]), (23, ["dialogue.back"]), (26, [])):
        with ago(hours=hours):
            talk = begun(pair)
            does(ben, talk, Deed.PAUSE, until=seam.now())
        assert told(ana) == told(ben) == ids, hours
        does(ana, talk, Deed.CLOSE)


def test_who_is_back_already_is_asked_nothing_more_and_the_other_reads_the_same_as_before(pair: Pair) -> None:
    ana, ben = pair
    with ago(hours=1):
        talk = begun(pair)
        does(ben, talk, Deed.PAUSE, until=seam.now())
    before = today.cards(ben.anew())
    does(ana, talk, Deed.GO_ON)
    assert told(ana) == [] and today.cards(ben.anew()) == before


def test_something_new_in_letters_is_told_to_whose_turn_it_is(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair, Way.LETTERS)
    assert told(ben) == []
    does(ana, talk, Deed.SAY, free="Dear you.")
    assert (told(ana), told(ben)) == ([], ["dialogue.letter"])
    does(ben, talk, Deed.BACK, about=sees(ben, talk).state.statement, words="You miss me.")
    assert (told(ana), told(ben)) == (["dialogue.letter"], [])


def test_a_live_talk_that_goes_on_and_one_that_is_over_say_nothing(pair: Pair) -> None:
    begun(pair)
    closed(pair)
    assert told(pair[0]) == told(pair[1]) == []


def test_at_most_two_cards_come_from_here(pair: Pair) -> None:
    ana, ben = pair
    for number in range(4):
        asks(ana, f"Thing {number}")
    assert len(told(ben)) == 2


@pytest.mark.parametrize("how", ["pause", "quietly"])
def test_while_things_rest_nothing_is_said(pair: Pair, how: str) -> None:
    ana, ben = pair
    asks(ana)
    if how == "pause":
        people.pause(ben.anew())
    else:
        people.leave(ana.anew(), Leaving.QUIETLY)
    assert told(ben) == []


def test_alone_today_asks_nothing_of_the_vault_and_me_offers_to_prepare(cleo: Cast) -> None:
    assert told(cleo) == []
    assert [card.id for card in today.me_cards(cleo.anew())] == ["dialogue.prepare"]

"""Which card is the one thing, and how a pair stands."""

import itertools

from goldseam.practice import Card
from goldseam.road.rules import Arranged, PairState, Standing, arrange, state_of


def card(name: str, weight: int = 0) -> Card:
    return Card(id=name, title=name, text="", action="", url="/", weight=weight)


def test_without_cards_there_is_no_one_thing() -> None:
    assert arrange([]) == Arranged(None, ())


def test_a_single_card_is_the_one_thing_and_nothing_follows() -> None:
    assert arrange([card("a")]) == Arranged(card("a"), ())


def test_of_many_cards_one_stands_first_and_at_most_two_follow() -> None:
    arranged = arrange(card(str(weight), weight) for weight in range(9))
    assert arranged.first == card("8", 8)
    assert arranged.further == (card("7", 7), card("6", 6))


def test_the_same_day_looks_the_same_in_whatever_order_the_practices_answer() -> None:
    cards = [card("a", 5), card("b", 5), card("c", 7), card("d", 1)]
    arrangements = {arrange(order) for order in itertools.permutations(cards)}
    assert len(arrangements) == 1
    assert arrangements.pop() == Arranged(card("c", 7), (card("a", 5), card("b", 5)))


def test_a_card_that_comes_twice_is_shown_once() -> None:
    assert arrange([card("a"), card("a")]).further == ()


def test_each_standing_has_its_one_state() -> None:
    assert state_of(Standing()) is PairState.ALONE
    assert state_of(Standing(has_seat=True)) is PairState.NOBODY_YET
    assert state_of(Standing(has_seat=True, invited=True)) is PairState.WAITING
    assert state_of(Standing(has_seat=True, arrived=True)) is PairState.ARRIVED
    assert state_of(Standing(has_seat=True, waits_on_partner=True)) is PairState.OTHERS_DOOR
    assert state_of(Standing(has_seat=True, has_partner=True)) is PairState.TOGETHER
    assert state_of(Standing(has_seat=True, has_partner=True, paused=True)) is PairState.RESTING
    assert state_of(Standing(has_seat=True, has_partner=True, partner_left=True)) is PairState.PARTNER_LEFT


def test_somebody_at_the_door_comes_before_a_pause() -> None:
    assert state_of(Standing(has_seat=True, arrived=True, paused=True)) is PairState.ARRIVED

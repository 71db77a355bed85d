"""The map on Today: for two, after two looks, before anything is given; and only behind the PIN."""

from __future__ import annotations

from conftest import Cast
from goldseam.understanding.map import part
from goldseam.understanding.map.tests import looking


def offered(who: Cast) -> list[str]:
    return [card.id for card in part.today_cards(who.anew())]


def test_one_alone_is_not_asked_for_a_map(ana: Cast) -> None:
    looking.looks(ana, looking.ANAS)
    assert offered(ana) == []


def test_it_is_offered_after_two_looks_and_goes_once_a_side_is_given(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    looking.looks(ana, {"good-laugh": 80})
    assert offered(ana) == []
    looking.looks(ana, looking.ANAS)
    assert offered(ana) == ["understanding.map"] and offered(ben) == []
    looking.looks(ben, looking.BENS)
    looking.gives(ana)
    assert offered(ana) == [] and offered(ben) == ["understanding.map"]
